"""Hears one event for one service: batches in one transaction, acknowledged after the commit, failures deferred one by one.

Nothing that can go wrong with a message, the database or the broker ends the service: a batch is held while the database is away, a
failing message comes back after growing delays and is then set aside, a lost connection is opened again and the inbox absorbs what the
broker delivers twice.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import eventlet
from nameko.extensions import Entrypoint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from chassis import dead, metrics, telemetry
from chassis.broker import Backoff, Failure, channel_of, connect, farewell, hang_up, take
from chassis.calls import Delivery
from chassis.deferral import Verdict, deferred, judge, lost_its_session, next_delay, set_aside
from chassis.envelope import Malformed, digest, opened
from chassis.publisher import Outgoing, Publisher
from chassis.queues import declare_queue, declare_retry
from chassis.topology import queue_name
from contracts.event import Event

logger = logging.getLogger(__name__)

RETRY_SECONDS = (1.0, 5.0, 30.0, 120.0, 600.0)
BATCH_MAX = 100
LINGER_SECONDS = 0.002
LOOK_SECONDS = 0.5  # How often an idle listener looks whether it shall stop.
SERVE_SECONDS = 1.0  # How often the connection is served while a batch is being worked on.
GLANCE_SECONDS = 0.001
BUSY_ATTEMPTS_MAX = 3
SESSIONS_MAX = 3  # So many database sessions may end under one piece of work while the database itself goes on.
EXIT_CODE = 70


class Abandoned(Exception):
    """The batch in hand is given up: not acknowledged, so the broker delivers it again."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A message and what it says."""

    message: Any
    delivery: Delivery


