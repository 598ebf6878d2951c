"""What happens around the body of a reaction and of a service's own jobs: one transaction, repeats recognised, events in the same commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis import crashpoints, inbox, periods, telemetry
from chassis.actor import system
from chassis.calls import Delivery
from chassis.database import Transactions, Work, retrying
from chassis.doors import Body, EventDoor, traced
from chassis.periods import Job
from contracts import shape
from contracts.event import Event


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
        name = f"reaction {event.type()} x{len(fresh)}"
        _show_in_their_own_traces(name, [other for other, _ in fresh[1:]])
        with traced(name, delivery.cause) as cause:
            work.actor, work.cause = system(event.community), cause
            door.body(service, work, [event for _, event in fresh])
        return
    for delivery, event in fresh:
        with traced(f"reaction {event.type()}", delivery.cause) as cause:
            door.body(service, work.on_behalf(system(event.community), cause), event)
        crashpoints.reach("reaction.mid_batch")


def _show_in_their_own_traces(name: str, others: Sequence[Delivery]) -> None:
    """A span can go on in one trace only; those of the batch's other events at least show that and when they were heard."""
    for other in others:
        if other.cause.traceparent is not None:
            begun = telemetry.begin(
                name, traceparent=other.cause.traceparent, correlation_id=other.cause.correlation_id
            )
            begun.end()
