"""What points credits when other services say that something was given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import reaction
from contracts.donations.events import GiftConfirmed, InKindAccepted
from contracts.merchants.events import PanelServiceRendered
from contracts.points.kinds import ContributionType
from services.points.grants import rules, store
from services.points.grants.rules import Earning


class Grants:
    """Gifts of money and goods, and service on a tasting panel, become points."""

    @reaction(GiftConfirmed, batch=True)
    def credit_gifts(self, work: Work, events: Sequence[GiftConfirmed]) -> None:
        """Credit donors; an anonymous gift earns nobody anything, and a receipted one no spendable points (rulebook §2, R-0)."""
        by_community: dict[str, list[Earning]] = defaultdict(list)
        for event in events:
            if event.donor_id is not None:
                by_community[event.community].append(_of_gift(event, event.donor_id))
        for community, earnings in sorted(by_community.items()):
            _credit(work.on_behalf(system(community), work.cause), earnings)

    @reaction(InKindAccepted)
    def credit_goods(self, work: Work, event: InKindAccepted) -> None:
        """Credit whoever gave goods or a service; `appraised` is what counts, after the factors for condition and days left."""
        earning = Earning(
            source_id=event.gift_id,
            party_id=event.donor_id,
            contribution_type=rules.type_of_goods(goods_kind=event.goods_kind, receipted=event.receipted),
            performed_on=event.accepted_on,
            fen=event.appraised,
            grams=event.grams,
        )
        _credit(work, [earning])

    @reaction(PanelServiceRendered)
    def credit_panel_service(self, work: Work, event: PanelServiceRendered) -> None:
        """Credit a judge's hours as H4."""
        earning = Earning(
            source_id=rules.service_source(panel_id=event.panel_id, judge_id=event.judge_id),
            party_id=event.judge_id,
            contribution_type=ContributionType.H4,
            performed_on=event.served_on,
            minutes=event.minutes,
            level=rules.DECIDED_WITH_OTHERS,
        )
        _credit(work, [earning])


def _credit(work: Work, earnings: Sequence[Earning]) -> None:
    made = store.credit(work, earnings)
    work.emit(*(rules.granted(grant, community=work.community) for grant in made))


def _of_gift(event: GiftConfirmed, donor_id: str) -> Earning:
    return Earning(
        source_id=event.gift_id,
        party_id=donor_id,
        contribution_type=rules.type_of_gift(choice=event.choice, lane=event.lane),
        performed_on=event.confirmed_on,
        fen=event.amount,
    )
