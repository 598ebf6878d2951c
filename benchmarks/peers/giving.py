"""The command and the exact read of the peers, on our tables: as few round trips as the steps allow, prepared by asyncpg."""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import orjson
from asked import Actor, Channel, Choice, RecordGift, Refused, Visibility, check, decimal

DONORS = ("resident", "organisation_agent", "merchant_agent", "village_agent")
METHOD = "record_gift"
KIND_SOUL = "爱心人士"
ONLINE_MINUTES = 30
CLAIM = """
INSERT INTO requests (community, principal, method, key, fingerprint, asked_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING key
"""
STORED = "SELECT fingerprint, answer FROM requests WHERE community = $1 AND principal = $2 AND method = $3 AND key = $4"
LOOK = """
SELECT EXISTS (SELECT 1 FROM funds WHERE community = $1 AND fund_code = $2) AS fund,
       (SELECT public_name FROM known_parties WHERE community = $1 AND party_id = $3) AS name
"""
ADD = """
INSERT INTO gifts (community, gift_id, fund_code, donor_id, amount, lane, choice, waiver_number, visibility, alias, channel, state,
                   receipt, payment_reference, recorded_by, recorded_at, expires_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'awaiting', $12, $13, $14, $15, $16, 1)
ON CONFLICT DO NOTHING RETURNING gift_id
"""
EMIT = """
WITH put AS (
  INSERT INTO outbox (event_id, type, community, aggregate, body, headers, occurred_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
) SELECT pg_notify('outbox', '')
"""
ANSWER = "UPDATE requests SET answer = $5 WHERE community = $1 AND principal = $2 AND method = $3 AND key = $4"
GET = """
SELECT g.*, k.public_name FROM gifts g LEFT JOIN known_parties k ON k.community = g.community AND k.party_id = g.donor_id
 WHERE g.community = $1 AND g.gift_id = $2
"""
EVENT = "donations.gift_recorded.v1"


async def record_gift(pool: asyncpg.Pool, actor: Actor, key: str, asked: RecordGift) -> dict[str, Any]:
    """Record it once, whatever happens: a second request with the key gets the first one's answer."""
    actor.require(*DONORS, "community_staff")
    check(asked, actor)
    body = asked.model_dump(mode="json", exclude_unset=True)
    fingerprint = hashlib.sha256(METHOD.encode() + b"\0" + orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
    mine = (actor.community, actor.party_id, METHOD, key)
    async with pool.acquire() as database, database.transaction():
        now = datetime.now(UTC)
        if await database.fetchval(CLAIM, *mine, fingerprint, now) is None:
            return _replayed(await database.fetchrow(STORED, *mine), fingerprint)
        found = await database.fetchrow(LOOK, actor.community, asked.fund_code, asked.donor_id)
        if not found["fund"] or found["name"] is None:
            raise Refused(404, "fund-or-party-not-found")
        answer = await _add(database, actor, asked, found["name"], now)
        await database.execute(EMIT, *_event(actor, asked, now))
        await database.execute(ANSWER, *mine, orjson.dumps(answer).decode())
    return answer


async def get_gift(pool: asyncpg.Pool, actor: Actor, gift_id: str) -> dict[str, Any]:
    """A donor's own gift."""
    actor.require(*DONORS)
    async with pool.acquire() as database:
        row = await database.fetchrow(GET, actor.community, gift_id)
    if row is None or row["donor_id"] != actor.party_id:
        raise Refused(404, "gift-not-found")
    return _shown(row, row["public_name"])


async def _add(
    database: asyncpg.Connection, actor: Actor, asked: RecordGift, name: str, now: datetime
) -> dict[str, Any]:
    online = asked.channel is Channel.ONLINE
    gift = {
        "gift_id": asked.gift_id,
        "fund_code": asked.fund_code,
        "donor_id": asked.donor_id,
        "amount": asked.fen,
        "lane": asked.lane.value,
        "choice": asked.choice.value,
        "waiver_number": asked.waiver_number,
        "visibility": asked.visibility.value,
        "alias": asked.alias,
        "channel": asked.channel.value,
        "receipt": "waived" if asked.choice is Choice.POINTS else "not_requested",
        "payment_reference": "G" + asked.gift_id[-10:],
        "recorded_by": actor.party_id,
        "recorded_at": now,
        "expires_at": now + timedelta(minutes=ONLINE_MINUTES) if online else None,
    }
    if await database.fetchval(ADD, actor.community, *gift.values()) is None:
        raise Refused(409, "gift-id-taken")
    missing = dict.fromkeys(("project_code", "received", "confirmed_on", "mandate_id"))
    return _shown({**gift, **missing, "state": "awaiting", "origin": "own", "version": 1}, name)


def _event(actor: Actor, asked: RecordGift, now: datetime) -> tuple[Any, ...]:
    event_id = f"evt_{uuid.uuid4().hex}"
    body = {
        "community": actor.community,
        "gift_id": asked.gift_id,
        "fund_code": asked.fund_code,
        "amount": decimal(asked.fen),
    }
    headers = {
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-type": EVENT,
        "ce-source": "/ccs/donations",
        "ce-subject": asked.gift_id,
        "ce-time": now.isoformat(),
        "ce-community": actor.community,
        "ce-actor": actor.party_id,
    }
    texts = orjson.dumps(body).decode(), orjson.dumps(headers).decode()
    return (event_id, EVENT, actor.community, asked.gift_id, *texts, now)


def _replayed(row: asyncpg.Record, fingerprint: str) -> dict[str, Any]:
    if row["fingerprint"] != fingerprint:
        raise Refused(409, "key-reused")
    answer: dict[str, Any] = orjson.loads(row["answer"])
    return answer


def _shown(gift: Any, name: str | None) -> dict[str, Any]:
    public = gift["visibility"] == Visibility.PUBLIC.value
    shown = name if public and name else gift["alias"] or KIND_SOUL
    plain = ("gift_id", "fund_code", "project_code", "donor_id", "lane", "choice", "visibility", "channel", "state")
    more = ("receipt", "payment_reference", "mandate_id", "origin", "version")
    return {
        **{field: gift[field] for field in (*plain, *more)},
        "amount": decimal(gift["amount"]),
        "received": None if gift["received"] is None else decimal(gift["received"]),
        "shown_as": shown,
        **{field: gift[field] and gift[field].isoformat() for field in ("recorded_at", "expires_at", "confirmed_on")},
    }
