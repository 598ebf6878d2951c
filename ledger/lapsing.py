"""What lapsed leaves its owner: lots whose last day is over are moved away by ordinary transfers (rulebook §4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import text

from chassis.database import Work
from ledger import journal, store
from ledger.values import Lot, Part, Posted, Ref, Transfer

LAPSING = text("""
SELECT l.id, a.code, a.unit
  FROM ledger_lots l
  JOIN ledger_accounts a ON a.community = l.community AND a.id = l.account_id
 WHERE l.community = :community AND l.expires_on < :on AND l.remaining > l.held AND a.unit = :unit
   AND a.code <> :to AND (CAST(:owner AS text) IS NULL OR a.code = :owner)
 ORDER BY l.expires_on, l.id
 LIMIT :limit
""")


def expire_lots(  # noqa: PLR0913 - every one of them is a decision of the caller
    work: Work,
    on: date,
    *,
    unit: str,
    to: str,
    rulebook: str,
    owner: str | None = None,
    elsewhere: Mapping[str, str] | None = None,
    kind: str = "lapse",
    limit: int = 500,
) -> list[Posted]:
    """Move what lapsed before the civil day `on`, and is not held, to the account `to` (without lots): one transfer per lot.

    `owner`: only this account's lots; None: everybody's. `elsewhere`: for owners who chose so, by their accounts, another account (without
    lots) that theirs go to. At most `limit` lots at a time.
    The reference of each transfer is the lot's id. Refuses UnknownAccount, AboveCap.
    """
    found = store.rows(work, LAPSING, on=on, unit=unit, to=to, owner=owner, limit=limit)
    if not found:
        return []
    owners = {row["id"]: Ref(row["code"], unit) for row in found}
    chosen = elsewhere or {}
    goes_to = {lot_id: chosen.get(holder.code, to) for lot_id, holder in owners.items()}
    book = store.open_book(work, {*owners.values(), *(Ref(code, unit) for code in goes_to.values())}, lots=list(owners))
    moved = []
    for lot_id, holder in owners.items():
        # Decided on the lot as it is now, under the lock: another sweeper may have been here while we waited.
        if wanted := _leaving(book.lots[lot_id], holder, to=goes_to[lot_id], kind=kind, rulebook=rulebook):
            moved.append(book.transfer(wanted, group_id=wanted.id, take=[Part(lot_id, wanted.amount)]))
    journal.write(work, book)
    return moved


def _leaving(lot: Lot, owner: Ref, *, to: str, kind: str, rulebook: str) -> Transfer | None:
    if lot.free == 0:
        return None
    return Transfer(
        debit=owner.code,
        credit=to,
        unit=owner.unit,
        amount=lot.free,
        kind=kind,
        reference=lot.id,
        rulebook=rulebook,
    )
