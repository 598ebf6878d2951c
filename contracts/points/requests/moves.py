"""What points can be asked about moves inside a household."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import PartyId, PositiveCentiPoints
from contracts.points.answers import moves as answers
from contracts.points.ids import MoveId
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ProposeMove(Command[answers.HouseholdMove]):
    """Offer own points to another person of the own household; nothing moves before that person agrees."""

    service = "points"
    answer = answers.HouseholdMove

    move_id: MoveId
    to_party_id: PartyId
    sp: PositiveCentiPoints


@dataclass(frozen=True, kw_only=True)
class AcceptMove(Command[answers.HouseholdMove]):
    """Agree to receive the points: now they move."""

    service = "points"
    answer = answers.HouseholdMove

    move_id: MoveId


@dataclass(frozen=True, kw_only=True)
class DeclineMove(Command[answers.HouseholdMove]):
    """Do not receive the points."""

    service = "points"
    answer = answers.HouseholdMove

    move_id: MoveId


@dataclass(frozen=True, kw_only=True)
class WithdrawMove(Command[answers.HouseholdMove]):
    """Take the own offer back."""

    service = "points"
    answer = answers.HouseholdMove

    move_id: MoveId


@dataclass(frozen=True, kw_only=True)
class GetMove(Query[answers.HouseholdMove]):
    """One move, for the two persons of it, and staff."""

    service = "points"
    answer = answers.HouseholdMove

    move_id: MoveId


@dataclass(frozen=True, kw_only=True)
class ListMoves(PageQuery[answers.HouseholdMovePage]):
    """The moves from and to oneself, or all for staff."""

    service = "points"
    answer = answers.HouseholdMovePage
