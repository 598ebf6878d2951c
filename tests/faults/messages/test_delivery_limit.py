"""M-07, N-17: whoever dies near a healthy message, and however often, the message is handled in the end."""

from __future__ import annotations

import time

from deploy.local.broker import VHOST
from tests.faults.counts import LONG, many, seconds
from tests.faults.messages.broker_side import count_out, publish
from tests.faults.road import QUEUE, Road
from tests.integration.messaging.malformed import message
from tests.support.processes import eventually

WORKING = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(0.3)%'"
LIMIT = "fewer-deliveries"
DELIVERIES_MAX = 2  # In the short form; the long one wears out the limit that the queue was declared with.
DEATHS = many(4, 25)


def test_a_consumer_that_dies_more_often_than_the_delivery_limit_discards_nothing(road: Road):
    if not LONG:
        limit = {"delivery-limit": DELIVERIES_MAX}
        road.broker.control.set_policy(VHOST, name=LIMIT, pattern=QUEUE.replace(".", "\\."), definition=limit)
    try:
        road.post(range(12), mood="slow")  # Four seconds for the batch: it is in hand at every death.
        for _ in range(DEATHS):
            eventually(lambda: road.rows(WORKING)[0][0] > 1)
            road.toy.kill()
            road.run_all()
        road.post(range(12, 24))

        road.nothing_lost(range(24))
    finally:
        if not LONG:
            road.broker.control.clear_policy(VHOST, name=LIMIT)


def test_a_message_that_the_broker_counted_out_comes_back_by_itself(road: Road):
    road.toy.kill()
    publish(road.amqp_uri, message(), queue=QUEUE)
    count_out(road.amqp_uri, QUEUE, f"{QUEUE}.dead")
    eventually(lambda: [one.reason for one in road.dead()], ["delivery_limit"])

    road.run_all()

    eventually(road.effects, [1])
    eventually(road.dead, [])


def test_while_the_database_is_away_the_batch_is_held_and_no_delivery_is_used_up(road: Road):
    road.proxies["toy-database"].cut()
    road.post(range(50))
    eventually(lambda: "holding" in road.toy_said())
    time.sleep(seconds(5, 180))  # Longer than all attempts together, had one been counted.
    road.proxies["toy-database"].mend()

    road.nothing_lost(range(50), within_seconds=15)
    assert "connection lost" not in road.toy_said()
    assert "again in" not in road.toy_said()
