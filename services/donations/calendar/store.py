"""Keeps tables of holidays, and reads which days are working days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts import shape
from contracts.donations.answers import CalendarDay, HolidayTable
from contracts.donations.calendar_kinds import DayKind, HolidayTableState
from services.donations.calendar.refusals import HolidayTableIdTaken, HolidayTableNotFound
from services.donations.calendar.rules import Calendar
from services.donations.calendar.tables import holiday_tables

CHANGING = holiday_tables.info["updatable"]

# Of the tables of one year the one agreed last holds.
HOLDING = text("""
SELECT DISTINCT ON (community, year) community, days FROM holiday_tables
 WHERE community = ANY(:communities) AND state = 'agreed'
 ORDER BY community, year, decided_at DESC, table_id DESC
""")


def calendars(work: Work, communities: Collection[str]) -> dict[str, Calendar]:
    """By community the days that are not what their weekday says, in one statement for any number of communities."""
    found: dict[str, dict[date, DayKind]] = defaultdict(dict)
    for row in work.connection.execute(HOLDING, {"communities": sorted(communities)}):
        found[row.community] |= {date.fromisoformat(one["day"]): DayKind(one["kind"]) for one in row.days}
    return {community: found[community] for community in communities}


def add(work: Work, table: HolidayTable) -> bool:
    """Keep a new table; False where its id is taken."""
    values = _values(table) | {"community": work.community}
    kept = insert(holiday_tables).values(values).on_conflict_do_nothing().returning(holiday_tables.c.table_id)
    return work.connection.execute(kept).first() is not None


def find(work: Work, table_id: str) -> HolidayTable:
    """The table that has this id. Raises HolidayTableIdTaken: it was taken a moment ago, and is not to be seen yet."""
    found = work.connection.execute(_one(work, table_id)).first()
    if found is None:
        raise HolidayTableIdTaken
    return _table(found)


def lock(work: Work, table_id: str) -> HolidayTable:
    """The table, locked. Raises HolidayTableNotFound."""
    found = work.connection.execute(_one(work, table_id).with_for_update()).first()
    if found is None:
        raise HolidayTableNotFound
    return _table(found)


def save(work: Work, table: HolidayTable) -> HolidayTable:
    """Save a locked table with its next version."""
    saved = replace(table, version=table.version + 1)
    values = {name: value for name, value in _values(saved).items() if name in CHANGING}
    key = {"community": work.community, "table_id": table.table_id}
    work.connection.execute(holiday_tables.update().filter_by(**key).values(values))
    return saved


def page(work: Work, *, after: str | None, limit: int) -> list[HolidayTable]:
    """Tables, newest id first."""
    query = select(holiday_tables).where(holiday_tables.c.community == work.community)
    if after is not None:
        query = query.where(holiday_tables.c.table_id < after)
    rows = work.connection.execute(query.order_by(holiday_tables.c.table_id.desc()).limit(limit))
    return [_table(row) for row in rows]


def _one(work: Work, table_id: str) -> Any:
    return select(holiday_tables).filter_by(community=work.community, table_id=table_id)


def _values(table: HolidayTable) -> dict[str, Any]:
    names = (
        "table_id",
        "year",
        "source",
        "proposed_by",
        "proposed_at",
        "decided_by",
        "decided_at",
        "answer",
        "version",
    )
    days = [shape.dump(one) for one in table.days]
    return {name: getattr(table, name) for name in names} | {"days": days, "state": table.state.value}


def _table(row: Row[Any]) -> HolidayTable:
    values = row._asdict()
    del values["community"]
    days = tuple(shape.load(CalendarDay, one, tolerant=True) for one in row.days)
    return HolidayTable(**values | {"days": days, "faults": (), "state": HolidayTableState(row.state)})
