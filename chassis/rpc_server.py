"""The callee's side of calls: takes them from the service's queue, lets them wait in lanes, runs what may go together, answers in batches.

Malformed messages are set aside (hash and reason in the log, never the body); calls whose caller has given up are not begun; an answer is sent
before its message is acknowledged, so that a death in between is answered again from the stored answer.
"""

from __future__ import annotations

import functools
import logging
import time
from typing import Any

import eventlet
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, SharedExtension

from chassis import broker, crashpoints, telemetry, wire
from chassis.actor import TokenVerifier
from chassis.answering import Answer, AnswerLine, Held
from chassis.calls import Call, Outcome
from chassis.cause import Cause
from chassis.doors import RequestDoor, unexpected
from chassis.lanes import Lane, Waiting, limits_of
from chassis.topology import calls_name, dead_name
from contracts.refused import NotFound, Refused

logger = logging.getLogger(__name__)

PREFETCH = 64
NAME_MAX = 256  # AMQP's own limit for a queue's name.
QUARANTINE_MAX = 1_000  # Malformed messages kept for a look; the oldest go first.
QUARANTINE_MS = 7 * 24 * 3600 * 1000
BACK_OFF_SECONDS = (0.2, 2.0)


class UnknownMethod(NotFound):
    """The service has no such entrypoint."""

    code = "unknown-method"
    zh = "服务没有这个功能。"
    en = "The service has no such method."


class CallServer(SharedExtension):  # type: ignore[misc] # nameko is untyped
    """One per service process; every Callee registers its method here."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.callees: dict[str, Callee] = {}
        self.stopping = False
        self.thread: Any = None
        self.line: AnswerLine | None = None
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
        line = AnswerLine(connection, broker.channel_of(connection), dead_name(calls_name(service)))
        writer = None
        try:
            tag = self._declare(line, service)
            self.line = line
            writer = eventlet.spawn(line.write)
            while not self.stopping and not line.broken:
                broker.take(connection, wait_seconds=0.25)
            self._drain(line, tag)
        finally:
            self.line = None
            line.outgoing.put(None)
            if writer is not None:
                writer.wait()
            broker.farewell(connection)

    def _declare(self, line: AnswerLine, service: str) -> str:
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

    def _drain(self, line: AnswerLine, tag: str) -> None:
        if line.broken:
            return
        line.channel.basic_cancel(tag)
        while self.running and not line.broken:
            broker.take(line.connection, wait_seconds=0.05)

    def _arrived(self, line: AnswerLine, message: Any) -> None:
        try:
            reply_to, asked = _read(message)
        except wire.Malformed as reason:
            line.set_aside(message.delivery_tag, _bytes(message.body), str(reason))
            return
        held = Held(message.delivery_tag, reply_to, line, len(asked))
        self.running += len(asked)
        size = len(message.body) // len(asked)
        for callee in {found for each in asked if (found := self._queue(held, each, size)) is not None}:
            # Later: what else has already arrived may go together with these.
            eventlet.spawn_n(self._begin, callee)

    def _queue(self, held: Held, asked: wire.Asked, size: int) -> Callee | None:
        """Let a call wait in its method's lane; None if it has its answer already."""
        if asked.deadline <= time.time():
            self._expired(held)
            return None
        callee = self.callees.get(asked.method)
        try:
            if callee is None:
                raise UnknownMethod
            call = self._call(asked)
        except Refused as refusal:
            self._finish(held, {"id": asked.id, "refusal": refusal.to_wire()})
            return None
        callee.lane.waiting.append(Waiting(call=call, call_id=asked.id, held=held, size=size))
        return callee

    def _begin(self, callee: Callee) -> None:
        lane = callee.lane
        while lane.may_go:
            batch = []
            for one in lane.take():
                if one.call.deadline <= time.time():
                    self._expired(one.held)
                else:
                    batch.append(one)
            if batch:
                self._spawn(callee, batch)

    def _spawn(self, callee: Callee, batch: list[Waiting]) -> None:
        callee.lane.at_work += 1
        telemetry.batch_sizes.labels(callee.method_name).observe(len(batch))
        done = functools.partial(self._done, callee, batch, time.monotonic())
        try:
            self.container.spawn_worker(callee, ([one.call for one in batch],), {}, handle_result=done)
        except ContainerBeingKilled:
            self.running -= len(batch)

    def _expired(self, held: Held) -> None:
        telemetry.expired_calls.inc()
        self._finish(held, None)

    def _call(self, asked: wire.Asked) -> Call:
        return Call(
            method=asked.method,
            body=asked.body,
            actor=self.verifier.verify(asked.token),
            cause=Cause(correlation_id=asked.correlation_id, traceparent=asked.traceparent),
            key=asked.key,
            if_version=asked.if_version,
            deadline=asked.deadline,
        )

    def _done(
        self,
        callee: Callee,
        batch: list[Waiting],
        began: float,
        context: Any,
        outcomes: list[Outcome] | None,
        error: Any,
    ) -> Any:
        del context
        callee.lane.at_work -= 1
        if callee.lane.may_go:
            eventlet.spawn_n(self._begin, callee)
        if outcomes is None:
            outcomes = [Outcome.refused(unexpected(error[1]))] * len(batch)
        seconds = time.monotonic() - began
        crashpoints.reach("call.before_reply")
        for one, outcome in zip(batch, outcomes, strict=True):
            self._told(one, outcome, seconds)
        return None, None

    def _told(self, one: Waiting, outcome: Outcome, seconds: float) -> None:
        method = one.call.method
        telemetry.call_seconds.labels(method).observe(seconds)
        telemetry.calls.labels(method, (outcome.refusal or {}).get("code", "ok")).inc()
        answer = {"answer": outcome.answer, "refusal": outcome.refusal, "replayed": outcome.replayed}
        self._finish(one.held, {"id": one.call_id, **answer})

    def _finish(self, held: Held, answer: dict[str, Any] | None) -> None:
        self.running -= 1
        held.left -= 1
        held.line.outgoing.put(Answer(held, answer, last=held.left == 0))


class Callee(Entrypoint):  # type: ignore[misc] # nameko is untyped
    """Makes a method answer the calls that name it."""

    server = CallServer()

    def __init__(self, door: RequestDoor, **more: Any) -> None:
        self.door = door
        self.lane = Lane(limits_of(door))
        super().__init__(**more)

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


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
