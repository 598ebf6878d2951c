"""Every statement about the times at which services can be had. Whoever changes one has locked its item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, column, select, update, values
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Work
from contracts.points.answers import Slot
from services.points.redemptions import refusals
from services.points.redemptions.tables import slots

SHOWN = 200


def open_slots(work: Work, item_id: str, wanted: Sequence[tuple[datetime, int]]) -> None:
    """Add times; those that are open already are left. Refuses SlotDiffers if one is, for another number of people."""
    given = [
        {"community": work.community, "item_id": item_id, "starts_at": at, "capacity": capacity, "taken": 0}
        for at, capacity in wanted
    ]
    work.connection.execute(upsert(slots).on_conflict_do_nothing(), given)
    found = select(slots.c.starts_at, slots.c.capacity).where(
        slots.c.community == work.community,
        slots.c.item_id == item_id,
        slots.c.starts_at.in_([at for at, _ in wanted]),
    )
    stands = {row.starts_at: row.capacity for row in work.connection.execute(found)}
    if any(stands[at] != capacity for at, capacity in wanted):
        raise refusals.SlotDiffers


def coming(work: Work, item_id: str) -> tuple[Slot, ...]:
    """The times that have not begun, in their order."""
    wanted = (
        select(slots)
        .where(slots.c.community == work.community, slots.c.item_id == item_id, slots.c.starts_at > work.now)
        .order_by(slots.c.starts_at)
        .limit(SHOWN)
    )
    return tuple(
        Slot(starts_at=row["starts_at"], capacity=row["capacity"], left=row["capacity"] - row["taken"])
        for row in work.connection.execute(wanted).mappings()
    )


def require_free(work: Work, item_id: str, at: datetime) -> None:
    """Look, without taking: refuse SlotUnfit if there is no such time, SlotFull if there is no place."""
    wanted = select(slots.c.capacity - slots.c.taken).where(*_this(work, item_id, at))
    left = work.connection.execute(wanted).scalar_one_or_none()
    if left is None:
        raise refusals.SlotUnfit
    if left <= 0:
        raise refusals.SlotFull


def take(work: Work, item_id: str, at: datetime) -> None:
    """Take one place. Refuses SlotUnfit, SlotFull."""
    taken = update(slots).where(*_this(work, item_id, at), slots.c.taken < slots.c.capacity)
    if not work.connection.execute(taken.values(taken=slots.c.taken + 1)).rowcount:
        require_free(work, item_id, at)
        raise refusals.SlotFull


def give_back(work: Work, places: Mapping[tuple[str, datetime], int]) -> None:
    """Places by item and time, in one statement; times that were never opened as slots are left out."""
    if not places:
        return
    names = (column("item_id", slots.c.item_id.type), column("starts_at", slots.c.starts_at.type), column("n", Integer))
    back = values(*names, name="back").data([(item_id, at, count) for (item_id, at), count in places.items()])
    mine = (
        slots.c.community == work.community,
        slots.c.item_id == back.c.item_id,
        slots.c.starts_at == back.c.starts_at,
    )
    work.connection.execute(update(slots).where(*mine).values(taken=slots.c.taken - back.c.n))


def _this(work: Work, item_id: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (slots.c.community == work.community, slots.c.item_id == item_id, slots.c.starts_at == at)
