"""What operators may ask of donations."""

from __future__ import annotations

import dataclasses

from contracts import operations


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetOperationsReport(operations.GetOperationsReport):
    """The state of donations in this community."""

    service = "donations"


@dataclasses.dataclass(frozen=True, kw_only=True)
class MoveClock(operations.MoveClock):
    """Set the clock of donations (demo and tests only)."""

    service = "donations"


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetServiceState(operations.GetServiceState):
    """How donations does, as far as everybody may know."""

    service = "donations"
