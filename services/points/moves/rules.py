"""How points move inside a household: offered by one person, taken by another, never sold (rulebook §0, §4).

Both agree: who gives proposes, who receives accepts within seven days. Nothing is held meanwhile; what can be moved is seen when it
moves. The lots keep their days, and where they stem from. The cap of spendable points holds for the receiver, or one person could
earn above it through the family. What the mutual-aid pool granted stays with the person for whom it was granted. Both must be of the
household when it is proposed and when it is accepted: leaving ends what is open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import MoveState, PartyKind
from services.points.moves import refusals
from services.points.parties.rules import Party

LASTS = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Move:
    """Centi-points that one person of a household offers to another."""

    move_id: str
    from_party_id: PartyId
    to_party_id: PartyId
    household_id: PartyId
    sp: int
    state: MoveState
    proposed_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    version: int = 1

    def same_as(self, other: Move) -> bool:
        """Was the other one proposed with the same content?"""
        return (self.move_id, self.from_party_id, self.to_party_id, self.sp) == (
            other.move_id,
            other.from_party_id,
            other.to_party_id,
            other.sp,
        )


def household_of(giver: Party, receiver: Party) -> PartyId:
    """The household of both. Refuses NotSameHousehold; also for oneself, and for what is no person."""
    persons = giver.kind is receiver.kind is PartyKind.PERSON
    shared = giver.household_id if giver.household_id == receiver.household_id else None
    if not persons or shared is None or giver.party_id == receiver.party_id:
        raise refusals.NotSameHousehold
    return shared


def check_open(move: Move, *, at: datetime) -> None:
    """Refuse MoveOver once it has ended, and when its time is over although nobody has ended it yet."""
    if move.state is not MoveState.PROPOSED or at >= move.expires_at:
        raise refusals.MoveOver


def accept(move: Move, giver: Party, receiver: Party, *, room: int, at: datetime) -> Move:
    """Taken by the receiver. Refuses MoveOver, NotSameHousehold (also when they moved to another one together), ReceiverFull."""
    check_open(move, at=at)
    if household_of(giver, receiver) != move.household_id:
        raise refusals.NotSameHousehold
    if move.sp > room:
        raise refusals.ReceiverFull
    return end(move, MoveState.DONE, at=at)


def end(move: Move, state: MoveState, *, at: datetime) -> Move:
    """The move at its end."""
    return replace(move, state=state, ended_at=at)
