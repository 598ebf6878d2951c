"""What points says of property-fee rewards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.event import Event
from contracts.kinds import (
    CentiPoints,
    Code,
    Count,
    Fen,
    Month,
    PartyId,
    PositiveCentiPoints,
    PositiveCount,
    PositiveFen,
    Sha256,
    SignedFen,
)
from contracts.points.ids import (
    BatchNumber,
    BillingPeriod,
    FeeCaseId,
    ProgrammeId,
    RewardId,
)
from contracts.points.kinds import Confirmation, UndoReason


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
    """A month's rewards of one programme became an immutable batch for the property company. `left_out`: rewards whose consent was withdrawn."""

    source = "points"
    subject = "batch_number"

    batch_number: BatchNumber
    programme_id: ProgrammeId
    month: Month
    lines: PositiveCount
    total: SignedFen
    sha256: Sha256
    left_out: Count = 0


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


@dataclass(frozen=True, kw_only=True)
class FeeRewardOffered(Event):
    """A discount was worked out for a household; nothing is held yet."""

    source = "points"
    subject = "reward_id"

    reward_id: RewardId
    programme_id: ProgrammeId
    household_id: PartyId
    billing_period: BillingPeriod
    discount: PositiveFen
    offered_until: datetime


@dataclass(frozen=True, kw_only=True)
class FeeRewardWithdrawn(Event):
    """A resident took the consent back before anything left the platform: the points are free again."""

    source = "points"
    subject = "reward_id"

    reward_id: RewardId
    programme_id: ProgrammeId
    household_id: PartyId
    billing_period: BillingPeriod
    sp: PositiveCentiPoints


@dataclass(frozen=True, kw_only=True)
class FeeRewardConfirmed(Event):
    """The discount was seen on the bill, by the resident or in the company's statement."""

    source = "points"
    subject = "reward_id"

    reward_id: RewardId
    confirmation: Confirmation


@dataclass(frozen=True, kw_only=True)
class FeeRewardUndoAsked(Event):
    """A discount is to be taken back: a negative line will stand in the next batch."""

    source = "points"
    subject = "reward_id"

    reward_id: RewardId
    programme_id: ProgrammeId
    reason: UndoReason
    discount: PositiveFen


@dataclass(frozen=True, kw_only=True)
class FeeRewardReversed(Event):
    """The company took a discount back: the points are in their lots again, the company's contribution value is reversed."""

    source = "points"
    subject = "reward_id"

    reward_id: RewardId
    programme_id: ProgrammeId
    company_id: PartyId
    household_id: PartyId
    billing_period: BillingPeriod
    reason: UndoReason
    discount: PositiveFen
    sp: PositiveCentiPoints
    company_cv: CentiPoints


@dataclass(frozen=True, kw_only=True)
class FeeBatchReminded(Event):
    """A company has not answered lines of a batch, or only deferred them: which reminder it is, and how many lines wait."""

    source = "points"
    subject = "batch_number"

    batch_number: BatchNumber
    company_id: PartyId
    reminder: PositiveCount
    unanswered: PositiveCount


@dataclass(frozen=True, kw_only=True)
class FeeCaseOpened(Event):
    """Three reminders brought no answer: a person must take it up."""

    source = "points"
    subject = "case_id"

    case_id: FeeCaseId
    batch_number: BatchNumber
    company_id: PartyId
    unanswered: PositiveCount


@dataclass(frozen=True, kw_only=True)
class FeeAnswersSuspended(Event):
    """A company delivered answers that fit no open line: they are in no books, and a person must clear them."""

    source = "points"
    subject = "batch_number"

    batch_number: BatchNumber
    answers: PositiveCount


@dataclass(frozen=True, kw_only=True)
class FeeProgrammeClosed(Event):
    """A programme takes no more requests."""

    source = "points"
    subject = "programme_id"

    programme_id: ProgrammeId
    company_id: PartyId
