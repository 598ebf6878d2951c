"""What points says of the mutual-aid pool."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.event import Event
from contracts.kinds import PartyId, PositiveCentiPoints
from contracts.points.ids import PoolGrantId
from contracts.points.kinds import PoolCause


@dataclass(frozen=True, kw_only=True)
class PointsPooled(Event):
    """Points of a party went into the mutual-aid pool: they lapsed, or were given."""

    source = "points"
    subject = "party_id"

    party_id: PartyId
    sp: PositiveCentiPoints
    cause: PoolCause


@dataclass(frozen=True, kw_only=True)
class PoolGrantProposed(Event):
    """Points from the pool were asked for; for whom is told to nobody before they are granted."""

    source = "points"
    subject = "grant_id"

    grant_id: PoolGrantId
    sp: PositiveCentiPoints


@dataclass(frozen=True, kw_only=True)
class PoolGranted(Event):
    """Somebody who cannot earn got points from the pool."""

    source = "points"
    subject = "grant_id"

    grant_id: PoolGrantId
    party_id: PartyId
    sp: PositiveCentiPoints
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class PoolGrantDeclined(Event):
    """A proposal was declined."""

    source = "points"
    subject = "grant_id"

    grant_id: PoolGrantId
