"""What each source earns its giver: hours, goods, money, a panel's service, a property company's discount (rulebook §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.donations.kinds import GiftChoice, GoodsKind, Lane
from contracts.kinds import PartyId
from contracts.points.answers import RateCard
from contracts.points.events import PointsGranted
from contracts.points.kinds import ContributionType as Type
from services.points.rate_cards.rules import Time, Worth, capped, of_time, of_value

CONTRIBUTED = 2
DECIDED_WITH_OTHERS = 4


@dataclass(frozen=True, kw_only=True)
class Earning:
    """Something that earns points, before it is said how many: a type, and either minutes or a value in fen.

    `performed_on` decides which rate card holds. `source_id` names the contribution, gift, panel or reward: it earns once.
    `activity_id` is the shared act of charity it belongs to; without one it stands alone. `level` is the role in which it was
    given (rulebook §10): 1 attended, 2 contributed, 3 organised, 4 decided with others, 5 steward.
    """

    source_id: str
    party_id: PartyId
    contribution_type: Type
    performed_on: date
    minutes: int = 0
    skilled: bool = False
    fen: int = 0
    activity_id: str | None = None
    level: int = CONTRIBUTED

    @property
    def time(self) -> Time:
        """What the rate card is asked about."""
        return Time(hours_type=self.contribution_type, minutes=self.minutes, skilled=self.skilled)

    @property
    def month(self) -> str:
        """The civil month of the performance."""
        return self.performed_on.strftime("%Y-%m")


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What was credited for an earning. `sp_minutes` of the time counted towards the month's limit of spendable points."""

    grant_id: str
    source_id: str
    party_id: PartyId
    contribution_type: Type
    performed_on: date
    minutes: int
    fen: int
    rate_card: int
    cv: int
    sp: int
    sp_minutes: int
    activity_id: str | None
    level: int
    granted_on: date
    granted_at: datetime


@dataclass(frozen=True, kw_only=True)
class Headroom:
    """What still limits spendable points: minutes of the month that may earn them, centi-points below the party's cap."""

    minutes: int
    points: int


def decide(earning: Earning, *, card: RateCard, headroom: Headroom) -> tuple[Worth, int]:
    """What the earning is worth, and how many of its minutes earned spendable points (rulebook §2, §4)."""
    if not earning.minutes:
        worth = of_value(card, earning.contribution_type, fen=earning.fen)
        return capped(worth, room=headroom.points), 0
    sp_minutes = min(earning.time.counted, max(0, headroom.minutes))
    worth = of_time(card, earning.time, sp_minutes=sp_minutes)
    return capped(worth, room=headroom.points), sp_minutes


def granted(grant: Grant, *, community: str) -> PointsGranted:
    """What is said of a grant."""
    return PointsGranted(
        community=community,
        grant_id=grant.grant_id,
        party_id=grant.party_id,
        contribution_type=grant.contribution_type,
        cv=grant.cv,
        sp=grant.sp,
        source_id=grant.source_id,
        granted_on=grant.granted_on,
    )


def type_of_gift(*, choice: GiftChoice, lane: Lane) -> Type:
    """F1 with a receipt, F1w inside the community with the receipt waived. R-0 [law]: any other gift is taken as receipted."""
    return Type.F1W if choice is GiftChoice.POINTS and lane is Lane.MUTUAL_HELP else Type.F1


def type_of_goods(*, goods_kind: GoodsKind, receipted: bool) -> Type:
    """G1 whenever there is a receipt (R-0 [law]), else G2 new goods or service, G3 second-hand, G4 near expiry."""
    if goods_kind is GoodsKind.NEAR_EXPIRY:
        return Type.G4
    if receipted:
        return Type.G1
    return Type.G3 if goods_kind is GoodsKind.SECOND_HAND else Type.G2


def service_source(*, panel_id: str, judge_id: PartyId) -> str:
    """One judge's service on one panel: `pnl_…:pty_…`."""
    return f"{panel_id}:{judge_id}"
