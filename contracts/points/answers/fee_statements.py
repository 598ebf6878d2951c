"""A company's statement held against what it acknowledged, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import Count, LongText, Month, PartyId, ShortText, SignedFen, Version
from contracts.points.ids import BillingPeriod, DifferenceId, ProgrammeId, StatementId
from contracts.points.kinds import DifferenceKind, StatementState


@dataclass(frozen=True, kw_only=True)
class FeeDifference:
    """Where the two sides do not say the same of a household and period; closed by a second person with a reason."""

    difference_id: DifferenceId
    kind: DifferenceKind
    household_number: ShortText
    billing_period: BillingPeriod
    ours: SignedFen
    theirs: SignedFen
    closed_by: PartyId | None
    closed_at: datetime | None
    closing: LongText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """Both sides of a programme's month: what the company acknowledged, what it says it booked, and the first 1,000 differences.

    Until the last part of the statement is there, nothing is matched and our side counts nothing.
    """

    statement_id: StatementId
    programme_id: ProgrammeId
    month: Month
    state: StatementState
    parts: Count
    our_count: Count
    our_total: SignedFen
    their_count: Count
    their_total: SignedFen
    matched: Count
    open_differences: Count
    differences: tuple[FeeDifference, ...]
    version: Version
