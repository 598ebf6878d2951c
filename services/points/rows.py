"""How a capability's store keeps its things: one dataclass, one row, one version. The key is always (community, id)."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Column, ColumnElement, Table, insert, select, update, values
from sqlalchemy import cast as cast_to
from sqlalchemy import column as column_named
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis import bulk
from chassis.database import Work

T = TypeVar("T", bound=Any)


def add(work: Work, table: Table, thing: T) -> bool:
    """Keep a new thing; False if its id is taken. A second writer of the same id waits here for the first one's end."""
    given = {"community": work.community, **values_of(thing)}
    # ON CONFLICT rather than catching the error, which would abort the caller's transaction.
    taken = upsert(table).values(given).on_conflict_do_nothing().returning(table.c.community)
    return work.connection.execute(taken).first() is not None


def add_missing(work: Work, table: Table, things: Sequence[T]) -> set[str]:
    """Keep those things whose ids are not taken, in one statement; answers their ids. For tables without columns of arrays."""
    if not things:
        return set()
    name = id_column(table).name
    given = [{"community": work.community, **values_of(thing)} for thing in things]
    return {row._mapping[name] for row in bulk.add_new(work.connection, table, given)}  # noqa: SLF001 - documented


def add_all(work: Work, table: Table, things: Sequence[T]) -> None:
    """Keep many new things in one statement."""
    if things:
        work.connection.execute(insert(table), [{"community": work.community, **values_of(thing)} for thing in things])


def save(work: Work, table: Table, thing: T) -> T:
    """Write a changed thing that was locked before, just the columns that may change; answers it with its next version."""
    changed = dataclasses.replace(thing, version=thing.version + 1)
    key = id_column(table)
    mine = (table.c.community == work.community) & (key == getattr(thing, key.name))
    written = {name: value for name, value in values_of(changed).items() if name in table.info["updatable"]}
    work.connection.execute(update(table).where(mine).values(written))
    return changed


def save_all(work: Work, table: Table, things: Sequence[T]) -> list[T]:
    """Write many changed things that were locked before, in one statement; answers them with their next versions."""
    if not things:
        return []
    changed = [dataclasses.replace(thing, version=thing.version + 1) for thing in things]
    key = id_column(table)
    written = [column for column in table.c if column.name in {key.name, *table.info["updatable"]}]
    new = values(*(column_named(column.name, column.type) for column in written), name="new").data(
        [tuple(values_of(thing)[column.name] for column in written) for thing in changed]
    )
    # Cast, because a column of nothing but NULLs would count as text.
    setting = {column.name: cast_to(new.c[column.name], column.type) for column in written if column is not key}
    mine = (table.c.community == work.community) & (key == new.c[key.name])
    work.connection.execute(update(table).where(mine).values(setting))
    return changed


def find_all(work: Work, table: Table, kind: type[T], ids: Collection[str], *, lock: bool = False) -> dict[str, T]:
    """Those of the things that there are, by id; locked in the order of ids, so that nobody locks crosswise."""
    key = id_column(table)
    wanted = select(table).where(table.c.community == work.community, key.in_(ids)).order_by(key)
    found = work.connection.execute(wanted.with_for_update(key_share=True) if lock else wanted).mappings()
    return {getattr(thing, key.name): thing for thing in (thing_of(kind, row) for row in found)}


def find(work: Work, table: Table, kind: type[T], thing_id: str, *, lock: bool = False) -> T | None:
    """The thing with this id in this community, perhaps locked until the transaction ends."""
    wanted = select(table).where(table.c.community == work.community, id_column(table) == thing_id)
    row = work.connection.execute(wanted.with_for_update(key_share=True) if lock else wanted).mappings().first()
    return None if row is None else thing_of(kind, row)


def page(
    work: Work,
    table: Table,
    kind: type[T],
    *where: ColumnElement[bool],
    after: str | None,
    limit: int,
    newest_first: bool = False,
) -> tuple[list[T], str | None]:
    """Up to `limit` things after the id `after`, and the id after which the next page begins, if there is one."""
    key = id_column(table)
    wanted = select(table).where(table.c.community == work.community, *where)
    if after is not None:
        wanted = wanted.where(key < after if newest_first else key > after)
    # One more than asked for tells whether there is a next page.
    found = work.connection.execute(wanted.order_by(key.desc() if newest_first else key).limit(limit + 1)).mappings()
    things = [thing_of(kind, row) for row in found]
    return things[:limit], getattr(things[limit - 1], key.name) if len(things) > limit else None


def thing_of(kind: type[T], row: Mapping[Any, Any]) -> T:
    """A row as its dataclass: enums and tuples restored."""
    return cast(T, kind(**{name: _restored(hint, row[name]) for name, hint in _fields(cast(Any, kind))}))


def values_of(thing: Any) -> dict[str, Any]:
    """A thing's fields by the names of its columns."""
    return {field.name: _plain(getattr(thing, field.name)) for field in dataclasses.fields(thing)}


def id_column(table: Table) -> Column[Any]:
    """The second column of the key, after the community."""
    return list(table.primary_key.columns)[1]


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((field.name, _without_none(hints[field.name])) for field in dataclasses.fields(kind))


def _without_none(hint: Any) -> Any:
    """`Evidence | None` → `Evidence`: what is not there needs no restoring."""
    if typing.get_origin(hint) not in {typing.Union, types.UnionType}:
        return hint
    rest = [part for part in typing.get_args(hint) if part is not types.NoneType]
    return rest[0] if len(rest) == 1 else hint


def _restored(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return tuple(value) if typing.get_origin(hint) is tuple else value


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
