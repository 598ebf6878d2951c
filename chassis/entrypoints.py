"""The decorators of a service's methods: @command, @query, @reaction, and for its own time @sweep and @periodic.

A decorated method is called by the broker's side with Calls (or Deliveries) and returns an Outcome of each; the body below the decorator
sees only its open `Work` and the checked request or event. The instance carries `transactions` (the `Database` dependency sets it).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Concatenate, Literal, TypeVar

from chassis import commands, queries, reactions
from chassis.calls import Call, Delivery, Outcome
from chassis.database import Work
from chassis.doors import EventDoor, RequestDoor, Told
from chassis.listener import Listener
from chassis.periods import Job, Period
from chassis.rpc_server import Callee
from chassis.ticker import Ticker
from chassis.topology import queue_name
from contracts.event import Event
from contracts.request import Command, Query
from contracts.roles import Role

DOOR = "door"
"""The attribute under which a decorated method keeps what was declared of it; tests about the codebase read it."""

E = TypeVar("E", bound=Event)
Answering = Callable[[Any, Sequence[Call]], list[Outcome]]


def command(
    request: type[Command[Any]],
    *,
    may: Sequence[Role],
    together: bool = False,
    slow: bool = False,
    told: Told | None = None,
) -> Callable[[Callable[..., Any]], Answering]:
    """A method that may change something: `body(self, work, asked) -> answer`. `may`: the roles of which the actor needs one.

    `together=True`, for what is asked very often: `body(self, asks) -> an answer or a Refused for each`, in their order, with the same few
    statements for any number. The asks (chassis.doors.Ask) share one transaction and one community, and each has a work of its own: its
    actor, its events. What is refused must leave nothing behind; an exception undoes all of them, and each is then asked alone.
    `slow=True`: it may take long (a large import); few of it are at work at a time, so that they never keep the quick ones waiting.
    `told(service, answer) -> answer` adds what may be told but not stored: the body's answer is kept under the idempotency key without
    it, and `told` adds it after the commit and to every replay, so it must follow from the answer and a secret of the service.
    """
    return _asked(
        RequestDoor(request=request, may=tuple(may), body=_undeclared, together=together, slow=slow, told=told)
    )


def query(
    request: type[Query[Any]], *, may: Sequence[Role], together: bool = False, slow: bool = False
) -> Callable[[Callable[..., Any]], Answering]:
    """A method that only looks: `body(self, work, asked) -> answer`. `may=ANYONE` for public facts. `together`, `slow` as for a command.

    Queries that wait together share a transaction in any case; with `together` they share their statements too.
    """
    return _asked(RequestDoor(request=request, may=tuple(may), body=_undeclared, together=together, slow=slow))


def reaction(
    event: type[E], *, batch: bool = False
) -> Callable[[Callable[[Any, Work, Any], None]], Callable[[Any, Sequence[Delivery]], None]]:
    """What this service does when that event arrives: `body(self, work, event)`, or `events` (a list, one transaction) with batch=True.

    Raise contracts.refused.NotYet if what the event depends on is not here yet: it comes back later, a few times, then waits for a person.
    """

    def declare(body: Callable[[Any, Work, Any], None]) -> Callable[[Any, Sequence[Delivery]], None]:
        @functools.wraps(body)
        def react(self: Any, deliveries: Sequence[Delivery]) -> None:
            door = EventDoor(event=event, queue=queue_name(self.name, event), batch=batch, body=body)
            reactions.react(door, self, self.transactions, deliveries)

        setattr(react, DOOR, EventDoor(event=event, queue="", batch=batch, body=body))
        return Listener.decorator(event)(react)  # type: ignore[no-any-return]

    return declare


def sweep(*, seconds: float) -> Callable[[Callable[[Any, Work], None]], Callable[[Any], None]]:
    """A method the service calls by itself every so many seconds, each time in a transaction of its own; it must limit what one run does."""
    return _job(Job(every_seconds=seconds))


def periodic(
    period: Literal["day", "month"],
) -> Callable[[Callable[[Any, Work, str], None]], Callable[[Any, str], None]]:
    """A method that runs once for every period that has ended: `body(self, work, period)` with "2023-03-18" or "2023-03".

    Keyed by (job, period): two replicas, a restart or a moved clock never run one twice, and missed periods are made up in order.
    """
    return _job(Job(period=Period(period)))


def _asked(declared: RequestDoor) -> Callable[[Callable[..., Any]], Answering]:
    request = declared.request

    def declare(body: Callable[..., Any]) -> Answering:
        door = replace(declared, body=body)
        if body.__name__ != request.method():
            message = f"{body.__qualname__} answers {request.__name__}: name it {request.method()}"
            raise TypeError(message)

        @functools.wraps(body)
        def method(self: Any, calls: Sequence[Call]) -> list[Outcome]:
            answer = commands.answer if request.writes else queries.answer
            outcomes = answer(door, self, self.transactions, calls)
            return outcomes if door.told is None else [_told(door.told, self, outcome) for outcome in outcomes]

        setattr(method, DOOR, door)
        return Callee.decorator(door)(method)  # type: ignore[no-any-return]

    return declare


def _told(told: Told, service: Any, outcome: Outcome) -> Outcome:
    return outcome if outcome.refusal is not None else replace(outcome, answer=told(service, outcome.answer))


def _undeclared(*_: Any) -> Any:
    raise NotImplementedError


def _job(job: Job) -> Callable[[Callable[Concatenate[Any, Work, ...], None]], Any]:
    def declare(body: Callable[Concatenate[Any, Work, ...], None]) -> Any:
        @functools.wraps(body)
        def run(self: Any, *period: str) -> None:
            reactions.run_job(job.named(f"{self.name}.{body.__name__}"), body, self, self.transactions, period)

        setattr(run, DOOR, job)
        return Ticker.decorator(job)(run)

    return declare
