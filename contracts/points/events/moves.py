"""What points says of moves inside a household."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.event import Event
from contracts.kinds import PartyId, PositiveCentiPoints
from contracts.points.ids import MoveId
from contracts.points.kinds import MoveState


@dataclass(frozen=True, kw_only=True)
class HouseholdMoveProposed(Event):
    """A person offered points to another one of the household."""

    source = "points"
    subject = "move_id"

    move_id: MoveId
    from_party_id: PartyId
    to_party_id: PartyId
    sp: PositiveCentiPoints


@dataclass(frozen=True, kw_only=True)
class HouseholdMoveEnded(Event):
    """A proposed move is over: done, declined, withdrawn, or ended by time or because one of the two has left the household."""

    source = "points"
    subject = "move_id"

    move_id: MoveId
    from_party_id: PartyId
    to_party_id: PartyId
    sp: PositiveCentiPoints
    state: MoveState
