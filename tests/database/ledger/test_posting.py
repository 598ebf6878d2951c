"""Posting: both sides or neither, in order, each id once, and never beyond what an account has or may have."""

from __future__ import annotations

import pytest

import ledger
from contracts.refused import Refused
from ledger import NewAccount, Ref, refusals
from tests.support.books import Books


@pytest.fixture
def town(books: Books) -> Books:
    """A source without a floor, and two purses."""
    books.open("mint", floor=None)
    books.open("ann")
    books.open("bob", cap=1000)
    return books


def test_a_transfer_takes_from_the_debit_account_what_it_gives_to_the_credit_account(town: Books):
    [posted] = town.post(town.move("mint", "ann", 500, reference="ctb_1"))

    assert (posted.debit, posted.credit, posted.amount, posted.repeated) == ("mint", "ann", 500, False)
    assert town.balance("mint").balance == -500
    assert town.balance("ann").available == 500
    town.hold_together()


def test_linked_transfers_are_posted_all_or_none(town: Books):
    town.post(town.move("mint", "ann", 100))

    with pytest.raises(refusals.BelowFloor) as refused:
        town.post(town.move("mint", "ann", 50), town.move("ann", "bob", 150), town.move("ann", "bob", 1))

    assert refused.value.details == {"account": "ann", "unit": "SP", "available": 0, "needed": 1}
    assert (town.balance("ann").balance, town.balance("bob").balance) == (100, 0)
    town.hold_together()


def test_each_transfer_sees_the_ones_before_it(town: Books):
    town.post(town.move("mint", "ann", 100), town.move("ann", "bob", 100), town.move("bob", "ann", 30))

    assert (town.balance("ann").balance, town.balance("bob").balance) == (30, 70)
    lines = town.do(ledger.entries_page, "ann", "SP")
    assert [(line.amount, line.balance_after) for line in lines] == [(30, 30), (-100, 0), (100, 100)]


def test_a_refused_group_leaves_nothing_behind_and_the_others_stand(town: Books):
    groups = [
        [town.move("mint", "ann", 10)],
        [town.move("ann", "bob", 5), town.move("ann", "bob", 6)],
        [town.move("ann", "bob", 10)],
        [town.move("ann", "bob", True)],
    ]

    outcomes = town.do(ledger.post_groups, groups)

    assert [type(one) for one in outcomes] == [tuple, refusals.BelowFloor, tuple, refusals.BadAmount]
    assert (town.balance("ann").balance, town.balance("bob").balance) == (0, 10)
    town.hold_together()


def test_the_same_id_is_posted_once_and_answered_again(town: Books):
    wanted = town.move("mint", "ann", 100)

    [first] = town.post(wanted)
    town.clock.advance(days=3)
    again, in_a_batch = town.do(ledger.post_groups, [[wanted], [wanted]])

    assert not first.repeated
    assert [again[0].repeated, in_a_batch[0].repeated] == [True, True]
    assert again[0].recorded_at == first.recorded_at
    assert town.balance("ann").balance == 100


@pytest.mark.parametrize(
    "other", [{"amount": 101}, {"credit": "bob"}, {"kind": "x"}, {"reference": "x"}, {"rulebook": "v2"}]
)
def test_an_id_that_comes_back_with_other_content_is_refused(town: Books, other: dict[str, object]):
    words = {"debit": "mint", "credit": "ann", "amount": 100, "reference": "ctb_1", "id": "trf_1"}
    town.post(town.move(**words))

    with pytest.raises(refusals.TransferIdReused):
        town.post(town.move(**words | other))


def test_nothing_goes_above_a_cap(town: Books):
    town.post(town.move("mint", "bob", 1000))

    with pytest.raises(refusals.AboveCap):
        town.post(town.move("mint", "bob", 1))

    assert town.balance("bob").balance == 1000


def test_unknown_accounts_and_units_are_told_apart(town: Books):
    with pytest.raises(refusals.UnknownAccount):
        town.post(town.move("mint", "carl", 1))
    with pytest.raises(refusals.UnitMismatch):
        town.post(town.move("mint", "ann", 1, unit="CV"))
    with pytest.raises(refusals.SameAccount):
        town.post(town.move("ann", "ann", 1))


def test_another_communitys_accounts_do_not_exist_here(town: Books):
    abroad = Books(engine=town.engine, community=f"{town.community}-abroad")

    with pytest.raises(refusals.UnknownAccount):
        abroad.post(abroad.move("mint", "ann", 1))


def test_an_account_opens_once_and_on_the_same_terms(town: Books):
    again = town.do(ledger.open_account, NewAccount(code="bob", unit="SP", cap=1000))
    with pytest.raises(refusals.AccountDiffers):
        town.open("bob", cap=999)

    assert again.ref == Ref("bob", "SP")


def test_accounts_opened_at_once_are_one_account(books: Books):
    wanted = [NewAccount(code=f"acc{turn}", unit="SP") for turn in range(5)]

    opened = books.at_once(*[lambda: books.do(ledger.open_accounts, wanted) for _ in range(10)])

    assert (
        len({tuple(sorted(account.id for account in each.values())) for each in opened if isinstance(each, dict)}) == 1
    )
    assert not any(isinstance(each, Refused) for each in opened)


def bad_amounts() -> list[object]:
    """More than 200 values that are no amount."""
    strings = ["1.00", "1", "1e3", "", "NaN", "∞", "一百", "0x10", " 5 ", "true", "null", "-1"]
    floats = [1.5, 0.1, 1e3, float("nan"), float("inf"), -float("inf"), 1.0]
    others = [True, False, None, [], {}, (1,), b"1", 1 + 0j, object()]
    below = [-(2**turn) for turn in range(90)]
    above = [10**14 + 2**turn for turn in range(50)] + [2**turn for turn in range(47, 100)]
    return [0, *strings, *floats, *others, *below, *above, 10**30]


def test_nothing_but_a_whole_number_within_the_limit_is_an_amount(town: Books):
    bad = bad_amounts()

    outcomes = town.do(ledger.post_groups, [[town.move("mint", "ann", amount)] for amount in bad])

    assert len(bad) >= 200
    assert {type(one) for one in outcomes} == {refusals.BadAmount}
    assert town.do(ledger.entries_page, "ann", "SP") == []
