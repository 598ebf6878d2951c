"""The figures a process shows to Prometheus, beside those of calls (telemetry), of sending (relays) and of the hub (watchdog).

Every name begins with `ccs_` and ends with its unit; times are seconds. Labels are names of our own (queues, services, jobs, routes), never
what somebody sent: a label per caller would never be forgotten. deploy/observability holds the rules and pictures made of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, disable_created_metrics

from chassis.deferral import REASON
from chassis.publisher import Outgoing

disable_created_metrics()  # type: ignore[no-untyped-call] # A second series for each of ours, which nothing here needs.

FEW = (1, 2, 5, 10, 20, 50, 100, 200)

ready = Gauge("ccs_ready", "1 while nothing stands against sending work here, as looked at some seconds ago.")
ready_after = Gauge("ccs_ready_after_seconds", "From the start of the process until it was ready for the first time.")
failing = Gauge("ccs_check_failing", "1 while this check of readiness or liveness finds something.", ["check"])

pool_connections = Gauge("ccs_database_connections", "Connections of the pool.", ["service", "state"])
pool_limit = Gauge("ccs_database_connections_max", "The most connections the pool may have.", ["service"])

listening = Gauge("ccs_listener_connected", "1 while the queue is being listened to.", ["queue"])
silence = Gauge("ccs_listener_silent_seconds", "How long ago the listener's loop last came round.", ["queue"])
handled = Counter("ccs_events_handled_total", "Events acknowledged as done, repeats included.", ["queue"])
deferred = Counter("ccs_events_deferred_total", "Failures after which an event comes back later.", ["queue"])
set_aside = Counter("ccs_events_set_aside_total", "Events given up and kept for a person.", ["queue", "reason"])
dead_letters = Gauge("ccs_dead_letters", "Events that wait for a person, as counted within the last minute.", ["queue"])
queue_events = Gauge(
    "ccs_queue_events", "Events that wait in the queue, as the broker said within the last minute.", ["queue"]
)
queue_listeners = Gauge(
    "ccs_queue_listeners", "Who listens to the queue, as the broker said within the last minute.", ["queue"]
)
batch_events = Histogram("ccs_listener_batch_events", "Events handled together.", ["queue"], buckets=FEW)
batch_seconds = Histogram("ccs_listener_batch_seconds", "From a batch's arrival until it is settled.", ["queue"])

outbox_events = Gauge("ccs_outbox_events", "Events that wait to be sent.", ["service"])
outbox_oldest = Gauge("ccs_outbox_oldest_seconds", "How long the oldest of them has waited.", ["service"])
relay_connected = Gauge("ccs_relay_connected", "1 while the relay has its broker.", ["service"])
relay_silence = Gauge("ccs_relay_silent_seconds", "How long ago the relay's loop last came round.", ["service"])
relay_held = Gauge("ccs_relay_held_types", "Event types that nobody hears at the moment.", ["service"])
relay_batch = Histogram("ccs_relay_batch_events", "Events sent together.", ["service"], buckets=FEW)

job_runs = Counter(
    "ccs_job_runs_total", "Rounds of a service's own jobs, by outcome: done or failed.", ["name", "outcome"]
)
job_done_at = Gauge("ccs_job_last_done_timestamp_seconds", "When the job last ran to its end.", ["name"])

books_off = Gauge(
    "ccs_books_off", "How far the books are from closing, all differences added up; 0 is right.", ["service", "unit"]
)
overdue = Gauge(
    "ccs_overdue", "What somebody outside should have done by now, in all communities.", ["service", "what"]
)
books_checked_at = Gauge("ccs_books_checked_timestamp_seconds", "When the books were last added up.", ["service"])


class Pooled(Protocol):
    """What has a pool of connections: SQLAlchemy's Engine."""

    pool: Any


class Listening(Protocol):
    """What listens to a queue."""

    queue: str
    last_loop_at: float

    @property
    def connected(self) -> bool:
        """Is it connected?"""


class Relaying(Protocol):
    """What empties an outbox."""

    service: str
    pending: int
    turned_at: float

    @property
    def connected(self) -> bool:
        """Is it connected?"""

    @property
    def oldest_seconds(self) -> float:
        """How long the oldest event has waited."""

    @property
    def held(self) -> list[str]:
        """Types that nobody hears."""


def watch_pool(service: str, engine: Pooled) -> None:
    """Show the use of this process's connections to the service's database."""
    pool = engine.pool
    pool_connections.labels(service, "in_use").set_function(pool.checkedout)
    pool_connections.labels(service, "idle").set_function(pool.checkedin)
    pool_limit.labels(service).set(pool.size())


def watch_listener(listener: Listening) -> None:
    """Show whether the queue is heard; the counters of its events begin at 0 rather than at their first."""
    queue = listener.queue
    listening.labels(queue).set_function(lambda: listener.connected)
    silence.labels(queue).set_function(lambda: time.monotonic() - listener.last_loop_at)
    for each in (handled, deferred, dead_letters):
        each.labels(queue)


def show_queue(channel: Any, queue: str, *, dead: int) -> None:
    """Show what the broker says of the queue: it may have forgotten a listener that believes itself connected."""
    there = channel.queue_declare(queue, passive=True)
    queue_events.labels(queue).set(there.message_count)
    queue_listeners.labels(queue).set(there.consumer_count)
    dead_letters.labels(queue).set(dead)


def watch_relay(relay: Relaying) -> None:
    """Show what waits in the outbox of the relay's service, and whether the relay goes on."""
    service = relay.service
    outbox_events.labels(service).set_function(lambda: relay.pending)
    outbox_oldest.labels(service).set_function(lambda: relay.oldest_seconds)
    relay_connected.labels(service).set_function(lambda: relay.connected)
    relay_silence.labels(service).set_function(lambda: time.monotonic() - relay.turned_at)
    relay_held.labels(service).set_function(lambda: len(relay.held))


@contextmanager
def batch(queue: str, events: int) -> Iterator[None]:
    """Measure the handling of one batch."""
    batch_events.labels(queue).observe(events)
    with batch_seconds.labels(queue).time():
        yield


def settle(queue: str, events: int, leaving: Sequence[Outgoing]) -> None:
    """Count a batch of which these had to leave the queue undone."""
    handled.labels(queue).inc(events - len(leaving))
    for message in leaving:
        if REASON in message.headers:
            set_aside.labels(queue, str(message.headers[REASON])).inc()
        else:
            deferred.labels(queue).inc()


@contextmanager
def job(name: str) -> Iterator[None]:
    """Count one run of a job."""
    try:
        yield
    except BaseException:
        job_runs.labels(name, "failed").inc()
        raise
    job_runs.labels(name, "done").inc()
    job_done_at.labels(name).set_to_current_time()


def show_health(problems: Mapping[str, str], checks: Sequence[str]) -> None:
    """Show what was found when all checks were asked."""
    for check in checks:
        failing.labels(check).set(check in problems)
    ready.set(not problems)
    started_at = REGISTRY.get_sample_value("process_start_time_seconds")
    if not problems and started_at and not REGISTRY.get_sample_value("ccs_ready_after_seconds"):
        ready_after.set(max(0.001, time.time() - started_at))


def show_books(service: str, differences: Mapping[str, int]) -> None:
    """Show, by unit, how far the books of all communities are from closing."""
    for unit, difference in differences.items():
        books_off.labels(service, unit).set(difference)
    books_checked_at.labels(service).set_to_current_time()


def show_overdue(service: str, what: str, number: int) -> None:
    """Show how many of these somebody outside should have done by now."""
    overdue.labels(service, what).set(number)
