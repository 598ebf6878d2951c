"""Remembers which events were handled, so that a repeated delivery changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, text

# ON CONFLICT rather than looking first: two deliveries of one message may run at the same moment, and only the unique key
# decides between them. The loser waits here until the winner has committed, then finds nothing left to do.
# ORDER BY keeps two batches that share messages from locking each other out.
CLAIM = text("""
INSERT INTO inbox (queue, event_id, handled_at)
SELECT :queue, event_id, :at FROM unnest(CAST(:event_ids AS text[])) AS event_id ORDER BY event_id
ON CONFLICT DO NOTHING RETURNING event_id
""")


def claim(connection: Connection, queue: str, event_ids: Sequence[str], *, at: datetime) -> set[str]:
    """Which of these events are new to this queue; they count as handled if the transaction commits."""
    rows = connection.execute(CLAIM, {"queue": queue, "event_ids": list(event_ids), "at": at})
    return set(rows.scalars())
