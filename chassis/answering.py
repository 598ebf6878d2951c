"""The callee's writing side: answers grouped by caller, what is no call set aside, acknowledgements after the answers."""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import amqp
import eventlet
from eventlet.queue import LightQueue

from chassis import broker, crashpoints, telemetry, wire

logger = logging.getLogger(__name__)

TICK_SECONDS = 5.0


@dataclass
class Held:
    """One message in hand: acknowledged when all of its calls are done. `left` counts those that are not."""

    tag: int
    reply_to: str
    line: AnswerLine
    left: int


@dataclass(frozen=True)
class Answer:
    """What one call gets; None: nobody waits for it. `last`: with it the message is done."""

    held: Held
    answer: dict[str, Any] | None
    last: bool


@dataclass(frozen=True, kw_only=True)
class Malformed:
    """A message that was no list of calls."""

    tag: int
    body: bytes
    headers: dict[str, str]


@dataclass
class AnswerLine:
    """One connection to the broker. Only the greenlet of `write` writes on it, only the server's reads."""

    connection: Any
    channel: Any
    dead: str
    outgoing: LightQueue = field(default_factory=LightQueue)
    broken: bool = False

    def set_aside(self, tag: int, body: bytes, reason: str) -> None:
        """Keep a malformed message for a look; the log gets its hash, never what it holds."""
        digest = hashlib.sha256(body).hexdigest()
        telemetry.malformed_calls.inc()
        logger.warning("calls: set aside a malformed message (%s), sha256 %s", reason, digest)
        self.outgoing.put(Malformed(tag=tag, body=body, headers={"x-reason": reason, "x-sha256": digest}))

    def write(self) -> None:
        """Send what is there until a None comes: one message per caller, then the acknowledgements; heartbeats when there is nothing."""
        try:
            while True:
                try:
                    items = [self.outgoing.get(timeout=TICK_SECONDS)]
                except eventlet.queue.Empty:
                    self.connection.heartbeat_tick()
                    continue
                while not self.outgoing.empty():
                    items.append(self.outgoing.get())
                self._send([item for item in items if item is not None])
                if None in items:
                    return
                self.connection.heartbeat_tick()
        except broker.Failure as error:
            logger.warning("calls: could not answer (%s); callers ask again with the same key", type(error).__name__)
        except Exception:
            logger.exception("calls: could not answer: unexpected failure")
        finally:
            # Whatever ended it: a line that takes calls and answers none must be given up.
            self.broken = True

    def _send(self, items: list[Answer | Malformed]) -> None:
        for reply_to, answers in _by_caller(items).items():
            for body, _ in wire.written(answers):
                self.channel.basic_publish(amqp.Message(body, content_type=wire.CONTENT_TYPE), "", reply_to)
        crashpoints.reach("call.after_reply")
        for item in items:
            if isinstance(item, Malformed):
                message = amqp.Message(item.body, application_headers=item.headers, delivery_mode=2)
                self.channel.basic_publish(message, "", self.dead)
                self.channel.basic_ack(item.tag)
            elif item.last:
                self.channel.basic_ack(item.held.tag)


def _by_caller(items: list[Answer | Malformed]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in items:
        if isinstance(item, Answer) and item.answer is not None:
            groups[item.held.reply_to].append(item.answer)
    return groups
