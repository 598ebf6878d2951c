"""Remembers which events were handled, so that a repeated delivery changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

KEPT = timedelta(days=400)
"""How long a repeated delivery is recognised: longer than anything is redelivered, dead letters that somebody returns after a year included."""

# ON CONFLICT rather than looking first: two deliveries of one message may run at the same moment, and only the unique key
# decides between them. The loser waits here until the winner has committed, then finds nothing left to do.
# ORDER BY keeps two batches that share messages from locking each other out.
CLAIM = text("""
INSERT INTO inbox (queue, event_id, handled_at)
SELECT :queue, event_id, :at FROM unnest(CAST(:event_ids AS text[])) AS event_id ORDER BY event_id
ON CONFLICT DO NOTHING RETURNING event_id
""")
FORGET = text("""
DELETE FROM inbox
 WHERE (queue, event_id) IN (
       SELECT queue, event_id FROM inbox WHERE handled_at < :before ORDER BY handled_at LIMIT :limit FOR UPDATE SKIP LOCKED)
""")


def claim(connection: Connection, queue: str, event_ids: Sequence[str], *, at: datetime) -> set[str]:
    """Which of these events are new to this queue; they count as handled if the transaction commits."""
    rows = connection.execute(CLAIM, {"queue": queue, "event_ids": list(event_ids), "at": at})
    return set(rows.scalars())


def forget(connection: Connection, *, before: datetime, limit: int) -> int:
    """Forget the oldest that were handled before that instant, at most so many; returns how many."""
    return connection.execute(FORGET, {"before": before, "limit": limit}).rowcount
