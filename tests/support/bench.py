"""A service on the bench: its entrypoints as methods, on a real database, without a broker.

town = bench_of(PointsService)
answer = town.ask(requests.GetBalance(party_id=...), as_=actor("pty_…", Role.RESIDENT))
town.tell(GiftConfirmed(...))
assert PointsGranted in town.said_types()
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson
from sqlalchemy import text

from chassis.actor import Actor
from chassis.calls import Call, Delivery
from chassis.cause import Cause
from chassis.clock import SetClock
from chassis.database import Transactions
from chassis.entrypoints import DOOR
from chassis.ids import new_id
from chassis.periods import Due, Job
from contracts import shape
from contracts.event import Event, published
from contracts.request import Request
from contracts.roles import Role
from tests.support.databases import Copy

A = TypeVar("A")
COMMUNITY = "changlinpan"


class AskRefused(Exception):
    """The service said no; `code`, `kind` and `details` as they go over the wire."""

    def __init__(self, wire: dict[str, Any]) -> None:
        self.code: str = wire["code"]
        self.kind: str = wire["kind"]
        self.details: dict[str, Any] = wire["details"]
        self.wire = wire
        super().__init__(f"{self.code}: {wire['en']} {wire['details']}")


def actor(party_id: str | None, *roles: Role, community: str = COMMUNITY, organisation_id: str | None = None) -> Actor:
    """Whoever asks."""
    return Actor(community=community, party_id=party_id, roles=frozenset(roles), organisation_id=organisation_id)


@dataclass
class Bench:
    """One service on one fresh database."""

    service_class: type
    database: Copy
    clock: SetClock = field(default_factory=SetClock)

    def __post_init__(self) -> None:
        """Build the instance as nameko would, with its database in place."""
        self.transactions = Transactions(self.database.engine, self.clock)
        self.service: Any = self.service_class()
        self.service.transactions = self.transactions
        self.service.secret = b"a secret of the bench, long enough"
        self.service.former_secrets = ()

    def ask(self, request: Request[A], *, as_: Actor, key: str | None = None, if_version: int | None = None) -> A:
        """Ask as that actor, with a key of its own unless one is given. Returns the answer's shape, raises AskRefused."""
        return shape.load(
            request.answer,
            self.ask_json(request.method(), shape.dump(request), as_=as_, key=key, if_version=if_version),
            tolerant=True,
        )

    def ask_json(
        self, method: str, body: dict[str, Any], *, as_: Actor, key: str | None = None, if_version: int | None = None
    ) -> dict[str, Any]:
        """Ask with a raw JSON body, as it comes off the wire."""
        call = Call(method=method, body=body, actor=as_, cause=Cause(), key=key or new_id("key"), if_version=if_version)
        [outcome] = getattr(self.service, method)([call])
        if outcome.refusal is not None:
            raise AskRefused(outcome.refusal)
        answer: dict[str, Any] = outcome.answer
        return answer

    def tell(self, *events: Event, event_ids: Sequence[str] | None = None) -> list[str]:
        """Let the service hear events, as one batch each type; returns their ids, so that they can be told again."""
        ids = list(event_ids or [new_id("evt") for _ in events])
        by_type: dict[str, list[Delivery]] = {}
        for event, event_id in zip(events, ids, strict=True):
            delivery = Delivery(event_id=event_id, body=shape.dump(event), cause=Cause())
            by_type.setdefault(event.type(), []).append(delivery)
        for event_type, deliveries in by_type.items():
            self._method_hearing(event_type)(deliveries)
        return ids

    def said(self) -> list[Event]:
        """The events that wait in the outbox, oldest first."""
        return [
            shape.load(published[row.type], orjson.loads(row.body), tolerant=True)
            for row in self.rows("SELECT type, body FROM outbox ORDER BY position")
        ]

    def said_types(self) -> list[type[Event]]:
        """The classes of what was said, oldest first."""
        return [type(event) for event in self.said()]

    def run_sweeps(self) -> None:
        """Run every sweep of the service once."""
        for method, job in self._jobs():
            if job.period is None:
                method()

    def run_periods(self) -> None:
        """Run every periodic job for what has ended by the bench's clock."""
        for method, job in self._jobs():
            if job.period is not None:
                named = job.named(f"{self.service.name}.{method.__name__}")
                for period in Due(self.transactions, named).periods():
                    method(period)

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """Look into the database, as the service's own role."""
        with self.database.engine.begin() as connection:
            result = connection.execute(text(sql), values)
            return list(result.all()) if result.returns_rows else []

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.rows(f'SELECT count(*) AS n FROM "{table}"')[0].n)

    def _doors(self) -> list[tuple[Any, Any]]:
        methods = (getattr(self.service, name) for name in dir(self.service_class) if not name.startswith("_"))
        return [(method, getattr(method, DOOR)) for method in methods if hasattr(method, DOOR)]

    def _jobs(self) -> list[tuple[Any, Job]]:
        return [(method, door) for method, door in self._doors() if isinstance(door, Job)]

    def _method_hearing(self, event_type: str) -> Any:
        for method, door in self._doors():
            if getattr(door, "event", None) is not None and door.event.type() == event_type:
                return method
        message = f"{self.service_class.__name__} does not hear {event_type}"
        raise LookupError(message)
