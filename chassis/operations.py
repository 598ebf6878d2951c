"""The operators' side that is the same in every service: what waits, what was heard, and the clock of a demo."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, text

from chassis.database import Work
from chassis.doors import EventDoor
from chassis.entrypoints import DOOR
from chassis.topology import queue_name
from contracts.operations import Condition, ServiceState
from contracts.refused import Kind, Refused

WAITING = text("""
SELECT (SELECT count(*) FROM outbox) AS outbox_waiting,
       (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(queued_at)), 0)::bigint FROM outbox) AS outbox_oldest_seconds,
       (SELECT count(*) FROM inbox) AS handled_events
""")
LATE_SECONDS = 60  # An event that has waited so long has not reached those it concerns.
OLDEST = text("SELECT extract(epoch FROM clock_timestamp() - min(queued_at)) FROM outbox")
OFFSET = text("SELECT coalesce(max(offset_seconds), 0) FROM moved_clock")
SET = text("""
INSERT INTO moved_clock ("only", offset_seconds) VALUES (1, :offset)
ON CONFLICT ("only") DO UPDATE SET offset_seconds = excluded.offset_seconds
""")


class ClockNotMovable(Refused):
    """This is no demo: time goes by itself."""

    code = "operations.clock-not-movable"
    kind = Kind.FORBIDDEN
    zh = "这个系统的时钟不能拨动。"
    en = "The clock of this system cannot be moved."


def waiting(work: Work) -> Row[Any]:
    """outbox_waiting, outbox_oldest_seconds, handled_events of the whole service."""
    return work.connection.execute(WAITING).one()


def state(work: Work) -> ServiceState:
    """How the service does: it answers, from its database; DEGRADED while what it said does not reach the others."""
    oldest_seconds = work.connection.execute(OLDEST).scalar()
    late = oldest_seconds is not None and oldest_seconds > LATE_SECONDS
    return ServiceState(condition=Condition.DEGRADED if late else Condition.UP)


def queues(service: Any) -> tuple[str, ...]:
    """The queues in which a service (its class or an instance) hears events."""
    methods = (getattr(service, name) for name in dir(service) if not name.startswith("_"))
    doors = (getattr(method, DOOR, None) for method in methods)
    return tuple(sorted(queue_name(service.name, door.event) for door in doors if isinstance(door, EventDoor)))


def clock_offset(work: Work) -> int:
    """How many seconds the service's clock stands from the machine's; 0 where it was never moved."""
    return int(work.connection.execute(OFFSET).scalar_one())


def move_clock(work: Work, *, movable: bool, offset_seconds: int) -> None:
    """Let the service's clock stand this far from the machine's, from the next transaction on. Raises ClockNotMovable."""
    if not movable:
        raise ClockNotMovable
    work.connection.execute(SET, {"offset": offset_seconds})
