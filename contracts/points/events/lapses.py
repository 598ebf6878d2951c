"""What points says of points that lapse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.event import Event
from contracts.kinds import PartyId, PositiveCentiPoints, PositiveCount


@dataclass(frozen=True, kw_only=True)
class LapsingLots:
    """Points of one party with one last day."""

    expires_on: date
    days_before: PositiveCount
    sp: PositiveCentiPoints


@dataclass(frozen=True, kw_only=True)
class LapseNoticed(Event):
    """Points of a party lapse in 30, 7 or 1 days, or as many as the council set: one notice a party and day, for the channel the person has chosen."""

    source = "points"
    subject = "party_id"

    party_id: PartyId
    noticed_on: date
    sp: PositiveCentiPoints
    lots: tuple[LapsingLots, ...]


@dataclass(frozen=True, kw_only=True)
class PointsExpired(Event):
    """Points of a party lapsed to nothing, as it had chosen."""

    source = "points"
    subject = "party_id"

    party_id: PartyId
    sp: PositiveCentiPoints
