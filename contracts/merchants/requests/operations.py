"""What operators can ask of the merchants service."""

from __future__ import annotations

from dataclasses import dataclass

from contracts import operations


@dataclass(frozen=True, kw_only=True)
class GetOperationsReport(operations.GetOperationsReport):
    """The state of merchants."""

    service = "merchants"


@dataclass(frozen=True, kw_only=True)
class MoveClock(operations.MoveClock):
    """Set the offset of the clock of merchants."""

    service = "merchants"


@dataclass(frozen=True, kw_only=True)
class GetServiceState(operations.GetServiceState):
    """How merchants does, as far as everybody may know."""

    service = "merchants"
