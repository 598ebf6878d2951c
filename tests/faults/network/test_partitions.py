"""F-05, N-11, N-15: connections are cut, frozen with nobody told, slow, and reset, on every stretch of the road."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from chassis.publisher import Outgoing, Publisher, Unconfirmed
from chassis.rpc import RefusedRemotely
from contracts.refused import Unavailable
from tests.faults.counts import LONG, many, seconds
from tests.faults.messages.broker_side import ready_in
from tests.faults.road import QUEUE, STRETCHES, Road
from tests.support.processes import eventually
from tests.support.proxy import Proxy

RECOVERY_SECONDS = 10.0
FROZEN_SECONDS = 40.0  # Until a process that waits for a dead database is given up, and a new one has started.
TO_THE_BROKER, TO_THE_DATABASE = STRETCHES[:3], STRETCHES[3:]
EACH = [((stretch,), length) for stretch in STRETCHES for length in (1.0, 10.0)]
CUTS = [(cut, 90.0 if LONG else 1.5) for cut in (TO_THE_BROKER, TO_THE_DATABASE)] + (EACH if LONG else [])


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("cut", "length"), CUTS)
def test_a_cut_delays_and_when_it_is_mended_all_goes_on(road: Road, cut: tuple[str, ...], length: float):
    road.passes(0, within_seconds=20)

    for stretch in cut:
        road.proxies[stretch].cut()
    road.post(range(1, 100))
    began = time.monotonic()
    with contextlib.suppress(Unavailable, RefusedRemotely):
        road.count_notes(timeout_seconds=1)
    asked_seconds = time.monotonic() - began
    time.sleep(length)
    for stretch in cut:
        road.proxies[stretch].mend()

    road.passes(100, within_seconds=RECOVERY_SECONDS)
    road.nothing_lost(range(101))
    assert asked_seconds < 3
    assert road.notes() == ["note 0", "note 100"]


@pytest.mark.timeout(180)
@pytest.mark.parametrize("stretch", STRETCHES)
def test_a_connection_that_died_without_a_word_is_noticed_and_replaced(road: Road, stretch: str):
    road.passes(0, within_seconds=20)
    frozen = road.proxies[stretch]

    with road.supervised():
        frozen.freeze()
        road.post(range(1, 50))
        road.passes(50, within_seconds=FROZEN_SECONDS)

        road.nothing_lost(range(51))
    assert road.notes() == ["note 0", "note 50"]


def test_a_connection_that_dies_in_the_middle_of_a_stream_loses_nothing(road: Road):
    road.post(range(2000))
    eventually(lambda: len(road.effects()) > 0)

    for stretch in ("relay-broker", "toy-broker"):
        road.proxies[stretch].freeze(up=False)  # What is sent arrives; what comes back does not.

    road.nothing_lost(range(2000))


def test_what_arrives_in_small_pieces_is_put_together_again(road: Road):
    """While an answer is being sent, half a frame of the next call may have been read: nobody else may read the other half."""
    road.proxies["toy-broker"].worsen(delay_seconds=0.001, piece_bytes=61)
    notes = [f"{caller}-{number}" for caller in range(6) for number in range(many(6, 60))]

    with ThreadPoolExecutor(6) as callers:
        answered = list(callers.map(lambda note: road.write_note(note).answer["text"], notes))

    road.post(range(200))
    road.nothing_lost(range(200))
    assert answered == notes
    assert sorted(road.notes()) == sorted(notes)
    assert "lost the broker" not in road.toy_said()


def test_a_slow_and_lossy_network_makes_all_slower_and_nothing_wrong(road: Road):
    for proxy in road.proxies.values():
        proxy.worsen(delay_seconds=0.02, jitter_seconds=0.01, reset_share=0.0)
    road.proxies["relay-broker"].worsen(delay_seconds=0.2, jitter_seconds=0.1, reset_share=0.05)
    road.proxies["toy-broker"].worsen(delay_seconds=0.05, jitter_seconds=0.05, reset_share=0.05)
    began = time.monotonic()
    turn = 0
    while time.monotonic() - began < seconds(5, 60):
        road.post(range(turn * 20, turn * 20 + 20))
        road.write_note(f"note {turn}")
        turn += 1
    for proxy in road.proxies.values():
        proxy.mend()

    road.nothing_lost(range(turn * 20))
    assert road.notes() == [f"note {number}" for number in range(turn)]


def test_a_confirm_that_comes_too_late_is_never_taken_for_the_next_messages(road: Road):
    wire = Proxy(road.broker.node.ports.amqp)
    publisher = Publisher(
        road.amqp_uri.replace(f":{road.broker.node.ports.amqp}/", f":{wire.port}/"), timeout_seconds=0.6
    )
    message = Outgoing(exchange="", routing_key=f"{QUEUE}.dead", body=b"{}", message_id="1")
    publisher.publish([message])

    for _ in range(3):
        wire.freeze(up=False)  # The broker gets it and confirms; the confirm does not arrive.
        with pytest.raises(Unconfirmed):
            publisher.publish([message])
        assert not publisher.connected
        wire.mend()
        publisher.open()
    publisher.publish([message])
    publisher.close()
    wire.close()

    eventually(lambda: ready_in(road.amqp_uri, f"{QUEUE}.dead"), 5)
