"""What points can be asked about sealed batches of property-fee rewards, and what the company answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import Code, LongText, Month, PositiveCount, SignedFen
from contracts.points.answers import fee_rewards as answers
from contracts.points.ids import BatchNumber, FeeCaseId, ProgrammeId, SuspenseId
from contracts.points.kinds import AckResult
from contracts.request import Command, PageQuery, Query


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
    """Sealed batches: the company's own, or all for staff; those sealed since an instant, or with open lines."""

    service = "points"
    answer = answers.BatchPage

    since: datetime | None = None
    open_only: bool = False


@dataclass(frozen=True, kw_only=True)
class GetBatchText(Query[answers.BatchText]):
    """The very text of a batch over which its hash was taken."""

    service = "points"
    answer = answers.BatchText

    batch_number: BatchNumber


@dataclass(frozen=True, kw_only=True)
class LineAck:
    """What the company says of one line: applied with credit note and amount, rejected with a reason, or deferred.

    Of a line that takes something back, applied is exactly its negative amount.
    """

    line_number: PositiveCount
    result: AckResult
    applied: SignedFen | None = None
    credit_note: Code | None = None
    reason: Code | None = None


@dataclass(frozen=True, kw_only=True)
class AcknowledgeLines(Command[answers.Batch]):
    """Answer up to 200 lines of a batch, all or none. The same answer again changes nothing; another one is refused."""

    service = "points"
    answer = answers.Batch

    batch_number: BatchNumber
    acks: tuple[LineAck, ...]


@dataclass(frozen=True, kw_only=True)
class DeliverAnswers(Command[answers.AnswersTaken]):
    """Answer up to 200 lines of a batch as a billing system delivers them: what fits is taken, the rest lies in suspense for a person."""

    service = "points"
    answer = answers.AnswersTaken

    batch_number: BatchNumber
    acks: tuple[LineAck, ...]


@dataclass(frozen=True, kw_only=True)
class ListSuspended(PageQuery[answers.SuspendedPage]):
    """Answers in suspense, the newest first."""

    service = "points"
    answer = answers.SuspendedPage

    open_only: bool = True


@dataclass(frozen=True, kw_only=True)
class ClearSuspended(Command[answers.SuspendedAnswer]):
    """A person other than whoever delivered it says what became of an answer in suspense."""

    service = "points"
    answer = answers.SuspendedAnswer

    suspense_id: SuspenseId
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class ListFeeCases(PageQuery[answers.FeeCasePage]):
    """Batches that a company left unanswered after three reminders, the newest first."""

    service = "points"
    answer = answers.FeeCasePage

    open_only: bool = True


@dataclass(frozen=True, kw_only=True)
class CloseFeeCase(Command[answers.FeeCase]):
    """The first person proposes that what is open of the batch was not applied; a second one closes it so, and points are free again."""

    service = "points"
    answer = answers.FeeCase

    case_id: FeeCaseId
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class WithdrawFeeClosure(Command[answers.FeeCase]):
    """Take back one's own proposal to close a case; the case stays open, and anybody of staff may propose anew."""

    service = "points"
    answer = answers.FeeCase

    case_id: FeeCaseId
