"""What points can be asked about property-fee rewards."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import (
    Code,
    Fen,
    LongText,
    Month,
    PartyId,
    PositiveCentiPoints,
    PositiveCount,
    PositiveFen,
    ShortText,
)
from contracts.points.answers import fee_rewards as answers
from contracts.points.ids import (
    BatchNumber,
    BillingPeriod,
    Percent,
    ProgrammeId,
    RewardId,
)
from contracts.points.kinds import AckResult
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class DraftProgramme(Command[answers.Programme]):
    """Write down what a property company would give: budget, cap per household, periods, criteria (rulebook §9)."""

    service = "points"
    answer = answers.Programme

    programme_id: ProgrammeId
    company_id: PartyId
    name: ShortText
    budget: PositiveFen
    cap_percent: Percent
    billing_periods: tuple[BillingPeriod, ...]
    criteria: LongText


@dataclass(frozen=True, kw_only=True)
class SignProgramme(Command[answers.Programme]):
    """The company's officer signs: it pays from its own account."""

    service = "points"
    answer = answers.Programme

    programme_id: ProgrammeId


@dataclass(frozen=True, kw_only=True)
class ActivateProgramme(Command[answers.Programme]):
    """The council opens a signed programme to residents."""

    service = "points"
    answer = answers.Programme

    programme_id: ProgrammeId


@dataclass(frozen=True, kw_only=True)
class GetProgramme(Query[answers.Programme]):
    """One programme with its published criteria."""

    service = "points"
    answer = answers.Programme

    programme_id: ProgrammeId


@dataclass(frozen=True, kw_only=True)
class ListProgrammes(PageQuery[answers.ProgrammePage]):
    """The programmes of the community."""

    service = "points"
    answer = answers.ProgrammePage


@dataclass(frozen=True, kw_only=True)
class RequestReward(Command[answers.Reward]):
    """Ask for a discount on one's household's fee, for own points, and consent that household number, period and amount are told.

    The discount is the least of the cap, what is available, what is left of the budget, and `at_most` where it is given.
    """

    service = "points"
    answer = answers.Reward

    reward_id: RewardId
    programme_id: ProgrammeId
    household_id: PartyId
    billing_period: BillingPeriod
    annual_fee: PositiveFen
    consent: bool
    at_most: PositiveCentiPoints | None = None


@dataclass(frozen=True, kw_only=True)
class GetReward(Query[answers.Reward]):
    """One reward: one's own, or any for staff."""

    service = "points"
    answer = answers.Reward

    reward_id: RewardId


@dataclass(frozen=True, kw_only=True)
class ListRewards(PageQuery[answers.RewardPage]):
    """One's own rewards, or all for staff."""

    service = "points"
    answer = answers.RewardPage


@dataclass(frozen=True, kw_only=True)
class SealBatch(Command[answers.Batch]):
    """Close what a programme has accepted so far into one immutable batch, without waiting for the month to end."""

    service = "points"
    answer = answers.Batch

    programme_id: ProgrammeId
    month: Month


@dataclass(frozen=True, kw_only=True)
class GetBatch(Query[answers.Batch]):
    """A sealed batch with its lines and what was answered."""

    service = "points"
    answer = answers.Batch

    batch_number: BatchNumber


@dataclass(frozen=True, kw_only=True)
class ListBatches(PageQuery[answers.BatchPage]):
    """Sealed batches: the company's own, or all for staff."""

    service = "points"
    answer = answers.BatchPage


@dataclass(frozen=True, kw_only=True)
class LineAck:
    """What the company says of one line: applied with credit note and amount, rejected with a reason, or deferred."""

    line_number: PositiveCount
    result: AckResult
    applied: Fen | None = None
    credit_note: Code | None = None
    reason: Code | None = None


@dataclass(frozen=True, kw_only=True)
class AcknowledgeLines(Command[answers.Batch]):
    """Answer up to 200 lines of a batch, all or none. The same answer again changes nothing; another one is refused."""

    service = "points"
    answer = answers.Batch

    batch_number: BatchNumber
    acks: tuple[LineAck, ...]
