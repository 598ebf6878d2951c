"""The one connection over which a process calls services, and the one thread that owns it."""

from __future__ import annotations

import logging
import os
import select
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import amqp

from chassis import broker, telemetry, wire
from chassis.topology import calls_name
from contracts.refused import Unavailable

logger = logging.getLogger(__name__)

WAITING_MAX = 2_000  # Calls not yet sent; one more is refused at once rather than late.
TICK_SECONDS = 1.0
READ_SECONDS = 1.0


@dataclass
class Pending:
    """One call that somebody waits for."""

    service: str
    asked: wire.Asked
    result: dict[str, Any] | None = None
    span: telemetry.Begun | None = None
    # A bare lock, held until the call is over: an Event is four objects, and this is made for every request.
    latch: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.latch.acquire()

    def wait(self) -> dict[str, Any] | None:
        """The answer as it travelled, or None when the deadline has passed or the connection was lost."""
        self.latch.acquire(timeout=max(0.0, self.asked.deadline - time.time()))
        return self.result

    def over(self, result: dict[str, Any] | None) -> None:
        """Wake who waits. Called once."""
        self.result = result
        self.latch.release()


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

    @property
    def usable(self) -> bool:
        """Is it this process's own, and does its thread live? Not after a fork, nor after what no thread survives."""
        return self.pid == os.getpid() and self._thread.is_alive()

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
                together = batch[start : start + wire.CALLS_MAX]
                for body, count in wire.written([pending.asked.to_wire() for pending in together]):
                    self._publish(channel, service, together[:count], body)
                    together = together[count:]

    def _publish(self, channel: Any, service: str, batch: list[Pending], body: bytes) -> None:
        self._out.update({pending.asked.id: pending for pending in batch})
        left_ms = max(1, int((max(pending.asked.deadline for pending in batch) - time.time()) * 1000))
        message = amqp.Message(
            body,
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
                pending.over(answer)

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
            pending.over(None)


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
