"""How long one event takes when nothing else happens: from the commit of its outbox row to the commit of its effect, one at a time.

**Ours** goes through outbox, relay, quorum queue, inbox and reaction. The peer is a **plain publish without outbox**: the same message put
straight onto the exchange, to the same consumer; it has no row, no relay and no promise that the event leaves if the process dies now.
What a hand-written outbox (asyncpg, aio-pika) with a hand-batched consumer takes is shown beside it. The end is seen by a notification that
the database sends when the effect commits.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import Any

import amqp
import psycopg2

from benchmarks import ways
from benchmarks.figures import OURS, Series, percentile
from benchmarks.noted import Noted
from benchmarks.promises import BATCHED, PLAIN
from benchmarks.session import Session
from benchmarks.stand import without_driver
from benchmarks.suites.event_path import as_sent
from benchmarks.ways import Way
from chassis import broker
from chassis.topology import exchange_name

EVENTS = 300
PAUSE_SECONDS = 0.02
PATIENCE_SECONDS = 10.0


def run(session: Session) -> tuple[list[Series], list[str]]:
    """Measure."""
    events = session.many(EVENTS, 20)
    with session.servers() as (stand, databases), ExitStack() as stack:
        own, other = (stack.enter_context(ways.way(stand, databases, tells=True)) for _ in range(2))
        stack.enter_context(ways.ours(own, session.folder))
        stack.enter_context(ways.theirs(other, session.folder, "hand_batched"))
        competitors = {
            OURS: partial(one_by_one, own, partial(own.say, 1), events),
            PLAIN: partial(without_outbox, own, events),
            f"outbox by hand, {BATCHED}": partial(one_by_one, other, partial(other.say, 1), events),
        }
        for warm in competitors.values():
            warm()
        samples = session.interleaved(competitors, what="milliseconds (p50, p99)")
        for travelled in (own, other):
            travelled.check()
    return [
        Series(figure=f"event latency idle, {name}", who=who, unit="ms", samples=tuple(pair[place] for pair in pairs))
        for place, name in enumerate(("p50", "p99"))
        for who, pairs in samples.items()
    ], [f"{events} events a run, {PAUSE_SECONDS * 1000:.0f} ms apart; every effect counted once."]


def one_by_one(way: Way, say: Callable[[], float], events: int) -> tuple[float, float]:
    """Say one, wait for its effect, and again; the median and the 99th percentile in milliseconds."""
    taken = []
    with closing(psycopg2.connect(without_driver(way.target.url))) as ears:
        ears.autocommit = True
        with ears.cursor() as cursor:
            cursor.execute("LISTEN effects")
        for _ in range(events):
            said = say()
            _heard(ears)
            taken.append((time.perf_counter() - said) * 1000)
            time.sleep(PAUSE_SECONDS)
    return percentile(taken, 50), percentile(taken, 99)


def without_outbox(way: Way, events: int) -> tuple[float, float]:
    """The same with events that are only published; a connection of its own, because between its turns nobody would serve it."""
    with plain(way) as publish:
        return one_by_one(way, publish, events)


@contextmanager
def plain(way: Way) -> Iterator[Callable[[], float]]:
    """Publishes the way's next event without any outbox; answers the instant before."""
    connection = broker.connect(way.amqp_uri)
    channel = connection.channel()

    def publish() -> float:
        message = amqp.Message(**as_sent(way.next(1)[0]))
        began = time.perf_counter()
        channel.basic_publish(message, exchange_name(Noted.source), Noted.type())
        connection.heartbeat_tick()
        return began

    yield publish
    broker.farewell(connection)


def _heard(ears: Any) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ears.notifies:
        assert time.monotonic() < deadline, "the effect does not arrive"
        select.select([ears], [], [], 1.0)
        ears.poll()
    ears.notifies.clear()
