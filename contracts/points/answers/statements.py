"""Statements, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import Code, Count, Fen, Grams, PageKey, PartyId, ShortText, SignedCentiPoints
from contracts.points.answers.balances import PointsLot
from contracts.points.ids import StatementAccessId
from contracts.points.kinds import ContributionType, Unit


@dataclass(frozen=True, kw_only=True)
class StatementBalance:
    """One unit over the period: `opening` before its first day, `closing` after its last, or at `as_of` if that came earlier."""

    unit: Unit
    opening: SignedCentiPoints
    closing: SignedCentiPoints


@dataclass(frozen=True, kw_only=True)
class StatementGiven:
    """What was given within the period in one way (rulebook §2), in its own measure: time in minutes, goods and money in fen, weights in grams."""

    contribution_type: ContributionType
    times: Count
    minutes: Count
    goods: Fen
    grams: Grams
    money: Fen


@dataclass(frozen=True, kw_only=True)
class PointsStatementLine:
    """One entry: `kind` is the reason's code and `about` its words, `reference` the business id behind it, `counterpart` the other account in words."""

    recorded_at: datetime
    effective_on: date
    unit: Unit
    amount: SignedCentiPoints
    balance: SignedCentiPoints
    kind: Code
    about: ShortText
    reference: ShortText
    counterpart: ShortText


@dataclass(frozen=True, kw_only=True)
class PointsStatement:
    """A statement. Raw time, goods and money stand in `given`, apart from points, which never rewrite them (rulebook §2).

    `lots` are the spendable points at the closing, first to lapse first, 100 at most. `final`: `as_of` is long enough ago that the same
    question gets the same answer for ever. Lines stand in the order in which they were booked, the oldest first.
    """

    party_id: PartyId
    public_name: ShortText
    from_day: date
    until_day: date
    as_of: datetime
    final: bool
    balances: tuple[StatementBalance, ...]
    given: tuple[StatementGiven, ...]
    minutes: Count
    goods: Fen
    grams: Grams
    money: Fen
    lots: tuple[PointsLot, ...]
    items: tuple[PointsStatementLine, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class StatementAccess:
    """That somebody of the staff may read a statement until `expires_at`, and why."""

    access_id: StatementAccessId
    party_id: PartyId
    reader_id: PartyId
    reason: ShortText
    opened_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class StatementAccessPage:
    """Accesses, the latest first."""

    items: tuple[StatementAccess, ...]
    next_key: PageKey | None
