"""What is declared of a service's methods, and what every door does alike: shape and actor checked, a span, an answer for what nobody expected."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis import telemetry
from chassis.calls import Call
from chassis.cause import Cause
from chassis.database import LOCK_NOT_AVAILABLE, Work, sqlstate
from contracts import shape
from contracts.event import Event
from contracts.refused import Broken, HeldByAnother, Invalid, NotAllowed, Refused, Unavailable
from contracts.request import Request
from contracts.roles import Role

logger = logging.getLogger(__name__)

Body = Callable[..., Any]
Told = Callable[[Any, dict[str, Any]], dict[str, Any]]
R_co = TypeVar("R_co", bound=Request[Any], covariant=True)


@dataclass(frozen=True, kw_only=True)
class RequestDoor:
    """What is declared of one command or query.

    `together`: the body answers many calls at once. `slow`: it may take so long that few of it should be at work at a time.
    `told`: adds to an answer what must not be stored with it.
    """

    request: type[Request[Any]]
    may: tuple[Role, ...]
    body: Body
    together: bool = False
    slow: bool = False
    told: Told | None = None


@dataclass(frozen=True, kw_only=True)
class EventDoor:
    """What is declared of one reaction."""

    event: type[Event]
    queue: str
    batch: bool
    body: Body


@dataclass(frozen=True, kw_only=True)
class Ask(Generic[R_co]):
    """One of several calls that are answered together: what is asked, and the work done for it (its actor, its events, its version)."""

    work: Work
    asked: R_co


def checked(door: RequestDoor, call: Call) -> Request[Any]:
    """The request, of the right shape and by somebody who may. Raises NotAllowed, Invalid."""
    if door.may and not call.actor.is_any(*door.may):
        raise NotAllowed
    try:
        return shape.load(door.request, call.body)
    except ValidationError as error:
        raise Invalid(fields=error.messages) from error


def answers_of(door: RequestDoor, service: Any, asks: Sequence[Ask[Any]]) -> list[Any | Refused]:
    """What the body says to each, in their order: an answer, JSON-ready, or a refusal. It is run once for each community among them."""
    by_community: dict[str, list[int]] = {}
    for place, ask in enumerate(asks):
        by_community.setdefault(ask.work.community, []).append(place)
    said: dict[int, Any] = {}
    for places in by_community.values():
        said |= zip(places, _run(door, service, [asks[place] for place in places]), strict=True)
    return [each if isinstance(each := said[place], Refused) else shape.dump(each) for place in range(len(asks))]


def unexpected(error: BaseException) -> Refused:
    """The answer for what nobody expected: the log knows more, the caller gets no inside."""
    if isinstance(error, DBAPIError) and sqlstate(error) == LOCK_NOT_AVAILABLE:
        return HeldByAnother()
    logger.error("calls: unexpected %s at %s", type(error).__name__, telemetry.place_of(error))
    transient = isinstance(error, PoolTimeout) or (isinstance(error, DBAPIError) and error.connection_invalidated)
    return Unavailable() if transient or type(error).__name__ == "OperationalError" else Broken()


def _run(door: RequestDoor, service: Any, asks: Sequence[Ask[Any]]) -> Sequence[Any]:
    if door.together:
        answers: Sequence[Any] = door.body(service, asks)
        return answers
    return [door.body(service, ask.work, ask.asked) for ask in asks]


@contextmanager
def traced(name: str, cause: Cause) -> Iterator[Cause]:
    """A span around the block; what is emitted for the yielded cause continues the trace from there."""
    with telemetry.span(name, traceparent=cause.traceparent, correlation_id=cause.correlation_id) as trace:
        yield replace(cause, traceparent=trace)
