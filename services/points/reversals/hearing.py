"""What points takes back when other services say that something was given back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import reaction
from contracts.donations.events import GiftRefunded, InKindReturned
from contracts.merchants.events import PanelServiceWithdrawn
from contracts.points.kinds import ReversalReason
from services.points.grants.rules import service_source
from services.points.reversals import store
from services.points.reversals.rules import Reversal


class GivenBack:
    """Gifts and goods that went back, and services that do not count, earn nothing any more."""

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

    @reaction(InKindReturned)
    def take_back_goods(self, work: Work, event: InKindReturned) -> None:
        """Take back what the returned part of goods earned, never more than is left; what spoiled was given all the same (ADR 0134)."""
        part = Reversal(
            source_id=event.gift_id,
            reason=ReversalReason.RETURNED_GOODS,
            because=event.removal_id,
            amount=event.appraised,
        )
        store.reverse_if_granted(work, [part])

    @reaction(PanelServiceWithdrawn)
    def take_back_panel_service(self, work: Work, event: PanelServiceWithdrawn) -> None:
        """Take back what is left of what a judge's service earned, once; one whose credit is still on its way waits for it."""
        source = service_source(panel_id=event.panel_id, judge_id=event.judge_id)
        rest = Reversal(source_id=source, reason=ReversalReason(event.reason.value), because=event.withdrawal_id)
        store.reverse_if_granted(work, [rest])


def _of_gift(event: GiftRefunded) -> Reversal:
    return Reversal(source_id=event.gift_id, reason=ReversalReason.DONATION_REFUNDED, because=event.refund_id)
