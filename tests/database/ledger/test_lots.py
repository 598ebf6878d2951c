"""Lots: first expired, first out; refunds to where they came from; nothing is spent after its day (rulebook §4)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

import ledger
from ledger import Reversal, refusals
from tests.support.books import Books

L1, L2, L3 = date(2026, 6, 30), date(2026, 12, 31), date(2027, 3, 31)
GRACE = date(2026, 8, 4)
REFUND_DAY = date(2026, 7, 5)


@pytest.fixture
def town(books: Books) -> Books:
    """The worked example of the rulebook: 120 until June, 80 until December, 50 until next March."""
    books.open("mint", floor=None)
    books.open("ann", lots=True)
    books.open("expired")
    books.open("shop")
    books.set_day(date(2026, 5, 10))
    grants = [(8000, L2), (12000, L1), (5000, L3)]
    books.post(*[books.move("mint", "ann", amount, expires_on=day) for amount, day in grants])
    return books


def redeem(town: Books, amount: int) -> ledger.Posted:
    """Spend at the shop."""
    return town.post(town.move("ann", "shop", amount))[0]


def test_a_debit_uses_first_what_lapses_first(town: Books):
    redeem(town, 15000)

    assert town.lots("ann") == [(L2, 5000), (L3, 5000)]
    town.hold_together()


def test_a_full_refund_goes_back_to_its_lots_with_a_grace_day(town: Books):
    spent = redeem(town, 15000)
    town.set_day(REFUND_DAY)

    town.do(ledger.reverse, Reversal(transfer_id=spent.id, amount=15000, reason="RETURNED_GOODS", grace_days=30))

    assert town.lots("ann") == [(GRACE, 12000), (L2, 8000), (L3, 5000)]
    town.hold_together()


def test_a_partial_refund_puts_the_longest_lived_slices_back_first(town: Books):
    spent = redeem(town, 15000)
    town.set_day(REFUND_DAY)

    town.do(ledger.reverse, Reversal(transfer_id=spent.id, amount=6000, reason="RETURNED_GOODS", grace_days=30))
    assert town.lots("ann") == [(GRACE, 3000), (L2, 8000), (L3, 5000)]

    town.do(
        ledger.reverse, Reversal(transfer_id=spent.id, amount=9000, reason="RETURNED_GOODS", sequence=2, grace_days=30)
    )
    assert town.lots("ann") == [(GRACE, 3000), (GRACE, 9000), (L2, 8000), (L3, 5000)]
    town.hold_together()


def test_a_refund_that_was_spent_again_is_refunded_again(town: Books):
    spent = redeem(town, 12000)
    town.set_day(REFUND_DAY)
    town.do(ledger.reverse, Reversal(transfer_id=spent.id, amount=12000, reason="DISPUTE_LOST", grace_days=30))
    again = redeem(town, 12000)

    town.do(ledger.reverse, Reversal(transfer_id=again.id, amount=12000, reason="DISPUTE_LOST", grace_days=30))

    assert town.lots("ann") == [(GRACE, 12000), (L2, 8000), (L3, 5000)]
    town.hold_together()


def test_a_lapsed_lot_is_not_spent_even_before_it_is_moved_away(town: Books):
    town.set_day(L1)
    assert town.balance("ann").available == 25000

    town.set_day(date(2026, 7, 1))
    assert (town.balance("ann").balance, town.balance("ann").lapsed, town.balance("ann").available) == (
        25000,
        12000,
        13000,
    )
    with pytest.raises(refusals.BelowFloor) as refused:
        redeem(town, 13001)
    redeem(town, 13000)

    assert refused.value.details["available"] == 13000


def test_what_lapsed_is_moved_away_once(town: Books):
    town.set_day(date(2027, 1, 1))

    first = town.do(ledger.expire_lots, town.today(), unit="SP", to="expired", rulebook="v1", limit=1)
    rest = town.do(ledger.expire_lots, town.today(), unit="SP", to="expired", rulebook="v1")

    assert [one.amount for one in (*first, *rest)] == [12000, 8000]
    assert town.do(ledger.expire_lots, town.today(), unit="SP", to="expired", rulebook="v1") == []
    assert (town.balance("expired").balance, town.lots("ann")) == (20000, [(L3, 5000)])
    town.hold_together()


def test_only_the_named_owners_lots_are_moved(town: Books):
    town.open("bob", lots=True)
    town.post(town.move("mint", "bob", 7, expires_on=L1))
    town.set_day(date(2026, 7, 1))

    moved = town.do(ledger.expire_lots, town.today(), unit="SP", to="expired", rulebook="v1", owner="bob")

    assert [(one.debit, one.amount) for one in moved] == [("bob", 7)]


def test_a_move_inside_a_household_carries_the_lots_over(town: Books):
    town.open("ben", lots=True)

    town.post(town.move("ann", "ben", 13000))

    assert town.lots("ben") == [(L1, 12000), (L2, 1000)]
    assert town.lots("ann") == [(L2, 7000), (L3, 5000)]
    town.hold_together()


def test_a_credit_must_say_when_its_lot_lapses(town: Books):
    with pytest.raises(refusals.LotExpiryMissing):
        town.post(town.move("mint", "ann", 1))


def test_lots_opened_in_a_batch_are_spent_in_the_same_batch(town: Books):
    soon = date(2026, 5, 31)

    town.post(town.move("mint", "ann", 10, expires_on=soon), town.move("ann", "shop", 15))

    assert town.lots("ann")[0] == (L1, 11995)
    town.hold_together()


def test_lots_that_are_carried_over_still_stem_from_their_grants(town: Books):
    town.open("ben", lots=True)
    granted = sorted(row.granted_by for row in origins(town, "ann"))

    moved = town.post(town.move("ann", "ben", 25000))[0]

    assert sorted(row.granted_by for row in origins(town, "ben")) == granted
    town.post(town.move("mint", "ben", 5, expires_on=L1))
    town.do(ledger.reverse, Reversal(transfer_id=moved.id, amount=25000, reason="ERROR"))
    assert (town.lots("ben"), town.lots("ann")) == ([(L1, 5)], [(L1, 12000), (L2, 8000), (L3, 5000)])
    town.hold_together()


def test_what_may_serve_a_purpose_can_be_limited_to_some_lots(town: Books):
    [winter] = [row.id for row in origins(town, "ann") if row.expires_on == L2]

    with pytest.raises(refusals.BelowFloor) as refused:
        town.do(ledger.hold, town.holding("ann", "shop", 8001), only={winter})
    assert refused.value.details["available"] == 8000
    held = town.do(ledger.hold, town.holding("ann", "shop", 3000), only={winter})
    assert [part.lot_id for part in held.parts] == [winter]
    town.do(ledger.post_out_of, town.move("ann", "shop", 5000), {winter})
    with pytest.raises(refusals.BelowFloor):
        town.do(ledger.post_out_of, town.move("ann", "shop", 1), {winter})
    town.do(ledger.post_hold, held.id)

    assert town.lots("ann") == [(L1, 12000), (L3, 5000)]
    town.hold_together()


def origins(town: Books, code: str) -> list:
    """The lots of an account that hold something."""
    wanted = text(
        "SELECT l.id, l.granted_by, l.expires_on FROM ledger_lots l JOIN ledger_accounts a "
        "ON a.community = l.community AND a.id = l.account_id WHERE l.community = :community AND a.code = :code "
        "AND l.remaining > 0"
    )
    with town.begin() as work:
        return list(work.connection.execute(wanted, {"community": town.community, "code": code}))


def test_what_lapses_goes_elsewhere_for_those_who_chose_so(town: Books):
    town.open("ben", lots=True)
    town.open("pool")
    town.post(town.move("mint", "ben", 7, expires_on=L1))
    town.set_day(date(2026, 7, 1))
    lapse = {"unit": "SP", "to": "pool", "elsewhere": {"ben": "expired", "nobody": "expired"}, "rulebook": "v1"}

    moved = town.do(ledger.expire_lots, town.today(), **lapse)

    assert sorted((one.debit, one.credit, one.amount) for one in moved) == [
        ("ann", "pool", 12000),
        ("ben", "expired", 7),
    ]
    assert town.do(ledger.expire_lots, town.today(), **lapse) == []
    town.hold_together()
