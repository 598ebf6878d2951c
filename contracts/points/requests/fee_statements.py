"""What points can be asked about a company's statements of credit notes."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Code, LongText, Month, PositiveCount, ShortText, SignedFen
from contracts.points.answers import fee_statements as answers
from contracts.points.ids import BillingPeriod, DifferenceId, ProgrammeId, StatementId
from contracts.request import Command, Query


@dataclass(frozen=True, kw_only=True)
class CreditNoteRow:
    """One credit note as the company booked it; one that takes a discount back is negative."""

    household_number: ShortText
    billing_period: BillingPeriod
    credit_note: Code
    amount: SignedFen


@dataclass(frozen=True, kw_only=True)
class ImportCreditNotes(Command[answers.Reconciliation]):
    """Hand in a month's credit notes, up to 1,000 a part; the last part has the month matched with what was acknowledged in it."""

    service = "points"
    answer = answers.Reconciliation

    statement_id: StatementId
    programme_id: ProgrammeId
    month: Month
    rows: tuple[CreditNoteRow, ...]
    part: PositiveCount = 1
    last: bool = True


@dataclass(frozen=True, kw_only=True)
class GetReconciliation(Query[answers.Reconciliation]):
    """Both sides of a programme's month, and what differs."""

    service = "points"
    answer = answers.Reconciliation

    programme_id: ProgrammeId
    month: Month


@dataclass(frozen=True, kw_only=True)
class CloseDifference(Command[answers.FeeDifference]):
    """A second person says why the two sides differ."""

    service = "points"
    answer = answers.FeeDifference

    difference_id: DifferenceId
    reason: LongText
