"""Writes what a book has decided: any number of transfers in one statement, their lots in a second, holds in a third."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.exc import IntegrityError

from chassis.database import Work
from ledger import refusals
from ledger.book import Book
from ledger.values import Hold, Lot, Posted

# One statement, one round trip. Accounts get their new balance rather than a difference: their rows are locked, and the balances
# that the entries carry must be the same ones.
POST = text("""
WITH new AS (
  SELECT * FROM unnest(CAST(:id AS text[]), CAST(:unit AS text[]), CAST(:debit_id AS bigint[]), CAST(:credit_id AS bigint[]),
                       CAST(:amount AS bigint[]), CAST(:kind AS text[]), CAST(:reference AS text[]), CAST(:group_id AS text[]),
                       CAST(:rulebook AS text[]), CAST(:effective_on AS date[]), CAST(:expires_on AS date[]), CAST(:reverses AS text[]))
         WITH ORDINALITY AS new(id, unit, debit_id, credit_id, amount, kind, reference, group_id, rulebook, effective_on, expires_on,
                                reverses, turn)
), written AS (
  INSERT INTO ledger_transfers (community, id, unit, debit_id, credit_id, amount, kind, reference, group_id, rulebook, effective_on,
                                expires_on, reverses, recorded_at)
  SELECT :community, id, unit, debit_id, credit_id, amount, kind, reference, group_id, rulebook, effective_on, expires_on, reverses,
         :now FROM new
), entered AS (
  INSERT INTO ledger_entries (community, transfer_id, account_id, amount, balance_after)
  SELECT :community, transfer_id, account_id, amount, balance_after
    FROM unnest(CAST(:entry_transfer AS text[]), CAST(:entry_account AS bigint[]), CAST(:entry_amount AS bigint[]),
                CAST(:entry_balance AS bigint[])) WITH ORDINALITY AS entry(transfer_id, account_id, amount, balance_after, turn)
   ORDER BY turn
), queued AS (
  INSERT INTO ledger_unsealed (community, transfer_id, recorded_at) SELECT :community, id, :now FROM new ORDER BY turn
)
UPDATE ledger_accounts a SET balance = changed.balance, pending = changed.pending
  FROM unnest(CAST(:account AS bigint[]), CAST(:balance AS bigint[]), CAST(:pending AS bigint[])) AS changed(id, balance, pending)
 WHERE a.community = :community AND a.id = changed.id
""")

LOTS = text("""
WITH opened AS (
  INSERT INTO ledger_lots (community, id, account_id, opened_by, granted_by, granted_on, expires_on, amount, remaining, held)
  SELECT :community, * FROM unnest(CAST(:id AS text[]), CAST(:account_id AS bigint[]), CAST(:opened_by AS text[]),
                                   CAST(:granted_by AS text[]), CAST(:granted_on AS date[]), CAST(:expires_on AS date[]),
                                   CAST(:amount AS bigint[]), CAST(:remaining AS bigint[]), CAST(:held AS bigint[]))
), sliced AS (
  INSERT INTO ledger_lot_slices (community, transfer_id, lot_id, amount, taken_from)
  SELECT :community, * FROM unnest(CAST(:slice_transfer AS text[]), CAST(:slice_lot AS text[]), CAST(:slice_amount AS bigint[]),
                                   CAST(:slice_taken_from AS text[]))
)
UPDATE ledger_lots l SET remaining = changed.remaining, held = changed.held
  FROM unnest(CAST(:lot AS text[]), CAST(:lot_remaining AS bigint[]), CAST(:lot_held AS bigint[])) AS changed(id, remaining, held)
 WHERE l.community = :community AND l.id = changed.id
""")

NEW_HOLDS = text("""
WITH held AS (
  INSERT INTO ledger_holds (community, id, unit, debit_id, credit_id, amount, kind, reference, rulebook, expires_at, held_at, state)
  SELECT :community, held.*, :now, 'held'
    FROM unnest(CAST(:id AS text[]), CAST(:unit AS text[]), CAST(:debit_id AS bigint[]), CAST(:credit_id AS bigint[]),
                CAST(:amount AS bigint[]), CAST(:kind AS text[]), CAST(:reference AS text[]), CAST(:rulebook AS text[]),
                CAST(:expires_at AS timestamptz[])) AS held
)
INSERT INTO ledger_hold_slices (community, hold_id, lot_id, amount)
SELECT :community, * FROM unnest(CAST(:part_hold AS text[]), CAST(:part_lot AS text[]), CAST(:part_amount AS bigint[]))
""")

END_HOLDS = text("""
UPDATE ledger_holds h
   SET state = ended.state, posted_amount = ended.posted_amount, transfer_id = ended.transfer_id, ended_at = :now
  FROM unnest(CAST(:id AS text[]), CAST(:state AS text[]), CAST(:posted_amount AS bigint[]), CAST(:transfer_id AS text[]))
       AS ended(id, state, posted_amount, transfer_id)
 WHERE h.community = :community AND h.id = ended.id
