"""Property-fee programmes, rewards and batches, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import (
    CentiPoints,
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
    SignedFen,
    Version,
)
from contracts.points.ids import (
    BatchNumber,
    BillingPeriod,
    ConsentId,
    FeeCaseId,
    Percent,
    ProgrammeId,
    RewardId,
    SuspenseId,
)
from contracts.points.kinds import (
    AckResult,
    ArrearsRule,
    Confirmation,
    HoursType,
    ProgrammeState,
    RewardLimit,
    RewardState,
    SuspenseCause,
    UndoState,
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
    work_types: tuple[HoursType, ...] = ()
    arrears: ArrearsRule | None = None


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
    applied: Fen | None = None
    offered_until: datetime | None = None
    consented_at: datetime | None = None
    consent_text: Code | None = None
    confirmation: Confirmation | None = None
    undo: UndoState | None = None
    consent_id: ConsentId | None = None


@dataclass(frozen=True, kw_only=True)
class RewardOption:
    """What a household could get for one period: the least of cap, points and budget. `hurdle`: the code of what stands in the way."""

    billing_period: BillingPeriod
    fee: Fen
    cap: Fen
    discount: Fen
    limit: RewardLimit
    hurdle: Code | None


@dataclass(frozen=True, kw_only=True)
class RewardOptions:
    """What a household could get from a programme. `points`: available ones that stem from unpaid work of the programme's kinds.

    `consent_*`: the words that are consented to with an acceptance.
    """

    programme_id: ProgrammeId
    household_id: PartyId
    points: CentiPoints
    budget_left: Fen
    cap_percent: Percent
    options: tuple[RewardOption, ...]
    consent_text: Code | None = None
    consent_words: LongText | None = None
    consent_sha256: Sha256 | None = None


@dataclass(frozen=True, kw_only=True)
class RewardPage:
    """Rewards, the newest id first."""

    items: tuple[Reward, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """One discount to give: all that leaves the platform is the household number, the period and the amount (rulebook §9).

    A negative amount takes back the line that `undoes` names, e.g. `PM-2023-03-01:7`.
    """

    line_number: Count
    reward_id: RewardId
    household_number: ShortText
    billing_period: BillingPeriod
    amount: SignedFen
    result: AckResult | None
    applied: SignedFen | None
    credit_note: Code | None
    reason: Code | None
    undoes: Code | None = None


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A sealed month of one programme. Its lines never change; `sha256` covers them, without what the company answered.

    `left_out`: accepted rewards that are in no batch, because their consent had been withdrawn.
    `reminders`: how often the company was asked for what is open; `next_at`: when it is next looked at, none once all is answered.
    """

    batch_number: BatchNumber
    programme_id: ProgrammeId
    company_id: PartyId
    month: Month
    sealed_at: datetime
    line_count: Count
    open_lines: Count
    total: SignedFen
    sha256: Sha256
    lines: tuple[BatchLine, ...]
    version: Version
    left_out: Count = 0
    reminders: Count = 0
    next_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class BatchSummary:
    """A batch without its lines; `reminders` and `next_at` as in the batch."""

    batch_number: BatchNumber
    programme_id: ProgrammeId
    month: Month
    line_count: Count
    open_lines: Count
    total: SignedFen
    sha256: Sha256
    version: Version
    sealed_at: datetime | None = None
    reminders: Count = 0
    next_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class BatchText:
    """The text of a batch as it was hashed: `sha256` is that of `text` in UTF-8. Amounts are in fen."""

    batch_number: BatchNumber
    sha256: Sha256
    text: str


@dataclass(frozen=True, kw_only=True)
class BatchPage:
    """Batches in the order of their numbers."""

    items: tuple[BatchSummary, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class SuspendedAnswer:
    """An answer that is in no books, why not, and by whom and how it was cleared."""

    suspense_id: SuspenseId
    batch_number: BatchNumber
    line_number: Count
    result: AckResult
    applied: SignedFen | None
    credit_note: Code | None
    reason: Code | None
    cause: SuspenseCause
    delivered_by: PartyId
    delivered_at: datetime
    cleared_by: PartyId | None
    cleared_at: datetime | None
    clearing: LongText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class SuspendedPage:
    """Answers in suspense, the newest first."""

    items: tuple[SuspendedAnswer, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class AnswersTaken:
    """The batch after what was delivered, and how many of the answers now lie in suspense, of which some did before."""

    batch: Batch
    suspended: Count
    newly_suspended: Count


@dataclass(frozen=True, kw_only=True)
class FeeCase:
    """A batch with lines that nobody answered for good; proposed to be closed as not applied by one person, closed by another."""

    case_id: FeeCaseId
    batch_number: BatchNumber
    opened_at: datetime
    unanswered: Count
    closed_by: PartyId | None
    closed_at: datetime | None
    closing: LongText | None
    version: Version
    proposed_by: PartyId | None = None
    proposed_at: datetime | None = None
    proposal: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class FeeCasePage:
    """Cases, the newest first."""

    items: tuple[FeeCase, ...]
    next_key: PageKey | None
