"""What was settled and comes back: once, at once or in the next settlement, and however often it is asked (rulebook §8, step 8)."""

from __future__ import annotations

from itertools import product

import pytest

from contracts.points import requests
from contracts.points.answers import ItemTerms
from contracts.points.events import SettlementReversed
from contracts.points.kinds import RedemptionState, SettlementChoice, SettlementState
from tests.database.points.saga import Saga
from tests.database.points.test_settlements import (
    APRIL,
    COST,
    approve,
    choose,
    fund,
    hear_refunds,
    prepare,
    shop_accounts,
    to,
)
from tests.database.points.town import at_once

State = RedemptionState


@pytest.fixture
def saga(town) -> Saga:
    town.earn("anna", 2_000_00)
    fund(town, 1_000_00)
    made = Saga(town)
    made.item_id = made.offer(terms=ItemTerms(cost=COST), asks_provider=True)
    return made


@pytest.mark.parametrize(("first", "second"), list(product(SettlementChoice, repeat=2)))
def test_whatever_was_chosen_then_and_now_it_comes_back_once_and_in_no_later_month(town, saga, first, second):
    to(town, 3, 30)
    rdm = saga.bring(State.FULFILLED)
    choose(town, first)
    to(town, 4)
    approve(town, prepare(town))
    saga.by_me(requests.DisputeRedemption, rdm, reason="面是坏的")
    for _ in range(2):
        saga.decide(rdm)
    for month, name in ((5, APRIL), (6, "2023-05")):
        saga.bring(State.FULFILLED)
        saga.bring(State.FULFILLED)
        choose(town, second, name)
        to(town, month)
        approve(town, prepare(town, name))

    back = town.bench.rows("SELECT settlement_id, sp, fen FROM settlement_lines WHERE kind = 'reversed'")
    undone = town.bench.rows("SELECT sp, fen, left_sp, left_fen FROM settlement_undone")
    paid = town.bench.rows("SELECT reimbursed + waived + recycled AS n FROM settlements ORDER BY month")
    piece = 10_00 if second is SettlementChoice.RECYCLE else COST
    if first is SettlementChoice.REIMBURSE:
        assert ([(line.sp, line.fen) for line in back], undone) == ([(-10_00, -COST)], [])
        assert [row.n for row in paid][1:] == [piece, 2 * piece]
    else:
        assert (back, [tuple(one) for one in undone]) == ([], [(10_00, COST, 0, 0)])
        assert [row.n for row in paid][1:] == [2 * piece, 2 * piece]
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_decided_from_two_sides_while_the_next_month_is_approved_it_comes_back_once(town, saga):
    to(town, 3, 30)
    rdm = saga.bring(State.FULFILLED)
    to(town, 4)
    approve(town, prepare(town))
    saga.by_me(requests.DisputeRedemption, rdm, reason="面是坏的")
    saga.bring(State.FULFILLED)
    to(town, 5)
    april = prepare(town, APRIL)

    codes = at_once([lambda: saga.decide(rdm), lambda: approve(town, april), lambda: saga.decide(rdm)])

    assert set(codes) <= {"ok", "points.settlement_outdated"}
    assert town.balance("anna").sp == 1_990_00, "back once"
    if "points.settlement_outdated" in codes:
        town.ask(requests.RejectSettlement(settlement_id=april.settlement_id, reason="有新裁定"), "council")
        april = approve(town, prepare(town, APRIL))
    saga.bring(State.FULFILLED)
    saga.bring(State.FULFILLED)
    to(town, 6)
    at_once([lambda: prepare(town, "2023-05") for _ in range(3)])
    [may] = [
        one for one in town.ask(requests.ListSettlements(), "council").items if one.state is SettlementState.PREPARED
    ]
    codes = at_once([lambda: approve(town, may) for _ in range(3)])

    assert sorted(codes) == ["ok", "points.settlement_decided", "points.settlement_decided"]
    [line] = town.bench.rows("SELECT sp, fen FROM settlement_lines WHERE kind = 'reversed'")
    assert (line.sp, line.fen) == (-10_00, -COST)
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_what_came_back_before_the_settlement_is_never_told_as_reversed(town, saga):
    rdm = saga.bring(State.DISPUTED)
    saga.decide(rdm, refund=4_00)
    to(town, 4)
    approve(town, prepare(town))

    hear_refunds(town)

    assert SettlementReversed not in town.bench.said_types()
