"""The hearer's side: poison, malformed, early, an absent database, a deleted queue, dead letters and their return."""

from __future__ import annotations

import time

import amqp
import pytest

from chassis import broker, dead
from deploy.local.testbed import Testbed
from tests.integration.messaging.conftest import DEAD, QUEUE, Post, publish, queue_exists, reopen, shut
from tests.integration.messaging.malformed import CANARY, bad_messages, message
from tests.support.processes import eventually


def test_one_poison_among_two_hundred_delays_nobody_and_waits_for_a_person_in_the_end(shared: Post):
    shared.post(range(100))
    shared.post([1000], mood="bad")
    shared.post([1001], mood="forbidden")
    shared.post(range(100, 200))

    eventually(lambda: sorted(shared.effects()), list(range(200)))
    eventually(lambda: len(shared.dead()), 2)

    refused, failed = sorted(shared.dead(), key=lambda one: one.attempts)
    assert (refused.reason, refused.attempts) == ("refused:refused", 1)
    assert (failed.reason, failed.attempts) == ("failed", 3)
    assert sorted(shared.effects()) == list(range(200))
    assert CANARY not in shared.toy.said()


def test_malformed_messages_are_set_aside_with_reason_and_hash_and_hurt_nobody(shared: Post):
    bad = bad_messages()

    publish(shared.amqp_uri, *bad.values())
    shared.post([1])

    eventually(shared.effects, [1])
    eventually(lambda: len(shared.dead()), len(bad))
    assert {one.reason.partition(":")[0] for one in shared.dead()} == {"malformed"}
    assert all(len(one.sha256) == 64 for one in shared.dead())
    assert CANARY not in shared.toy.said()
    assert "connection lost" not in shared.toy.said()


def test_what_comes_too_early_is_done_when_what_it_needs_has_arrived(shared: Post):
    shared.post([1], mood="early")
    eventually(lambda: "again in" in shared.toy.said())
    assert shared.effects() == []

    shared.rows("INSERT INTO arrived VALUES ('it')")

    shared.applied_once([1])
    assert shared.dead() == []


def test_while_the_database_is_away_the_batch_is_held_and_no_delivery_is_used_up(running: Post, testbed: Testbed):
    running.post([0])
    running.applied_once([0])

    shut(testbed, running.hearer_urls.name)
    running.post(range(1, 51))
    eventually(lambda: "holding" in running.toy.said())
    time.sleep(3)  # Long enough for every attempt of RETRY_SECONDS, had it been counted.
    reopen(testbed, running.hearer_urls.name)

    running.applied_once(range(51))
    assert running.dead() == []
    assert "connection lost" not in running.toy.said()
    assert "again in" not in running.toy.said()


def test_a_deleted_queue_and_a_deleted_exchange_come_back_by_themselves(running: Post):
    connection = broker.connect(running.amqp_uri)
    connection.channel().queue_delete(QUEUE)
    eventually(lambda: queue_exists(running.amqp_uri))
    running.post([1])
    running.applied_once([1])

    connection.channel().exchange_delete("donations.events")
    broker.farewell(connection)
    running.post([2])

    running.applied_once([1, 2])


def test_a_message_counted_out_near_dying_consumers_comes_back_by_itself(post: Post):
    post.toy.start(ready=False)
    eventually(lambda: queue_exists(post.amqp_uri))
    post.toy.kill()
    publish(post.amqp_uri, message())
    wear_out(post.amqp_uri)
    eventually(lambda: [one.reason for one in post.dead()], ["delivery_limit"])

    post.toy.start(ready=False)

    eventually(post.effects, [1])
    eventually(post.dead, [])


def test_dead_messages_go_back_with_two_names_and_have_their_effect_once(shared: Post):
    shared.post([1], mood="early")
    eventually(lambda: len(shared.dead()), 1)
    double_the_dead(shared.amqp_uri)
    shared.rows("INSERT INTO arrived VALUES ('it')")
    who = {"by": "pty_A", "second_person": "pty_B", "reason": "what was missing is here"}

    with pytest.raises(dead.SecondPersonNeeded):
        dead.redrive(shared.amqp_uri, shared.hearer, [QUEUE], **{**who, "second_person": "pty_A"})
    assert dead.redrive(shared.amqp_uri, shared.hearer, [QUEUE], event_ids=["evt_unknown"], **who) == 0
    assert dead.redrive(shared.amqp_uri, shared.hearer, [QUEUE], **who) == 2
    assert dead.redrive(shared.amqp_uri, shared.hearer, [QUEUE], **who) == 0

    eventually(shared.effects, [1])
    eventually(lambda: left_in(shared.amqp_uri, QUEUE), 0)
    assert shared.effects() == [1]
    audited = shared.rows("SELECT DISTINCT queue, by, second_person FROM redrives")
    assert [tuple(row) for row in audited] == [(QUEUE, "pty_A", "pty_B")]
    assert len(shared.rows("SELECT * FROM redrives")) == 2


def test_dead_messages_are_counted_and_listed_for_an_operator(
    shared: Post, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    publish(shared.amqp_uri, message(b"[]"))

    eventually(lambda: dead.count_dead(shared.amqp_uri, [QUEUE, "no.such"]), {QUEUE: 1, "no.such": 0})
    monkeypatch.setenv("AMQP_URI", shared.amqp_uri)
    monkeypatch.setenv("DATABASE_URL_POINTS", shared.hearer.url.render_as_string(hide_password=False))
    monkeypatch.setattr(dead, "queues_of", lambda service: [QUEUE, f"{service}.on.nothing"])
    alone = ["--by", "pty_A", "--second", "pty_A", "--reason", "again"]
    assert dead.main(["list", "--service", "points"]) == 0
    assert dead.main(["redrive", "--service", "points", *alone]) == 2

    told = capsys.readouterr()
    assert f"{QUEUE} evt_1 malformed:not-an-object attempts=1" in told.out
    assert "两个不同的人" in told.err


@pytest.mark.parametrize(("mood", "code"), [("exhausted", 70), ("leaving", 3)])
def test_what_no_process_survives_ends_it_so_that_the_supervisor_starts_a_new_one(running: Post, mood: str, code: int):
    running.post([1], mood=mood)

    assert running.toy.wait_dead() == code
    assert running.effects() == []


def test_sigterm_finishes_the_batch_and_exits_in_order(running: Post):
    running.post(range(500))
    eventually(lambda: len(running.effects()) > 0)

    assert running.toy.terminate() == 0
    assert running.relay.terminate(within_seconds=5) == 0
    done = len(running.effects())
    running.toy.start(ready=False)
    running.relay.start()

    running.applied_once(range(500))
    assert done > 0


def wear_out(amqp_uri: str) -> None:
    """Take a message and give it back until the broker counts it out."""
    connection = broker.connect(amqp_uri)
    channel = connection.channel()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and left_in(amqp_uri, DEAD) == 0:
        taken = channel.basic_get(QUEUE)
        if taken is not None:
            channel.basic_reject(taken.delivery_tag, requeue=True)
    broker.farewell(connection)


def double_the_dead(amqp_uri: str) -> None:
    """Put a copy of the dead message beside it."""
    connection = broker.connect(amqp_uri)
    channel = connection.channel()
    taken = channel.basic_get(DEAD)
    publish(amqp_uri, amqp.Message(taken.body, **taken.properties), queue=DEAD)
    broker.farewell(connection)


def left_in(amqp_uri: str, queue: str) -> int:
    """How many messages are ready in a queue."""
    connection = broker.connect(amqp_uri)
    count = connection.channel().queue_declare(queue, passive=True).message_count
    broker.farewell(connection)
    return int(count)
