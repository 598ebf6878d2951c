"""Moves of points inside a household, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import PageKey, PartyId, PositiveCentiPoints, Version
from contracts.points.ids import MoveId
from contracts.points.kinds import MoveState


@dataclass(frozen=True, kw_only=True)
class HouseholdMove:
    """Points that one person of a household gives to another; they keep the days on which they lapse."""

    move_id: MoveId
    from_party_id: PartyId
    to_party_id: PartyId
    household_id: PartyId
    sp: PositiveCentiPoints
    state: MoveState
    proposed_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class HouseholdMovePage:
    """Moves, the newest id first."""

    items: tuple[HouseholdMove, ...]
    next_key: PageKey | None