""")

TRANSFER_COLUMNS = [
    field.name for field in fields(Posted) if field.name not in {"debit", "credit", "recorded_at", "repeated"}
]
LOT_COLUMNS = [field.name for field in fields(Lot)]
NEW_HOLD_COLUMNS = ("id", "unit", "debit_id", "credit_id", "amount", "kind", "reference", "rulebook", "expires_at")


def write(work: Work, book: Book) -> None:
    """Write all that the book decided. Refuses TransferIdReused when another account's work took an id at this very moment."""
    _write_transfers(work, book)
    _write_lots(work, book)
    _write_holds(work, list(book.holds.values()))


def _write_transfers(work: Work, book: Book) -> None:
    changed = [account for account in book.accounts.values() if account != book.before_accounts[account.id]]
    if not changed and not book.transfers:
        return
    entries = list(book.entries.values())
    names = _columns(book.transfers.values(), TRANSFER_COLUMNS)
    names |= _columns(entries, ["transfer_id", "account_id", "amount", "balance_after"], _ENTRY)
    names |= _columns(changed, ["id", "balance", "pending"], ["account", "balance", "pending"])
    try:
        _run(work, POST, names)
    except IntegrityError as error:
        # Equal transfers meet at the locks of their accounts; only one with other accounts gets as far as the key.
        if "ledger_transfers_pkey" in str(error.orig):
            raise refusals.TransferIdReused(transfer=" ".join(book.transfers)[:200]) from error
        raise


def _write_lots(work: Work, book: Book) -> None:
    new = [lot for lot in book.lots.values() if lot.id not in book.before_lots]
    changed = [lot for lot in book.lots.values() if lot.id in book.before_lots and lot != book.before_lots[lot.id]]
    if not new and not changed:
        return
    names = _columns(new, LOT_COLUMNS)
    names |= _columns(book.slices.values(), ["transfer_id", "lot_id", "amount", "taken_from"], _SLICE)
    names |= _columns(changed, ["id", "remaining", "held"], ["lot", "lot_remaining", "lot_held"])
    _run(work, LOTS, names)


def _write_holds(work: Work, holds: Sequence[Hold]) -> None:
    new = [hold for hold in holds if hold.ended_at is None]
    ended = [hold for hold in holds if hold.ended_at is not None]
    if new:
        parts = [(hold.id, part.lot_id, part.amount) for hold in new for part in hold.parts]
        names = _columns(new, NEW_HOLD_COLUMNS)
        _insert_holds(work, names | {name: [part[turn] for part in parts] for turn, name in enumerate(_PART)})
    if ended:
        _run(work, END_HOLDS, _columns(ended, ["id", "state", "posted_amount", "transfer_id"]))


def _insert_holds(work: Work, names: dict[str, list[Any]]) -> None:
    try:
        _run(work, NEW_HOLDS, names)
    except IntegrityError as error:
        if "ledger_holds_pkey" in str(error.orig):
            raise refusals.HoldIdReused(hold=" ".join(names["id"])[:200]) from error
        raise


_ENTRY = ["entry_transfer", "entry_account", "entry_amount", "entry_balance"]
_SLICE = ["slice_transfer", "slice_lot", "slice_amount", "slice_taken_from"]
_PART = ["part_hold", "part_lot", "part_amount"]


def _columns(
    rows: Collection[object], attributes: Sequence[str], names: Sequence[str] | None = None
) -> dict[str, list[Any]]:
    return {
        name: [get(row) for row in rows]
        for name, get in zip(names or attributes, map(attrgetter, attributes), strict=True)
    }


def _run(work: Work, statement: TextClause, names: dict[str, list[Any]]) -> None:
    work.connection.execute(statement, {"community": work.community, "now": work.now, **names})
