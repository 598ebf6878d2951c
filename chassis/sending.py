"""The relay's SQL: which rows of the outbox go next, and how much still waits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

TURN = 4_243_001  # Any number of our own: the advisory lock that makes one relay of a database active at a time.

# Skipped, besides the held types themselves: whatever comes after a held row of the same aggregate, so that its order is kept.
TAKE = text("""
SELECT position, event_id, type, community, aggregate, body, headers FROM outbox
WHERE type <> ALL(CAST(:held AS text[])) AND NOT EXISTS (
    SELECT 1 FROM outbox AS stuck
    WHERE stuck.community = outbox.community AND stuck.aggregate = outbox.aggregate
      AND stuck.position < outbox.position AND stuck.type = ANY(CAST(:held AS text[])))
ORDER BY position LIMIT :most
""")
TAKE_ANY = text(
    "SELECT position, event_id, type, community, aggregate, body, headers FROM outbox ORDER BY position LIMIT :most"
)
WAITING = text("""
SELECT count(*) AS many, coalesce(extract(epoch FROM clock_timestamp() - min(queued_at)), 0) AS oldest_seconds FROM outbox
""")
DELETE = text("DELETE FROM outbox WHERE position = ANY(CAST(:positions AS bigint[]))")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One event that waits to be sent; `body` and `headers` are JSON."""

    position: int
    event_id: str
    type: str
    community: str
    aggregate: str
    body: str
    headers: str

    @property
    def of(self) -> tuple[str, str]:
        """The aggregate whose order matters."""
        return self.community, self.aggregate


def have_turn(connection: Connection) -> bool:
    """Take the turn of the only active relay until the transaction ends; False if another relay has it."""
    return bool(connection.execute(text("SELECT pg_try_advisory_xact_lock(:turn)"), {"turn": TURN}).scalar())


def take(connection: Connection, *, held: Collection[str], most: int) -> list[Row]:
    """Up to `most` rows in order of position, without the held types and without what must stay behind them."""
    query, choice = (TAKE, {"held": list(held), "most": most}) if held else (TAKE_ANY, {"most": most})
    return [Row(**row) for row in connection.execute(query, choice).mappings()]


def delete(connection: Connection, rows: Sequence[Row]) -> None:
    """Forget rows that the broker has confirmed."""
    connection.execute(DELETE, {"positions": [row.position for row in rows]})


def waiting(connection: Connection) -> tuple[int, float]:
    """How many rows wait, and for how many seconds the oldest has waited (by the database's clock; 0 if none waits)."""
    row = connection.execute(WAITING).one()
    return row.many, max(0.0, float(row.oldest_seconds))
