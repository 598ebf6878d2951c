"""Calls: answered once, in time, for whom they are made; and the process outlives whatever is sent to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import amqp
import orjson
import pytest

from chassis import broker, wire
from chassis.actor import Actor, TokenSigner
from chassis.rpc import RefusedRemotely, Reply
from contracts.refused import Refused, Unavailable
from contracts.roles import Role
from deploy.local.testbed import Testbed
from tests.integration.calls.asked import BreakDown, CountNotes, TearUpNote, WriteNote, WriteWhileLooking
from tests.integration.calls.conftest import Town
from tests.support.processes import eventually, key_pair

RESIDENT = Actor(community="changlinpan", party_id="pty_A", roles=frozenset({Role.RESIDENT}))
VISITOR = Actor(community="changlinpan")
PATIENT = 10.0


def write_until_known(town: Town, text: str, key: str) -> Reply:
    """What a careful client does: ask again with the same key until the outcome is known."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return town.caller.call(WriteNote(text=text), RESIDENT, key=key, timeout_seconds=2)
        except Unavailable:
            assert time.monotonic() < deadline, "no outcome within 30 s"
            time.sleep(0.2)


def test_an_answer_is_given_once_and_then_repeated_from_store(started: Callable[[], Town]):
    town = started()

    first = town.caller.call(WriteNote(text="三小时"), RESIDENT, key="k-1")
    again = town.caller.call(WriteNote(text="三小时"), RESIDENT, key="k-1")

    assert (first.answer, first.replayed) == ({"text": "三小时", "notes": 1}, False)
    assert (again.answer, again.replayed) == (first.answer, True)
    with pytest.raises(RefusedRemotely, match="idempotency-key-reused"):
        town.caller.call(WriteNote(text="四小时"), RESIDENT, key="k-1")
    with pytest.raises(RefusedRemotely, match="idempotency-key-missing"):
        town.caller.call(WriteNote(text="四小时"), RESIDENT)
    assert town.notes() == ["三小时"]


def test_a_role_a_forged_token_and_a_token_for_another_service_are_refused(started: Callable[[], Town]):
    town = started()
    with pytest.raises(RefusedRemotely, match="not-allowed"):
        town.caller.call(WriteNote(text="x"), VISITOR, key="k")

    town.caller.signer = TokenSigner(key_pair()[0])
    town.caller._tokens.clear()
    with pytest.raises(RefusedRemotely, match="actor-token-invalid"):
        town.caller.call(WriteNote(text="x"), RESIDENT, key="k")

    elsewhere = TokenSigner(town.private_key).sign(RESIDENT, audience="donations")
    town.caller._tokens[RESIDENT, "points"] = (time.monotonic() + 60, elsewhere)
    with pytest.raises(RefusedRemotely, match="actor-token-invalid"):
        town.caller.call(WriteNote(text="x"), RESIDENT, key="k")
    assert town.notes() == []


def test_what_the_service_has_no_method_for_is_refused(started: Callable[[], Town]):
    town = started()

    with pytest.raises(RefusedRemotely, match="unknown-method"):
        town.caller.call(TearUpNote(), RESIDENT, key="k")


def test_a_failure_nobody_expected_says_nothing_of_the_inside_and_writes_nothing(started: Callable[[], Town]):
    town = started()

    with pytest.raises(RefusedRemotely) as refusal:
        town.caller.call(BreakDown(), VISITOR, key="k")
    with pytest.raises(RefusedRemotely, match="internal-error"):
        town.caller.call(WriteWhileLooking(), VISITOR)

    assert "canary" not in str(refusal.value.wire)
    assert town.notes() == []


def test_without_a_process_the_caller_hears_so_at_once(town: Town):
    began = time.monotonic()
    with pytest.raises(Unavailable):
        town.caller.call(CountNotes(), VISITOR, timeout_seconds=PATIENT)

    assert time.monotonic() - began < PATIENT / 2


def test_a_call_that_nobody_waits_for_any_more_is_never_begun(started: Callable[[], Town]):
    town = started()
    asked = wire.Asked(
        id="late",
        method="write_note",
        body={"text": "too late", "milliseconds": 0},
        token=TokenSigner(town.private_key).sign(RESIDENT, audience="points"),
        deadline=time.time() - 1,
        correlation_id="req",
        key="k",
    )

    send_raw(town, [(orjson.dumps([asked.to_wire()]), {"reply_to": "nowhere", "content_type": "application/json"})])

    eventually(lambda: "ccs_calls_expired_total 1.0" in town.program.get("/metrics")[1])
    assert town.notes() == []


