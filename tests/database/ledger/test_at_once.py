"""At the same moment: real transactions race for one balance, one id, one hold, one reversal, and exactly one wins."""

from __future__ import annotations

import ledger
from contracts.refused import Refused
from ledger import HoldState, Reversal, refusals
from tests.support.books import Books


def won(outcomes: list[object]) -> list[object]:
    """Those that were not refused."""
    return [one for one in outcomes if not isinstance(one, Refused)]


def start(books: Books, amount: int) -> None:
    """Ann has the amount."""
    books.open("mint", floor=None)
    books.open("ann")
    for turn in range(5):
        books.open(f"item{turn}")
    books.post(books.move("mint", "ann", amount))


def test_fifty_debits_of_a_balance_that_covers_one(books: Books):
    start(books, 100)
    moves = [books.move("ann", f"item{turn % 5}", 100) for turn in range(50)]

    outcomes = books.at_once(*[lambda move=move: books.post(move) for move in moves])

    assert len(won(outcomes)) == 1
    assert {type(one) for one in outcomes if isinstance(one, Refused)} == {refusals.BelowFloor}
    assert books.balance("ann").balance == 0
    books.hold_together()


def test_the_same_transfer_fifty_times_is_one_posting(books: Books):
    start(books, 100)
    move = books.move("mint", "ann", 7)

    outcomes = books.at_once(*[lambda: books.post(move)[0] for _ in range(50)])

    assert [one.repeated for one in won(outcomes)].count(False) == 1
    assert len(won(outcomes)) == 50
    assert books.balance("ann").balance == 107


def test_one_id_for_different_transfers_is_one_posting_and_refusals(books: Books):
    start(books, 100)
    moves = [books.move("mint", f"item{turn}", 7, id="trf_same") for turn in range(5)]

    outcomes = books.at_once(*[lambda move=move: books.post(move) for move in moves])

    assert len(won(outcomes)) == 1
    assert {type(one) for one in outcomes if isinstance(one, Refused)} == {refusals.TransferIdReused}
    books.hold_together()


def test_twenty_reversals_are_one(books: Books):
    start(books, 100)
    granted = books.post(books.move("mint", "ann", 50))[0]
    same = Reversal(transfer_id=granted.id, amount=50, reason="ERROR")
    others = [Reversal(transfer_id=granted.id, amount=50, reason="ERROR", sequence=2 + turn) for turn in range(10)]

    outcomes = books.at_once(*[lambda one=one: books.do(ledger.reverse, one) for one in [*[same] * 10, *others]])

    assert [one.repeated for one in won(outcomes)].count(False) == 1
    assert books.balance("ann").balance == 100
    books.hold_together()


def test_a_hold_is_posted_or_voided_or_expired_and_never_two_of_it(books: Books):
    start(books, 1000)
    late = Books(engine=books.engine, community=books.community)
    late.clock.advance(hours=1)

    for _ in range(10):
        held = books.do(ledger.hold, books.holding("ann", "item0", 10))
        acts = [
            lambda held=held: books.do(ledger.post_hold, held.id)[0],
            lambda held=held: books.do(ledger.void_hold, held.id),
            lambda: late.do(ledger.expire_holds),
        ]
        outcomes = won(books.at_once(*acts * 3))
        ended = [one for one in outcomes if isinstance(one, ledger.Hold)] + [
            one for each in outcomes if isinstance(each, list) for one in each
        ]
        assert len(ended) == 1
        assert books.do(ledger.find_holds, [held.id])[0].state is ended[0].state is not HoldState.HELD

    assert books.balance("ann").pending == 0
    books.hold_together()


def test_transfers_crosswise_do_not_lock_each_other_out(books: Books):
    start(books, 100)
    books.post(*[books.move("mint", f"item{turn}", 1000) for turn in range(5)])
    ways = [(turn, (turn + step) % 5) for step in (1, 2, 3, 4) for turn in range(5)]

    def there(debit: int, credit: int) -> object:
        return books.post(books.move(f"item{debit}", f"item{credit}", 1), books.move(f"item{credit}", "ann", 1))

    outcomes = books.at_once(*[lambda way=way: there(*way) for way in ways])

    assert len(won(outcomes)) == 20
    assert books.balance("ann").balance == 120
    books.hold_together()


def test_lots_keep_their_mass_while_everything_happens_to_them(books: Books):
    day = ledger.lot_expiry(books.today(), months=24)
    books.open("mint", floor=None)
    books.open("shop")
    books.open("spoiled")
    for owner in ("ann", "bob"):
        books.open(owner, lots=True)
        books.post(*[books.move("mint", owner, 100, expires_on=day) for _ in range(10)])

    def hold_and_end(turn: int) -> object:
        held = books.do(ledger.hold, books.holding("ann" if turn % 2 else "bob", "shop", 37))
        return books.do(ledger.void_hold, held.id) if turn % 3 else books.do(ledger.post_hold, held.id, 21)

    def spend_and_refund(turn: int) -> object:
        spent = books.post(books.move("bob" if turn % 2 else "ann", "shop", 53))[0]
        return books.do(ledger.reverse, Reversal(transfer_id=spent.id, amount=20, reason="ERROR"))

    def move_over(turn: int) -> object:
        return books.post(books.move("ann", "bob", 11 + turn)), books.post(books.move("bob", "ann", 13))

    acts = [
        lambda act=act, turn=turn: act(turn) for turn in range(6) for act in (hold_and_end, spend_and_refund, move_over)
    ]
    outcomes = books.at_once(*acts)

    assert len(won(outcomes)) > 0
    assert {type(one) for one in outcomes if isinstance(one, Refused)} <= {refusals.BelowFloor}
    books.hold_together()
