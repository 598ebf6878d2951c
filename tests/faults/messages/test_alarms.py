"""M-10, N-12, N-13: a broker that takes nothing, or is not there, delays events and refuses calls in time."""

from __future__ import annotations

import time

import pytest

from chassis.publisher import Blocked, Outgoing, Publisher
from contracts.refused import Unavailable
from tests.faults.counts import many, seconds
from tests.faults.road import QUEUE, Road
from tests.support.processes import eventually

ALARMS = ("memory", "disk")
NOTICED_SECONDS = 10.0


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_delays_events_hangs_nobody_and_what_waited_drains(road: Road, alarm: str):
    road.passes(0, within_seconds=20)
    blocked_before = road.relay.said().count("Blocked")

    road.broker.control.raise_alarm(alarm, on=True)
    try:
        road.post(range(1, 200))
        began = time.monotonic()
        eventually(lambda: road.relay.said().count("Blocked") > blocked_before, within_seconds=NOTICED_SECONDS)
        with pytest.raises(Unavailable):
            road.count_notes(timeout_seconds=1)
        refused_seconds = time.monotonic() - began
        time.sleep(seconds(2, 60))
        waiting, alive = road.outbox(), road.relay.get("/livez")[0]
    finally:
        road.broker.control.raise_alarm(alarm, on=False)

    road.nothing_lost(range(200))
    road.passes(200, within_seconds=15)
    assert (waiting, alive) == (199, 200)
    assert refused_seconds < NOTICED_SECONDS + 2
    assert road.notes() == ["note 0", "note 200"]


def test_a_blocked_publisher_drops_its_connection_at_once_instead_of_closing_it_politely(road: Road):
    publisher = Publisher(road.amqp_uri)
    publisher.open()

    road.broker.control.raise_alarm("memory", on=True)
    try:
        began = time.monotonic()
        with pytest.raises(Blocked):
            publisher.publish([Outgoing(exchange="", routing_key=QUEUE, body=b"{}", message_id="1")])
        blocked_seconds = time.monotonic() - began
    finally:
        road.broker.control.raise_alarm("memory", on=False)

    assert not publisher.connected
    assert blocked_seconds < 2


def test_a_killed_broker_delays_but_every_event_has_its_effect_once_and_calls_go_on(road: Road):
    numbers = 0
    for _ in range(many(1, 5)):
        road.broker.kill()
        road.post(range(numbers, numbers + 200))
        began = time.monotonic()
        with pytest.raises(Unavailable):
            road.count_notes(timeout_seconds=1)
        assert time.monotonic() - began < 3
        eventually(lambda: road.relay.get("/readyz")[0], 503)
        road.broker.start()

        numbers += 200
        road.nothing_lost(range(numbers))
        road.write_note(f"after {numbers}", within_seconds=10)
    assert road.relay.process is not None
    assert road.relay.process.poll() is None
