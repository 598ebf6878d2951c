"""Every service forgets its answers and the events it handled, each in its time, the oldest first, a few at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chassis import inbox, keeping, requests
from chassis.runner import service_class
from tests.support.bench import Bench

ASKED = """
INSERT INTO requests (community, principal, method, key, fingerprint, answer, asked_at)
SELECT 'changlinpan', 'pty_1', 'quote', n::text, '', '{}', CAST(:at AS timestamptz) + n * interval '1 second'
  FROM generate_series(1, :count) AS n
"""
HANDLED = """
INSERT INTO inbox (queue, event_id, handled_at)
SELECT 'points.x', n::text, CAST(:at AS timestamptz) + n * interval '1 second' FROM generate_series(1, :count) AS n
"""


@pytest.mark.parametrize("service", ["points", "donations", "merchants", "rural_link"])
def test_a_service_forgets_answers_after_five_weeks_and_events_after_more_than_a_year(
    bench_of: Callable[[type], Bench], service: str
):
    town = bench_of(service_class(service))
    town.rows(ASKED, at=town.clock.at, count=2)
    town.rows(HANDLED, at=town.clock.at, count=2)
    begun = town.clock.at

    for kept, table, sweep in (
        (requests.KEPT, "requests", town.service.forget_answers),
        (inbox.KEPT, "inbox", town.service.forget_events),
    ):
        town.clock.at = begun + kept
        sweep()
        assert town.count(table) == 2, "not yet"
        town.clock.advance(seconds=2)
        sweep()
        assert town.count(table) == 1, "the older one"
        town.clock.advance(seconds=1)
        sweep()
        assert town.count(table) == 0


def test_what_is_forgotten_at_once_is_limited_and_the_oldest_goes_first(bench_of: Callable[[type], Bench]):
    town = bench_of(service_class("rural_link"))
    for table, sql, sweep in (
        ("requests", ASKED, town.service.forget_answers),
        ("inbox", HANDLED, town.service.forget_events),
    ):
        town.rows(sql, at=town.clock.at, count=keeping.FORGOTTEN_AT_ONCE + 1)
        town.clock.advance(days=500)
        sweep()
        assert town.count(table) == 1
        town.clock.advance(days=-500)
    assert [row.key for row in town.rows("SELECT key FROM requests")] == [str(keeping.FORGOTTEN_AT_ONCE + 1)]


def test_what_somebody_asks_about_just_now_stays_and_stops_nobody(bench_of: Callable[[type], Bench]):
    town = bench_of(service_class("rural_link"))
    town.rows(ASKED, at=town.clock.at, count=2)
    town.clock.advance(days=36)

    with town.database.engine.begin() as connection:
        connection.exec_driver_sql("SELECT 1 FROM requests WHERE key = '1' FOR UPDATE")
        town.service.forget_answers()

    assert [row.key for row in town.rows("SELECT key FROM requests")] == ["1"]
