"""Property-fee programmes, rewards and batches, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import (
    Code,
    Count,
    Fen,
    LongText,
    Month,
    PageKey,
    PartyId,
    PositiveFen,
    Sha256,
    ShortText,
    Version,
)
from contracts.points.ids import (
    BatchNumber,
    BillingPeriod,
    Percent,
    ProgrammeId,
    RewardId,
)
from contracts.points.kinds import (
    AckResult,
    ProgrammeState,
    RewardState,
)


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A property company's promise of discounts from its own account (rulebook §9). `committed` is promised or given so far."""

    programme_id: ProgrammeId
    company_id: PartyId
    name: ShortText
    budget: PositiveFen
    committed: Fen
    cap_percent: Percent
    billing_periods: tuple[BillingPeriod, ...]
    criteria: LongText
    state: ProgrammeState
    version: Version


@dataclass(frozen=True, kw_only=True)
class ProgrammePage:
    """Programmes in the order of their ids."""

    items: tuple[Programme, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Reward:
    """One household's discount for one billing period: `discount` yuan for as many points, which are held until it is answered."""

    reward_id: RewardId
    programme_id: ProgrammeId
    party_id: PartyId
    household_id: PartyId
    billing_period: BillingPeriod
    annual_fee: PositiveFen
    discount: PositiveFen
    state: RewardState
    batch_number: BatchNumber | None
    credit_note: Code | None
    reason: Code | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class RewardPage:
    """Rewards, the newest id first."""

    items: tuple[Reward, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """One discount to give: all that leaves the platform is the household number, the period and the amount (rulebook §9)."""

    line_number: Count
    reward_id: RewardId
    household_number: ShortText
    billing_period: BillingPeriod
    amount: PositiveFen
    result: AckResult | None
    applied: Fen | None
    credit_note: Code | None
    reason: Code | None


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A sealed month of one programme. Its lines never change; `sha256` covers them, without what the company answered."""

    batch_number: BatchNumber
    programme_id: ProgrammeId
    company_id: PartyId
    month: Month
    sealed_at: datetime
    line_count: Count
    open_lines: Count
    total: PositiveFen
    sha256: Sha256
    lines: tuple[BatchLine, ...]
    version: Version


@dataclass(frozen=True, kw_only=True)
class BatchSummary:
    """A batch without its lines."""

    batch_number: BatchNumber
    programme_id: ProgrammeId
    month: Month
    line_count: Count
    open_lines: Count
    total: PositiveFen
    sha256: Sha256
    version: Version


@dataclass(frozen=True, kw_only=True)
class BatchPage:
    """Batches in the order of their numbers."""

    items: tuple[BatchSummary, ...]
    next_key: PageKey | None
