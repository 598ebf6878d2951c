"""M-03, N-07: one message, however often and however much at once it is delivered, has one effect."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine, text

from chassis import entrypoints
from chassis.calls import Delivery
from chassis.cause import Cause
from chassis.database import Transactions, Work
from tests.faults.counts import many
from tests.faults.messages.broker_side import publish
from tests.faults.road import QUEUE, Road
from tests.integration.messaging.events import ToyPosted
from tests.integration.messaging.malformed import message
from tests.support.processes import eventually

TIMES = 100
AT_ONCE = 20
BODY = {"community": "changlinpan", "board": "b", "number": 1}


class Hearer:
    """The door without a broker before it."""

    name = "points"

    def __init__(self, transactions: Transactions) -> None:
        self.transactions = transactions

    @entrypoints.reaction(ToyPosted)
    def note_post(self, work: Work, event: ToyPosted) -> None:
        """Write it down."""
        work.connection.execute(text("INSERT INTO effects (board, number) VALUES ('b', :n)"), {"n": event.number})


def test_a_message_sent_a_hundred_times_before_and_after_a_death_has_one_effect(road: Road):
    publish(road.amqp_uri, *[message() for _ in range(TIMES // 2)], queue=QUEUE)
    eventually(road.effects, [1])

    road.toy.kill()
    publish(road.amqp_uri, *[message(headers={"x-attempt": 1}) for _ in range(TIMES // 2)], queue=QUEUE)
    road.run_all()
    road.post([2])

    eventually(road.effects, [1, 2])
    assert road.dead() == []
    assert road.rows(f"SELECT count(*) FROM inbox WHERE queue = '{QUEUE}' AND event_id = 'evt_1'")[0][0] == 1


def test_a_message_handled_by_twenty_at_once_a_hundred_times_has_one_effect(road: Road):
    engine = create_engine(road.hearer.url, pool_size=AT_ONCE)
    hearer = Hearer(Transactions(engine))

    for round_ in range(many(3, 20)):
        delivery = Delivery(event_id=f"evt_round{round_}", body=BODY | {"number": round_}, cause=Cause())
        together = threading.Barrier(AT_ONCE)

        def handle(_: int, delivery: Delivery = delivery, together: threading.Barrier = together) -> None:
            together.wait()
            for _ in range(TIMES // AT_ONCE):
                hearer.note_post([delivery, delivery])

        with ThreadPoolExecutor(AT_ONCE) as crowd:
            list(crowd.map(handle, range(AT_ONCE)))
    engine.dispose()

    assert road.effects() == list(range(many(3, 20)))
