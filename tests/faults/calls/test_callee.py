"""F-08, N-05, N-18, N-24, N-26: a target that is slow, stopped, late, answers twice, or is asked too much at once."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import orjson
import pytest
from amqp import Message

from chassis import broker, wire
from chassis.actor import TokenSigner
from chassis.database import POOL_SIZE
from contracts.refused import Unavailable
from tests.faults.counts import many
from tests.faults.road import RESIDENT, Road
from tests.integration.calls.asked import CountNotes, WriteNote
from tests.support.processes import eventually, key_pair

LATE_SECONDS_MAX = 1.0


@dataclass(frozen=True, kw_only=True)
class AskElsewhere(CountNotes):
    """The same question, to a service that the test plays."""

    service = "donations"


@contextmanager
def playing(road: Road, service: str, answers: list[bytes]) -> Iterator[list[dict]]:
    """Answer every call to a service with these bodies; CALL in them becomes the call's id. Yields the calls."""
    connection = broker.connect(road.amqp_uri)
    channel = connection.channel()
    channel.queue_declare(f"{service}.calls", auto_delete=True)
    asked: list[dict] = []
    over = threading.Event()

    def answer(message: Message) -> None:
        calls = orjson.loads(message.body)
        asked.extend(calls)
        for body in answers:
            told = body.replace(b"CALL", calls[0]["id"].encode())
            channel.basic_publish(Message(told, content_type="application/json"), "", message.properties["reply_to"])

    def serve() -> None:
        while not over.is_set():
            broker.take(connection, wait_seconds=0.05)
        broker.farewell(connection)

    channel.basic_consume(f"{service}.calls", callback=answer, no_ack=True)
    thread = threading.Thread(target=serve)
    thread.start()
    yield asked
    over.set()
    thread.join(5)


def test_a_slow_target_is_given_up_in_time_and_asked_again_tells_what_it_did(road: Road):
    road.write_note("warm")
    began = time.monotonic()
    with pytest.raises(Unavailable):
        road.caller.call(WriteNote(text="slow", milliseconds=1500), RESIDENT, key="slow", timeout_seconds=0.5)
    gave_up_seconds = time.monotonic() - began

    reply = road.write_note("slow", milliseconds=1500)

    assert gave_up_seconds < 0.5 + LATE_SECONDS_MAX
    assert reply.replayed
    assert road.notes() == ["warm", "slow"]


