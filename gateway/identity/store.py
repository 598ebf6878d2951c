"""Every SQL statement about keys and the audit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text, update
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


def live_keys(work: Work, parties: Collection[str]) -> list[ApiKey]:
    """The parties' keys that are neither revoked nor expired, those that wait for a second operator among them."""
    unexpired = api_keys.c.expires_at.is_(None) | (api_keys.c.expires_at > work.now)
    live = select(api_keys).where(api_keys.c.party_id.in_(parties), api_keys.c.revoked_at.is_(None), unexpired)
    return [_key(row) for row in work.connection.execute(live)]


def find(connection: Connection, key_id: str) -> tuple[ApiKey, str] | None:
    """A key and its secret's hash."""
    row = connection.execute(select(api_keys).where(api_keys.c.key_id == key_id)).one_or_none()
    return (_key(row), row.secret_hash) if row is not None else None


def lock(work: Work, key_ids: Collection[str]) -> list[ApiKey]:
    """The keys, locked in the order of their ids. Raises KeyNotFound if one is missing."""
    wanted = select(api_keys).where(api_keys.c.key_id.in_(key_ids)).order_by(api_keys.c.key_id).with_for_update()
    found = [_key(row) for row in work.connection.execute(wanted)]
    if len(found) < len(set(key_ids)):
        raise KeyNotFound
    return found


def agree(work: Work, key_ids: Collection[str], *, by: str) -> None:
    """Let locked keys open the door from now on."""
    values = {"agreed_by": by, "agreed_at": work.now}
    work.connection.execute(update(api_keys).where(api_keys.c.key_id.in_(key_ids)).values(values))


def revoke(work: Work, key_id: str) -> ApiKey:
    """End a key; the first revocation's time stays. Raises KeyNotFound."""
    [key] = lock(work, [key_id])
    work.expect_version(key.version)
    if key.revoked_at is None:
        work.connection.execute(update(api_keys).where(api_keys.c.key_id == key_id).values(revoked_at=work.now))
        [key] = lock(work, [key_id])
    return key


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
        issued_by=row.issued_by,
        expires_at=row.expires_at,
        agreed_by=row.agreed_by,
        agreed_at=row.agreed_at,
        revoked_at=row.revoked_at,
        version=1 + sum(at is not None for at in (row.agreed_at, row.revoked_at)),
    )
