"""What becomes of a message whose reaction failed: held in place, deferred with a delay, or set aside for a person."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.database import sqlstate
from chassis.envelope import Malformed, body_of, digest, headers_of
from chassis.publisher import Outgoing
from chassis.topology import dead_name, retry_name
from contracts.refused import Kind, Refused

# Connection failures; the server is shutting down or starting; it is out of resources; it is a standby.
OUTAGE_STATES = ("08", "57P", "53", "25006", "58")
# Ended by an operator, or by the crash of a neighbour's.
SESSION_ENDED_STATES = ("57P01", "57P02")
# Lock not available, statement cancelled by its time limit, serialization failure and deadlock after their own retries.
BUSY_STATES = ("55P03", "57014", "40001", "40P01", "25P03")

ATTEMPT = "x-attempt"
REASON = "x-reason"
ERROR = "x-error"
SHA256 = "x-sha256"
DIED_AT = "x-died-at"
RETURNED = "x-returned"
REDRIVEN = "x-redriven"

KEPT = ("ce-", ATTEMPT, RETURNED, REDRIVEN)
"""The headers that stay with a message. The broker's own notes must go: it takes a message that was dead-lettered twice on the same
way for one that runs in a circle, and drops it."""


class Verdict(Enum):
    """What a failure means for the message."""

    OUTAGE = "hold it: the database is away"
    BUSY = "try again at once, a few times"
    LATER = "come back after a delay"
    FINAL = "set it aside"


def judge(error: BaseException) -> Verdict:
    """What to do about a message whose reaction raised this."""
    if isinstance(error, PoolTimeout | DisconnectionError):
        return Verdict.OUTAGE
    if isinstance(error, DBAPIError):
        return _judge_database(error)
    if isinstance(error, Refused):
        return Verdict.LATER if error.kind is Kind.UNAVAILABLE else Verdict.FINAL
    if isinstance(error, Malformed | ValidationError):
        return Verdict.FINAL
    return Verdict.LATER


def lost_its_session(error: BaseException) -> bool:
    """Did the database session end under it, as in a restart, a kill, or a crash that the statement itself brought about?"""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or (sqlstate(error) or "") in SESSION_ENDED_STATES


def reason_of(error: BaseException) -> str:
    """A word for lists and headers: stable, and nothing of the content."""
    if isinstance(error, Malformed):
        return error.reason
    if isinstance(error, ValidationError):
        return "malformed:shape"
    if isinstance(error, Refused):
        return f"refused:{error.code}"
    return "failed"


def attempt_of(message: Any) -> int:
    """How many times the message was deferred before."""
    attempt = headers_of(message).get(ATTEMPT)
    return max(0, attempt) if isinstance(attempt, int) else 0


def next_delay(message: Any, error: BaseException, delays_seconds: Sequence[float]) -> float | None:
    """After how many seconds to try again; None if that was the last attempt."""
    attempt = attempt_of(message)
    if judge(error) is Verdict.FINAL or attempt >= len(delays_seconds):
        return None
    return delays_seconds[attempt]


def deferred(message: Any, queue: str, error: BaseException, delay_seconds: float) -> Outgoing:
    """The message on its way to the queue in which it waits for its next attempt."""
    notes = {ATTEMPT: attempt_of(message) + 1, ERROR: type(error).__name__}
    return readdressed(message, retry_name(queue, delay_seconds), notes)


def set_aside(message: Any, queue: str, error: BaseException) -> Outgoing:
    """The message on its way to `.dead`, with the reason, a hash, and the time."""
    notes = {REASON: reason_of(error), ERROR: type(error).__name__, SHA256: digest(message), DIED_AT: int(time.time())}
    return readdressed(message, dead_name(queue), notes)


def readdressed(message: Any, queue: str, notes: Mapping[str, Any]) -> Outgoing:
    """The same message for another queue: same id and body, its own headers that may stay, and the notes."""
    kept = {
        name: value
        for name, value in headers_of(message).items()
        if isinstance(name, str) and name.startswith(KEPT) and isinstance(value, str | int)
    }
    return Outgoing(
        exchange="",
        routing_key=queue,
        body=body_of(message),
        message_id=message.properties.get("message_id"),
        headers={**kept, **notes},
        content_type=message.properties.get("content_type"),
        content_encoding=message.properties.get("content_encoding"),
    )


def _judge_database(error: DBAPIError) -> Verdict:
    state = sqlstate(error)
    if state in BUSY_STATES:
        return Verdict.BUSY
    if error.connection_invalidated or (state is None and _is_connection_trouble(error)):
        return Verdict.OUTAGE
    return Verdict.OUTAGE if state and state.startswith(OUTAGE_STATES) else Verdict.LATER


def _is_connection_trouble(error: DBAPIError) -> bool:
    # Without a code from the server, only these two classes speak of the connection; the others (a NUL in a text,
    # a number out of range) are about the statement.
    return type(error).__name__ in {"OperationalError", "InterfaceError"}