def test_malformed_messages_are_set_aside_without_their_content_and_the_process_lives(started: Callable[[], Town]):
    town = started()
    good = {"reply_to": "r", "content_type": "application/json"}
    bodies = [b"", b"{", b"[]", b"{}", b"null", b"[1]", b'[{"id":1}]', b"\xff\xfe", b"[" * 10_000, b'[{"canary":1}]']
    bodies += [
        orjson.dumps([{"id": "a", "method": "m", "body": [], "token": "t", "deadline": 1, "correlation_id": "c"}])
    ]
    bodies += [b'[{"id":"a","deadline":' + b"9" * 400 + b"}]", b"[" + b"0," * 600 + b"0]"]
    malformed = [(body, good) for body in bodies]
    malformed += [
        (b"[]", {}),
        (b"[]", {"reply_to": "r"}),
        (b"\x80\x04canary.", {"reply_to": "r", "content_type": "application/x-python-serialize"}),
    ]

    send_raw(town, malformed * 20)

    eventually(lambda: f"ccs_calls_malformed_total {len(malformed) * 20}.0" in town.program.get("/metrics")[1])
    assert town.caller.call(CountNotes(), VISITOR).answer["notes"] == 0
    assert town.program.process is not None
    assert town.program.process.poll() is None
    assert "canary" not in town.program.said()
    assert dead_calls(town) == len(malformed) * 20


@pytest.mark.parametrize(
    "point", ["command.before_commit", "command.after_commit", "call.before_reply", "call.after_reply"]
)
def test_a_death_at_any_point_leaves_one_note_when_the_caller_asks_again(town: Town, point: str):
    town.program.start(CRASH_AT=f"{point}:2")
    write_until_known(town, "first", "k-1")
    outcome: list[Reply] = []
    client = threading.Thread(target=lambda: outcome.append(write_until_known(town, "second", "k-2")))
    client.start()

    assert town.program.wait_dead() == 137
    town.program.start()
    client.join(40)

    assert [reply.answer["text"] for reply in outcome] == ["second"]
    assert town.notes() == ["first", "second"]


def test_one_key_asked_fifty_times_at_once_writes_once(started: Callable[[], Town]):
    town = started()
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(write_until_known(town, "once", "k"))) for _ in range(50)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert town.notes() == ["once"]
    assert {str(reply.answer) for reply in replies} == {str({"text": "once", "notes": 1})}
    assert len(replies) == 50


def test_sigterm_under_load_answers_what_it_has_begun_and_exits_in_order(started: Callable[[], Town]):
    town = started()
    told: list[str] = []

    def ask(number: int) -> None:
        try:
            town.caller.call(
                WriteNote(text=f"n{number}", milliseconds=300), RESIDENT, key=f"k{number}", timeout_seconds=PATIENT
            )
            told.append(f"n{number}")
        except Refused:
            pass

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.15)
    code = town.program.terminate()
    for thread in threads:
        thread.join(PATIENT)

    assert code == 0
    assert sorted(town.notes()) == sorted(told)
    assert told


def test_a_lost_connection_is_made_again_and_nothing_is_doubled(started: Callable[[], Town], testbed: Testbed):
    town = started()
    write_until_known(town, "before", "k-1")

    testbed.broker.close_all_connections(town.amqp_uri.rpartition("/")[2])
    write_until_known(town, "after", "k-2")

    assert town.notes() == ["before", "after"]


def send_raw(town: Town, messages: list[tuple[bytes, dict]]) -> None:
    """Publish to the service's queue of calls as anybody with access to the broker could."""
    connection = broker.connect(town.amqp_uri)
    channel = connection.channel()
    for body, properties in messages:
        channel.basic_publish(amqp.Message(body, **properties), "", "points.calls")
    broker.farewell(connection)


def dead_calls(town: Town) -> int:
    """How many messages were set aside."""
    connection = broker.connect(town.amqp_uri)
    count = connection.channel().queue_declare("points.calls.dead", passive=True).message_count
    broker.farewell(connection)
    return int(count)
