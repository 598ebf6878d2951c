"""Messages a second from the commit of their outbox rows to the commit of their effects in another database.

All events are committed at once; the clock stops when the last effect is committed. **Ours** is the real relay process and a service process
with a batched reaction of one insert; beside it a real one, donations remembering the parties that points registers. The peers have the same tables, the same
quorum queue and persistent messages: **FastStream + asyncpg** with a transaction for each message, forty at a time, and a consumer that
batches **by hand** with aio-pika and asyncpg as ours does; both behind one relay, which awaits the confirms of 200 messages together. The
ceiling **only publishes**: py-amqp into a quorum queue, confirms awaited every 200, no database and no consumer. After every run the effects
are counted: as many as events, each once, and the outbox is empty.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from functools import partial
from typing import Any

import amqp
import orjson

from benchmarks import ways
from benchmarks.figures import OURS, Series
from benchmarks.noted import Noted
from benchmarks.promises import BATCHED, CEILING, ONE_BY_ONE
from benchmarks.session import Session
from benchmarks.ways import PartiesWay, Way
from chassis import broker, outbox
from chassis.actor import system
from chassis.cause import Cause
from chassis.clock import SystemClock
from chassis.ids import new_id
from chassis.queues import QUORUM, declare_exchange
from chassis.topology import exchange_name

REAL = "ours, donations remembers parties"
FIGURE, UNIT = "event path", "messages/s"
EVENTS = 10_000
CONFIRMED_TOGETHER = 200
WARMING = 1_000


def run(session: Session) -> tuple[list[Series], list[str]]:
    """Measure."""
    events = session.many(EVENTS, 400)
    with session.servers() as (stand, databases), ExitStack() as stack:
        kinds = {OURS: Way, REAL: PartiesWay, BATCHED: Way, ONE_BY_ONE: Way}
        found = {name: stack.enter_context(ways.way(stand, databases, kind)) for name, kind in kinds.items()}
        for name in (OURS, REAL):
            stack.enter_context(ways.ours(found[name], session.folder))
        stack.enter_context(ways.theirs(found[BATCHED], session.folder, "hand_batched"))
        stack.enter_context(ways.theirs(found[ONE_BY_ONE], session.folder, "one_by_one"))
        session.say("warming")
        for each in found.values():
            travel(each, session.many(WARMING, 50))
        competitors = {name: partial(travel, each, events) for name, each in found.items()}
        competitors[CEILING] = partial(publish_only, stand.amqp_uri, events)
        samples = session.interleaved(competitors, what=FIGURE)
    remark = f"{events:,} events a run; after every run as many effects, each once: 0 lost, 0 doubled, for ours and both peers."
    return [Series(figure=FIGURE, who=who, unit=UNIT, samples=tuple(each)) for who, each in samples.items()], [remark]


def travel(way: Way, events: int) -> float:
    """Commit the events and wait for the last effect; messages a second."""
    for copy in (way.source, way.target):
        ways.vacuum(copy)
    committed = way.say(events)
    seconds = way.wait() - committed
    way.check()
    return events / seconds


def publish_only(uri: str, events: int) -> float:
    """Publish the same messages as the relay does, into a quorum queue that nobody hears; messages a second."""
    message = partial(amqp.Message, **as_sent(Noted(community=ways.COMMUNITY, thing="thing-1", number=1)))
    connection = broker.connect(uri)
    channel = connection.channel()
    exchange, queue = exchange_name(Noted.source), new_id("que")
    declare_exchange(channel, Noted.source)
    channel.queue_declare(queue, durable=True, auto_delete=False, arguments=QUORUM)
    channel.queue_bind(queue, exchange, Noted.type())
    channel.confirm_select()
    confirmed = _Confirmed(channel)
    began = time.perf_counter()
    for number in range(1, events + 1):
        # Before it is sent: the library may hear the confirm while it sends the next one.
        confirmed.pending.add(number)
        channel.basic_publish(message(), exchange, Noted.type(), mandatory=True)
        if number % CONFIRMED_TOGETHER == 0 or number == events:
            confirmed.await_all()
    seconds = time.perf_counter() - began
    channel.queue_delete(queue)
    broker.farewell(connection)
    return events / seconds


class _Confirmed:
    """Counts the broker's confirms of one channel."""

    def __init__(self, channel: Any) -> None:
        self.connection, self.pending = channel.connection, set[int]()
        channel.events["basic_ack"].add(self._acked)

    def await_all(self) -> None:
        """Return when everything that was sent is confirmed."""
        while self.pending:
            self.connection.drain_events(timeout=10)

    def _acked(self, tag: int, multiple: bool) -> None:
        self.pending -= {one for one in self.pending if one <= tag} if multiple else {tag}


def as_sent(event: Noted) -> dict[str, Any]:
    """A message as the relay sends it."""
    row = outbox.waiting(
        event, event_id=new_id("evt"), at=SystemClock().now(), actor=system(ways.COMMUNITY), cause=Cause()
    )
    return {
        "body": row.body.encode(),
        "message_id": row.event_id,
        "application_headers": orjson.loads(row.headers),
        "content_type": "application/json",
        "content_encoding": "utf-8",
        "delivery_mode": 2,
    }
