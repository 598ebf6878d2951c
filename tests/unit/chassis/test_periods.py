"""Which periods are due, whatever happened to the clock or the process."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chassis.periods import PERIODS_AT_ONCE_MAX, Period

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_the_first_time_only_the_period_that_just_ended_is_due():
    assert list(Period.MONTH.ended(None, date(2023, 3, 18))) == ["2023-02"]
    assert list(Period.DAY.ended(None, date(2023, 3, 1))) == ["2023-02-28"]


def test_missed_periods_are_made_up_in_order_and_the_running_one_waits():
    assert list(Period.MONTH.ended("2022-11", date(2023, 3, 31))) == ["2022-12", "2023-01", "2023-02"]
    assert list(Period.MONTH.ended("2023-02", date(2023, 3, 31))) == []


def test_a_clock_that_goes_back_runs_nothing_twice():
    assert list(Period.DAY.ended("2023-03-18", date(2023, 3, 10))) == []


@given(DAYS, st.integers(0, 300))
def test_whenever_one_looks_every_day_is_run_once(start: date, later: int):
    run: list[str] = [start.isoformat()]
    for step in range(1, later, 7):
        run += Period.DAY.ended(run[-1], start + timedelta(days=step + 1))

    assert run == [(start + timedelta(days=n)).isoformat() for n in range(len(run))]


def test_a_gap_of_years_is_not_made_up_in_one_go():
    assert len(list(Period.DAY.ended("2015-01-01", date(2023, 3, 18)))) == PERIODS_AT_ONCE_MAX
