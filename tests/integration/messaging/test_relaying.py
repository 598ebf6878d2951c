"""The sender's side: nothing is marked sent that nobody heard, and the order of an aggregate's events is kept."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from chassis import broker
from chassis.broker import BrokerAbsent, channel_of, wait_for_broker
from chassis.guard import InsideTransaction, transaction
from chassis.publisher import Outgoing, Publisher, Unroutable
from chassis.queues import declare_queue
from chassis.relays import Relay
from tests.integration.messaging.conftest import COMMUNITY, QUEUE, Post
from tests.integration.messaging.events import ToyPosted, ToyTakenDown
from tests.support.processes import eventually


@pytest.fixture
def relay(post: Post) -> Any:
    """A relay in this process, driven by hand."""
    made = Relay(service="donations", engine=post.sender, amqp_uri=post.amqp_uri)
    yield made
    made.publisher.close()


def test_what_nobody_hears_stays_and_holds_back_only_its_own_aggregate(post: Post, relay: Relay):
    listen(post.amqp_uri, ToyPosted)
    post.say(posted("a", 1), taken_down("a", 2), posted("a", 3), posted("b", 4), taken_down("b", 5), posted("c", 6))

    drain(relay)

    assert numbers(post.amqp_uri, ToyPosted) == [1, 4, 6]
    assert post.outbox() == 3
    assert relay.held == [ToyTakenDown.type()]


def test_when_somebody_listens_at_last_it_drains_in_order(post: Post, relay: Relay):
    listen(post.amqp_uri, ToyPosted)
    post.say(taken_down("a", 1), *(posted("a", number) for number in range(2, 40)), taken_down("a", 40))
    drain(relay)
    assert post.outbox() == 40

    listen(post.amqp_uri, ToyTakenDown)
    relay._held_until.clear()
    drain(relay)

    assert numbers(post.amqp_uri, ToyPosted) == list(range(2, 40))
    assert numbers(post.amqp_uri, ToyTakenDown) == [1, 40]
    assert post.outbox() == 0


def test_what_is_unheard_on_purpose_goes_out_without_a_hearer(post: Post, relay: Relay):
    relay.unheard = {ToyPosted.type()}
    post.post(range(5))

    drain(relay)

    assert post.outbox() == 0


def test_two_relays_of_one_service_neither_double_nor_reorder(post: Post):
    listen(post.amqp_uri, ToyPosted)
    engines = [create_engine(post.sender.url, poolclass=NullPool) for _ in range(2)]
    relays = [Relay(service="donations", engine=engine, amqp_uri=post.amqp_uri) for engine in engines]
    threads = [threading.Thread(target=relay.run, daemon=True) for relay in relays]
    for thread in threads:
        thread.start()

    for start in range(0, 1200, 100):
        post.post(range(start, start + 100), board="one")
    eventually(post.outbox, 0)
    for relay in relays:
        relay.stop()
    for thread in threads:
        thread.join(5)

    assert not any(thread.is_alive() for thread in threads)
    assert numbers(post.amqp_uri, ToyPosted) == list(range(1200))


def test_a_commit_wakes_the_relay_within_milliseconds(post: Post, relay: Relay):
    listen(post.amqp_uri, ToyPosted)
    thread = threading.Thread(target=relay.run, daemon=True)
    thread.start()
    post.post([0])
    eventually(post.outbox, 0)

    waits = []
    for number in range(1, 6):
        time.sleep(0.05)
        began = time.monotonic()
        post.post([number])
        eventually(post.outbox, 0)
        waits.append(time.monotonic() - began)
    relay.stop()
    thread.join(5)

    assert sorted(waits)[2] < 0.5  # The poll alone would take up to a second.


def test_an_unroutable_message_is_named_and_the_rest_of_its_batch_is_sent(vhost: str):
    listen(vhost, ToyPosted)
    publisher = Publisher(vhost)
    batch = [outgoing(QUEUE, "1"), outgoing("no.such", "2"), outgoing(QUEUE, "3")]

    with pytest.raises(Unroutable, match=r"nobody hears: \(default\) no\.such") as unroutable:
        publisher.publish(batch)
    publisher.publish([outgoing(QUEUE, "4")])

    assert [message.message_id for message in unroutable.value.returned] == ["2"]
    assert len(take_all(vhost, ToyPosted)) == 3
    publisher.close()


def test_nothing_is_published_inside_a_transaction(vhost: str):
    with transaction(), pytest.raises(InsideTransaction):
        Publisher(vhost).publish([outgoing(QUEUE, "1")])


def test_a_broker_that_is_absent_or_silent_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(broker, "CONNECT_TIMEOUT_SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        began = time.monotonic()

        with pytest.raises(BrokerAbsent, match=f"127.0.0.1:{port}") as absent:
            wait_for_broker(f"amqp://user:canary@127.0.0.1:{port}/", deadline_seconds=0.5)

    with pytest.raises(BrokerAbsent):
        wait_for_broker(f"amqp://user:canary@127.0.0.1:{port}/", deadline_seconds=0.5)
    assert time.monotonic() - began < 5
    assert "canary" not in str(absent.value)


def posted(board: str, number: int) -> ToyPosted:
    """An event that somebody hears."""
    return ToyPosted(community=COMMUNITY, board=board, number=number)


def taken_down(board: str, number: int) -> ToyTakenDown:
    """An event that nobody hears at first."""
    return ToyTakenDown(community=COMMUNITY, board=board, number=number)


def outgoing(queue: str, message_id: str) -> Outgoing:
    """A message for one queue."""
    return Outgoing(exchange="", routing_key=queue, body=b"{}", message_id=message_id)


def drain(relay: Relay) -> None:
    """Send all that can be sent."""
    while relay.send_batch():
        pass


def listen(amqp_uri: str, event: type[Any]) -> None:
    """Make a queue for an event, as its hearer would."""
    connection = broker.connect(amqp_uri)
    declare_queue(channel_of(connection), "points", event)
    broker.farewell(connection)


def take_all(amqp_uri: str, event: type[Any]) -> list[Any]:
    """Empty the queue of an event."""
    connection = broker.connect(amqp_uri)
    channel = channel_of(connection)
    taken = []
    while (message := channel.basic_get(f"points.on.{event.type()}", no_ack=True)) is not None:
        taken.append(message)
    broker.farewell(connection)
    return taken


def numbers(amqp_uri: str, event: type[Any]) -> list[int]:
    """The numbers of the events in a queue, in their order there."""
    import orjson

    return [orjson.loads(message.body)["number"] for message in take_all(amqp_uri, event)]
