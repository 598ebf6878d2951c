"""Two-phase transfers: an amount is set apart, and later posted, voided, or given back because its time is over; each hold ends once.

A hold only raises `pending` of the debit account and is no entry; what is posted of it becomes an ordinary transfer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import text

from chassis.database import Work
from ledger import journal, refusals, rules, store
from ledger.book import Book
from ledger.values import Ended, Hold, HoldState, NewHold, Part, Posted, PostHold, Ref, Transfer, VoidHold

HOLDS = text("""
SELECT h.id, h.unit, d.code AS debit, c.code AS credit, h.debit_id, h.credit_id, h.amount, h.kind, h.reference, h.rulebook, h.held_at,
       h.expires_at, h.state, h.posted_amount, h.transfer_id, h.ended_at
  FROM ledger_holds h
  JOIN ledger_accounts d ON d.community = h.community AND d.id = h.debit_id
  JOIN ledger_accounts c ON c.community = h.community AND c.id = h.credit_id
 WHERE h.community = :community AND h.id = ANY(:ids)
 ORDER BY h.id
""")

PARTS = text(
    "SELECT hold_id, lot_id, amount FROM ledger_hold_slices WHERE community = :community AND hold_id = ANY(:ids)"
)

DUE = text("""
SELECT id FROM ledger_holds
 WHERE community = :community AND state = 'held' AND expires_at <= :now
 ORDER BY expires_at, id
 LIMIT :limit
""")


def hold(work: Work, wanted: NewHold, *, only: Collection[str] | None = None) -> Hold:
    """Set an amount apart, out of the lots that lapse first; the same hold again answers what became of it.

    `only`: out of no lots but these, by their ids, for purposes that not all points may serve; the caller has locked the account.

    Refuses BadAmount, SameAccount, WallBetween, HoldEndsInThePast, UnknownAccount, UnitMismatch, HoldIdReused, BelowFloor.
    """
    debited = Ref(wanted.debit, wanted.unit)
    book = store.open_book(work, [debited, Ref(wanted.credit, wanted.unit)], debited=[debited])
    for known in find_holds(work, [wanted.id]):
        if not rules.same_hold(known, wanted):
            raise refusals.HoldIdReused(hold=wanted.id)
        return known
    held = book.hold(wanted, only=only)
    journal.write(work, book)
    return held


def post_hold(
    work: Work, hold_id: str, amount: int | None = None, *, transfer_id: str | None = None
) -> tuple[Hold, Posted]:
    """Move what was held, or less of it (None: all), and give the rest back. Refuses as `end_holds`."""
    wanted = PostHold(hold_id) if transfer_id is None else PostHold(hold_id, transfer_id=transfer_id)
    [ended] = end_holds(work, [replace(wanted, amount=amount)])
    assert ended.posted is not None  # noqa: S101 - what is posted has its transfer
    return ended.hold, ended.posted


def void_hold(work: Work, hold_id: str) -> Hold:
    """Give back what was held. Refuses UnknownHold, HoldAlreadyPosted, HoldAlreadyVoided, HoldExpired."""
    return end_holds(work, [VoidHold(hold_id)])[0].hold


def end_holds(work: Work, endings: Sequence[PostHold | VoidHold]) -> list[Ended]:
    """Post and void any number of holds in a handful of statements, in their order, all or none.

    Refuses for the first that cannot end so, naming it: UnknownHold, HoldAlreadyPosted, HoldAlreadyVoided (also when it stands in
    `endings` twice), HoldExpired (also while the sweeper is late), HoldTooSmall, BadAmount, TransferIdReused, AboveCap.
    """
    ids = [one.transfer_id for one in endings if isinstance(one, PostHold)]
    book, found = _open(work, [one.hold_id for one in endings], ids=ids)
    known = {held.id: held for held in found}
    ended = [_end(book, known, one) for one in endings]
    journal.write(work, book)
    return ended


def expire_holds(work: Work, *, limit: int = 500) -> list[Hold]:
    """Give back what is held beyond its time, at most `limit` holds; answers those that ended here."""
    due = [row["id"] for row in store.rows(work, DUE, now=work.now, limit=limit)]
    if not due:
        return []
    book, known = _open(work, due)
    # Read again under the locks: some may have ended while we waited.
    ended = [book.end_hold(held, HoldState.EXPIRED) for held in known if held.state is HoldState.HELD]
    journal.write(work, book)
    return ended


def find_holds(work: Work, ids: Sequence[str]) -> list[Hold]:
    """The holds with these ids as they stand, as far as they exist, ordered by id."""
    parts: dict[str, list[Part]] = {}
    for row in store.rows(work, PARTS, ids=list(ids)):
        parts.setdefault(row["hold_id"], []).append(Part(row["lot_id"], row["amount"]))
    found = store.rows(work, HOLDS, ids=list(ids))
    return [Hold(**row | {"state": HoldState(row["state"]), "parts": tuple(parts.get(row["id"], ()))}) for row in found]


def _open(work: Work, hold_ids: Sequence[str], *, ids: Sequence[str] = ()) -> tuple[Book, list[Hold]]:
    # A hold only changes under its debit account's lock, so the accounts come first, as everywhere; what they are cannot change.
    before = find_holds(work, hold_ids)
    refs = [Ref(code, held.unit) for held in before for code in (held.debit, held.credit)]
    lots = [part.lot_id for held in before for part in held.parts]
    book = store.open_book(work, refs, ids=ids, lots=lots)
    return book, find_holds(work, hold_ids)


def _end(book: Book, known: Mapping[str, Hold], wanted: PostHold | VoidHold) -> Ended:
    if wanted.hold_id not in known:
        raise refusals.UnknownHold(hold=wanted.hold_id)
    # As this very batch has left it, if it was here before.
    held = book.holds.get(wanted.hold_id, known[wanted.hold_id])
    rules.still_held(held, at=book.now)
    if isinstance(wanted, VoidHold):
        return Ended(book.end_hold(held, HoldState.VOIDED), None)
    amount = held.amount if wanted.amount is None else wanted.amount
    rules.check_amount(amount)
    if amount > held.amount:
        raise refusals.HoldTooSmall(hold=held.id, held=held.amount, needed=amount)
    if wanted.transfer_id in book.posted:
        raise refusals.TransferIdReused(transfer=wanted.transfer_id)
    return Ended(*book.post_hold(held, _as_transfer(held, amount, wanted.transfer_id)))


def _as_transfer(held: Hold, amount: int, transfer_id: str) -> Transfer:
    return Transfer(
        id=transfer_id,
        debit=held.debit,
        credit=held.credit,
        unit=held.unit,
        amount=amount,
        kind=held.kind,
        reference=held.reference,
        rulebook=held.rulebook,
    )
