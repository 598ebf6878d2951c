"""Publishes batches with confirms awaited once: when `publish` returns, every message has been taken over and routed by the broker."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from amqp import Message

from chassis import guard
from chassis.broker import IO_TIMEOUT_SECONDS, channel_of, connect, farewell, hang_up, take

PERSISTENT = 2
GLANCE_SECONDS = 0.001


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message to be published. `mandatory`: it must reach at least one queue."""

    exchange: str
    routing_key: str
    body: bytes
    message_id: str | None
    headers: Mapping[str, Any] = field(default_factory=dict)
    content_type: str | None = "application/json"
    content_encoding: str | None = "utf-8"
    mandatory: bool = True


class NotSent(RuntimeError):
    """Nothing may be assumed about the batch beyond what the subclass says; publishing it again is right."""


class Unroutable(NotSent):
    """These messages reached no queue. The others of the batch were confirmed."""

    def __init__(self, returned: Sequence[Outgoing]) -> None:
        self.returned = tuple(returned)
        keys = sorted({f"{message.exchange or '(default)'} {message.routing_key}" for message in returned})
        super().__init__(f"nobody hears: {', '.join(keys)}")


class Nacked(NotSent):
    """The broker refused some of the batch, for example because a queue is full."""

    def __init__(self, count: int) -> None:
        super().__init__(f"the broker refused {count} of the batch")


class Blocked(NotSent):
    """The broker takes no messages at the moment: its memory or disk alarm is on."""


class Unconfirmed(NotSent):
    """The confirms did not arrive in time."""


@dataclass
class Publisher:
    """One connection with one confirming channel, opened when first needed; not for use by two threads at once.

    Any doubt drops the connection hard: a late confirm of this batch must never be taken for one of the next.
    """

    uri: str
    name: str = "publisher"
    on_open: Callable[[Any], None] | None = None
    timeout_seconds: float = IO_TIMEOUT_SECONDS
    _connection: Any = None
    _channel: Any = None
    _published: int = 0
    _pending: set[int] = field(default_factory=set)
    _refused: int = 0
    _returned: list[tuple[str, str, str | None]] = field(default_factory=list)

    @property
    def connected(self) -> bool:
        """Is there a connection that was in order when it was last used?"""
        return self._connection is not None

    def publish(self, batch: Sequence[Outgoing]) -> None:
        """Return when the broker has confirmed all of the batch. Raises NotSent or a connection's failure.

        After Unroutable and Nacked every message of the batch is accounted for, and the connection stays open.
        """
        guard.outside("publish")
        try:
            self.open()
            deadline = time.monotonic() + self.timeout_seconds
            for message in batch:
                self._send(message)
            self._await_confirms(deadline)
        except BaseException:
            self.drop()
            raise
        self._check(batch)

    def open(self) -> None:
        """Connect, unless connected."""
        if self._connection is not None:
            return
        try:
            self._connection = connect(self.uri, name=self.name, on_blocked=self._blocked)
            self._channel = channel = channel_of(self._connection)
            self._published, self._refused = 0, 0
            self._pending.clear()
            self._returned.clear()
            channel.confirm_select()
            channel.events["basic_ack"].add(self._acked)
            channel.events["basic_nack"].add(self._nacked)
            channel.events["basic_return"].add(self._came_back)
            if self.on_open is not None:
                self.on_open(channel)
        except BaseException:
            self.drop()
            raise

    def beat(self) -> None:
        """To be called every few seconds while idle: connects if need be, answers heartbeats, notices a dead broker."""
        try:
            self.open()
            while take(self._connection, wait_seconds=GLANCE_SECONDS):
                pass
            self._connection.heartbeat_tick()
        except BaseException:
            self.drop()
            raise

    def drop(self) -> None:
        """Give the connection up without a word."""
        connection, self._connection, self._channel = self._connection, None, None
        hang_up(connection)

    def close(self) -> None:
        """Close the connection properly; the publisher may be used again."""
        connection, self._connection, self._channel = self._connection, None, None
        farewell(connection)

    def _send(self, message: Outgoing) -> None:
        self._published += 1
        self._pending.add(self._published)
        properties = {
            "message_id": message.message_id,
            "content_type": message.content_type,
            "content_encoding": message.content_encoding,
            "application_headers": dict(message.headers),
            "delivery_mode": PERSISTENT,
        }
        carried = Message(message.body, **{name: value for name, value in properties.items() if value is not None})
        self._channel.basic_publish(carried, message.exchange, message.routing_key, mandatory=message.mandatory)

    def _await_confirms(self, deadline: float) -> None:
        while self._pending:
            left_seconds = deadline - time.monotonic()
            if left_seconds <= 0 or not take(self._connection, wait_seconds=left_seconds):
                message = f"{len(self._pending)} confirms missing after {self.timeout_seconds:g} s"
                raise Unconfirmed(message)

    def _check(self, batch: Sequence[Outgoing]) -> None:
        returned, self._returned = set(self._returned), []
        refused, self._refused = self._refused, 0
        if refused:
            raise Nacked(refused)
        if returned:
            raise Unroutable([one for one in batch if (one.exchange, one.routing_key, one.message_id) in returned])

    def _acked(self, tag: int, multiple: bool) -> None:
        if multiple:
            self._pending = {pending for pending in self._pending if pending > tag}
        else:
            self._pending.discard(tag)

    def _nacked(self, tag: int, multiple: bool) -> None:
        before = len(self._pending)
        self._acked(tag, multiple)
        self._refused += before - len(self._pending)

    def _came_back(self, _error: Exception, exchange: str, routing_key: str, message: Any) -> None:
        self._returned.append((exchange, routing_key, message.properties.get("message_id")))

    def _blocked(self, reason: str) -> None:
        raise Blocked(reason)
