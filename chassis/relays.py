"""Sends what waits in one service's outbox. `chassis.relay` is the program that runs one of these per service.

A row is deleted only after the broker has confirmed and routed it; whatever goes wrong in between, it is published again under the same
id, and the inboxes absorb the repeat. Per aggregate, events go out in the order of their positions.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from prometheus_client import Counter
from sqlalchemy import Engine

from chassis import crashpoints, metrics, sending, telemetry
from chassis.broker import Backoff
from chassis.publisher import Outgoing, Publisher, Unroutable
from chassis.queues import declare_exchange
from chassis.sending import Row
from chassis.topology import exchange_name
from chassis.wake import Waker
from contracts.unheard import UNHEARD

logger = logging.getLogger(__name__)

BATCH_MAX = 200
POLL_SECONDS = 1.0
HOLD_SECONDS = 5.0  # For so long an event type that nobody hears is left alone.
COUNT_SECONDS = 2.0  # How often the waiting rows are counted.

sent_total = Counter("ccs_relay_sent_total", "Events confirmed by the broker and deleted from the outbox.", ["service"])
unroutable_total = Counter(
    "ccs_relay_unroutable_total", "Attempts to send an event that reached no queue.", ["service", "type"]
)
failures_total = Counter(
    "ccs_relay_failures_total", "Batches that failed and will be sent again.", ["service", "error"]
)


@dataclass(kw_only=True)
class Relay:
    """Empties the outbox of one service. Start `run` in a thread; `stop` ends it after the batch in hand."""

    service: str
    engine: Engine
    amqp_uri: str
    unheard: Collection[str] = frozenset(UNHEARD)
    pending: int = 0
    turned_at: float = field(default_factory=time.monotonic)
    """When the loop last came round (monotonic seconds); a loop that has not for long is stuck."""

    def __post_init__(self) -> None:
        self.publisher = Publisher(self.amqp_uri, name=f"relay {self.service}", on_open=self._opened)
        self.waker = Waker(self.engine)
        self.stopping = False
        self._heard: set[str] = set()
        self._held_until: dict[str, float] = {}
        self._oldest_seconds = 0.0
        self._counted_at = float("-inf")

    @property
    def connected(self) -> bool:
        """Is there a connection to the broker?"""
        return self.publisher.connected

    @property
    def oldest_seconds(self) -> float:
        """For how long the oldest event has waited; goes on growing while the database cannot be asked."""
        if not self.pending:
            return 0.0
        return self._oldest_seconds + time.monotonic() - self._counted_at

    @property
    def held(self) -> list[str]:
        """The event types that nobody hears at the moment."""
        now = time.monotonic()
        return sorted(name for name, until in self._held_until.items() if until > now)

    def run(self) -> None:
        """Send until stopped. No failure ends it: broker and database may come and go."""
        backoff = Backoff()
        while not self.stopping:
            self.turned_at = time.monotonic()
            try:
                self._turn()
                backoff.reset()
            except Exception as error:  # noqa: BLE001 - the last resort of a loop that must not end
                self._failed(error)
                self.waker.wait(backoff.next_seconds())
        self.waker.close()
        self.publisher.close()

    def stop(self) -> None:
        """Finish the batch in hand and end."""
        self.stopping = True
        self.waker.nudge()

    def send_batch(self) -> bool:
        """Send what is next in one transaction. True if more may follow at once. Raises what broker and database raise."""
        with self.engine.begin() as connection:
            if not sending.have_turn(connection):
                return False
            rows = sending.take(connection, held=self.held, most=BATCH_MAX)
            chosen = self._in_order(rows)
            if not chosen:
                return False
            sent = self._publish(chosen)
            crashpoints.reach("relay.after_publish")
            sending.delete(connection, sent)
            crashpoints.reach("relay.after_delete")
        crashpoints.reach("relay.after_commit")
        sent_total.labels(self.service).inc(len(sent))
        metrics.relay_batch.labels(self.service).observe(len(sent))
        return len(rows) == BATCH_MAX or len(chosen) < len(rows)

    def _turn(self) -> None:
        # The broker is greeted first: what is read from the outbox should not wait in a transaction for a connection.
        self.publisher.beat()
        more = self.send_batch()
        self._count()
        if not more and not self.stopping:
            self.waker.wait(POLL_SECONDS)

    def _in_order(self, rows: Sequence[Row]) -> list[Row]:
        """The rows that may travel together.

        Of a type that is not known to be heard, only one goes, as a probe, and nothing of the same aggregate follows it: if the
        probe comes back, a later event of the aggregate must not have gone ahead.
        """
        chosen: list[Row] = []
        probed: set[str] = set()
        uncertain: set[tuple[str, str]] = set()
        for row in rows:
            certain = row.type in self._heard or row.type in self.unheard
            goes = row.of not in uncertain and row.type not in probed
            if goes:
                chosen.append(row)
            if goes and not certain:
                probed.add(row.type)
            if not goes or not certain:
                uncertain.add(row.of)
        return chosen

    def _publish(self, rows: Sequence[Row]) -> list[Row]:
        """Publish the rows; returns those that reached a queue. The types of the others are held."""
        back: set[str] = set()
        try:
            self.publisher.publish([self._outgoing(row) for row in rows])
        except Unroutable as unroutable:
            back = {message.routing_key for message in unroutable.returned}
            returned = {message.message_id for message in unroutable.returned}
            rows = [row for row in rows if row.event_id not in returned]
        self._heard |= {row.type for row in rows}
        self._hold(back)
        return list(rows)

    def _hold(self, types: Collection[str]) -> None:
        for name in types:
            self._heard.discard(name)
            self._held_until[name] = time.monotonic() + HOLD_SECONDS
            unroutable_total.labels(self.service, name).inc()
            logger.error(
                "relay %s: nobody hears %s: its events stay in the outbox, tried again in %g s",
                self.service,
                name,
                HOLD_SECONDS,
            )

    def _outgoing(self, row: Row) -> Outgoing:
        return Outgoing(
            exchange=exchange_name(self.service),
            routing_key=row.type,
            body=row.body.encode(),
            message_id=row.event_id,
            headers=_headers(row),
            mandatory=row.type not in self.unheard,
        )

    def _opened(self, channel: object) -> None:
        # Whatever was known to be heard may have been undone while the broker was away.
        self._heard.clear()
        self._held_until.clear()
        declare_exchange(channel, self.service)

    def _count(self) -> None:
        if time.monotonic() - self._counted_at < COUNT_SECONDS:
            return
        with self.engine.connect() as connection:
            self.pending, self._oldest_seconds = sending.waiting(connection)
        self._counted_at = time.monotonic()

    def _failed(self, error: Exception) -> None:
        failures_total.labels(self.service, type(error).__name__).inc()
        if isinstance(error, MemoryError):
            logger.critical("relay %s: out of memory", self.service)
            self.stopping = True
            return
        # Only the kind of a database error is told: its text quotes rows.
        reason = type(error).__name__ if hasattr(error, "orig") else f"{type(error).__name__}: {error}"
        logger.warning("relay %s: nothing was marked sent, trying again: %s", self.service, reason)


def _headers(row: Row) -> dict[str, Any]:
    """The event's attributes; where its trace is recorded, what hears it hangs below the moment of sending."""
    headers: dict[str, Any] = orjson.loads(row.headers) | {"ce-sequence": str(row.position)}
    if "ce-traceparent" in headers:
        sent = telemetry.begin(
            f"send {row.type}", traceparent=headers["ce-traceparent"], correlation_id=headers.get("ce-correlationid")
        )
        sent.end()
        headers["ce-traceparent"] = sent.traceparent
    return headers


running: list[Relay] = []
"""The relays of this process."""


def relay_status() -> dict[str, Any]:
    """For the health page: per service whether the broker is there, how many rows wait and for how long, and which types nobody hears."""
    now = time.monotonic()
    return {
        relay.service: {
            "connected": relay.connected,
            "pending": relay.pending,
            "oldest_seconds": round(relay.oldest_seconds, 1),
            "held_types": relay.held,
            "turned_seconds_ago": round(now - relay.turned_at, 1),
        }
        for relay in running
    }
