"""What points takes back when other services say that something was given back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import reaction
from contracts.donations.events import GiftRefunded
from contracts.points.kinds import ReversalReason
from services.points.reversals import store
from services.points.reversals.rules import Reversal


class GivenBack:
    """Gifts that went back earn nothing any more."""

    @reaction(GiftRefunded, batch=True)
    def take_back_gifts(self, work: Work, events: Sequence[GiftRefunded]) -> None:
        """Take back what a refunded gift earned (rulebook §12); one whose confirmation is still on its way waits for it."""
        by_community: dict[str, list[Reversal]] = defaultdict(list)
        for event in events:
            # An anonymous gift had earned nobody anything.
            if event.donor_id is not None:
                by_community[event.community].append(_of_gift(event))
        for community, wanted in sorted(by_community.items()):
            store.reverse_if_granted(work.on_behalf(system(community), work.cause), wanted)


def _of_gift(event: GiftRefunded) -> Reversal:
    return Reversal(source_id=event.gift_id, reason=ReversalReason.DONATION_REFUNDED, because=event.refund_id)
