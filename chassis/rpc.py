"""The caller's side of calls: one connection per process, every call with a deadline, calls that wait together travel together.

One thread owns the connection. Request threads hand it their call and wait on a latch of their own; it sends whatever is waiting as one message
per service, so that batches form by load and nothing waits at rest. A time-out means that the outcome is unknown: ask again with the same key.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import amqp

from chassis import broker, guard, telemetry, wire
from chassis.actor import Actor, TokenSigner
from chassis.cause import Cause
from chassis.ids import new_id
from chassis.topology import calls_name
from contracts import shape
from contracts.refused import Refused, Unavailable
from contracts.request import Request

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 3.0
WAITING_MAX = 2_000  # Calls not yet sent; one more is refused at once rather than late.
TOKEN_REUSE_SECONDS = 120  # A token may be used again this long: signing costs more than sending.
TICK_SECONDS = 1.0
READ_SECONDS = 1.0


class RefusedRemotely(Refused):
    """The service said no; `wire` is its refusal as it travelled (code, kind, zh, en, details)."""

    def __init__(self, refusal: dict[str, Any]) -> None:
        self.wire = refusal
        super().__init__(**(refusal.get("details") or {}))

    def __str__(self) -> str:
        return f"{self.wire['code']}: {self.wire['en']}"

    def to_wire(self) -> dict[str, Any]:
        """The refusal, unchanged."""
        return self.wire


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer, JSON-ready; `replayed` if it was stored under the key before."""

    answer: dict[str, Any]
    replayed: bool = False


@dataclass
class Pending:
    """One call that somebody waits for."""

    service: str
    asked: wire.Asked
    latch: threading.Event = field(default_factory=threading.Event)
    result: dict[str, Any] | None = None

    def wait(self) -> dict[str, Any] | None:
        """The answer as it travelled, or None when the deadline has passed or the connection was lost."""
        self.latch.wait(max(0.0, self.asked.deadline - time.time()))
        return self.result


