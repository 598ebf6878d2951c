"""The mutual-aid pool, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import CentiPoints, LongText, PageKey, PartyId, PositiveCentiPoints, Version
from contracts.points.ids import PoolGiftId, PoolGrantId
from contracts.points.kinds import PoolGrantState, PoolReason


@dataclass(frozen=True, kw_only=True)
class Pool:
    """What is in the mutual-aid pool, for everybody to see."""

    sp: CentiPoints


@dataclass(frozen=True, kw_only=True)
class PoolGift:
    """Points that somebody gave to the pool."""

    gift_id: PoolGiftId
    party_id: PartyId
    sp: PositiveCentiPoints
    given_at: datetime


@dataclass(frozen=True, kw_only=True)
class PoolGrant:
    """Points from the pool for somebody who cannot earn; granted, they lapse after `expires_on`."""

    grant_id: PoolGrantId
    party_id: PartyId
    sp: PositiveCentiPoints
    reason: PoolReason
    state: PoolGrantState
    proposed_by: PartyId
    proposed_at: datetime
    decided_by: PartyId | None
    decided_at: datetime | None
    expires_on: date | None
    because: LongText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class PoolGrantPage:
    """Grants from the pool, the newest id first."""

    items: tuple[PoolGrant, ...]
    next_key: PageKey | None
