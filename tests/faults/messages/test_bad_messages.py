"""M-05, M-06, N-01 to N-04: what is malformed or cannot be done is set aside with a reason, and delays nobody."""

from __future__ import annotations

import os
import time
from pathlib import Path

import orjson
from amqp import Message

from chassis import dead
from chassis.topology import dead_name, retry_name
from contracts.refused import Unavailable
from tests.faults.counts import many
from tests.faults.messages.broker_side import publish, ready_in
from tests.faults.road import CALLS, QUEUE, Road
from tests.integration.messaging.malformed import CANARY, bad_messages
from tests.support.processes import eventually

SECONDS_TO_THE_NEXT_GOOD_ONE = 2.0
ROUNDS = many(17, 100)  # Of some thirty kinds each: 500 and more.
GOOD_CALL = {"reply_to": "r", "content_type": "application/json"}
WHO = {"by": "pty_A", "second_person": "pty_B", "reason": "try again"}


def test_five_hundred_malformed_events_are_set_aside_with_reason_and_hash_and_hurt_nobody(road: Road):
    bad = [one for _ in range(ROUNDS) for one in bad_messages().values()]

    publish(road.amqp_uri, *bad, queue=QUEUE)
    eventually(lambda: ready_in(road.amqp_uri, dead_name(QUEUE)), len(bad))
    began = time.monotonic()
    road.post([1])
    eventually(road.effects, [1])

    assert len(bad) >= 500
    assert time.monotonic() - began < SECONDS_TO_THE_NEXT_GOOD_ONE + os.getloadavg()[0]
    assert {one.reason.partition(":")[0] for one in road.dead()} == {"malformed"}
    assert all(len(one.sha256) == 64 for one in road.dead())
    assert CANARY not in road.toy_said()
    # What the test before did to the connection is noticed with the first message; each kind comes many times, so what hurts shows later.
    assert "connection lost" not in road.toy_said().partition("set aside")[2]


def test_malformed_messages_that_waited_for_another_attempt_or_are_returned_are_set_aside_again(road: Road):
    road.post([7], mood="bad")  # Makes the queue in which attempts wait.
    eventually(lambda: len(road.dead()), 1)
    # Only text and numbers stay with a message that is set aside: this one comes back sound.
    bad = [one for what, one in bad_messages().items() if what != "trace is a table"]

    publish(road.amqp_uri, *bad, queue=retry_name(QUEUE, 0.2))
    eventually(lambda: ready_in(road.amqp_uri, dead_name(QUEUE)), len(bad) + 1)
    moved: list[int] = []
    # A listener that looks for innocents may hold some of them just then: whoever asks again gets the others.
    eventually(lambda: returned(road, moved) >= len(bad) + 1)
    eventually(lambda: ready_in(road.amqp_uri, dead_name(QUEUE)), len(bad) + 1)

    road.passes(1, within_seconds=20)
    assert road.effects() == [1]


def test_five_hundred_malformed_calls_are_set_aside_without_their_content_and_the_next_is_answered(road: Road):
    bodies = [b"", b"{", b"[]", b"{}", b"null", b"[1]", b'[{"id":1}]', b"\xff\xfe", b"[" * 10_000]
    bodies += [
        b'[{"id":"a","deadline":' + b"9" * 400 + b"}]",
        b"[" + b"0," * 600 + b"0]",
        b'[{"%s":1}]' % CANARY.encode(),
    ]
    bodies += [
        orjson.dumps([{"id": "a", "method": "m", "body": [], "token": "t", "deadline": 1, "correlation_id": "c"}])
    ]
    bodies += [b"x" * 10 * 2**20]
    bad = [Message(body, **GOOD_CALL) for body in bodies]
    bad += [
        Message(b"[]"),
        Message(b"[]", reply_to="r"),
        Message(b"[]", reply_to="r" * 255, content_type="application/json"),
    ]
    bad += [Message(b"\x80\x04.", reply_to="r", content_type="application/x-python-serialize")]
    rounds = [one for turn in range(500 // (len(bad) - 1) + 1) for one in bad if turn == 0 or len(one.body) < 2**20]
    before = road.metric(road.toy, "ccs_calls_malformed_total")

    publish(road.amqp_uri, *rounds, queue=CALLS)
    eventually(lambda: road.metric(road.toy, "ccs_calls_malformed_total") - before, float(len(rounds)))

    assert len(rounds) >= 500
    # As a careful client does: ten mebibytes may keep this process from the heartbeats of its own line.
    road.write_note("the next")
    assert road.notes() == ["the next"]
    assert ready_in(road.amqp_uri, dead_name(CALLS)) == len(rounds)
    assert CANARY not in road.toy_said()


def test_an_answer_that_makes_no_sense_hurts_neither_its_caller_nor_the_next(road: Road):
    """Anybody with access to the broker may write to a reply queue; its name is not secret to an operator."""
    road.write_note("before")
    reply_to = road.caller._own_line()._reply_to
    nonsense = [b"", b"{", b"[1]", b'[{"id": "nobody"}]', b'[{"answer": {}}]', b"\xff", b"null", b"[[]]", b'{"id": []}']

    publish(road.amqp_uri, *[Message(body, content_type="application/json") for body in nonsense], queue=reply_to)

    refused = 0
    for turn in range(5):
        try:
            road.count_notes()
        except Unavailable:
            refused += 1
        road.write_note(f"after {turn}")
    assert refused <= 1
    assert len(road.notes()) == 6


def test_one_poison_among_a_thousand_is_tried_as_often_as_it_should_and_delays_nobody(road: Road):
    road.post(range(500))
    road.post([5000], mood="bad")
    road.post([5001], mood="forbidden")
    road.post(range(500, 1000))

    eventually(lambda: sorted(road.effects()), list(range(1000)))
    eventually(lambda: len(road.dead()), 2)
    busy_seconds, began = cpu_seconds(road), time.monotonic()
    refused, failed = sorted(road.dead(), key=lambda one: one.attempts)
    time.sleep(2)

    # Nobody turns a message over and over: with nothing to do, nothing is done.
    assert (cpu_seconds(road) - busy_seconds) / (time.monotonic() - began) < 0.2
    assert (refused.reason, refused.attempts) == ("refused:refused", 1)
    assert (failed.reason, failed.attempts) == ("failed", 3)
    assert road.toy_said().count("again in 0.") == 2
    assert sorted(road.effects()) == list(range(1000))
    assert CANARY not in road.toy_said()


def test_a_message_that_ends_its_own_database_session_is_set_aside_and_the_others_go_on(road: Road):
    road.post(range(5))
    road.post([500], mood="suicidal")
    road.post(range(5, 10))

    eventually(lambda: sorted(road.effects()), list(range(10)))
    eventually(lambda: [(one.reason, one.attempts) for one in road.dead()], [("failed", 3)])

    road.passes(10, within_seconds=20)
    assert sorted(road.effects()) == list(range(11))


def returned(road: Road, moved: list[int]) -> int:
    """Return what is dead; how many have gone back so far?"""
    moved.append(dead.redrive(road.amqp_uri, road.hearer, [QUEUE], **WHO))
    return sum(moved)


def cpu_seconds(road: Road) -> float:
    """What the toy has used of a processor so far."""
    assert road.toy.process is not None
    fields = Path(f"/proc/{road.toy.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