@dataclass
class Caller:
    """Calls services. Thread-safe; connects at the first call, and again in a forked child."""

    amqp_uri: str
    signer: TokenSigner
    _line: Line | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _tokens: dict[tuple[Actor, str], tuple[float, str]] = field(default_factory=dict)

    def call(
        self,
        request: Request[Any],
        actor: Actor,
        *,
        key: str | None = None,
        if_version: int | None = None,
        cause: Cause | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> Reply:
        """Ask and wait. Raises RefusedRemotely, or Unavailable when the outcome is unknown (ask again with the same key)."""
        guard.outside("a call")
        pending = self._begin(
            request, actor, key=key, if_version=if_version, cause=cause, timeout_seconds=timeout_seconds
        )
        return self._end(pending)

    def call_many(
        self,
        requests: Mapping[str, Request[Any]],
        actor: Actor,
        *,
        cause: Cause | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> dict[str, Reply | Refused]:
        """Ask several services at once; each part is a Reply, or the Refused that came instead."""
        guard.outside("a call")
        begun = {
            name: self._begin(request, actor, key=None, if_version=None, cause=cause, timeout_seconds=timeout_seconds)
            for name, request in requests.items()
        }
        replies: dict[str, Reply | Refused] = {}
        for name, pending in begun.items():
            try:
                replies[name] = self._end(pending)
            except Refused as refusal:
                replies[name] = refusal
        return replies

    @property
    def connected(self) -> bool:
        """Is there a live connection to the broker?"""
        return self._own_line().connected

    def close(self) -> None:
        """End the connection; calls in flight become Unavailable."""
        if self._line is not None:
            self._line.close()

    def _begin(
        self,
        request: Request[Any],
        actor: Actor,
        *,
        key: str | None,
        if_version: int | None,
        cause: Cause | None,
        timeout_seconds: float,
    ) -> Pending:
        cause = cause or Cause()
        asked = wire.Asked(
            id=new_id("cal"),
            method=request.method(),
            body=shape.dump(request),
            token=self._token(actor, request.service),
            deadline=time.time() + timeout_seconds,
            correlation_id=cause.correlation_id,
            key=key,
            if_version=if_version,
            traceparent=cause.traceparent,
        )
        pending = Pending(request.service, asked)
        self._own_line().put(pending)
        return pending

    def _end(self, pending: Pending) -> Reply:
        result = pending.wait()
        if result is None:
            self._own_line().forget(pending)
            raise Unavailable
        if result.get("refusal") is not None:
            raise RefusedRemotely(result["refusal"])
        return Reply(answer=result["answer"], replayed=bool(result.get("replayed")))

    def _token(self, actor: Actor, service: str) -> str:
        now = time.monotonic()
        known = self._tokens.get((actor, service))
        if known is not None and known[0] > now:
            return known[1]
        if len(self._tokens) > WAITING_MAX:
            self._tokens.clear()
        token = self.signer.sign(actor, audience=service)
        self._tokens[actor, service] = (now + TOKEN_REUSE_SECONDS, token)
        return token

    def _own_line(self) -> Line:
        line = self._line
        if line is None or line.pid != os.getpid():
            with self._lock:
                line = self._line
                if line is None or line.pid != os.getpid():
                    self._line = line = Line(self.amqp_uri)
        return line


class Line:
    """The connection and the one thread that owns it."""

    def __init__(self, amqp_uri: str) -> None:
        self.uri = amqp_uri
        self.pid = os.getpid()
        self.connected = False
        self._waiting: deque[Pending] = deque()
        self._out: dict[str, Pending] = {}
        self._closing = False
        self._woken = False
        self._reply_to = ""
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        self._thread = threading.Thread(target=self._run, daemon=True, name="calls")
        self._thread.start()

    def put(self, pending: Pending) -> None:
        """Hand a call over for sending."""
        if len(self._waiting) >= WAITING_MAX:
            raise Unavailable
        self._waiting.append(pending)
        self._wake()

    def forget(self, pending: Pending) -> None:
        """Nobody waits for it any more."""
        self._out.pop(pending.asked.id, None)

    def close(self) -> None:
        """End the thread and the connection."""
        self._closing = True
        self._wake()
        self._thread.join(timeout=5)

    def _wake(self) -> None:
        # A lost race only rings the bell twice.
        if not self._woken:
            self._woken = True
            self._bell.send(b"\0")

    def _run(self) -> None:
        backoff = broker.Backoff()
        while not self._closing:
            connection = None
            try:
                connection = broker.connect(self.uri, name="gateway calls")
                channel = self._open(connection)
                self.connected = True
                backoff.reset()
                self._loop(connection, channel)
            except broker.Failure as error:
                logger.warning("calls: no connection to the broker (%s)", type(error).__name__)
            except Exception:
                logger.exception("calls: unexpected failure; connecting again")
            finally:
                self.connected = False
                broker.hang_up(connection)
                self._give_up()
            if not self._closing:
                time.sleep(backoff.next_seconds())

    def _open(self, connection: Any) -> Any:
        channel = broker.channel_of(connection)
        self._reply_to = channel.queue_declare("", exclusive=True, auto_delete=True).queue
        channel.basic_consume(self._reply_to, callback=self._answered, no_ack=True)
        channel.events["basic_return"].add(self._returned)
        return channel

    def _loop(self, connection: Any, channel: Any) -> None:
        wire_socket = connection.transport.sock
        ticked = time.monotonic()
        while not self._closing:
            self._send(channel)
            readable, _, _ = select.select([wire_socket, self._ear], [], [], TICK_SECONDS)
            if self._ear in readable:
                self._ear.recv(4096)
                self._woken = False
            while wire_socket in readable:
                broker.take(connection, wait_seconds=READ_SECONDS)
                readable, _, _ = select.select([wire_socket], [], [], 0)
            if time.monotonic() - ticked >= TICK_SECONDS:
                ticked = time.monotonic()
                connection.heartbeat_tick()

    def _send(self, channel: Any) -> None:
        groups: dict[str, list[Pending]] = {}
        now = time.time()
        while self._waiting:
            pending = self._waiting.popleft()
            if pending.asked.deadline > now:
                groups.setdefault(pending.service, []).append(pending)
        for service, batch in groups.items():
            for start in range(0, len(batch), wire.CALLS_MAX):
                self._publish(channel, service, batch[start : start + wire.CALLS_MAX])

    def _publish(self, channel: Any, service: str, batch: list[Pending]) -> None:
        self._out.update({pending.asked.id: pending for pending in batch})
        left_ms = max(1, int((max(pending.asked.deadline for pending in batch) - time.time()) * 1000))
        message = amqp.Message(
            wire.written([pending.asked.to_wire() for pending in batch]),
            content_type=wire.CONTENT_TYPE,
            reply_to=self._reply_to,
            # Expires with the last of its callers: a dead call never runs later.
            expiration=str(left_ms),
            correlation_id=",".join(pending.asked.id for pending in batch[:4]),
            message_id=batch[0].asked.id,
            delivery_mode=1,
        )
        # Mandatory: a service of which no process runs has no queue, and the callers hear so at once.
        channel.basic_publish(message, "", calls_name(service), mandatory=True)

    def _answered(self, message: Any) -> None:
        for answer in wire.answers(_bytes(message.body)):
            pending = self._out.pop(answer["id"], None)
            if pending is not None:
                pending.result = answer
                pending.latch.set()

    def _returned(self, *returned: Any) -> None:
        message = returned[-1]
        try:
            gone = wire.calls(_bytes(message.body))
        except wire.Malformed:
            return
        telemetry.unreachable_calls.inc(len(gone))
        for asked in gone:
            self._release(asked.id)

    def _give_up(self) -> None:
        for call_id in list(self._out):
            self._release(call_id)

    def _release(self, call_id: str) -> None:
        pending = self._out.pop(call_id, None)
        if pending is not None:
            pending.latch.set()


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
