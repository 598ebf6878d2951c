"""What points says of property-fee rewards."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.event import Event
from contracts.kinds import (
    CentiPoints,
    Code,
    Fen,
    Month,
    PartyId,
    PositiveCentiPoints,
    PositiveCount,
    PositiveFen,
    Sha256,
)
from contracts.points.ids import (
    BatchNumber,
    BillingPeriod,
    ProgrammeId,
    RewardId,
)


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
