"""What each source earns its giver: hours, goods, money, a panel's service, a property company's discount (rulebook §2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from contracts.donations.kinds import GiftChoice, GiftOrigin, Lane
from contracts.kinds import PartyId
from contracts.points import answers
from contracts.points.answers import RateCard
from contracts.points.events import PointsGranted
from contracts.points.kinds import ContributionType as Type
from contracts.points.kinds import ReversalReason
from services.points.rate_cards.rules import Rulebook, Time, Worth, capped, of_time, of_value, rulebook_of

CONTRIBUTED = 2
DECIDED_WITH_OTHERS = 4

FULL = 100

NOTHING = Worth(0, 0)


@dataclass(frozen=True, kw_only=True)
class Earning:
    """Something that earns points, before it is said how many: a type, and either minutes or a value in fen.

    `performed_on` decides which rate card holds. `source_id` names the contribution, gift, panel or reward: it earns once.
    `activity_id` is the shared act of charity it belongs to; without one it stands alone. `level` is the role in which it was
    given (rulebook §10): 1 attended, 2 contributed, 3 organised, 4 decided with others, 5 steward.
    `counts`: how many of the minutes fit into the hours of their day that count; None: all of them.
    `grams`: the weight of goods, for statements; it earns nothing by itself. `told_as`: the id by which another service told of it.
    """

    source_id: str
    party_id: PartyId
    contribution_type: Type
    performed_on: date
    minutes: int = 0
    counts: int | None = None
    skilled: bool = False
    fen: int = 0
    activity_id: str | None = None
    level: int = CONTRIBUTED
    grams: int = 0
    told_as: str | None = None

    @property
    def time(self) -> Time:
        """What the rate card is asked about: the time that counts."""
        counts = self.minutes if self.counts is None else self.counts
        return Time(hours_type=self.contribution_type, minutes=counts, skilled=self.skilled)

    @property
    def month(self) -> str:
        """The civil month of the performance."""
        return self.performed_on.strftime("%Y-%m")


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What was credited for an earning, and why it is that much.

    `minutes` is the raw time. `sp_minutes` of it counted towards the month's limit of spendable points. `sp_rated` is what the card
    gives for the day's time that counts, without any other limit; `reserve_percent` of what the month's limit left of it was minted (rulebook §6); `sp_over_cap` went beyond the party's cap
    (§4). While earning was suspended `cv_withheld` and `sp_withheld` were not credited (§5). `sp_repaid` of `sp` went at once to what
    the party had spent before it was taken back (§5).
    """

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
    sp_rated: int
    reserve_percent: int
    sp_over_cap: int
    cv_withheld: int
    sp_withheld: int
    sp_repaid: int
    grams: int = 0
    told_as: str | None = None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What was taken back of a grant, once for a source, reason and turn (rulebook §5). `asked` None: all that was left.

    `minutes` or `fen` of the source fell away, and `cv`, `sp` and `sp_minutes` with them; `sp_owed` of `sp` was spent already.
    `because` names what made it necessary: a proposal, a refund, a dispute.
    """

    reversal_id: str
    grant_id: str
    source_id: str
    party_id: PartyId
    performed_on: date
    reason: ReversalReason
    sequence: int
    asked: int | None
    minutes: int
    fen: int
    cv: int
    sp: int
    sp_minutes: int
    sp_owed: int
    because: str
    reversed_on: date
    reversed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Headroom:
    """What still limits spendable points: minutes of the month that may earn them, centi-points below the party's cap.

    `percent` is minted by the reserve's state on the day of performance (rulebook §6); while earning is `suspended` nothing is
    credited, and of what is, half repays a `debt` (§5). `left_over` is what rounding has kept of earlier round-ups, in thousandths of a
    centi-point: it limits nothing, but is counted with the next one.
    """

    minutes: int
    points: int
    percent: int = FULL
    suspended: bool = False
    debt: int = 0
    left_over: int = 0


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What an earning is worth after all limits, and what each limit took; the words are those of `Grant`.

    `sp_in_month`: what the month's limit of hours left of `sp_rated`.
    """

    worth: Worth
    sp_minutes: int
    sp_rated: int
    sp_in_month: int
    reserve_percent: int
    sp_over_cap: int
    withheld: Worth
    sp_repaid: int


