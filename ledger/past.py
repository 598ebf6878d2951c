"""What an account held at any past instant, and what moved it since, in a time that does not grow with its history.

Per account, entries stand in the order of their commits (`position`), each with the balance after it, and their transfers' `recorded_at` rises
with them. So the balance at an instant is the balance after the last entry recorded until then, and that entry is found by halving: some
thirty looks into an index, among ten entries or ten million.

`recorded_at` is the instant at which a transaction began. Of two that met at one account, the one that began first may have come second; an
instant between their beginnings then falls between them or beside them, always in the same way. Whoever asks about an instant
longer ago than `SETTLED_SECONDS` gets the same answer for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import text

from chassis.database import Work
from ledger.statements import PAGE_MAX
from ledger.store import rows
from ledger.values import Ref

SETTLED_SECONDS = 60
"""Longer than any transaction lives: its statements, its locks and its idle time end long before (chassis/database.py)."""

LATE_DAYS = 62
"""So long after its last day a lapsed lot may still wait to be moved and be shown."""

# The largest number p such that the first entry from p on was recorded until the instant: the position of the last such entry. Numbers
# beyond the last entry find none and count as too late, so that what is entered later changes no step of the search.
STANDS = text("""
WITH RECURSIVE search AS (
  SELECT w.turn, a.id AS account_id, w.at, CAST(0 AS bigint) AS place,
         coalesce((SELECT floor(log(2.0, e.position))::int + 1 FROM ledger_entries e
                    WHERE e.community = :community AND e.account_id = a.id ORDER BY e.position DESC LIMIT 1), -1) AS bit
    FROM unnest(CAST(:codes AS text[]), CAST(:units AS text[]), CAST(:instants AS timestamptz[])) WITH ORDINALITY AS w(code, unit, at, turn)
    JOIN ledger_accounts a ON a.community = :community AND a.unit = w.unit AND a.code = w.code
   UNION ALL
  SELECT s.turn, s.account_id, s.at,
         CASE WHEN (SELECT t.recorded_at FROM ledger_transfers t WHERE t.community = :community AND t.id = first.transfer_id) <= s.at
              THEN s.place + (CAST(1 AS bigint) << s.bit) ELSE s.place END,
         s.bit - 1
    FROM search s
    LEFT JOIN LATERAL (SELECT e.transfer_id FROM ledger_entries e
                        WHERE e.community = :community AND e.account_id = s.account_id
                          AND e.position >= s.place + (CAST(1 AS bigint) << s.bit)
                        ORDER BY e.position LIMIT 1) AS first ON true
   WHERE s.bit >= 0
)
SELECT s.turn, s.place AS position,
       coalesce((SELECT e.balance_after FROM ledger_entries e
                  WHERE e.community = :community AND e.account_id = s.account_id AND e.position = s.place), 0) AS balance
  FROM search s
 WHERE s.bit = -1
""")

BETWEEN = text("""
SELECT e.position, a.code, a.unit, e.amount, e.balance_after, t.id AS transfer_id, t.kind, t.reference, t.effective_on, t.recorded_at,
       t.reverses, o.code AS other
  FROM unnest(CAST(:codes AS text[]), CAST(:units AS text[]), CAST(:after AS bigint[]), CAST(:until AS bigint[]))
       AS w(code, unit, after, until)
  JOIN ledger_accounts a ON a.community = :community AND a.unit = w.unit AND a.code = w.code
 CROSS JOIN LATERAL (SELECT e.position, e.transfer_id, e.amount, e.balance_after FROM ledger_entries e
                      WHERE e.community = :community AND e.account_id = a.id AND e.position > w.after AND e.position <= w.until
                      ORDER BY e.position LIMIT :limit) AS e
  JOIN ledger_transfers t ON t.community = :community AND t.id = e.transfer_id
  JOIN ledger_accounts o ON o.community = :community AND o.id = CASE WHEN t.debit_id = a.id THEN t.credit_id ELSE t.debit_id END
 ORDER BY e.position
 LIMIT :limit
""")

# What is in a lot is the sum of what was put in and taken out; what came later than the position is left out of the sum.
LOTS = text("""
SELECT l.granted_on, l.expires_on, sum(moved.amount) AS remaining
  FROM ledger_lots l
  JOIN ledger_accounts a ON a.community = l.community AND a.id = l.account_id
 CROSS JOIN LATERAL (SELECT s.amount FROM ledger_lot_slices s
                       JOIN ledger_entries e ON e.community = s.community AND e.transfer_id = s.transfer_id AND e.account_id = l.account_id
                      WHERE s.community = l.community AND s.lot_id = l.id AND e.position <= :position) AS moved
 WHERE l.community = :community AND l.expires_on >= :since AND l.granted_on <= :day
   AND l.account_id = (SELECT id FROM ledger_accounts WHERE community = :community AND unit = :unit AND code = :code)
 GROUP BY l.id, l.granted_on, l.expires_on
HAVING sum(moved.amount) > 0
 ORDER BY l.expires_on, l.granted_on, l.id
 LIMIT :limit
""")


class Stand(NamedTuple):
    """How an account stood: the position of its last entry until then (0: it had none), and its balance."""

    position: int
    balance: int


class Span(NamedTuple):
    """The entries of an account after one position, up to and with another."""

    ref: Ref
    after: int
    until: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PastLine:
    """One line of a past statement: `amount` is signed, `other` the code of the account on the other side."""

    position: int
    code: str
    unit: str
    amount: int
    balance_after: int
    transfer_id: str
    kind: str
    reference: str
    effective_on: date
    recorded_at: datetime
    reverses: str | None
    other: str


class PastLot(NamedTuple):
    """What was left in a lot."""

    granted_on: date
    expires_on: date
    remaining: int


def stands(work: Work, wanted: Sequence[tuple[Ref, datetime]]) -> list[Stand]:
    """How each account stood at an instant, in the order asked; an account that nobody opened had nothing."""
    names = {
        "codes": [ref.code for ref, _ in wanted],
        "units": [ref.unit for ref, _ in wanted],
        "instants": [at for _, at in wanted],
    }
    found = {row["turn"]: Stand(row["position"], int(row["balance"])) for row in rows(work, STANDS, **names)}
    return [found.get(turn, Stand(0, 0)) for turn in range(1, len(wanted) + 1)]


def balance_at(work: Work, code: str, unit: str, at: datetime) -> int:
    """The account's balance at an instant."""
    return stands(work, [(Ref(code, unit), at)])[0].balance


def lines_between(work: Work, spans: Sequence[Span], *, limit: int = 50) -> list[PastLine]:
    """The entries within the spans, those of all accounts together in the order of their commits. At most PAGE_MAX lines."""
    names = {
        "codes": [span.ref.code for span in spans],
        "units": [span.ref.unit for span in spans],
        "after": [span.after for span in spans],
        "until": [span.until for span in spans],
    }
    return [PastLine(**row) for row in rows(work, BETWEEN, **names, limit=min(limit, PAGE_MAX + 1))]


def lots_at(work: Work, ref: Ref, *, position: int, day: date, limit: int = 100) -> list[PastLot]:
    """The account's lots as they were after the entry at `position`, which was made on `day`, first to lapse first."""
    since = day - timedelta(days=LATE_DAYS)
    found = rows(work, LOTS, code=ref.code, unit=ref.unit, position=position, day=day, since=since, limit=limit)
    return [PastLot(row["granted_on"], row["expires_on"], int(row["remaining"])) for row in found]
