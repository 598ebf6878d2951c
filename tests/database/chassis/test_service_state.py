"""A service's own word on how it does, the same in all four."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import pytest

from chassis.runner import service_class
from contracts.operations import Condition
from tests.support.bench import Bench, actor

SAID_EARLIER = """
INSERT INTO outbox (event_id, type, community, aggregate, body, headers, occurred_at, queued_at)
VALUES ('evt_1', 'x.y.v1', 'changlinpan', 'z', '{}', '{}', now(), clock_timestamp() - make_interval(secs => :seconds))
"""


@pytest.mark.parametrize("service", ["points", "donations", "merchants", "rural_link"])
def test_a_service_is_up_until_what_it_said_waits_for_over_a_minute(bench_of: Callable[[type], Bench], service: str):
    town = bench_of(service_class(service))
    ask = importlib.import_module(f"contracts.{service}.requests").GetServiceState()
    stranger = actor(None, community="")

    assert town.ask(ask, as_=stranger).condition is Condition.UP
    town.rows(SAID_EARLIER, seconds=30)
    assert town.ask(ask, as_=stranger).condition is Condition.UP
    town.rows(SAID_EARLIER.replace("evt_1", "evt_2"), seconds=90)
    assert town.ask(ask, as_=stranger).condition is Condition.DEGRADED
