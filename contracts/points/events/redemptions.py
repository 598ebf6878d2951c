"""What points says of redemptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.event import Event
from contracts.kinds import (
    PartyId,
    PositiveCentiPoints,
)
from contracts.points.ids import (
    ItemId,
    RedemptionId,
)


@dataclass(frozen=True, kw_only=True)
class PointsHeld(Event):
    """Points and one piece of stock were set aside for a redemption, until `expires_at`."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    party_id: PartyId
    item_id: ItemId
    sp: PositiveCentiPoints
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class PointsHoldReleased(Event):
    """The redemption was cancelled or lapsed: points and stock are free again."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    party_id: PartyId
    item_id: ItemId
    sp: PositiveCentiPoints
    lapsed: bool


@dataclass(frozen=True, kw_only=True)
class RedemptionFulfilled(Event):
    """The provider handed over the item against the one-time code."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    party_id: PartyId
    item_id: ItemId
    provider_id: PartyId
    fulfilled_at: datetime


@dataclass(frozen=True, kw_only=True)
class PointsRedeemed(Event):
    """The held points were spent at the provider."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    party_id: PartyId
    provider_id: PartyId
    sp: PositiveCentiPoints
