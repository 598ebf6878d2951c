"""Keeps what leaves the store without a recipient."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.donations.removal_kinds import RemovalCause, RemovalKind, RemovalState
from services.donations.removals.refusals import RemovalIdTaken, RemovalNotFound
from services.donations.removals.rules import Removal
from services.donations.removals.tables import removals


def add_removal(work: Work, removal: Removal) -> None:
    """Keep a new proposal. Raises RemovalIdTaken."""
    row = {"community": work.community, **asdict(removal)}
    added = insert(removals).values(row).on_conflict_do_nothing().returning(removals.c.removal_id)
    if work.connection.execute(added).first() is None:
        raise RemovalIdTaken


def find_removal(work: Work, removal_id: str) -> Removal | None:
    """The removal, if there is one with this id."""
    row = work.connection.execute(_by_id(work, removal_id)).first()
    return None if row is None else _removal(row)


def goods_of(work: Work, removal_id: str) -> str:
    """Which goods it is about, which never changes; nothing is locked. Raises RemovalNotFound."""
    found = find_removal(work, removal_id)
    if found is None:
        raise RemovalNotFound
    return found.goods_id


def lock_removal(work: Work, removal_id: str) -> Removal:
    """The removal, locked; its goods are locked before. Raises RemovalNotFound."""
    row = work.connection.execute(_by_id(work, removal_id).with_for_update()).first()
    if row is None:
        raise RemovalNotFound
    return _removal(row)


def save_removal(work: Work, removal: Removal) -> Removal:
    """Save a locked removal with its next version."""
    saved = replace(removal, version=removal.version + 1)
    key = {"community": work.community, "removal_id": removal.removal_id}
    changed = {name: value for name, value in asdict(saved).items() if name in removals.info["updatable"]}
    work.connection.execute(removals.update().filter_by(**key).values(changed))
    return saved


def page(
    work: Work, *, goods_id: str | None, state: RemovalState | None, after: str | None, limit: int
) -> list[Removal]:
    """Removals, newest first."""
    query = select(removals).where(removals.c.community == work.community)
    if goods_id is not None:
        query = query.where(removals.c.goods_id == goods_id)
    if state is not None:
        query = query.where(removals.c.state == state)
    if after is not None:
        query = query.where(removals.c.removal_id < after)
    rows = work.connection.execute(query.order_by(removals.c.removal_id.desc()).limit(limit))
    return [_removal(row) for row in rows]


def _by_id(work: Work, removal_id: str) -> Select[Any]:
    return select(removals).filter_by(community=work.community, removal_id=removal_id)


def _removal(row: Row[Any]) -> Removal:
    values = row._asdict()
    del values["community"]
    enums = {"kind": RemovalKind(row.kind), "cause": RemovalCause(row.cause), "state": RemovalState(row.state)}
    return Removal(**{**values, **enums})
