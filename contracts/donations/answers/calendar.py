"""The State Council's calendar of holidays and working weekends, as donations answers it to everybody (rulebook §0)."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

from contracts.donations.calendar_kinds import CalendarYear, DayKind, HolidayTableId, HolidayTableState
from contracts.kinds import Code, PageKey, PartyId, PositiveCount, ShortText, Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """A day that is not what its weekday says."""

    day: date
    kind: DayKind
    name: ShortText | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class DayFault:
    """A row that makes no sense, counted from 1, and why."""

    row: PositiveCount
    reason: Code


@dataclasses.dataclass(frozen=True, kw_only=True)
class HolidayTable:
    """One year's days, whole. `source` names the notice they are taken from; of several agreed ones the last agreed holds.

    With `faults` nothing was kept: mend the rows and send them again.
    """

    table_id: HolidayTableId
    year: CalendarYear
    source: ShortText
    state: HolidayTableState
    days: tuple[CalendarDay, ...]
    faults: tuple[DayFault, ...]
    proposed_by: PartyId
    proposed_at: datetime
    decided_by: PartyId | None
    decided_at: datetime | None
    answer: ShortText | None
    version: Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class HolidayTablePage:
    """Tables, the newest id first."""

    items: tuple[HolidayTable, ...]
    next_key: PageKey | None
