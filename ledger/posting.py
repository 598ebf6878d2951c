"""Post transfers: linked ones all or none, any number in a few statements, each id once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chassis.database import Work
from contracts.refused import Refused
from ledger import journal, store
from ledger.book import Book, referenced
from ledger.values import Posted, Ref, Transfer


def post(work: Work, transfers: Sequence[Transfer]) -> tuple[Posted, ...]:
    """Post the transfers in their order, all or none; what an id posted before with the same content is answered as `repeated`.

    Refuses BadAmount, SameAccount, WallBetween, UnknownAccount, UnitMismatch, TransferIdReused, BelowFloor, AboveCap,
    LotExpiryMissing; then nothing is written.
    """
    [outcome] = post_groups(work, [transfers])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def post_out_of(work: Work, wanted: Transfer, lots: Collection[str]) -> Posted:
    """Post one transfer that uses no lots but these, by their ids, first expired first; the caller has locked the account.

    Refuses as `post`; BelowFloor also when the account has enough, but not in these lots.
    """
    debited = Ref(wanted.debit, wanted.unit)
    book = store.open_book(work, [debited, Ref(wanted.credit, wanted.unit)], debited=[debited], ids=[wanted.id])
    posted = book.transfer(wanted, group_id=wanted.id, only=lots)
    journal.write(work, book)
    return posted


def post_groups(work: Work, groups: Sequence[Sequence[Transfer]]) -> list[tuple[Posted, ...] | Refused]:
    """Post many independent groups in three or four statements, as if one after another; each group all or none.

    Answers per group its transfers, or why it was refused; a refused group leaves nothing behind and the others stand.
    """
    wanted = [transfer for group in groups for transfer in group]
    debited = {Ref(transfer.debit, transfer.unit) for transfer in wanted}
    book = store.open_book(work, referenced(wanted), debited=debited, ids=[transfer.id for transfer in wanted])
    outcomes = [_decide(book, group) for group in groups]
    journal.write(work, book)
    return outcomes


def _decide(book: Book, group: Sequence[Transfer]) -> tuple[Posted, ...] | Refused:
    try:
        with book.all_or_none():
            return tuple(book.transfer(transfer, group_id=group[0].id) for transfer in group)
    except Refused as refused:
        return refused
