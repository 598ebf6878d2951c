"""Whose key a request shows: looked up in the same table, remembered as long as our gateway does."""

import hashlib
import hmac
import re
import time
from collections.abc import Mapping

import asyncpg
from asked import IDEMPOTENCY_KEY, Actor, Refused

REMEMBERED_SECONDS = 5.0
TOKEN = re.compile(r"ccs_(live|test)_(key_[0-7][0-9A-HJKMNP-TV-Z]{25})_([0-9a-f]{64})", re.ASCII)
FIND = "SELECT secret_hash, party_id, roles, communities, expires_at, revoked_at FROM api_keys WHERE key_id = $1"


class Keys:
    """The keys in the gateway's database."""

    def __init__(self, database: asyncpg.Pool) -> None:
        """Know nobody yet."""
        self.database = database
        self.known: dict[str, tuple[float, Actor]] = {}

    async def actor(self, headers: Mapping[str, str]) -> Actor:
        """Who asks."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refused(401, "key-required")
        digest = hashlib.sha256(token.encode()).hexdigest()
        known = self.known.get(digest)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        actor = await self._look_up(token)
        self.known[digest] = (time.monotonic() + REMEMBERED_SECONDS, actor)
        return actor

    async def _look_up(self, token: str) -> Actor:
        given = TOKEN.fullmatch(token)
        row = await self.database.fetchrow(FIND, given[2]) if given else None
        if given is None or row is None or row["revoked_at"] is not None:
            raise Refused(401, "key-invalid")
        if not hmac.compare_digest(hashlib.sha256(given[3].encode()).hexdigest(), row["secret_hash"]):
            raise Refused(401, "key-invalid")
        return Actor(row["communities"][0], row["party_id"], frozenset(row["roles"]))


def idempotency_key(headers: Mapping[str, str]) -> str:
    """The key under which a change may be repeated."""
    key = headers.get("idempotency-key", "")
    if not IDEMPOTENCY_KEY.fullmatch(key):
        raise Refused(400, "idempotency-key-missing")
    return key
