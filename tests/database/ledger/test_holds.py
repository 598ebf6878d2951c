"""Holds: set apart once, ended once, and every second attempt told what happened."""

from __future__ import annotations

from datetime import date

import pytest

import ledger
from contracts.refused import Refused
from ledger import HoldState, refusals
from tests.support.books import Books


@pytest.fixture
def town(books: Books) -> Books:
    """Ann has 100; a merchant may be paid."""
    books.open("mint", floor=None)
    books.open("ann")
    books.open("redeemed:shop")
    books.post(books.move("mint", "ann", 100))
    return books


def test_what_is_held_cannot_be_spent_or_held_again(town: Books):
    town.do(ledger.hold, town.holding("ann", "redeemed:shop", 70))

    with pytest.raises(refusals.BelowFloor):
        town.post(town.move("ann", "redeemed:shop", 31))
    with pytest.raises(refusals.BelowFloor):
        town.do(ledger.hold, town.holding("ann", "redeemed:shop", 31))

    assert (town.balance("ann").balance, town.balance("ann").available) == (100, 30)
    town.hold_together()


def test_posting_less_than_was_held_gives_the_rest_back(town: Books):
    held = town.do(ledger.hold, town.holding("ann", "redeemed:shop", 70, reference="red_1"))

    ended, posted = town.do(ledger.post_hold, held.id, 40)

    assert (ended.state, ended.posted_amount, ended.transfer_id) == (HoldState.POSTED, 40, posted.id)
    assert (posted.amount, posted.reference) == (40, "red_1")
    assert (town.balance("ann").available, town.balance("redeemed:shop").balance) == (60, 40)
    town.hold_together()


def end(town: Books, held: ledger.Hold, state: HoldState) -> None:
    """Bring the hold to its end."""
    match state:
        case HoldState.POSTED:
            town.do(ledger.post_hold, held.id)
        case HoldState.VOIDED:
            town.do(ledger.void_hold, held.id)
        case _:
            town.clock.advance(minutes=15)
            town.do(ledger.expire_holds)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (HoldState.POSTED, refusals.HoldAlreadyPosted),
        (HoldState.VOIDED, refusals.HoldAlreadyVoided),
        (HoldState.EXPIRED, refusals.HoldExpired),
    ],
)
def test_a_hold_ends_once_and_the_second_attempt_is_told_how(town: Books, state: HoldState, refusal: type[Refused]):
    wanted = town.holding("ann", "redeemed:shop", 70)
    held = town.do(ledger.hold, wanted)
    end(town, held, state)
    before = town.balance("ann")

    for again in (ledger.post_hold, ledger.void_hold):
        with pytest.raises(refusal):
            town.do(again, held.id)

    assert town.do(ledger.expire_holds) == []
    assert town.do(ledger.find_holds, [held.id])[0].state is state
    assert town.balance("ann") == before
    town.hold_together()


def test_a_hold_is_over_at_its_time_even_if_the_sweeper_is_late(town: Books):
    held = town.do(ledger.hold, town.holding("ann", "redeemed:shop", 70, minutes=15))
    town.clock.advance(minutes=15)

    for late in (ledger.post_hold, ledger.void_hold):
        with pytest.raises(refusals.HoldExpired):
            town.do(late, held.id)

    assert [one.id for one in town.do(ledger.expire_holds)] == [held.id]
    assert town.balance("ann").available == 100


def test_no_more_is_posted_than_was_held(town: Books):
    held = town.do(ledger.hold, town.holding("ann", "redeemed:shop", 70))

    with pytest.raises(refusals.HoldTooSmall):
        town.do(ledger.post_hold, held.id, 71)
    with pytest.raises(refusals.BadAmount):
        town.do(ledger.post_hold, held.id, 0)
    with pytest.raises(refusals.UnknownHold):
        town.do(ledger.void_hold, "hld_nobody")


def test_the_same_hold_again_answers_the_hold_and_another_is_refused(town: Books):
    wanted = town.holding("ann", "redeemed:shop", 70, id="hld_1")
    first = town.do(ledger.hold, wanted)

    assert town.do(ledger.hold, wanted) == first
    with pytest.raises(refusals.HoldIdReused):
        town.do(ledger.hold, town.holding("ann", "redeemed:shop", 20, id="hld_1"))
    with pytest.raises(refusals.HoldEndsInThePast):
        town.do(ledger.hold, town.holding("ann", "redeemed:shop", 1, minutes=0))

    assert town.balance("ann").pending == 70


def test_what_a_hold_reserved_does_not_lapse_and_is_posted_from_its_own_lots(books: Books):
    books.open("mint", floor=None)
    books.open("ann", lots=True)
    books.open("expired")
    books.open("redeemed:shop")
    books.post(
        books.move("mint", "ann", 50, expires_on=date(2026, 5, 31)),
        books.move("mint", "ann", 50, expires_on=date(2026, 12, 31)),
    )
    held = books.do(ledger.hold, books.holding("ann", "redeemed:shop", 60, minutes=60 * 24 * 60))
    books.set_day(date(2026, 6, 1))

    lapsed = books.do(ledger.expire_lots, books.today(), unit="SP", to="expired", rulebook="v1")
    books.do(ledger.post_hold, held.id, 55)

    assert lapsed == []
    assert books.lots("ann") == [(date(2026, 12, 31), 45)]
    books.hold_together()
