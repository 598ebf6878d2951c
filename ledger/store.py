"""What the ledger reads before it decides: accounts under lock, transfers by id, lots, what was taken and what was given back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import TextClause, text

from chassis.database import Work
from ledger.book import Book
from ledger.values import Account, Lot, Part, Posted, Ref, Reversed

# Always in the order of ids: two pieces of work that want the same accounts wait for each other instead of locking crosswise.
# NO KEY: the entries' foreign keys need to see the account, and may.
LOCK = text("""
SELECT a.id, a.code, a.unit, a.balance, a.pending, a.floor, a.cap, a.lots
  FROM ledger_accounts a
  JOIN unnest(CAST(:codes AS text[]), CAST(:units AS text[])) AS wanted(code, unit) ON a.code = wanted.code AND a.unit = wanted.unit
 WHERE a.community = :community
 ORDER BY a.id
   FOR NO KEY UPDATE OF a
""")

CODES = text("SELECT DISTINCT code FROM ledger_accounts WHERE community = :community AND code = ANY(:codes)")

POSTED_COLUMNS = """
SELECT t.id, t.unit, d.code AS debit, c.code AS credit, t.debit_id, t.credit_id, t.amount, t.kind, t.reference, t.group_id,
       t.rulebook, t.effective_on, t.recorded_at, t.expires_on, t.reverses
  FROM ledger_transfers t
  JOIN ledger_accounts d ON d.community = t.community AND d.id = t.debit_id
  JOIN ledger_accounts c ON c.community = t.community AND c.id = t.credit_id
 WHERE t.community = :community
"""
POSTED = text(POSTED_COLUMNS + " AND t.id = ANY(:ids) ORDER BY t.id")
COMPENSATIONS = text(POSTED_COLUMNS + " AND t.reverses = ANY(:originals) AND t.group_id = ANY(:groups) ORDER BY t.id")

LOTS = text("""
SELECT id, account_id, opened_by, granted_by, granted_on, expires_on, amount, remaining, held
  FROM ledger_lots
 WHERE community = :community AND account_id = ANY(:accounts) AND remaining > 0
UNION
SELECT id, account_id, opened_by, granted_by, granted_on, expires_on, amount, remaining, held
  FROM ledger_lots
 WHERE community = :community AND id = ANY(:lots)
""")

# What each transfer took from lots of its debit account, less what its reversals have put back.
TAKEN = text("""
SELECT s.transfer_id, s.lot_id,
       -s.amount - coalesce((SELECT sum(b.amount)
                               FROM ledger_transfers r
                               JOIN ledger_lot_slices b ON b.community = r.community AND b.transfer_id = r.id
                              WHERE r.community = s.community AND r.reverses = s.transfer_id AND b.taken_from = s.lot_id), 0) AS amount
  FROM ledger_lot_slices s
 WHERE s.community = :community AND s.transfer_id = ANY(:transfers) AND s.amount < 0
""")

REVERSED = text("""
SELECT transfer_id, reason, sequence, amount, owed, group_id
  FROM ledger_reversals
 WHERE community = :community AND transfer_id = ANY(:transfers)
""")


def lock_accounts(work: Work, refs: Iterable[Ref]) -> dict[Ref, Account]:
    """Lock the accounts until the end of the transaction, in one order for everybody, and read them. Unknown ones are left out.

    Work that posts more than once in a transaction locks everything it will need first.
    """
    wanted = sorted(set(refs))
    names = {"codes": [ref.code for ref in wanted], "units": [ref.unit for ref in wanted]}
    accounts = [Account(**row) for row in rows(work, LOCK, **names)]
    return {account.ref: account for account in accounts}


def open_book(
    work: Work, refs: Iterable[Ref], *, debited: Iterable[Ref] = (), ids: Sequence[str] = (), lots: Sequence[str] = ()
) -> Book:
    """Lock the accounts and read what deciding needs: the lots of the debited ones, lots by id, transfers posted under these ids."""
    wanted = set(refs)
    accounts = lock_accounts(work, wanted)
    missing = [ref.code for ref in wanted if ref not in accounts]
    # Read after the locks are held: a statement sees what was committed when it began, and we may have waited.
    return Book(
        now=work.now,
        accounts={account.id: account for account in accounts.values()},
        lots=_lots(work, [accounts[ref] for ref in set(debited) if ref in accounts], lots),
        posted={one.id: one for one in posted(work, ids)},
        elsewhere=frozenset(row["code"] for row in rows(work, CODES, codes=missing)) if missing else frozenset(),
    )


def posted(work: Work, ids: Sequence[str]) -> list[Posted]:
    """The transfers with these ids, as far as they exist."""
    return [Posted(**row) for row in rows(work, POSTED, ids=list(ids))] if ids else []


def compensations(work: Work, reversals: Collection[Reversed]) -> list[Posted]:
    """The transfers that these reversals consist of."""
    groups, originals = [one.group_id for one in reversals], [one.transfer_id for one in reversals]
    return [Posted(**row) for row in rows(work, COMPENSATIONS, groups=groups, originals=originals)] if reversals else []


def reversals(work: Work, transfers: Sequence[str]) -> list[Reversed]:
    """All reversals of these transfers so far."""
    return [Reversed(**row) for row in rows(work, REVERSED, transfers=transfers)]


def still_taken(work: Work, transfers: Sequence[str]) -> dict[str, list[Part]]:
    """Per transfer, the parts of lots that it took and that no reversal has put back."""
    parts: dict[str, list[Part]] = {}
    for row in rows(work, TAKEN, transfers=transfers):
        if row["amount"] > 0:
            parts.setdefault(row["transfer_id"], []).append(Part(row["lot_id"], int(row["amount"])))
    return parts


def rows(work: Work, statement: TextClause, **names: Any) -> list[dict[str, Any]]:
    """Run a statement about this work's community."""
    result = work.connection.execute(statement, {"community": work.community, **names})
    return [dict(row) for row in result.mappings()]


def _lots(work: Work, debited: Iterable[Account], lots: Sequence[str]) -> dict[str, Lot]:
    ids = [account.id for account in debited if account.lots]
    if not ids and not lots:
        return {}
    return {row["id"]: Lot(**row) for row in rows(work, LOTS, accounts=ids, lots=list(lots))}
