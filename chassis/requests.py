"""Idempotency keys: the answer of a command is stored in the transaction of its effect, and given again to whoever asks again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.tables import requests
from contracts.refused import KeyReused


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One caller's key for one method. Two callers may use the same key without meeting."""

    community: str
    principal: str
    method: str
    key: str
    fingerprint: str


def fingerprint(method: str, body: Any) -> str:
    """What tells one request from another under the same key: SHA-256 over the method and the canonical JSON body."""
    canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(method.encode() + b"\0" + canonical).hexdigest()


def claim(connection: Connection, wanted: Claim, *, at: datetime) -> Any | None:
    """Take the key, or return the answer that is stored under it. Raises KeyReused if it belongs to another request.

    A second request with the key waits here until the first one's transaction has ended, up to the lock timeout.
    """
    taken = connection.execute(
        insert(requests)
        .values(**_key(wanted), fingerprint=wanted.fingerprint, asked_at=at)
        .on_conflict_do_nothing()
        .returning(requests.c.key)
    ).first()
    if taken is not None:
        return None
    row = connection.execute(select(requests.c.fingerprint, requests.c.answer).filter_by(**_key(wanted))).one()
    if row.fingerprint != wanted.fingerprint:
        raise KeyReused
    return orjson.loads(row.answer)


def store(connection: Connection, claimed: Claim, answer: Any) -> None:
    """Keep the answer under the key, in the same transaction."""
    connection.execute(update(requests).filter_by(**_key(claimed)).values(answer=orjson.dumps(answer).decode()))


def _key(claimed: Claim) -> dict[str, str]:
    return {
        "community": claimed.community,
        "principal": claimed.principal,
        "method": claimed.method,
        "key": claimed.key,
    }
