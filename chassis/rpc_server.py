"""The callee's side of calls: takes them from the service's queue, runs each in its own transaction, answers in batches.

Malformed messages are set aside (hash and reason in the log, never the body); calls whose caller has given up are not begun; an answer is sent
before its message is acknowledged, so that a death in between is answered again from the stored answer.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import amqp
import eventlet
from eventlet.queue import LightQueue
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, SharedExtension
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis import broker, crashpoints, telemetry, wire
from chassis.actor import TokenVerifier
from chassis.calls import Call, Outcome
from chassis.cause import Cause
from chassis.topology import calls_name, dead_name
from contracts.refused import Broken, NotFound, Refused, Unavailable

logger = logging.getLogger(__name__)

PREFETCH = 64
NAME_MAX = 256  # AMQP's own limit for a queue's name.
QUARANTINE_MAX = 1_000  # Malformed messages kept for a look; the oldest go first.
QUARANTINE_MS = 7 * 24 * 3600 * 1000
BACK_OFF_SECONDS = (0.2, 2.0)
TICK_SECONDS = 5.0


class UnknownMethod(NotFound):
    """The service has no such entrypoint."""

    code = "unknown-method"
    zh = "服务没有这个功能。"
    en = "The service has no such method."


@dataclass
class Message:
    """One message in hand: answered and acknowledged when all of its calls are done."""

    tag: int
    reply_to: str
    line: Line
    left: int


@dataclass
class Line:
    """One connection to the broker. Only the writer's greenlet writes on it, only the reader's reads."""

    connection: Any
    channel: Any
    outgoing: LightQueue = field(default_factory=LightQueue)
    broken: bool = False


class CallServer(SharedExtension):  # type: ignore[misc] # nameko is untyped
    """One per service process; every Callee registers its method here."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.callees: dict[str, Callee] = {}
        self.stopping = False
        self.thread: Any = None
        self.line: Line | None = None
        self.running = 0

    def setup(self) -> None:
        """Read what is needed; called by nameko before anything starts."""
        settings = self.container.config["settings"]
        self.uri = settings.amqp_uri
        self.verifier = TokenVerifier(public_key=settings.actor_public_key, audience=settings.service)

    def start(self) -> None:
        """Begin to take calls."""
        if self.thread is None:
            self.thread = self.container.spawn_managed_thread(self._run, identifier="calls")

    def stop(self) -> None:
        """Take no more calls, finish and answer those in hand, close."""
        if self.stopping:
            return
        self.stopping = True
        if self.thread is not None:
            self.thread.wait()

    def kill(self) -> None:
        """Stop at once."""
        self.stopping = True

    def _run(self) -> None:
        delay = BACK_OFF_SECONDS[0]
        while not self.stopping:
            try:
                self._serve()
                delay = BACK_OFF_SECONDS[0]
            except broker.Failure as error:
                logger.warning("calls: lost the broker (%s); again in %.1f s", type(error).__name__, delay)
            except Exception:
                logger.exception("calls: unexpected failure; again in %.1f s", delay)
            if not self.stopping:
                eventlet.sleep(delay)
                delay = min(delay * 2, BACK_OFF_SECONDS[1])

    def _serve(self) -> None:
        service = self.container.service_name
        connection = broker.connect(self.uri, name=f"{service} calls")
        line = Line(connection, broker.channel_of(connection))
        writer = None
        try:
            tag = self._declare(line, service)
            self.line = line
            writer = eventlet.spawn(self._write, line)
            while not self.stopping and not line.broken:
                broker.take(connection, wait_seconds=0.25)
            self._drain(line, tag)
        finally:
            self.line = None
            line.outgoing.put(None)
            if writer is not None:
                writer.wait()
            broker.farewell(connection)

    def _declare(self, line: Line, service: str) -> str:
        queue = calls_name(service)
        channel = line.channel
        channel.queue_declare(
            dead_name(queue),
            durable=True,
            auto_delete=False,
            arguments={"x-max-length": QUARANTINE_MAX, "x-message-ttl": QUARANTINE_MS},
        )
        # Gone when the last process of the service is gone: a caller then learns at once that nobody is there,
        # and no call can run long after everybody has forgotten it.
        channel.queue_declare(queue, durable=False, auto_delete=True)
        channel.basic_qos(0, PREFETCH, False)
        return str(channel.basic_consume(queue, callback=functools.partial(self._arrived, line)))

    def _drain(self, line: Line, tag: str) -> None:
        if line.broken:
            return
        line.channel.basic_cancel(tag)
        while self.running and not line.broken:
            broker.take(line.connection, wait_seconds=0.05)

    def _arrived(self, line: Line, message: Any) -> None:
        try:
            reply_to, asked = _read(message)
        except wire.Malformed as reason:
            self._quarantine(line, message, str(reason))
            return
        held = Message(message.delivery_tag, reply_to, line, len(asked))
        for call in asked:
            self.running += 1
            eventlet.spawn_n(self._begin, held, call)

    def _quarantine(self, line: Line, message: Any, reason: str) -> None:
        body = _bytes(message.body)
        digest = hashlib.sha256(body).hexdigest()
        telemetry.malformed_calls.inc()
        logger.warning("calls: set aside a malformed message (%s), sha256 %s", reason, digest)
        line.outgoing.put(("quarantine", message.delivery_tag, body, {"x-reason": reason, "x-sha256": digest}))

    def _begin(self, held: Message, asked: wire.Asked) -> None:
        if asked.deadline <= time.time():
            telemetry.expired_calls.inc()
            self._finish(held, None)
            return
        callee = self.callees.get(asked.method)
        try:
            if callee is None:
                raise UnknownMethod
            call = self._call(asked)
        except Refused as refusal:
            self._finish(held, {"id": asked.id, "refusal": refusal.to_wire()})
            return
        done = functools.partial(self._done, held, asked, time.monotonic())
        try:
            self.container.spawn_worker(callee, (call,), {}, handle_result=done)
        except ContainerBeingKilled:
            self.running -= 1

    def _call(self, asked: wire.Asked) -> Call:
        return Call(
            method=asked.method,
            body=asked.body,
            actor=self.verifier.verify(asked.token),
            cause=Cause(correlation_id=asked.correlation_id, traceparent=asked.traceparent),
            key=asked.key,
            if_version=asked.if_version,
        )

    def _done(
        self, held: Message, asked: wire.Asked, began: float, context: Any, outcome: Outcome | None, error: Any
    ) -> Any:
        del context
        telemetry.call_seconds.labels(asked.method).observe(time.monotonic() - began)
        if error is not None:
            outcome = Outcome.refused(_refusal_for(error[1]))
        assert outcome is not None  # noqa: S101 - a door always returns one
        telemetry.calls.labels(asked.method, (outcome.refusal or {}).get("code", "ok")).inc()
        crashpoints.reach("call.before_reply")
        self._finish(
            held, {"id": asked.id, "answer": outcome.answer, "refusal": outcome.refusal, "replayed": outcome.replayed}
        )
        return None, None

    def _finish(self, held: Message, answer: dict[str, Any] | None) -> None:
        self.running -= 1
        held.left -= 1
        held.line.outgoing.put(("answer", held, answer, held.left == 0))

    def _write(self, line: Line) -> None:
        """Send what is there: one message per caller, then the acknowledgements; heartbeats when there is nothing."""
        try:
            while True:
                try:
                    items = [line.outgoing.get(timeout=TICK_SECONDS)]
                except eventlet.queue.Empty:
                    line.connection.heartbeat_tick()
                    continue
                while not line.outgoing.empty():
                    items.append(line.outgoing.get())
                self._send(line, [item for item in items if item is not None])
                if None in items:
                    return
                line.connection.heartbeat_tick()
        except broker.Failure as error:
            logger.warning("calls: could not answer (%s); callers ask again with the same key", type(error).__name__)
            line.broken = True

    def _send(self, line: Line, items: list[Any]) -> None:
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for item in items:
            if item[0] == "answer" and item[2] is not None:
                groups[item[1].reply_to].append(item[2])
            elif item[0] == "quarantine":
                dead = dead_name(calls_name(self.container.service_name))
                line.channel.basic_publish(
                    amqp.Message(item[2], application_headers=item[3], delivery_mode=2), "", dead
                )
        for reply_to, answers in groups.items():
            line.channel.basic_publish(
                amqp.Message(wire.written(answers), content_type=wire.CONTENT_TYPE), "", reply_to
            )
        crashpoints.reach("call.after_reply")
        for item in items:
            if item[0] == "quarantine":
                line.channel.basic_ack(item[1])
            elif item[3]:
                line.channel.basic_ack(item[1].tag)


class Callee(Entrypoint):  # type: ignore[misc] # nameko is untyped
    """Makes a method answer the calls that name it."""

    server = CallServer()

    def setup(self) -> None:
        """Register with the process's server."""
        self.server.callees[self.method_name] = self

    def stop(self) -> None:
        """Stop taking calls; the first of a service's methods to be stopped stops the server for all."""
        self.server.stop()


def _read(message: Any) -> tuple[str, list[wire.Asked]]:
    reply_to = message.properties.get("reply_to")
    if not isinstance(reply_to, str) or not 0 < len(reply_to) < NAME_MAX:
        raise wire.Malformed("no reply_to")
    if message.properties.get("content_type") != wire.CONTENT_TYPE:
        raise wire.Malformed("wrong content type")
    return reply_to, wire.calls(_bytes(message.body))


def _refusal_for(error: BaseException) -> Refused:
    """An answer for what nobody expected: the log knows more, the caller gets no inside."""
    logger.error("calls: unexpected %s at %s", type(error).__name__, telemetry.place_of(error))
    transient = isinstance(error, PoolTimeout) or (isinstance(error, DBAPIError) and error.connection_invalidated)
    return Unavailable() if transient or type(error).__name__ == "OperationalError" else Broken()


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
