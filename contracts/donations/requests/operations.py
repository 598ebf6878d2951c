"""What operators can ask of the donations service."""

from __future__ import annotations

from dataclasses import dataclass

from contracts import operations


@dataclass(frozen=True, kw_only=True)
class GetOperationsReport(operations.GetOperationsReport):
    """The state of donations."""

    service = "donations"


@dataclass(frozen=True, kw_only=True)
class MoveClock(operations.MoveClock):
    """Set the offset of the clock of donations."""

    service = "donations"
