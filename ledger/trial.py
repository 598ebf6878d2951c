"""The trial balance: per unit everything sums to zero, and every number that is kept equals what its facts add up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import text

from chassis.actor import system
from chassis.database import Work
from ledger.store import rows

SUMS = text("""
SELECT a.unit, sum(a.balance) AS balances, coalesce(sum(e.total), 0) AS entries, count(*) AS accounts,
       coalesce(array_agg(a.code ORDER BY a.code) FILTER (WHERE a.balance <> coalesce(e.total, 0)
                                                            OR a.pending <> coalesce(h.total, 0)
                                                            OR (a.lots AND a.balance <> coalesce(l.total, 0))
                                                            OR (a.lots AND a.pending <> coalesce(l.held, 0))), '{}') AS differing
  FROM ledger_accounts a
  LEFT JOIN (SELECT account_id, sum(amount) AS total FROM ledger_entries WHERE community = :community GROUP BY account_id) e
    ON e.account_id = a.id
  LEFT JOIN (SELECT debit_id, sum(amount) AS total FROM ledger_holds
              WHERE community = :community AND state = 'held' GROUP BY debit_id) h
    ON h.debit_id = a.id
  LEFT JOIN (SELECT account_id, sum(remaining) AS total, sum(held) AS held FROM ledger_lots
              WHERE community = :community GROUP BY account_id) l
    ON l.account_id = a.id
 WHERE a.community = :community
 GROUP BY a.unit
 ORDER BY a.unit
""")

# A transfer without exactly its two entries, or a lot that is not what its slices add up to.
UNBALANCED = text("""
SELECT t.id
  FROM ledger_transfers t
  LEFT JOIN ledger_entries e ON e.community = t.community AND e.transfer_id = t.id
 WHERE t.community = :community
 GROUP BY t.id, t.amount, t.debit_id, t.credit_id
HAVING count(e.amount) <> 2 OR sum(e.amount) FILTER (WHERE e.account_id = t.debit_id) IS DISTINCT FROM -t.amount
    OR sum(e.amount) FILTER (WHERE e.account_id = t.credit_id) IS DISTINCT FROM t.amount
 UNION ALL
SELECT l.id
  FROM ledger_lots l
  LEFT JOIN ledger_lot_slices s ON s.community = l.community AND s.lot_id = l.id
 WHERE l.community = :community
 GROUP BY l.id, l.remaining
HAVING coalesce(sum(s.amount), 0) <> l.remaining
 LIMIT 100
""")


COMMUNITIES = text("SELECT DISTINCT community FROM ledger_accounts ORDER BY community")


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialBalance:
    """One unit's books: both sums are zero, and no account differs from what its entries, holds and lots add up to."""

    unit: str
    balances: int
    entries: int
    accounts: int
    differing: tuple[str, ...]

    @property
    def even(self) -> bool:
        """Do the books of this unit hold?"""
        return self.balances == 0 and self.entries == 0 and not self.differing


def trial_balance(work: Work) -> list[TrialBalance]:
    """Every unit of the community, by one reading of all its entries."""
    return [
        TrialBalance(
            unit=row["unit"],
            balances=int(row["balances"]),
            entries=int(row["entries"]),
            accounts=row["accounts"],
            differing=tuple(row["differing"]),
        )
        for row in rows(work, SUMS)
    ]


def differences(work: Work) -> dict[str, int]:
    """By unit, how far the books of all communities are from closing: both sums' distance from zero, and the accounts that differ."""
    found: Counter[str] = Counter()
    for community in work.connection.execute(COMMUNITIES).scalars().all():
        for books in trial_balance(work.on_behalf(system(community), work.cause)):
            found[books.unit] += abs(books.balances) + abs(books.entries) + len(books.differing)
    return dict(found)


def unbalanced(work: Work) -> list[str]:
    """Transfers that are not exactly two opposite entries, and lots that are not the sum of their slices; at most 100 ids."""
    return [row["id"] for row in rows(work, UNBALANCED)]
