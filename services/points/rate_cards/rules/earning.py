"""What hours and value earn by a rate card (rulebook §2). All in integer centi-points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from contracts.points.answers import Rate, RateCard
from contracts.points.kinds import ContributionType as Type
from contracts.points.kinds import Measure

STEP_MINUTES = 15
PER_YUAN = 10_00  # Fen in the ¥10 that value lines count by.

RECEIPTED = frozenset({Type.G1, Type.F1, Type.F2, Type.F3, Type.F4, Type.FR})
"""R-0 [law]: whatever carries a donation receipt, or is a merchant's or company's promise, mints no spendable points."""

NEVER_SPENDABLE = RECEIPTED | {Type.G4}


class Worth(NamedTuple):
    """What something earns: contribution value and spendable points, in centi-points."""

    cv: int
    sp: int


@dataclass(frozen=True, kw_only=True)
class Time:
    """Unpaid time of one type. `skilled` matters to H3 only: night, emergency or heavy work of a skilled or an ordinary kind."""

    hours_type: Type
    minutes: int
    skilled: bool = False

    @property
    def counted(self) -> int:
        """The whole quarters of an hour."""
        return self.minutes // STEP_MINUTES * STEP_MINUTES


def _hour(contribution_type: Type, cv: int, sp: int) -> Rate:
    return Rate(contribution_type=contribution_type, measure=Measure.HOUR, cv=cv, sp=sp)


def _yuan(contribution_type: Type, cv: int, sp: int) -> Rate:
    return Rate(contribution_type=contribution_type, measure=Measure.TEN_YUAN, cv=cv, sp=sp)


FIRST_CARD = RateCard(
    number=1,
    in_force_from="2000-01",
    heavy_cv_percent=150,
    sp_hours_per_month=40,
    rates=(
        _hour(Type.H1, 10_00, 10_00),
        _hour(Type.H2, 15_00, 10_00),
        _hour(Type.H4, 8_00, 8_00),
        _yuan(Type.G1, 1_00, 0),
        _yuan(Type.G2, 1_00, 50),
        _yuan(Type.G3, 1_00, 50),
        _yuan(Type.G4, 1_00, 0),
        _yuan(Type.V1, 1_00, 50),
        _yuan(Type.F1, 1_00, 0),
        _yuan(Type.F1W, 1_00, 50),
        _yuan(Type.F2, 1_10, 0),
        _yuan(Type.F3, 1_00, 0),
        _yuan(Type.F4, 1_00, 0),
        _yuan(Type.FR, 1_00, 0),
    ),
)
"""The card that holds until a community publishes its own (rulebook §2). H3 is H1 or H2 times `heavy_cv_percent`."""


def of_time(card: RateCard, time: Time, *, sp_minutes: int) -> Worth:
    """What unpaid time earns. `sp_minutes`: how much of it may still earn spendable points this month; value has no limit.

    Parts of a centi-point fall away.
    """
    percent = card.heavy_cv_percent if time.hours_type is Type.H3 else 100
    rate = rate_of(card, _base(time))
    return Worth(
        cv=rate.cv * time.counted * percent // (60 * 100),
        sp=rate.sp * min(time.counted, max(0, sp_minutes)) // 60,
    )


def of_value(card: RateCard, contribution_type: Type, *, fen: int, left_over: int = 0) -> Worth:
    """What goods, venues and money of that value earn. Parts of a centi-point fall away.

    `left_over`: thousandths of a centi-point of contribution value that fell away earlier and are counted now (`kept`).
    """
    rate = rate_of(card, contribution_type)
    return Worth(cv=(rate.cv * fen + left_over) // PER_YUAN, sp=rate.sp * fen // PER_YUAN)


def kept(card: RateCard, contribution_type: Type, *, fen: int, cv: int) -> int:
    """What rounding keeps when `cv` is credited for that value, in thousandths of a centi-point; below nothing where older parts came in."""
    return rate_of(card, contribution_type).cv * fen - cv * PER_YUAN


def capped(worth: Worth, *, room: int) -> Worth:
    """The surplus over the party's cap of spendable points mints value only (rulebook §4)."""
    return worth._replace(sp=min(worth.sp, max(0, room)))


def in_force(cards: Sequence[RateCard], *, on: date) -> RateCard:
    """The card that holds for what is performed on that day; FIRST_CARD before any published one."""
    month = on.strftime("%Y-%m")
    begun = [card for card in (FIRST_CARD, *cards) if card.in_force_from <= month]
    return max(begun, key=lambda card: card.in_force_from)


def rate_of(card: RateCard, contribution_type: Type) -> Rate:
    """The line of the card for a type."""
    return next(rate for rate in card.rates if rate.contribution_type is contribution_type)


def _base(time: Time) -> Type:
    if time.hours_type is not Type.H3:
        return time.hours_type
    return Type.H2 if time.skilled else Type.H1
