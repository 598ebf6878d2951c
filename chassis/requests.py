"""Idempotency keys: the answer of a command is stored in the transaction of its effect, and given again to whoever asks again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, text

from contracts.refused import KeyReused


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One caller's key for one method. Two callers may use the same key without meeting."""

    community: str
    principal: str
    method: str
    key: str
    fingerprint: str

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What the key is unique by: all but the content of the request."""
        return (self.community, self.principal, self.method, self.key)


KEPT = timedelta(days=35)
"""How long an answer is given again: longer than any client of ours asks again, a month's offline uploads and imports included (ADR 6)."""

KEY = ("community", "principal", "method", "key")
COLUMNS = (*KEY, "fingerprint")

# ORDER BY keeps two batches that share keys from locking each other out.
CLAIM = text("""
INSERT INTO requests (community, principal, method, key, fingerprint, asked_at)
SELECT community, principal, method, key, fingerprint, :at
  FROM unnest(CAST(:community AS text[]), CAST(:principal AS text[]), CAST(:method AS text[]), CAST(:key AS text[]),
              CAST(:fingerprint AS text[])) AS wanted(community, principal, method, key, fingerprint)
 ORDER BY community, principal, method, key
ON CONFLICT DO NOTHING RETURNING community, principal, method, key
""")
STORED = text("""
SELECT community, principal, method, key, fingerprint, answer
  FROM requests
  JOIN unnest(CAST(:community AS text[]), CAST(:principal AS text[]), CAST(:method AS text[]), CAST(:key AS text[]))
    AS wanted(community, principal, method, key) USING (community, principal, method, key)
""")

# What is being asked about just now stays until the next time.
FORGET = text("""
DELETE FROM requests
 WHERE (community, principal, method, key) IN (
       SELECT community, principal, method, key FROM requests WHERE asked_at < :before
        ORDER BY asked_at LIMIT :limit FOR UPDATE SKIP LOCKED)
""")


def fingerprint(method: str, body: Any) -> str:
    """What tells one request from another under the same key: SHA-256 over the method and the canonical JSON body."""
    canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(method.encode() + b"\0" + canonical).hexdigest()


def claim(connection: Connection, wanted: Sequence[Claim], *, at: datetime) -> dict[Claim, Any | KeyReused]:
    """Take the keys, each at most once in `wanted`; answers only those that were taken before.

    For them: the answer that is stored under the key, or KeyReused where it belongs to another request. A key that another
    transaction has just taken is waited for until that has ended, up to the lock timeout.
    """
    taken = connection.execute(CLAIM, {**columns(wanted, COLUMNS), "at": at})
    new = {tuple(row) for row in taken}
    old = {one.identity: one for one in wanted if one.identity not in new}
    if not old:
        return {}
    rows = connection.execute(STORED, columns(list(old.values()), KEY)).all()
    if len(rows) != len(old):
        message = "a key was taken and then was not there"
        raise LookupError(message)
    return {old[tuple(row)[:4]]: _known(old[tuple(row)[:4]], row) for row in rows}


def forget(connection: Connection, *, before: datetime, limit: int) -> int:
    """Forget the oldest answers of before that instant, at most so many; returns how many. Whoever comes later with the key asks anew."""
    return connection.execute(FORGET, {"before": before, "limit": limit}).rowcount


def columns(claims: Sequence[Claim], names: Sequence[str]) -> dict[str, list[str]]:
    """The claims as arrays, by column."""
    return {name: [getattr(one, name) for one in claims] for name in names}


def _known(wanted: Claim, row: Any) -> Any | KeyReused:
    return orjson.loads(row.answer) if row.fingerprint == wanted.fingerprint else KeyReused()
