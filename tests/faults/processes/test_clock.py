"""F-07, N-23: the clock jumps; every period's job runs once, none is left out, and nothing runs because of a jump alone."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from chassis.actor import LIFE_SECONDS, Actor, BadToken, TokenSigner, TokenVerifier
from chassis.clock import CIVIL, SetClock
from tests.faults.road import Road
from tests.support.processes import eventually, key_pair

DAY = timedelta(days=1)


def set_clock(road: Road, at: datetime) -> None:
    """Move the toy's clock."""
    offset = int((at - datetime.now(UTC)).total_seconds())
    road.rows("DELETE FROM moved_clock")
    road.rows(f"INSERT INTO moved_clock (offset_seconds) VALUES ({offset})")


def days_run(road: Road) -> list[date]:
    """The days that were closed, in the order in which they were."""
    return [
        date.fromisoformat(row.period) for row in road.rows("SELECT period FROM runs WHERE job = 'day' ORDER BY id")
    ]


def months_run(road: Road) -> Counter[str]:
    """How often each month was closed."""
    return Counter(row.period for row in road.rows("SELECT period FROM runs WHERE job = 'month'"))


def test_a_clock_that_jumps_forth_and_back_runs_every_period_once_and_in_order(road: Road):
    month_end = datetime(2031, 1, 31, 23, 59, 57, tzinfo=CIVIL)
    first = month_end.date() - DAY

    set_clock(road, month_end)
    eventually(lambda: first in days_run(road))
    eventually(lambda: month_end.date() in days_run(road))  # Midnight in Shanghai, four in the afternoon in UTC.
    for hours in (1, -1, 2, -2):
        set_clock(road, month_end + timedelta(hours=hours))
        time.sleep(1.2)
    set_clock(road, month_end + timedelta(days=40, hours=1))
    eventually(lambda: month_end.date() + 40 * DAY in days_run(road))

    eventually(lambda: months_run(road).keys() >= {"2030-12", "2031-01", "2031-02"})

    since = [day for day in days_run(road) if day >= first]
    assert since == [first + number * DAY for number in range(42)]
    assert max(months_run(road).values()) == 1


@pytest.mark.parametrize(("skew_seconds", "passes"), [(-90, True), (90, True), (-3600, False), (3600, False)])
def test_clocks_of_two_machines_may_differ_a_little_but_not_an_hour(skew_seconds: int, passes: bool):
    private, public = key_pair()
    here, there = SetClock(), SetClock()
    there.advance(seconds=skew_seconds)
    asked = Actor(community="changlinpan", party_id="pty_A")
    token = TokenSigner(private, clock=here).sign(asked, audience="points")
    verifier = TokenVerifier(public_key=public, audience="points", clock=there)

    if passes:
        assert verifier.verify(token) == asked
    else:
        with pytest.raises(BadToken):
            verifier.verify(token)
    assert LIFE_SECONDS < 3600
