"""The words of the calendar of working days: its ids and closed lists (rulebook §0)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from contracts.kinds import Pattern, identifier

HolidayTableId = Annotated[str, identifier("hol")]

CalendarYear = Annotated[str, Pattern(r"20\d\d", "2023")]


class DayKind(StrEnum):
    """How a day differs from its weekday: free, or a Saturday or Sunday on which people work."""

    HOLIDAY = "holiday"
    WORKING = "working"


class HolidayTableState(StrEnum):
    """Proposed by one person, agreed or rejected by another; faulty is what was sent with rows that make no sense, and is not kept."""

    FAULTY = "faulty"
    PROPOSED = "proposed"
    AGREED = "agreed"
    REJECTED = "rejected"
