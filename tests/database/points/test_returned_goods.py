"""Goods that went back earn nothing any more: their part, once, in any order, and never more than they had earned."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from chassis.ids import new_id
from contracts.points.events import PointsReversed
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import ReversalReason
from contracts.refused import NotYet
from tests.database.points.test_reversals import back, check_books, debt, of, spend
from tests.database.points.told import claim_of, credited, goods, went_back
from tests.database.points.town import at_once


def held(town) -> tuple[int, int]:
    balance = town.balance("anna")
    return balance.cv, balance.sp


def reversals(town) -> list[Any]:
    return town.bench.rows("SELECT reason, sequence, fen, because FROM grant_reversals ORDER BY sequence")


def test_a_part_that_went_back_takes_back_its_part_and_the_last_takes_the_rest(town):
    given = goods(town, fen=100_01)
    credited(town, given)
    first = held(town)

    parts = [went_back(given, fen) for fen in (33_33, 33_34, 33_34)]
    town.bench.tell(parts[0])
    after_one = held(town)
    town.bench.tell(*parts[1:])

    # ¥100.01 are 10.00 CV and 5.00 SP; a third of it rounds down, nothing stays behind.
    assert (first, after_one, held(town)) == ((10_00, 5_00), (6_67, 3_34), (0, 0))
    assert [(one.reason, one.sequence, one.because) for one in reversals(town)] == [
        (ReversalReason.RETURNED_GOODS.value, turn, part.removal_id) for turn, part in enumerate(parts, 1)
    ]
    assert town.bench.said_types().count(PointsReversed) == 3
    check_books(town)


def test_told_again_under_the_same_or_another_event_it_takes_back_once(town):
    given = goods(town)
    credited(town, given)
    part = went_back(given, 40_00)

    ids = town.bench.tell(part)
    town.bench.tell(part, event_ids=ids)
    town.bench.tell(part, part)
    assert set(at_once([lambda: town.bench.tell(part) for _ in range(6)])) == {"ok"}

    assert held(town) == (6_00, 3_00)
    assert town.bench.count("grant_reversals") == 1
    check_books(town)


def test_what_went_back_under_notice_is_not_taken_back_again_once_the_rest_is_settled(town):
    given = goods(town)
    part = went_back(given, 40_00)
    town.bench.tell(given, part, part)
    assert claim_of(town, given).value == 60_00

    credited(town, given)
    town.bench.tell(part)

    assert held(town) == (6_00, 3_00)
    assert town.bench.count("grant_reversals") == 0
    check_books(town)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::3])
def test_in_every_order_it_comes_to_the_same(town, order):
    given = goods(town)
    part, rest = went_back(given, 70_00), went_back(given, 30_00)
    ids = dict(zip(range(4), (new_id("evt") for _ in range(4)), strict=True))
    events = {0: given, 1: part, 2: rest, 3: part}

    waiting, waited = list(order), 0
    while waiting:
        number = waiting.pop(0)
        try:
            town.bench.tell(events[number], event_ids=[ids[number]])
        except NotYet:
            waiting.append(number)
            waited += 1

    assert (held(town), claim_of(town, given).state) == ((0, 0), State.WITHDRAWN)
    assert waited == order.index(0)
    assert (town.bench.count("contributions"), town.bench.count("grant_reversals")) == (1, 0)
    check_books(town)


def test_never_more_than_is_left_after_something_was_taken_back_by_hand(town):
    given = goods(town)
    credited(town, given)
    back(town, of(given.gift_id, 80_00, reason=ReversalReason.RETURNED_GOODS))

    town.bench.tell(went_back(given, 30_00))
    town.bench.tell(went_back(given, 10_00))

    assert held(town) == (0, 0)
    assert [one.fen for one in reversals(town)] == [80_00, 20_00]
    check_books(town)


def test_goods_with_a_receipt_give_back_value_only_and_a_part_worth_nothing_nothing(town):
    given = goods(town, receipted=True)
    credited(town, given)

    town.bench.tell(went_back(given, 0), went_back(given, 25_00))

    assert held(town) == (7_50, 0)
    assert town.bench.count("grant_reversals") == 1
    check_books(town)


def test_what_was_spent_meanwhile_is_owed_and_never_money(town):
    given = goods(town)
    credited(town, given)
    spend(town, "anna", 4_00)

    town.bench.tell(went_back(given, 100_00))

    assert held(town) == (0, 0)
    assert debt(town, "anna") == 4_00
    check_books(town)


def test_goods_that_nobody_announced_wait_and_take_nothing_with_them(town):
    given = goods(town)

    with pytest.raises(NotYet):
        town.bench.tell(went_back(given, 10_00))

    assert town.bench.count("grant_reversals") == 0
