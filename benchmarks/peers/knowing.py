"""The four parts of the composed read, on our tables, each in one or two statements."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import orjson
from asked import Actor, Refused, decimal
from giving import DONORS

ITEMS = 20
SHANGHAI = timedelta(hours=8)
CAPS = {"organisation": 20_000_00}
PERSON_CAP = 3_000_00
BALANCE = """
SELECT p.kind, cv.balance AS cv, sp.id AS account, sp.balance AS sp, sp.pending,
       (SELECT coalesce(sum(remaining - held), 0)::bigint FROM ledger_lots l
         WHERE l.community = $1 AND l.account_id = sp.id AND l.expires_on < $5 AND l.remaining > 0) AS lapsed,
       (SELECT coalesce(sum(minutes), 0)::bigint FROM grants g WHERE g.community = $1 AND g.party_id = $2) AS minutes
  FROM parties p
  JOIN ledger_accounts cv ON cv.community = $1 AND cv.unit = 'CV' AND cv.code = $3
  JOIN ledger_accounts sp ON sp.community = $1 AND sp.unit = 'SP' AND sp.code = $4
 WHERE p.community = $1 AND p.party_id = $2
"""
LOTS = """
SELECT granted_on, expires_on, remaining FROM ledger_lots
 WHERE community = $1 AND account_id = $2 AND remaining > 0 ORDER BY expires_on, id LIMIT 100
"""
SUMMARY = """
SELECT EXISTS (SELECT 1 FROM known_parties WHERE community = $1 AND party_id = $2) AS known,
       count(*) FILTER (WHERE state = 'confirmed') AS gifts, coalesce(sum(received) FILTER (WHERE state = 'confirmed'), 0)::bigint AS received,
       count(*) FILTER (WHERE state = 'awaiting') AS awaiting,
       (SELECT count(*) FROM mandates WHERE community = $1 AND donor_id = $2 AND state = 'active') AS active_mandates,
       (SELECT count(*) FROM goods WHERE community = $1 AND donor_id = $2 AND received > 0) AS goods_given
  FROM gifts WHERE community = $1 AND donor_id = $2
"""
MEMBERS = """
SELECT member_id, party_id, shop_name, licence, category, permits, status, suspended_until, plaque_serial, applied_on, version
  FROM members WHERE community = $1 AND party_id = $2 ORDER BY member_id LIMIT $3
"""
ORDERS = """
SELECT order_id, lot_id, partner_id, product, buyer_id, packs, pack_grams, price, state, placed_on, delivered_on, version
  FROM orders WHERE community = $1 AND buyer_id = $2 ORDER BY order_id DESC LIMIT $3
"""


async def balance(pool: asyncpg.Pool, actor: Actor, party_id: str) -> dict[str, Any]:
    """What points knows."""
    own(actor, party_id)
    today = (datetime.now(UTC) + SHANGHAI).date()
    codes = (f"party:{party_id}:cv", f"party:{party_id}:sp")
    async with pool.acquire() as database:
        row = await database.fetchrow(BALANCE, actor.community, party_id, *codes, today)
        if row is None:
            raise Refused(404, "party-not-found")
        lots = await database.fetch(LOTS, actor.community, row["account"])
    return {
        "party_id": party_id,
        "cv": decimal(row["cv"]),
        "sp": decimal(row["sp"]),
        "sp_held": decimal(row["pending"]),
        "sp_available": decimal(row["sp"] - row["pending"] - row["lapsed"]),
        "sp_cap": decimal(CAPS.get(row["kind"], PERSON_CAP)),
        "minutes": row["minutes"],
        "lots": [
            {
                "granted_on": lot["granted_on"].isoformat(),
                "expires_on": lot["expires_on"].isoformat(),
                "remaining": decimal(lot["remaining"]),
            }
            for lot in lots
        ],
    }


async def gifts(pool: asyncpg.Pool, actor: Actor, party_id: str) -> dict[str, Any]:
    """What donations knows."""
    own(actor, party_id)
    async with pool.acquire() as database:
        row = dict(await database.fetchrow(SUMMARY, actor.community, party_id))
    if not row.pop("known"):
        raise Refused(404, "party-not-found")
    return {"party_id": party_id, **row, "received": decimal(row["received"])}


async def memberships(pool: asyncpg.Pool, actor: Actor, party_id: str) -> list[dict[str, Any]]:
    """What merchants knows."""
    own(actor, party_id)
    async with pool.acquire() as database:
        rows = await database.fetch(MEMBERS, actor.community, party_id, ITEMS + 1)
    return [{**_dated(row), "permits": orjson.loads(row["permits"])} for row in rows[:ITEMS]]


async def orders(pool: asyncpg.Pool, actor: Actor, party_id: str) -> list[dict[str, Any]]:
    """What rural_link knows."""
    own(actor, party_id)
    async with pool.acquire() as database:
        rows = await database.fetch(ORDERS, actor.community, party_id, ITEMS + 1)
    return [
        {**_dated(row), "price": decimal(row["price"]), "total": decimal(row["packs"] * row["price"])}
        for row in rows[:ITEMS]
    ]


PARTS = {
    "balance": ("points", balance),
    "gifts": ("donations", gifts),
    "memberships": ("merchants", memberships),
    "orders": ("rural_link", orders),
}
"""The parts of an overview, each with the service whose data it is."""


def own(actor: Actor, party_id: str) -> None:
    """One's own, or nothing."""
    actor.require(*DONORS)
    if party_id != actor.party_id:
        raise Refused(404, "party-not-found")


def _dated(row: asyncpg.Record) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
