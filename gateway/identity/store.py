"""Every SQL statement about keys and the audit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from chassis.database import Work
from contracts.refused import NotFound
from contracts.roles import Role
from gateway.identity.shapes import ApiKey, Environment
from gateway.identity.tables import api_keys, audit

# In one order for everybody: two batches that share parties wait for each other instead of locking crosswise.
TURNS = text("""
SELECT count(pg_advisory_xact_lock(hashtextextended('live keys ' || party_id, 0)))
  FROM (SELECT party_id FROM unnest(CAST(:parties AS text[])) AS wanted(party_id) ORDER BY party_id) AS wanted
""")


class KeyNotFound(NotFound):
    """There is no such key."""

    code = "key-not-found"
    zh = "没有这个密钥。"
    en = "There is no such key."


def add(work: Work, rows: list[dict[str, Any]]) -> int:
    """Add keys; returns how many were new."""
    if not rows:
        return 0
    added = work.connection.execute(insert_if_new(api_keys).on_conflict_do_nothing().returning(api_keys.c.key_id), rows)
    return len(added.all())


def take_turns(work: Work, parties: Collection[str]) -> None:
    """Let whoever issues keys to one of these parties wait until this work has ended: they are counted."""
    work.connection.execute(TURNS, {"parties": sorted(parties)})


def live_keys(work: Work, parties: Collection[str], environment: Environment) -> dict[str, int]:
    """How many keys each of the parties has that are neither revoked nor expired."""
    unexpired = api_keys.c.expires_at.is_(None) | (api_keys.c.expires_at > work.now)
    live = (
        select(api_keys.c.party_id, func.count())
        .where(api_keys.c.party_id.in_(parties), api_keys.c.environment == environment.value)
        .where(api_keys.c.revoked_at.is_(None), unexpired)
        .group_by(api_keys.c.party_id)
    )
    return {row[0]: row[1] for row in work.connection.execute(live)}


def find(connection: Connection, key_id: str) -> tuple[ApiKey, str] | None:
    """A key and its secret's hash."""
    row = connection.execute(select(api_keys).where(api_keys.c.key_id == key_id)).one_or_none()
    return (_key(row), row.secret_hash) if row is not None else None


def revoke(work: Work, key_id: str) -> ApiKey:
    """End a key; the first revocation's time stays. Raises KeyNotFound."""
    row = work.connection.execute(select(api_keys).where(api_keys.c.key_id == key_id).with_for_update()).one_or_none()
    if row is None:
        raise KeyNotFound
    key = _key(row)
    work.expect_version(key.version)
    if key.revoked_at is None:
        work.connection.execute(update(api_keys).where(api_keys.c.key_id == key_id).values(revoked_at=work.now))
        row = work.connection.execute(select(api_keys).where(api_keys.c.key_id == key_id)).one()
    return _key(row)


def page(work: Work, *, limit: int, after: str | None) -> list[ApiKey]:
    """Keys, newest first, below the id `after`; one more than `limit`, to know whether there are more."""
    query = select(api_keys).order_by(api_keys.c.key_id.desc()).limit(limit + 1)
    if after is not None:
        query = query.where(api_keys.c.key_id < after)
    return [_key(row) for row in work.connection.execute(query)]


def note(connection: Connection, *, at: datetime, what: str, code: str, **more: str | None) -> None:
    """Write one line of the audit: `route`, `request_id`, and key_id and party_id where they are known."""
    connection.execute(insert(audit).values(at=at, what=what, code=code, **more))


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        key_id=row.key_id,
        environment=Environment(row.environment),
        last_four=row.last_four,
        label=row.label,
        party_id=row.party_id,
        organisation_id=row.organisation_id,
        roles=tuple(Role(role) for role in row.roles),
        communities=tuple(row.communities),
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        version=1 if row.revoked_at is None else 2,
    )