def test_what_was_asked_of_a_stopped_target_is_not_done_when_it_goes_on(road: Road):
    road.write_note("warm")
    expired = road.metric(road.toy, "ccs_calls_expired_total")
    assert road.toy.process is not None

    road.toy.process.send_signal(signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(10) as crowd:
            asked = [
                crowd.submit(road.caller.call, WriteNote(text=f"n{n}"), RESIDENT, key=f"n{n}", timeout_seconds=0.7)
                for n in range(10)
            ]
        outcomes = [type(one.exception()) for one in asked]
    finally:
        road.toy.process.send_signal(signal.SIGCONT)

    road.write_note("afterwards")
    assert outcomes == [Unavailable] * 10
    assert road.notes() == ["warm", "afterwards"]
    assert road.metric(road.toy, "ccs_calls_expired_total") >= expired


@pytest.mark.parametrize(
    "answers",
    [
        [
            b'[{"id": "CALL", "answer": {"text": "", "notes": 1}}]',
            b'[{"id": "CALL", "answer": {"text": "", "notes": 2}}]',
        ],
        [b'[{"id": "cal_somebody_elses", "answer": {}}, {"id": "CALL", "answer": {"text": "", "notes": 1}}]'],
    ],
    ids=["twice", "with another's"],
)
def test_the_first_answer_counts_and_what_else_comes_is_nobodys(road: Road, answers: list[bytes]):
    with playing(road, "donations", answers):
        first = road.caller.call(AskElsewhere(), RESIDENT, timeout_seconds=5)
        second = road.caller.call(AskElsewhere(), RESIDENT, timeout_seconds=5)

    assert first.answer["notes"] == second.answer["notes"] == 1
    assert road.count_notes() == 0


def test_an_answer_that_comes_too_late_is_dropped_and_the_next_call_gets_its_own(road: Road):
    with playing(road, "donations", []) as asked:
        with pytest.raises(Unavailable):
            road.caller.call(AskElsewhere(), RESIDENT, timeout_seconds=0.5)
        late = [{"id": asked[0]["id"], "answer": {"text": "late", "notes": 99}}]
        connection = broker.connect(road.amqp_uri)
        reply_to = road.caller._own_line()._reply_to
        connection.channel().basic_publish(Message(orjson.dumps(late), content_type="application/json"), "", reply_to)
        broker.farewell(connection)

        assert road.count_notes() == 0


def test_many_slow_calls_do_not_hold_up_the_quick_ones(road: Road):
    road.write_note("warm")
    waits = []
    with ThreadPoolExecutor(20) as crowd:
        slow = [
            crowd.submit(
                road.caller.call, WriteNote(text=f"s{n}", milliseconds=1500), RESIDENT, key=f"s{n}", timeout_seconds=60
            )
            for n in range(20)
        ]
        time.sleep(0.3)
        for _ in range(5):
            began = time.monotonic()
            road.count_notes(timeout_seconds=10)
            waits.append(time.monotonic() - began)
        done = sum(one.done() for one in slow)

    assert sorted(waits)[2] < 1.0
    assert done < 20  # Otherwise nobody was slow and nothing was shown.


def test_more_calls_than_connections_wait_their_turn_and_none_fails(road: Road):
    crowd_size = many(60, 300)
    with ThreadPoolExecutor(crowd_size) as crowd:
        asked = [
            crowd.submit(
                road.caller.call, WriteNote(text=f"n{n}", milliseconds=30), RESIDENT, key=f"n{n}", timeout_seconds=60
            )
            for n in range(crowd_size)
        ]
        most = 0
        while not all(one.done() for one in asked):
            most = max(most, len(road.postgres.backends([road.hearer_urls.name])))
            time.sleep(0.02)
    looking = 1  # The test itself.

    assert [one.exception() for one in asked] == [None] * crowd_size
    assert sorted(road.notes()) == sorted(f"n{n}" for n in range(crowd_size))
    assert most <= POOL_SIZE + looking + 1


def test_who_asks_is_proved_by_the_token_and_not_by_what_a_header_claims(road: Road):
    claims = {"nameko.user_id": "admin", "nameko.auth_token": "admin", "nameko.call_id_stack": ["x"]}
    with playing(road, "nobody", []):
        forged = TokenSigner(key_pair()[0]).sign(RESIDENT, audience="points")
        refusals: list[dict] = []
        connection = broker.connect(road.amqp_uri)
        channel = connection.channel()
        reply_to = channel.queue_declare("", exclusive=True).queue
        channel.basic_consume(reply_to, callback=lambda got: refusals.extend(orjson.loads(got.body)), no_ack=True)
        for number, token in enumerate((forged, "", "admin")):
            call = wire.Asked(
                id=f"cal_{number}",
                method="write_note",
                body={"text": "forged", "milliseconds": 0},
                token=token,
                deadline=time.time() + 10,
                correlation_id="req",
                key=f"k{number}",
            )
            message = Message(
                orjson.dumps([call.to_wire()]),
                application_headers=claims,
                content_type="application/json",
                reply_to=reply_to,
            )
            channel.basic_publish(message, "", "points.calls")

        def answered() -> int:
            broker.take(connection, wait_seconds=0.05)
            return len(refusals)

        eventually(answered, 3)
        broker.hang_up(connection)

    assert {one["refusal"]["code"] for one in refusals} == {"actor-token-invalid"}
    assert road.notes() == []
