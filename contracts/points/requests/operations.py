"""What operators can ask of points."""

from __future__ import annotations

from dataclasses import dataclass

from contracts import operations


@dataclass(frozen=True, kw_only=True)
class GetOperationsReport(operations.GetOperationsReport):
    """The state of points: its books, what waits, and whether every fact has its posting."""

    service = "points"


@dataclass(frozen=True, kw_only=True)
class MoveClock(operations.MoveClock):
    """Set the clock of points (demo and tests only)."""

    service = "points"


@dataclass(frozen=True, kw_only=True)
class GetServiceState(operations.GetServiceState):
    """How points does, as far as everybody may know."""

    service = "points"
