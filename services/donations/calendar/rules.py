"""Which days are working days, how a table of them is read, and by whom it is agreed (rulebook §0)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from contracts.donations.answers import CalendarDay, DayFault, HolidayTable
from contracts.donations.calendar_kinds import DayKind
from contracts.donations.calendar_kinds import HolidayTableState as State
from contracts.donations.requests import RawDay
from services.donations.calendar import refusals

SATURDAY = 5
NAME_MAX = 120
ONE_DAY = timedelta(days=1)

Calendar = Mapping[date, DayKind]
"""The days that are not what their weekday says. In a year without a table the weekday alone counts."""


def read(rows: Sequence[RawDay], *, year: str) -> tuple[tuple[CalendarDay, ...], tuple[DayFault, ...]]:
    """The days in their order, and each row that makes no sense with why."""
    days: dict[date, CalendarDay] = {}
    faults = []
    for number, row in enumerate(rows, start=1):
        day = _day(row.day)
        fault = _fault(row, day, year=year, known=days)
        if fault is not None or day is None:
            faults.append(DayFault(row=number, reason=fault or "day_unreadable"))
            continue
        days[day] = CalendarDay(day=day, kind=DayKind(row.kind), name=row.name[:NAME_MAX] or None)
    if not rows:
        faults.append(DayFault(row=1, reason="table_empty"))
    return tuple(days[day] for day in sorted(days)), tuple(faults)


def same(known: HolidayTable, wanted: HolidayTable) -> HolidayTable:
    """A second proposal under the same id must say the same. Raises HolidayTableIdTaken."""
    said = ("year", "source", "days", "proposed_by")
    if any(getattr(known, name) != getattr(wanted, name) for name in said):
        raise refusals.HolidayTableIdTaken
    return known


def decide(
    table: HolidayTable, *, by: str, close: bool, accept: bool, answer: str | None, at: datetime
) -> HolidayTable:
    """Agreed by somebody who is not `close` to whoever proposed it; rejected by anybody who decides.

    Raises HolidayTableDecided, OwnHolidayTable.
    """
    if table.state is not State.PROPOSED:
        raise refusals.HolidayTableDecided(state=table.state.value)
    if accept and (close or by == table.proposed_by):
        raise refusals.OwnHolidayTable
    state = State.AGREED if accept else State.REJECTED
    return replace(table, state=state, decided_by=by, decided_at=at, answer=answer)


def is_working(day: date, calendar: Calendar) -> bool:
    """Do people work on that day?"""
    kind = calendar.get(day)
    return day.weekday() < SATURDAY if kind is None else kind is DayKind.WORKING


def working_days_after(day: date, count: int, calendar: Calendar) -> date:
    """The last of so many working days after a day; the day itself is not one of them. With none: the day."""
    found = day
    while count:
        found += ONE_DAY
        count -= is_working(found, calendar)
    return found


def over_since(today: date, count: int, calendar: Calendar) -> date:
    """The last day after which so many working days are over today: what began on it, or before, has lasted longer."""
    day = today - ONE_DAY
    while working_days_after(day, count, calendar) >= today:
        day -= ONE_DAY
    return day


def _fault(row: RawDay, day: date | None, *, year: str, known: Mapping[date, CalendarDay]) -> str | None:
    if day is None:
        return "day_unreadable"
    if f"{day.year}" != year:
        return "day_of_another_year"
    if day in known:
        return "day_twice"
    if row.kind not in set(DayKind):
        return "kind_unknown"
    if row.kind == DayKind.WORKING and day.weekday() < SATURDAY:
        return "works_anyway"
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2023-03-18") else None
    except ValueError:
        return None
