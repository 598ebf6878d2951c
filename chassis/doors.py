"""What happens around every body: shape and actor checked, one transaction, repeats recognised, answer and events in the same commit.

The three functions here are the whole life of a command, a query and a reaction; `entrypoints` hangs them on methods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError

from chassis import crashpoints, inbox, periods, requests, telemetry
from chassis.actor import system
from chassis.calls import Call, Delivery, Outcome
from chassis.cause import Cause
from chassis.database import LOCK_NOT_AVAILABLE, Transactions, Work, retrying, sqlstate
from chassis.periods import Job
from contracts import shape
from contracts.event import Event
from contracts.refused import Invalid, Kind, NotAllowed, Refused, StillRunning
from contracts.request import Request
from contracts.roles import Role

Body = Callable[..., Any]


class KeyMissing(Refused):
    """A command came without an idempotency key."""

    code = "idempotency-key-missing"
    kind = Kind.INVALID
    zh = "请在请求头 Idempotency-Key 里给出幂等键。"
    en = "Send an Idempotency-Key header."


class VersionIgnored(Refused):
    """The caller asked for a version check where there is none; refusing is safer than to ignore it."""

    code = "if-match-not-supported"
    kind = Kind.INVALID
    zh = "这个操作不支持 If-Match。"
    en = "This operation does not support If-Match."


@dataclass(frozen=True, kw_only=True)
class RequestDoor:
    """What is declared of one command or query."""

    request: type[Request[Any]]
    may: tuple[Role, ...]
    body: Body


@dataclass(frozen=True, kw_only=True)
class EventDoor:
    """What is declared of one reaction."""

    event: type[Event]
    queue: str
    batch: bool
    body: Body


def answer_command(door: RequestDoor, service: Any, transactions: Transactions, call: Call) -> Outcome:
    """Do it once, whatever happens: a second call with the same key gets the first one's answer."""
    with _spanned(f"command {call.method}", call) as spanned:
        return _answer_command(door, service, transactions, spanned)


def _answer_command(door: RequestDoor, service: Any, transactions: Transactions, call: Call) -> Outcome:
    try:
        asked = _checked(door, call)
        if not call.key:
            raise KeyMissing
        return retrying(lambda: _commit(door, service, transactions, call, asked))
    except Refused as refusal:
        return Outcome.refused(refusal)
    except DBAPIError as error:
        if sqlstate(error) == LOCK_NOT_AVAILABLE:
            return Outcome.refused(StillRunning())
        raise


def answer_query(door: RequestDoor, service: Any, transactions: Transactions, call: Call) -> Outcome:
    """Only look: the transaction is read-only, so that the body cannot do otherwise."""
    try:
        asked = _checked(door, call)
        with _spanned(f"query {call.method}", call), transactions.begin(call.actor, call.cause, read_only=True) as work:
            return Outcome(answer=shape.dump(door.body(service, work, asked)))
    except Refused as refusal:
        return Outcome.refused(refusal)


def react(door: EventDoor, service: Any, transactions: Transactions, deliveries: Sequence[Delivery]) -> None:
    """Handle what is new of the deliveries in one transaction; raises if one of them fails, and then nothing happened."""
    retrying(lambda: _react_once(door, service, transactions, deliveries))


def run_job(job: Job, body: Body, service: Any, transactions: Transactions, period: tuple[str, ...]) -> None:
    """One run of a sweep (no period), or the only run of a periodic job for its period; a period that has run is left alone."""

    def once() -> None:
        with transactions.begin(system("")) as work:
            if period and not periods.claim(work.connection, job.name, period[0], at=work.now):
                return
            body(service, work, *period)

    retrying(once)


def _commit(door: RequestDoor, service: Any, transactions: Transactions, call: Call, asked: Request[Any]) -> Outcome:
    claimed = _claimed(call)
    with transactions.begin(call.actor, call.cause, if_version=call.if_version) as work:
        stored = requests.claim(work.connection, claimed, at=work.now)
        if stored is not None:
            return Outcome(answer=stored, replayed=True)
        answer = shape.dump(door.body(service, work, asked))
        if call.if_version is not None and not work.version_checked:
            raise VersionIgnored
        requests.store(work.connection, claimed, answer)
        crashpoints.reach("command.before_commit")
    crashpoints.reach("command.after_commit")
    return Outcome(answer=answer)


def _react_once(door: EventDoor, service: Any, transactions: Transactions, deliveries: Sequence[Delivery]) -> None:
    latest = {delivery.event_id: delivery for delivery in deliveries}
    # Checked before the transaction opens: a malformed event is refused without holding anything.
    events = {event_id: shape.load(door.event, delivery.body, tolerant=True) for event_id, delivery in latest.items()}
    with transactions.begin(system("")) as work:
        new = inbox.claim(work.connection, door.queue, list(latest), at=work.now)
        crashpoints.reach("reaction.mid_inbox")
        fresh = [(latest[event_id], event) for event_id, event in events.items() if event_id in new]
        _handle(door, service, work, fresh)
        crashpoints.reach("reaction.before_commit")
    crashpoints.reach("reaction.after_commit")


def _handle(door: EventDoor, service: Any, work: Work, fresh: list[tuple[Delivery, Event]]) -> None:
    if not fresh:
        return
    if door.batch:
        delivery, event = fresh[0]
        with _traced(f"reaction {event.type()} x{len(fresh)}", delivery.cause) as cause:
            work.actor, work.cause = system(event.community), cause
            door.body(service, work, [event for _, event in fresh])
        return
    for delivery, event in fresh:
        with _traced(f"reaction {event.type()}", delivery.cause) as cause:
            door.body(service, work.on_behalf(system(event.community), cause), event)
        crashpoints.reach("reaction.mid_batch")


@contextmanager
def _spanned(name: str, call: Call) -> Iterator[Call]:
    """The call inside a span of its own: what it emits continues the trace from there."""
    with _traced(name, call.cause) as cause:
        yield replace(call, cause=cause)


@contextmanager
def _traced(name: str, cause: Cause) -> Iterator[Cause]:
    with telemetry.span(name, traceparent=cause.traceparent, correlation_id=cause.correlation_id) as trace:
        yield replace(cause, traceparent=trace)


def _checked(door: RequestDoor, call: Call) -> Request[Any]:
    if door.may and not call.actor.is_any(*door.may):
        raise NotAllowed
    try:
        return shape.load(door.request, call.body)
    except ValidationError as error:
        raise Invalid(fields=error.messages) from error


def _claimed(call: Call) -> requests.Claim:
    return requests.Claim(
        community=call.actor.community,
        principal=call.actor.party_id or "anonymous",
        method=call.method,
        key=call.key or "",
        fingerprint=requests.fingerprint(call.method, call.body),
    )
