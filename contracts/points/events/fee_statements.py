"""What points says of a company's statements."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.event import Event
from contracts.kinds import Count, Month
from contracts.points.ids import ProgrammeId, StatementId


@dataclass(frozen=True, kw_only=True)
class FeeStatementMatched(Event):
    """A company's month was held against what it had acknowledged."""

    source = "points"
    subject = "statement_id"

    statement_id: StatementId
    programme_id: ProgrammeId
    month: Month
    matched: Count
    differences: Count