def weigh(earning: Earning, *, card: RateCard, headroom: Headroom) -> Weighed:
    """The card's rate, then the month's limit, the reserve, the cap, a suspension, and a debt (rulebook §2, §4, §5, §6).

    Contribution value is limited by a suspension only. Parts of a centi-point fall away.
    """
    sp_minutes = min(earning.time.counted, max(0, headroom.minutes)) if earning.minutes else 0
    rated, limited = _rated(earning, card, sp_minutes=sp_minutes, left_over=headroom.left_over)
    minted = limited._replace(sp=limited.sp * headroom.percent // FULL)
    earned = capped(minted, room=headroom.points)
    worth, withheld = (NOTHING, earned) if headroom.suspended else (earned, NOTHING)
    return Weighed(
        worth=worth,
        sp_minutes=sp_minutes,
        sp_rated=rated.sp,
        sp_in_month=limited.sp,
        reserve_percent=headroom.percent,
        sp_over_cap=minted.sp - earned.sp,
        withheld=withheld,
        sp_repaid=min(headroom.debt, worth.sp * rulebook_of(card).repaid_percent // FULL),
    )


def decide(earning: Earning, *, card: RateCard, headroom: Headroom) -> tuple[Worth, int]:
    """What the earning is worth, and how many of its minutes earned spendable points (rulebook §2, §4)."""
    weighed = weigh(earning, card=card, headroom=headroom)
    return weighed.worth, weighed.sp_minutes


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
        sp_repaid=grant.sp_repaid,
        told_as=grant.told_as,
    )


def explained(grant: Grant, taken: Sequence[Taken]) -> answers.Grant:
    """The grant as those who may see it see it, with what was taken back of it."""
    shown = {field.name: getattr(grant, field.name) for field in fields(answers.Grant) if field.name != "reversals"}
    reversals = tuple(
        answers.GrantReversal(**{field.name: getattr(one, field.name) for field in fields(answers.GrantReversal)})
        for one in taken
    )
    return answers.Grant(**shown, reversals=reversals)


OF_SHOPPING = {GiftOrigin.PLEDGE: Type.F3, GiftOrigin.ROUND_UP: Type.F4}
"""What is linked to shopping: a merchant's pledge rests on an agreement and a bank line, evidence E3, a customer's round-up on E2 (§2)."""

CARRIED = Type.F4
"""Round-ups are so small that rounding each would lose much of them: what it keeps is counted with the next one."""


def type_of_gift(
    *,
    choice: GiftChoice,
    lane: Lane,
    rulebook: Rulebook,
    unbroken_months: int = 0,
    origin: GiftOrigin = GiftOrigin.OWN,
) -> Type:
    """F3 for what a merchant pledged, F4 for a customer's round-ups; F1w inside the community with the receipt waived, else F2 from the sixth month on, else F1.

    R-0 [law]: whatever is not surely waived is taken as receipted.
    """
    if origin in OF_SHOPPING:
        return OF_SHOPPING[origin]
    if choice is GiftChoice.POINTS and lane is Lane.MUTUAL_HELP:
        return Type.F1W
    # What was credited before stays as it was.
    return Type.F2 if unbroken_months >= rulebook.unbroken_months else Type.F1


def _rated(earning: Earning, card: RateCard, *, sp_minutes: int, left_over: int) -> tuple[Worth, Worth]:
    """By the card alone, and with no more than `sp_minutes` earning spendable points."""
    if not earning.minutes:
        worth = of_value(card, earning.contribution_type, fen=earning.fen, left_over=left_over)
        return worth, worth
    whole = of_time(card, earning.time, sp_minutes=earning.time.counted)
    return whole, of_time(card, earning.time, sp_minutes=sp_minutes)
