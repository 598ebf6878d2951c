"""What can be asked about the calendar of working days."""

from __future__ import annotations

import dataclasses

from contracts.donations import answers
from contracts.donations.calendar_kinds import CalendarYear, HolidayTableId
from contracts.donations.requests.statements import AsWritten
from contracts.kinds import ShortText
from contracts.request import Command, PageQuery


@dataclasses.dataclass(frozen=True, kw_only=True)
class RawDay:
    """One row of the table, still as text: a bad row is named in the answer."""

    day: AsWritten
    kind: AsWritten
    name: AsWritten = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProposeHolidays(Command[answers.HolidayTable]):
    """Propose the days of a year that are not what their weekday says, whole, from the State Council's notice."""

    service = "donations"
    answer = answers.HolidayTable

    table_id: HolidayTableId
    year: CalendarYear
    source: ShortText
    rows: tuple[RawDay, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class DecideHolidays(Command[answers.HolidayTable]):
    """Agree to a proposed table as a second person, or reject it; who proposed it may take it back."""

    service = "donations"
    answer = answers.HolidayTable

    table_id: HolidayTableId
    accept: bool
    answer_text: ShortText | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListHolidayTables(PageQuery[answers.HolidayTablePage]):
    """All tables, whatever became of them."""

    service = "donations"
    answer = answers.HolidayTablePage
