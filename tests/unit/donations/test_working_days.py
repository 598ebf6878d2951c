"""Which days are working days, and how a table of them is read (rulebook §0)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.donations.calendar_kinds import DayKind
from contracts.donations.requests import RawDay
from services.donations.calendar import rules

# Dragon Boat 2023: 22 to 24 June are free, Sunday the 25th is worked.
DRAGON_BOAT = {date(2023, 6, day): DayKind.HOLIDAY for day in (22, 23, 24)} | {date(2023, 6, 25): DayKind.WORKING}


def row(day: str, kind: str = "holiday", name: str = "") -> RawDay:
    return RawDay(day=day, kind=kind, name=name)


@pytest.mark.parametrize(
    ("day", "count", "calendar", "last"),
    [
        (date(2023, 6, 21), 0, DRAGON_BOAT, date(2023, 6, 21)),
        (date(2023, 6, 21), 1, DRAGON_BOAT, date(2023, 6, 25)),
        (date(2023, 6, 21), 3, DRAGON_BOAT, date(2023, 6, 27)),
        (date(2023, 6, 21), 3, {}, date(2023, 6, 26)),
        (date(2023, 6, 24), 1, DRAGON_BOAT, date(2023, 6, 25)),
        (date(2023, 3, 17), 1, {}, date(2023, 3, 20)),
    ],
)
def test_working_days_are_counted_by_the_calendar_and_without_one_by_the_weekday(day, count, calendar, last):
    assert rules.working_days_after(day, count, calendar) == last


calendars = st.dictionaries(
    st.dates(date(2023, 1, 1), date(2023, 3, 31)), st.sampled_from([DayKind.WORKING, DayKind.HOLIDAY]), max_size=40
)
days = st.dates(date(2023, 1, 10), date(2023, 3, 31))


@given(day=days, count=st.integers(0, 10), calendar=calendars)
def test_the_last_of_so_many_is_a_working_day_and_so_many_lie_between(day, count, calendar):
    last = rules.working_days_after(day, count, calendar)
    between = [day + timedelta(days=turn) for turn in range(1, (last - day).days + 1)]

    assert sum(rules.is_working(one, calendar) for one in between) == count
    assert count == 0 or rules.is_working(last, calendar)


@given(today=days, count=st.integers(1, 5), calendar=calendars)
def test_what_is_over_is_over_and_the_next_day_is_not(today, count, calendar):
    day = rules.over_since(today, count, calendar)

    assert rules.working_days_after(day, count, calendar) < today
    assert rules.working_days_after(day + timedelta(days=1), count, calendar) >= today


def test_a_table_is_read_in_the_order_of_days():
    read, faults = rules.read([row("2023-06-25", "working"), row("2023-06-22", name="端午节")], year="2023")

    assert [(one.day.day, one.kind, one.name) for one in read] == [
        (22, DayKind.HOLIDAY, "端午节"),
        (25, DayKind.WORKING, None),
    ]
    assert faults == ()


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([], [(1, "table_empty")]),
        ([row("2023-6-22")], [(1, "day_unreadable")]),
        ([row("2023-02-30")], [(1, "day_unreadable")]),
        ([row("2024-01-01")], [(1, "day_of_another_year")]),
        ([row("2023-06-22"), row("2023-06-22")], [(2, "day_twice")]),
        ([row("2023-06-22", "free")], [(1, "kind_unknown")]),
        ([row("2023-06-21", "working")], [(1, "works_anyway")]),
        ([row("?"), row("2023-06-22"), row("2023-06-23", "")], [(1, "day_unreadable"), (3, "kind_unknown")]),
    ],
)
def test_every_row_that_makes_no_sense_is_named(rows, faults):
    assert [(one.row, one.reason) for one in rules.read(rows, year="2023")[1]] == faults
