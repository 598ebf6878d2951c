"""What points says of redemptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.event import Event
from contracts.kinds import Code, Fen, PartyId, PositiveCentiPoints, PositiveCount
from contracts.points.answers.redemptions import QuotedLot
from contracts.points.ids import ItemId, RedemptionId
from contracts.points.kinds import OfflineOutcome, RedemptionState


@dataclass(frozen=True, kw_only=True)
class PointsHeld(Event):
    """Points were set aside for a redemption, until `expires_at`."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    party_id: PartyId
    item_id: ItemId
    sp: PositiveCentiPoints
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class PointsHoldReleased(Event):
    """The redemption was cancelled, declined or lapsed: the points are free again."""

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


@dataclass(frozen=True, kw_only=True)
class RedemptionQuoted(Event):
    """A price was quoted that holds until `valid_until`; the lots are those it would be paid from.

    Whoever redeems in one step is quoted the price and takes it in the same transaction.
    """

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    party_id: PartyId
    item_id: ItemId
    sp: PositiveCentiPoints
    rulebook: Code
    valid_until: datetime
    lots: tuple[QuotedLot, ...]


@dataclass(frozen=True, kw_only=True)
class StockReserved(Event):
    """One piece, and a place at its time, was set aside."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    slot_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class StockReleased(Event):
    """The piece, and the place at its time, can be had by others again."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    slot_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ProviderAsked(Event):
    """The provider has until `answer_by` to accept; after that it lapses."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class ProviderAccepted(Event):
    """The provider will hand it over until `valid_until`; `automatic` for what is listed with stock."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    automatic: bool
    valid_until: datetime


@dataclass(frozen=True, kw_only=True)
class ProviderDeclined(Event):
    """The provider cannot; points and stock are free again."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class RedemptionLapsed(Event):
    """Its time was over before it was fulfilled; whatever was set aside is free again."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    party_id: PartyId
    state_before: RedemptionState


@dataclass(frozen=True, kw_only=True)
class RedemptionCancelled(Event):
    """It was given up before it was fulfilled, by the person, whoever acts for it, or staff; whatever was set aside is free again."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    party_id: PartyId
    state_before: RedemptionState


@dataclass(frozen=True, kw_only=True)
class RedemptionFulfilledLate(Event):
    """A shop had taken the code without network after it lapsed, was given up, or was used elsewhere: a notice to the person and staff.

    Nobody is charged (again): the points are back, or were spent for the first use. `loss` is the reserve's, in fen.
    """

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    provider_id: PartyId
    party_id: PartyId
    outcome: OfflineOutcome
    loss: Fen


@dataclass(frozen=True, kw_only=True)
class RedemptionRated(Event):
    """The person said how it was."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    stars: PositiveCount


@dataclass(frozen=True, kw_only=True)
class RedemptionDisputed(Event):
    """The person complained about something that was fulfilled; it is not settled until it is decided."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId


@dataclass(frozen=True, kw_only=True)
class DisputeDecided(Event):
    """Somebody who is not involved decided the complaint."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    upheld: bool


@dataclass(frozen=True, kw_only=True)
class PointsRefunded(Event):
    """Spent points went back to the lots they were taken from (rulebook §4)."""

    source = "points"
    subject = "redemption_id"

    redemption_id: RedemptionId
    party_id: PartyId
    provider_id: PartyId
    sp: PositiveCentiPoints
