"""How connections to the broker are opened, kept alive and dropped; every wait on the wire has an end.

Everything here works in monkey-patched processes (services) and in plain ones (the relay) alike.
"""

from __future__ import annotations

import errno
import logging
import random
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import amqp
from amqp.exceptions import AMQPError, FrameSyntaxError
from kombu.utils.url import parse_url

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT_SECONDS = 5.0
IO_TIMEOUT_SECONDS = 8.0  # The longest a write, or a wait for the broker's answer, may take.
FAREWELL_TIMEOUT_SECONDS = 2.0
HEARTBEAT_SECONDS = 10
LOOK_SECONDS = 5.0  # How often the wait for an absent broker says so.

# A peer that vanished without a word is found out within half a minute, not the two hours of the kernel's defaults.
SOCKET_SETTINGS = {
    socket.TCP_NODELAY: 1,
    socket.TCP_KEEPIDLE: 10,
    socket.TCP_KEEPINTVL: 5,
    socket.TCP_KEEPCNT: 3,
    socket.TCP_USER_TIMEOUT: 15_000,
}

UNREADABLE = "unreadable"
"""The attribute that marks a message whose properties could not be decoded."""

Failure = (OSError, AMQPError)
"""What a broken or refusing connection raises."""


class BrokerAbsent(RuntimeError):
    """Nobody answered as a broker within the time allowed."""


def connect(uri: str, *, name: str = "", on_blocked: Callable[[str], None] | None = None) -> Any:
    """An open connection. `name` is what the broker's operator sees; `on_blocked` is told when the broker stops taking messages.

    Raises one of `Failure` after at most a few times CONNECT_TIMEOUT_SECONDS.
    """
    parts = parse_url(uri)
    connection = amqp.Connection(
        host=_host_and_port(parts),
        userid=parts["userid"] or "guest",
        password=parts["password"] or "guest",
        login_method="PLAIN",
        virtual_host=parts["virtual_host"] or "/",
        ssl=_tls(uri, parts["hostname"]),
        heartbeat=HEARTBEAT_SECONDS,
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_settings=SOCKET_SETTINGS,
        client_properties={"connection_name": name},
        on_blocked=on_blocked,
    )
    # Who may be told of alarms reads what has arrived before every publish. Where one greenlet answers and another listens that would
    # be a second reader, and a frame of which each has taken a half leaves the connection deaf.
    connection.negotiate_capabilities = connection.negotiate_capabilities | {
        "connection.blocked": on_blocked is not None
    }
    connection.connect()
    # A timeout on the socket itself, because the library waits for ever wherever it is not told otherwise:
    # opening a channel, declaring, and the polite close of a connection that the broker has blocked.
    connection.transport.sock.settimeout(IO_TIMEOUT_SECONDS)
    return connection


def where(uri: str) -> str:
    """The broker's address for logs: without user and password."""
    parts = parse_url(uri)
    return f"{_host_and_port(parts)}/{parts['virtual_host'] or ''}"


def channel_of(connection: Any) -> Any:
    """A new channel that leaves message bodies as the bytes they are."""
    channel = connection.channel()
    channel.auto_decode = False
    return channel


def take(connection: Any, *, wait_seconds: float) -> bool:
    """Let one thing that arrives reach its callback; False if nothing came within the time."""
    try:
        connection.drain_events(timeout=wait_seconds)
    except TimeoutError as error:
        # The kernel reports a dead peer with the same class; only that one has an errno.
        if error.errno == errno.ETIMEDOUT:
            raise
        return False
    return True


def hang_up(connection: Any | None) -> None:
    """Drop the connection at once: a polite close would wait for an answer that a blocked or dead broker never gives."""
    if connection is None:
        return
    try:
        connection.collect()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is given up
        logger.debug("hanging up: %s", type(error).__name__)


def farewell(connection: Any | None) -> None:
    """Close the connection politely, within FAREWELL_TIMEOUT_SECONDS, or drop it."""
    if connection is None:
        return
    try:
        connection.transport.sock.settimeout(FAREWELL_TIMEOUT_SECONDS)
        connection.close()
    except Exception as error:  # noqa: BLE001 - it is closed either way
        logger.debug("closing: %s", type(error).__name__)
        hang_up(connection)


@dataclass
class Backoff:
    """How long to wait before trying again: doubling, capped low so that the return of a broker is noticed soon, with jitter."""

    first_seconds: float = 0.2
    most_seconds: float = 2.0
    turn: int = 0

    def next_seconds(self) -> float:
        """The next wait; longer each time until `reset`."""
        longest = min(self.most_seconds, self.first_seconds * 2.0**self.turn)
        self.turn = min(self.turn + 1, 16)
        return random.uniform(longest / 2, longest)  # noqa: S311 - jitter, not a secret

    def reset(self) -> None:
        """It worked: start small again."""
        self.turn = 0


def wait_for_broker(uri: str, *, deadline_seconds: float, sleep: Callable[[float], None] = time.sleep) -> None:
    """Return once a broker has completed a handshake; raises BrokerAbsent after the deadline. Says in the log whom it waits for."""
    backoff, started, said_at = Backoff(), time.monotonic(), -LOOK_SECONDS
    while True:
        try:
            farewell(connect(uri, name="handshake"))
        except Failure as error:
            waited = time.monotonic() - started
            if waited > deadline_seconds:
                message = f"no broker at {where(uri)} after {waited:.0f} s: {type(error).__name__}: {error}"
                raise BrokerAbsent(message) from error
            if waited - said_at >= LOOK_SECONDS:
                said_at = waited
                logger.warning("waiting for the broker at %s: %s: %s", where(uri), type(error).__name__, error)
            sleep(backoff.next_seconds())
        else:
            return


def _host_and_port(parts: dict[str, Any]) -> str:
    host = parts["hostname"] or "localhost"
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{parts['port'] or 5672}"


def _tls(uri: str, host: str) -> Any:
    if not uri.startswith("amqps:"):
        return False
    return {"context": {"check_hostname": True}, "server_hostname": host}


def _load_whatever_comes(self: Any, class_id: int, buf: bytes, offset: int) -> int:
    """Read a message's properties; mark the message instead of raising where they are no valid AMQP.

    The library decodes them while it reads frames: one message with a broken byte in its id would otherwise end the
    connection every time it is delivered, and take its prefetched neighbours with it.
    """
    try:
        return int(_load_properties(self, class_id, buf, offset))
    except (UnicodeDecodeError, FrameSyntaxError, struct.error, IndexError, KeyError, ValueError, OverflowError):
        self.properties = {}
        setattr(self, UNREADABLE, True)
        return len(buf)


_load_properties = amqp.basic_message.Message._load_properties  # noqa: SLF001 - see _load_whatever_comes
amqp.basic_message.Message._load_properties = _load_whatever_comes  # noqa: SLF001
