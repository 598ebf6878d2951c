"""What points says: who is who, what was contributed and granted, what was redeemed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.event import Event
from contracts.kinds import (
    CentiPoints,
    Code,
    Fen,
    Minutes,
    Month,
    PartyId,
    PositiveCentiPoints,
    PositiveCount,
    PositiveFen,
    Sha256,
    ShortText,
)
from contracts.points.ids import (
    BatchNumber,
    BillingPeriod,
    ContributionId,
    GrantId,
    ItemId,
    ProgrammeId,
    RedemptionId,
    RewardId,
)
from contracts.points.kinds import ContributionType, Evidence
from contracts.sectors import Sector


@dataclass(frozen=True, kw_only=True)
class PartyRegistered(Event):
    """A person, household or organisation became known. `public_name` of a person is masked: 张*华."""

    source = "points"
    subject = "party_id"

    party_id: PartyId
    sector: Sector
    is_person: bool
    household_id: PartyId | None
    organisation_id: PartyId | None
    public_name: ShortText
    registered_on: date


@dataclass(frozen=True, kw_only=True)
class ContributionSubmitted(Event):
    """Somebody's unpaid time was put forward."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    party_id: PartyId
    contribution_type: ContributionType
    minutes: Minutes
    performed_on: date


@dataclass(frozen=True, kw_only=True)
class ContributionConfirmed(Event):
    """A second person confirmed it; it is under public notice until `notice_ends_at`."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    evidence: Evidence
    notice_ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class ContributionSettled(Event):
    """A third person approved it after its notice. `minutes` go to the volunteer record unchanged, whatever was granted."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    party_id: PartyId
    contribution_type: ContributionType
    minutes: Minutes
    cv: CentiPoints
    sp: CentiPoints
    settled_on: date


@dataclass(frozen=True, kw_only=True)
class ContributionRefused(Event):
    """It was returned for better evidence (`final` false) or rejected (`final` true)."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    final: bool
    refused_on: date


@dataclass(frozen=True, kw_only=True)
class PointsGranted(Event):
    """A party was credited contribution value, and perhaps spendable points, for one source (a contribution, a gift, a panel)."""

    source = "points"
    subject = "party_id"

    grant_id: GrantId
    party_id: PartyId
    contribution_type: ContributionType
    cv: CentiPoints
    sp: CentiPoints
    source_id: Code
    granted_on: date


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


@dataclass(frozen=True, kw_only=True)
class FeeRewardAccepted(Event):
    """A resident consented to a property-fee reward; its points are held."""

    source = "points"
    subject = "reward_id"

    reward_id: RewardId
    programme_id: ProgrammeId
    household_id: PartyId
    billing_period: BillingPeriod
    sp: PositiveCentiPoints


@dataclass(frozen=True, kw_only=True)
class FeeBatchSealed(Event):
    """A month's rewards of one programme became an immutable batch for the property company."""

    source = "points"
    subject = "batch_number"

    batch_number: BatchNumber
    programme_id: ProgrammeId
    month: Month
    lines: PositiveCount
    total: PositiveFen
    sha256: Sha256


@dataclass(frozen=True, kw_only=True)
class FeeRewardApplied(Event):
    """The company gave the discount: the points are burned, the company is credited contribution value."""

    source = "points"
    subject = "reward_id"

    reward_id: RewardId
    programme_id: ProgrammeId
    company_id: PartyId
    household_id: PartyId
    billing_period: BillingPeriod
    discount: PositiveFen
    sp: PositiveCentiPoints
    company_cv: CentiPoints


@dataclass(frozen=True, kw_only=True)
class FeeRewardRejected(Event):
    """The company did not give the discount: the points are free again."""

    source = "points"
    subject = "reward_id"

    reward_id: RewardId
    programme_id: ProgrammeId
    household_id: PartyId
    billing_period: BillingPeriod
    reason: Code
    asked: Fen
