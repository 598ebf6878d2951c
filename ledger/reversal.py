"""Nothing is undone in the books: what was wrong is compensated by new transfers, never by more than it was (rulebook §5).

A refund is the reversal of a spend: it goes back to the lots it was taken from (rulebook §4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import text

from chassis.database import Work
from chassis.ids import new_id
from ledger import journal, refusals, rules, store
from ledger.book import Book
from ledger.lots import PutBack, longest_lived_first
from ledger.values import Part, Posted, Ref, Reversal, Reversed, Transfer

ADD = text("""
INSERT INTO ledger_reversals (community, transfer_id, reason, sequence, amount, owed, group_id)
VALUES (:community, :transfer_id, :reason, :sequence, :amount, :owed, :group_id)
""")

Key = tuple[str, str, int]


@dataclass(kw_only=True)
class History:
    """What was reversed before, per key, and which parts of lots each transfer still has: both grow as a batch is decided."""

    done: dict[Key, Reversed]
    taken: dict[str, list[Part]]

    def reversed_of(self, transfer_id: str) -> int:
        """How much of the transfer is reversed."""
        return sum(one.amount for one in self.done.values() if one.transfer_id == transfer_id)


def reverse(work: Work, wanted: Reversal) -> Reversed:
    """Compensate one transfer; see `reverse_all`."""
    return reverse_all(work, [wanted])[0]


def reverse_all(work: Work, wanted: Sequence[Reversal]) -> list[Reversed]:
    """Compensate transfers, all or none. The same key with the same amount is answered as `repeated`.

    Refuses UnknownTransfer, ReversingAReversal, ReversalKeyReused, ReversesTooMuch, BadAmount, AboveCap; BelowFloor if the account
    no longer has the amount and nobody owes it; UnknownAccount if the owing account is not open.
    """
    originals = {one.id: one for one in store.posted(work, sorted({one.transfer_id for one in wanted}))}
    for one in wanted:
        _check(one, originals)
    book = _open(work, wanted, originals)
    history = _history(work, list(originals))
    outcomes = [_decide(book, history, one, originals[one.transfer_id]) for one in wanted]
    journal.write(work, book)
    _remember(work, outcomes)
    return _with_transfers(work, outcomes)


def _check(wanted: Reversal, originals: dict[str, Posted]) -> None:
    rules.check_amount(wanted.amount)
    if wanted.transfer_id not in originals:
        raise refusals.UnknownTransfer(transfer=wanted.transfer_id)
    if originals[wanted.transfer_id].reverses is not None:
        raise refusals.ReversingAReversal(transfer=wanted.transfer_id)


def _open(work: Work, wanted: Sequence[Reversal], originals: dict[str, Posted]) -> Book:
    refs = {Ref(code, one.unit) for one in originals.values() for code in (one.debit, one.credit)}
    owing = {Ref(one.owed_by, originals[one.transfer_id].unit) for one in wanted if one.owed_by}
    # Read before the locks only to know which lots to read: a transfer never takes from more lots than when it was posted.
    lots = [part.lot_id for parts in store.still_taken(work, list(originals)).values() for part in parts]
    return store.open_book(
        work, refs | owing, debited={Ref(one.credit, one.unit) for one in originals.values()}, lots=lots
    )


def _history(work: Work, transfers: Sequence[str]) -> History:
    done = {(one.transfer_id, one.reason, one.sequence): one for one in store.reversals(work, transfers)}
    return History(done=done, taken=store.still_taken(work, transfers))


def _decide(book: Book, history: History, wanted: Reversal, original: Posted) -> Reversed:
    key = (wanted.transfer_id, wanted.reason, wanted.sequence)
    if key in history.done:
        return _repeated(history.done[key], wanted)
    left = original.amount - history.reversed_of(original.id)
    if wanted.amount > left:
        raise refusals.ReversesTooMuch(transfer=original.id, left=left, needed=wanted.amount)
    owed = _owed(book, wanted, original)
    group_id = new_id("trf")
    posted: list[Posted] = []
    for source, amount in ((original.credit, wanted.amount - owed), (wanted.owed_by, owed)):
        if amount and source:
            back = _compensation(
                wanted, original, debit=source, amount=amount, transfer_id=new_id("trf") if posted else group_id
            )
            put_back = _put_back(book, history, wanted, amount)
            posted.append(
                book.transfer(back, group_id=group_id, grant=original.id, put_back=put_back, reverses=original.id)
            )
    history.done[key] = Reversed(
        transfer_id=original.id,
        reason=wanted.reason,
        sequence=wanted.sequence,
        amount=wanted.amount,
        owed=owed,
        group_id=group_id,
        transfers=tuple(posted),
    )
    return history.done[key]


def _owed(book: Book, wanted: Reversal, original: Posted) -> int:
    if wanted.owed_by is None:
        return 0
    available = book.available(book.account(Ref(original.credit, original.unit)), grant=original.id)
    return 0 if available is None else max(0, wanted.amount - max(0, available))


def _compensation(wanted: Reversal, original: Posted, *, debit: str, amount: int, transfer_id: str) -> Transfer:
    return Transfer(
        id=transfer_id,
        debit=debit,
        credit=original.debit,
        unit=original.unit,
        amount=amount,
        kind=wanted.kind,
        reference=wanted.reference or original.reference,
        rulebook=original.rulebook,
        effective_on=wanted.on,
    )


def _put_back(book: Book, history: History, wanted: Reversal, amount: int) -> PutBack | None:
    taken = history.taken.get(wanted.transfer_id)
    if taken is None:
        return None
    back = longest_lived_first(taken, amount, lots=book.lots)
    gone = dict(back)
    history.taken[wanted.transfer_id] = [Part(part.lot_id, part.amount - gone.get(part.lot_id, 0)) for part in taken]
    return PutBack(back, wanted.grace_days)


def _repeated(done: Reversed, wanted: Reversal) -> Reversed:
    if done.amount != wanted.amount:
        raise refusals.ReversalKeyReused(transfer=wanted.transfer_id, reason=wanted.reason, sequence=wanted.sequence)
    return replace(done, repeated=True)


def _remember(work: Work, outcomes: Sequence[Reversed]) -> None:
    columns = ("transfer_id", "reason", "sequence", "amount", "owed", "group_id")
    new = [
        {"community": work.community, **{name: getattr(one, name) for name in columns}}
        for one in outcomes
        if not one.repeated
    ]
    if new:
        work.connection.execute(ADD, new)


def _with_transfers(work: Work, outcomes: Sequence[Reversed]) -> list[Reversed]:
    repeated = [one for one in outcomes if one.repeated]
    found = store.compensations(work, repeated)
    known = {one.group_id: tuple(posted for posted in found if posted.group_id == one.group_id) for one in repeated}
    return [replace(one, transfers=known[one.group_id]) if one.repeated else one for one in outcomes]