class Listener(Entrypoint):  # type: ignore[misc] # nameko is untyped
    """The entrypoint behind @reaction: calls the method with a list of deliveries; when it returns, all of it is committed.

    The method may be called again with the same deliveries, alone or in other company.
    """

    upkeep_seconds: ClassVar[float] = 60.0
    """How often bindings are declared again and innocent dead messages are returned."""

    def __init__(self, event: type[Event], *, batch_max: int = BATCH_MAX, **more: Any) -> None:
        self.event = event
        self.batch_max = batch_max
        self.stopping = False
        self.last_loop_at = time.monotonic()
        self._connection: Any = None
        self._thread: Any = None
        super().__init__(**more)

    @property
    def connected(self) -> bool:
        """Is the queue being listened to?"""
        return self._connection is not None

    def setup(self) -> None:
        """Called by nameko before the start."""
        self.queue = queue_name(self.container.service_name, self.event)
        self.uri = self.container.config["settings"].amqp_uri
        self.delays_seconds = retry_seconds()
        metrics.watch_listener(self)
        self._waiting: list[Any] = []
        self._upkept_at = float("-inf")
        self._backoff = Backoff()

    def start(self) -> None:
        """Called by nameko; returns at once, also while the broker is away."""
        self._thread = self.container.spawn_managed_thread(self._run, identifier=f"listener {self.queue}")

    def stop(self) -> None:
        """Let the batch in hand finish and be acknowledged, then close the connection."""
        self.stopping = True
        if self._thread is not None:
            self._thread.wait()

    def kill(self) -> None:
        """Drop everything; what was not acknowledged comes back."""
        self.stopping = True
        self._drop()

    def _run(self) -> None:
        while not self.stopping:
            try:
                self._open()
                self._listen()
            except MemoryError:
                logger.critical("listener %s: out of memory: ending the process", self.queue)
                os._exit(EXIT_CODE)
            except Exception as error:  # noqa: BLE001 - the last resort of a loop that must not end
                self._recover(error)
        connection, self._connection = self._connection, None
        farewell(connection)

    def _recover(self, error: Exception) -> None:
        self._drop()
        self.last_loop_at = time.monotonic()
        if not self.stopping:
            wait_seconds = self._backoff.next_seconds()
            _report(self.queue, error, wait_seconds)
            eventlet.sleep(wait_seconds)

    def _open(self) -> None:
        self._waiting.clear()
        connection = connect(self.uri, name=self.queue)
        try:
            self._channel = channel_of(connection)
            declare_queue(self._channel, self.container.service_name, self.event)
            self._channel.basic_qos(0, 2 * self.batch_max, False)
            self._channel.basic_consume(self.queue, callback=self._waiting.append)
        except BaseException:
            hang_up(connection)
            raise
        self._connection = connection

    def _listen(self) -> None:
        while not self.stopping:
            self.last_loop_at = time.monotonic()
            self._keep_up()
            self._gather()
            if self._waiting:
                batch = self._waiting[: self.batch_max]
                with metrics.batch(self.queue, len(batch)):
                    self._handle(batch)
                self._channel.basic_ack(batch[-1].delivery_tag, multiple=True)
                del self._waiting[: len(batch)]
                self._backoff.reset()
            self._connection.heartbeat_tick()

    def _gather(self) -> None:
        """Wait for a first message, then take what has already arrived."""
        if not self._waiting and not take(self._connection, wait_seconds=LOOK_SECONDS):
            self._backoff.reset()
            return
        while len(self._waiting) < self.batch_max and take(self._connection, wait_seconds=LINGER_SECONDS):
            pass

    def _handle(self, batch: Sequence[Any]) -> None:
        heard: list[Heard] = []
        leaving: list[Outgoing] = []
        for message in batch:
            try:
                heard.append(Heard(message=message, delivery=opened(message, self.event)))
            except Malformed as error:
                leaving.append(self._fate(message, error))
        leaving += self._react(heard)
        if leaving:
            self._send_away(leaving)
        metrics.settle(self.queue, len(batch), leaving)

    def _react(self, heard: Sequence[Heard]) -> list[Outgoing]:
        """Do the batch in one transaction, or else one by one; returns those that must leave the queue undone."""
        if not heard or self._attempt(heard) is None:
            return []
        failed = [(one, self._attempt([one])) for one in heard]
        return [self._fate(one.message, error) for one, error in failed if error is not None]

    def _attempt(self, heard: Sequence[Heard]) -> Exception | None:
        """Run the reaction; returns why it failed. Does not return while the database is away."""
        deliveries = [one.delivery for one in heard]
        backoff, busy, sessions = Backoff(), 0, 0
        while True:
            there = sessions == 0 or self._database_answers()
            error = self._call(deliveries)
            self.last_loop_at = time.monotonic()
            verdict = None if error is None else judge(error)
            if isinstance(error, MemoryError):
                raise error
            busy += verdict is Verdict.BUSY
            if verdict is not Verdict.OUTAGE and not (verdict is Verdict.BUSY and busy < BUSY_ATTEMPTS_MAX):
                return error
            # A message may itself be what ends the session it is handled in. Held for ever, it would stop the queue.
            sessions += there and error is not None and lost_its_session(error)
            if sessions >= SESSIONS_MAX:
                return error
            # In place rather than by reconnecting: each redelivery would count towards the limit after which the broker
            # takes a message for the killer of its consumers.
            logger.warning("listener %s: holding %d events: %s", self.queue, len(heard), type(error).__name__)
            self._hold(backoff.next_seconds())

    def _database_answers(self) -> bool:
        try:
            with self.container.transactions.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def _call(self, deliveries: list[Delivery]) -> Exception | None:
        """Run the method in a worker and keep the connection alive meanwhile; returns what the method raised."""
        done: Any = eventlet.event.Event()

        def handle_result(_context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            done.send(exc_info[1] if exc_info else None)
            return result, exc_info

        self.container.spawn_worker(self, (deliveries,), {}, handle_result=handle_result)
        lost: Exception | None = None
        while not done.ready():
            with eventlet.Timeout(SERVE_SECONDS, False):
                done.wait()
            if not done.ready() and lost is None:
                lost = self._served()
        if lost is not None:
            # Only now: had we reconnected at once, the batch would have been delivered again while it still ran.
            raise lost
        error: Exception | None = done.wait()
        return error

    def _hold(self, seconds: float) -> None:
        eventlet.sleep(seconds)
        self.last_loop_at = time.monotonic()
        lost = self._served()
        if self.stopping:
            raise Abandoned
        if lost is not None:
            raise lost

    def _served(self) -> Exception | None:
        """Take in what has arrived (prefetch bounds it) and answer heartbeats; returns why the connection is lost, if it is."""
        try:
            while take(self._connection, wait_seconds=GLANCE_SECONDS):
                pass
            self._connection.heartbeat_tick()
        except Exception as error:  # noqa: BLE001 - told to the caller, who decides when to raise it
            return error
        return None

    def _fate(self, message: Any, error: Exception) -> Outgoing:
        delay_seconds = next_delay(message, error, self.delays_seconds)
        if delay_seconds is None:
            aside = set_aside(message, self.queue, error)
            logger.error("listener %s: set aside %s: %s", self.queue, digest(message), aside.headers["x-reason"])
            return aside
        kind, place = type(error).__name__, telemetry.place_of(error)
        logger.warning(
            "listener %s: %s again in %g s: %s at %s", self.queue, digest(message), delay_seconds, kind, place
        )
        declare_retry(self._channel, self.queue, delay_seconds)
        return deferred(message, self.queue, error, delay_seconds)

    def _send_away(self, leaving: Sequence[Outgoing]) -> None:
        """Confirmed before the originals are acknowledged. Another connection: a broker in alarm stops reading from publishers."""
        publisher = Publisher(self.uri, name=f"{self.queue} deferring")
        try:
            publisher.publish(leaving)
        finally:
            publisher.close()

    def _keep_up(self) -> None:
        if time.monotonic() - self._upkept_at < self.upkeep_seconds:
            return
        self._upkept_at = time.monotonic()
        # A binding or exchange that somebody deleted would silence this queue without a word from the broker.
        waiting_dead = declare_queue(self._channel, self.container.service_name, self.event)
        metrics.show_queue(self._channel, self.queue, dead=waiting_dead)
        if waiting_dead:
            dead.return_innocents(self.uri, self.queue)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        hang_up(connection)


def retry_seconds() -> tuple[float, ...]:
    """The delays between attempts: RETRY_SECONDS from the environment ("0.2,0.5"), else the built-in ones."""
    given = os.environ.get("RETRY_SECONDS", "")
    return tuple(float(part) for part in given.split(",") if part) or RETRY_SECONDS


def _report(queue: str, error: Exception, wait_seconds: float) -> None:
    if isinstance(error, Failure):
        logger.warning("listener %s: connection lost (%s), again in %.1f s", queue, type(error).__name__, wait_seconds)
        return
    kind, place = type(error).__name__, telemetry.place_of(error)
    logger.error("listener %s: %s at %s, connecting again in %.1f s", queue, kind, place, wait_seconds)
