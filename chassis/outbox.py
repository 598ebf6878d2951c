"""Events wait here, inside the writer's own transaction, until the relay sends them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from chassis.actor import Actor
from chassis.cause import Cause
from contracts import shape
from contracts.event import Event

CHANNEL = "outbox"
"""The NOTIFY channel on which a commit wakes the relay."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One event on its way: a row of the outbox that has no position yet."""

    event_id: str
    type: str
    community: str
    aggregate: str
    body: str
    headers: str
    occurred_at: datetime


COLUMNS = ("event_id", "type", "community", "aggregate", "body", "headers", "occurred_at")

# One statement for any number of events; unnest keeps their order, and the identity column numbers them in it.
QUEUED = """queued AS (
INSERT INTO outbox (event_id, type, community, aggregate, body, headers, occurred_at)
SELECT * FROM unnest(CAST(:event_id AS text[]), CAST(:type AS text[]), CAST(:community AS text[]), CAST(:aggregate AS text[]),
                     CAST(:body AS text[]), CAST(:headers AS text[]), CAST(:occurred_at AS timestamptz[])))"""
"""A part of the last statement of a transaction (see `ending`): puts the events into the outbox."""

WAKE = f"SELECT pg_notify('{CHANNEL}', '')"
"""Wakes the relay when, and only when, the transaction commits."""


def waiting(event: Event, *, event_id: str, at: datetime, actor: Actor, cause: Cause) -> Waiting:
    """The event as it will be sent, with its CloudEvents attributes (rulebook §22)."""
    headers = _attributes(event, event_id=event_id, at=at, actor=actor, cause=cause)
    return Waiting(
        event_id=event_id,
        type=event.type(),
        community=event.community,
        aggregate=event.aggregate,
        body=orjson.dumps(shape.dump(event)).decode(),
        headers=orjson.dumps(headers).decode(),
        occurred_at=at,
    )


def columns(events: Sequence[Waiting]) -> dict[str, list[Any]]:
    """The events as arrays, by column."""
    return {column: [getattr(event, column) for event in events] for column in COLUMNS}


def _attributes(event: Event, *, event_id: str, at: datetime, actor: Actor, cause: Cause) -> dict[str, Any]:
    attributes = {
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-type": event.type(),
        "ce-source": f"/ccs/{event.source}",
        "ce-subject": event.aggregate,
        "ce-time": at.isoformat(),
        "ce-community": event.community,
        "ce-correlationid": cause.correlation_id,
        "ce-causationid": cause.causation_id,
        "ce-actor": actor.party_id,
        "ce-onbehalfof": actor.organisation_id,
        "ce-traceparent": cause.traceparent,
    }
    return {name: value for name, value in attributes.items() if value is not None}
