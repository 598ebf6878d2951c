"""M-09, N-14, N-16: what is missing at the broker stops nothing for good, and nothing that nobody heard is marked sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from chassis.topology import dead_name, retry_name
from contracts.event import Event
from deploy.local.broker import VHOST
from tests.faults.messages.broker_side import channel
from tests.faults.road import QUEUE, REMOVALS, Road
from tests.integration.messaging.conftest import COMMUNITY
from tests.integration.messaging.events import ToyPosted, ToyTakenDown
from tests.support.processes import eventually

EXCHANGE = "donations.events"


@pytest.mark.parametrize(
    "take_away",
    [
        lambda at_broker: at_broker.queue_delete(QUEUE),
        lambda at_broker: at_broker.queue_unbind(QUEUE, EXCHANGE, ToyPosted.type()),
        lambda at_broker: at_broker.exchange_delete(EXCHANGE),
    ],
    ids=["queue", "binding", "exchange"],
)
def test_what_somebody_deleted_comes_back_by_itself_and_no_event_is_lost(road: Road, take_away: Callable[[Any], None]):
    road.post([1])
    road.nothing_lost([1])

    with channel(road.amqp_uri) as at_broker:
        take_away(at_broker)
    road.post(range(2, 20))

    road.nothing_lost(range(1, 20))
    assert road.consumers() == 1


def test_what_is_said_before_anybody_listens_waits_in_the_outbox_until_somebody_does(road: Road):
    road.toy.terminate()
    with channel(road.amqp_uri) as at_broker:
        at_broker.queue_delete(QUEUE)
        at_broker.queue_delete(REMOVALS)
    events: list[Event] = [ToyPosted(community=COMMUNITY, board="b", number=number) for number in range(5)]
    events += [ToyTakenDown(community=COMMUNITY, board="b", number=5)]

    road.say(*events)
    eventually(lambda: "nobody hears" in road.relay.said())
    waiting = road.outbox()
    road.run_all()

    road.nothing_lost(range(6))
    assert waiting == 6


def test_every_queue_of_events_survives_the_loss_of_a_node_and_limits_deliveries(road: Road):
    road.post([1], mood="bad")
    eventually(lambda: len(road.dead()), 1)

    listed = road.broker.control.rabbitmqctl(
        "--formatter", "json", "list_queues", "-p", VHOST, "name", "type", "arguments"
    )
    queues = {queue["name"]: queue for queue in orjson.loads(listed) if ".on." in queue["name"]}

    assert {QUEUE, REMOVALS, dead_name(QUEUE), retry_name(QUEUE, 0.2)} <= queues.keys()
    assert {queue["type"] for queue in queues.values()} == {"quorum"}
    assert "x-delivery-limit" in str(queues[QUEUE]["arguments"])
    assert "x-dead-letter-routing-key" in str(queues[QUEUE]["arguments"])
