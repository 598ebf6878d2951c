"""What points hears was given, or does not hold any more, from the services that keep goods and hold tasting panels."""

from __future__ import annotations

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import reaction
from chassis.ids import new_id
from contracts.donations.events import InKindAccepted, InKindReturned
from contracts.merchants.events import PanelServiceRendered, PanelServiceWithdrawn
from contracts.points.kinds import ReversalReason
from services.points.contributions import telling
from services.points.contributions.rules.telling import of_goods, of_service, service_told_as
from services.points.rate_cards import store as card_store
from services.points.reversals.rules import Reversal

GOODS_WENT_BACK = "物品已退还捐赠人。"
SERVICE_DOES_NOT_COUNT = "经两人认定，该项服务不计入。"


class Hearing:
    """Goods and hours on a panel, told by other services, take the way of every contribution (rulebook §3, ADR 0148)."""

    @reaction(InKindAccepted)
    def credit_goods(self, work: Work, event: InKindAccepted) -> None:
        """Enter goods or a service that was taken over; `appraised` is what counts, after the factors for condition and days left."""
        rulebook = card_store.rulebook_on(work, civil_day(work.now))
        telling.enter(work, of_goods(event, contribution_id=new_id("ctb"), at=work.now, rulebook=rulebook))

    @reaction(PanelServiceRendered)
    def credit_panel_service(self, work: Work, event: PanelServiceRendered) -> None:
        """Enter a judge's hours as H4."""
        rulebook = card_store.rulebook_on(work, civil_day(work.now))
        telling.enter(work, of_service(event, contribution_id=new_id("ctb"), at=work.now, rulebook=rulebook))

    @reaction(InKindReturned)
    def take_back_goods(self, work: Work, event: InKindReturned) -> None:
        """Take back what the returned part of goods earned or would earn, never more than is left; what spoiled was given all the same (ADR 0134)."""
        part = Reversal(
            source_id=event.gift_id,
            reason=ReversalReason.RETURNED_GOODS,
            because=event.removal_id,
            amount=event.appraised,
        )
        telling.take_back(work, part, party_id=event.donor_id, why=GOODS_WENT_BACK)

    @reaction(PanelServiceWithdrawn)
    def take_back_panel_service(self, work: Work, event: PanelServiceWithdrawn) -> None:
        """Take back what is left of what a judge's service earned, or would earn, once."""
        told_as = service_told_as(panel_id=event.panel_id, judge_id=event.judge_id)
        rest = Reversal(source_id=told_as, reason=ReversalReason(event.reason.value), because=event.withdrawal_id)
        telling.take_back(work, rest, party_id=event.judge_id, why=SERVICE_DOES_NOT_COUNT)
