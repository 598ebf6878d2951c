"""What another service tells was given, as a contribution that its keeper, or its chief, has confirmed (rulebook §2, §3, §12, §15)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from chassis.clock import CIVIL, civil_day
from contracts.donations.events import InKindAccepted
from contracts.donations.kinds import AppraisalBasis, GoodsKind
from contracts.kinds import PartyId
from contracts.merchants.events import PanelServiceRendered
from contracts.points.kinds import Channel, Evidence, PriceSource
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import ContributionType as Type
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.valuing import Appraisal
from services.points.grants.rules import DECIDED_WITH_OTHERS
from services.points.rate_cards.rules import Rulebook

BY_KIND = {
    GoodsKind.NEW: "新物品捐赠",
    GoodsKind.SERVICE: "商家服务捐赠",
    GoodsKind.SECOND_HAND: "二手物品捐赠",
    GoodsKind.NEAR_EXPIRY: "临期食品捐赠",
}
"""What people read of goods whose title is not told."""
ON_A_PANEL = "品鉴团评审"
SOURCES = {
    AppraisalBasis.INVOICE: PriceSource.INVOICE,
    AppraisalBasis.PRICE_LIST: PriceSource.PRICE_LIST,
    AppraisalBasis.TWO_QUOTATIONS: PriceSource.QUOTATIONS,
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A contribution as another service told it. `confirmer`: who was the other side there; nobody in what was told before that was said.

    `appraisals`: by whom its goods were appraised there; as everywhere, none of them decides. `timed`: is it known when it began?
    """

    claim: Claim
    confirmer: PartyId | None = None
    appraisals: tuple[Appraisal, ...] = ()
    timed: bool = False

    @property
    def told_as(self) -> str:
        """The id by which the other service knows it."""
        return self.claim.told_as or ""


def of_goods(event: InKindAccepted, *, contribution_id: str, at: datetime, rulebook: Rulebook) -> Told:
    """Goods that were taken over, or a service that was rendered: confirmed by whoever counted it. `rulebook`: in force now."""
    claim = _claim(
        contribution_id,
        told_as=event.gift_id,
        party_id=event.donor_id,
        by=event.recorded_by or event.donor_id,
        started_at=_midnight(event.accepted_on),
        at=at,
        rulebook=rulebook,
    )
    goods = replace(
        claim,
        contribution_type=type_of_goods(goods_kind=event.goods_kind, receipted=event.receipted),
        activity=event.title or BY_KIND[event.goods_kind],
        evidence=_evidence(event),
        activity_id=event.activity_id,
        fen=event.appraised,
        grams=event.grams,
        seconded_by=_agreed_by(event),
    )
    return Told(claim=goods, confirmer=event.received_by, appraisals=_appraisals(event, contribution_id, at=at))


def of_service(event: PanelServiceRendered, *, contribution_id: str, at: datetime, rulebook: Rulebook) -> Told:
    """A judge's hours on a panel, who handed in every ballot: confirmed by the chief who closed the box. `rulebook`: in force now."""
    claim = _claim(
        contribution_id,
        told_as=service_told_as(panel_id=event.panel_id, judge_id=event.judge_id),
        party_id=event.judge_id,
        by=event.judge_id,
        started_at=event.began_at or _midnight(event.served_on),
        at=at,
        rulebook=rulebook,
    )
    service = replace(
        claim,
        contribution_type=Type.H4,
        activity=ON_A_PANEL,
        minutes=event.minutes,
        activity_id=event.activity_id,
        level=DECIDED_WITH_OTHERS,
        # Judges are drawn as residents and serve unpaid, whoever employs them.
        off_duty=True,
    )
    return Told(claim=service, confirmer=event.closed_by, timed=event.began_at is not None)


def type_of_goods(*, goods_kind: GoodsKind, receipted: bool) -> Type:
    """G1 whenever there is a receipt (R-0 [law]), else G2 new goods or service, G3 second-hand, G4 near expiry."""
    if goods_kind is GoodsKind.NEAR_EXPIRY:
        return Type.G4
    if receipted:
        return Type.G1
    return Type.G3 if goods_kind is GoodsKind.SECOND_HAND else Type.G2


def service_told_as(*, panel_id: str, judge_id: PartyId) -> str:
    """One judge's service on one panel: `pnl_…:pty_…`."""
    return f"{panel_id}:{judge_id}"


def instead_of_told(claim: Claim, returned: Claim) -> Claim:
    """What comes instead of a returned one stays known by the id under which another service told that.

    It is worth no more than was appraised there, less what has gone back since.
    """
    if returned.told_as is None:
        return claim
    return replace(claim, told_as=returned.told_as, grams=returned.grams, fen=min(claim.fen, returned.fen))


def lessened(claim: Claim, *, fen: int) -> Claim:
    """Without the part of the goods that went back before anybody decided; something is left. Parts of a gram fall away."""
    left = claim.fen - fen
    return replace(claim, fen=left, grams=claim.grams * left // claim.fen)


def _claim(
    contribution_id: str,
    *,
    told_as: str,
    party_id: PartyId,
    by: PartyId,
    started_at: datetime,
    at: datetime,
    rulebook: Rulebook,
) -> Claim:
    return Claim(
        contribution_id=contribution_id,
        party_id=party_id,
        performed_by=party_id,
        contribution_type=Type.G2,
        activity="",
        qualification=None,
        started_at=started_at,
        performed_on=civil_day(started_at),
        minutes=0,
        evidence=Evidence.E2,
        state=State.SUBMITTED,
        submitted_by=by,
        submitted_at=at,
        channel=Channel.SERVICE,
        told_as=told_as,
        due_at=at + timedelta(days=rulebook.confirm_days),
    )


def _agreed_by(event: InKindAccepted) -> PartyId | None:
    # Whoever agreed to take it has stood up for it, and decides no more; who also counted it, or wrote it down, has a part already.
    others = {event.received_by, event.recorded_by, event.donor_id}
    return None if event.accepted_by in others else event.accepted_by


def _evidence(event: InKindAccepted) -> Evidence:
    # An invoice that others appraised by, or the receipt that donations gives for it, is a document; else it is what the keeper counted.
    documented = event.basis is AppraisalBasis.INVOICE or event.receipted
    return Evidence.E3 if documented else Evidence.E2


def _appraisals(event: InKindAccepted, contribution_id: str, *, at: datetime) -> tuple[Appraisal, ...]:
    if event.basis is None:
        return ()
    return tuple(
        Appraisal(
            contribution_id=contribution_id,
            appraised_by=one,
            unit_fen=event.appraised,
            source=SOURCES[event.basis],
            appraised_at=at,
        )
        for one in event.appraised_by
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=CIVIL)
