"""Reversals: only new transfers, never more than there was, once per key; what is spent is owed or refused (rulebook §5)."""

from __future__ import annotations

from datetime import date

import pytest

import ledger
from ledger import Reversal, refusals
from tests.support.books import Books

JUNE, DECEMBER = date(2026, 6, 30), date(2026, 12, 31)


@pytest.fixture
def town(books: Books) -> Books:
    """Ann earns in lots and may owe."""
    books.open("mint", floor=None)
    books.open("clawback:ann", floor=None)
    books.open("ann", lots=True)
    books.open("shop")
    return books


def grant(town: Books, amount: int, expires_on: date) -> ledger.Posted:
    """Ann earns."""
    return town.post(town.move("mint", "ann", amount, expires_on=expires_on, reference="ctb_1"))[0]


def test_a_reversal_is_a_new_transfer_the_other_way(town: Books):
    granted = grant(town, 100, DECEMBER)

    done = town.do(ledger.reverse, Reversal(transfer_id=granted.id, amount=40, reason="ERROR"))

    [back] = done.transfers
    assert (back.debit, back.credit, back.amount, back.reverses) == ("ann", "mint", 40, granted.id)
    assert (back.reference, back.kind) == ("ctb_1", "reversal")
    assert town.balance("ann").balance == 60
    town.hold_together()


def test_the_sum_of_reversals_stays_within_the_original(town: Books):
    granted = grant(town, 100, DECEMBER)
    grant(town, 100, DECEMBER)
    town.do(ledger.reverse, Reversal(transfer_id=granted.id, amount=60, reason="ERROR"))

    with pytest.raises(refusals.ReversesTooMuch) as refused:
        town.do(ledger.reverse, Reversal(transfer_id=granted.id, amount=41, reason="ERROR", sequence=2))
    town.do(ledger.reverse, Reversal(transfer_id=granted.id, amount=40, reason="FRAUD"))

    assert refused.value.details["left"] == 40
    assert town.balance("ann").balance == 100


def test_the_same_key_is_reversed_once(town: Books):
    granted = grant(town, 100, DECEMBER)
    wanted = Reversal(transfer_id=granted.id, amount=30, reason="ERROR")

    first = town.do(ledger.reverse, wanted)
    again = town.do(ledger.reverse, wanted)
    with pytest.raises(refusals.ReversalKeyReused):
        town.do(ledger.reverse, Reversal(transfer_id=granted.id, amount=31, reason="ERROR"))

    assert (first.repeated, again.repeated) == (False, True)
    assert again.transfers == first.transfers
    assert town.balance("ann").balance == 70


def test_a_reversal_is_not_reversed(town: Books):
    granted = grant(town, 100, DECEMBER)
    done = town.do(ledger.reverse, Reversal(transfer_id=granted.id, amount=100, reason="ERROR"))

    with pytest.raises(refusals.ReversingAReversal):
        town.do(ledger.reverse, Reversal(transfer_id=done.transfers[0].id, amount=1, reason="ERROR"))
    with pytest.raises(refusals.UnknownTransfer):
        town.do(ledger.reverse, Reversal(transfer_id="trf_nobody", amount=1, reason="ERROR"))


def test_a_reversed_grant_takes_back_its_own_lot_first(town: Books):
    grant(town, 100, JUNE)
    wrong = grant(town, 100, DECEMBER)

    town.do(ledger.reverse, Reversal(transfer_id=wrong.id, amount=100, reason="FRAUD"))

    assert town.lots("ann") == [(JUNE, 100)]
    town.hold_together()


def test_what_is_spent_is_refused_or_owed_never_silent(town: Books):
    granted = grant(town, 100, DECEMBER)
    town.post(town.move("ann", "shop", 70))

    with pytest.raises(refusals.BelowFloor):
        town.do(ledger.reverse, Reversal(transfer_id=granted.id, amount=100, reason="FRAUD"))
    done = town.do(ledger.reverse, Reversal(transfer_id=granted.id, amount=100, reason="FRAUD", owed_by="clawback:ann"))

    assert (done.amount, done.owed, [one.amount for one in done.transfers]) == (100, 70, [30, 70])
    assert (town.balance("ann").balance, town.balance("clawback:ann").balance) == (0, -70)
    assert town.balance("mint").balance == 0
    town.hold_together()


def test_a_refund_of_which_the_shop_owes_a_part_returns_whole_to_the_lots(town: Books):
    town.open("owing:shop", floor=None)
    grant(town, 100, JUNE)
    grant(town, 100, DECEMBER)
    spent = town.post(town.move("ann", "shop", 150))[0]
    town.post(town.move("shop", "mint", 120))

    town.do(ledger.reverse, Reversal(transfer_id=spent.id, amount=150, reason="DISPUTE_LOST", owed_by="owing:shop"))

    assert sum(amount for _, amount in town.lots("ann")) == 200
    assert town.balance("owing:shop").balance == -120
    town.hold_together()


def test_a_batch_is_reversed_all_or_none(town: Books):
    one, two = grant(town, 100, DECEMBER), grant(town, 50, DECEMBER)

    with pytest.raises(refusals.ReversesTooMuch):
        town.do(
            ledger.reverse_all,
            [
                Reversal(transfer_id=one.id, amount=100, reason="ERROR"),
                Reversal(transfer_id=two.id, amount=51, reason="ERROR"),
            ],
        )
    assert town.balance("ann").balance == 150

    halves = [Reversal(transfer_id=one.id, amount=50, reason="ERROR", sequence=turn) for turn in (1, 2)]
    town.do(ledger.reverse_all, halves)
    assert town.balance("ann").balance == 50
    town.hold_together()
