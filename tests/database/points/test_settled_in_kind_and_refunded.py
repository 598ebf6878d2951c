"""What a provider got in kind comes back when the redemption is undone: at once, once, and never more than it got (rulebook §5, §8)."""

from __future__ import annotations

import pytest

from contracts.points import requests
from contracts.points.answers import ItemTerms
from contracts.points.events import PointsReversed, SettlementReversed
from contracts.points.kinds import ReversalReason, SettlementChoice
from services.points.accounts.rules import clawback_of
from tests.database.points.saga import Saga, State, agent
from tests.database.points.test_settlements import (
    APRIL,
    COST,
    approve,
    choose,
    fund,
    hear_refunds,
    on_account,
    prepare,
    shop_accounts,
    to,
)
from tests.database.points.town import at_once

MAY = "2023-05"
WAIVE, RECYCLE, REIMBURSE = SettlementChoice.WAIVE, SettlementChoice.RECYCLE, SettlementChoice.REIMBURSE


@pytest.fixture
def saga(town) -> Saga:
    town.earn("anna", 2_000_00)
    fund(town, 1_000_00)
    made = Saga(town)
    made.item_id = made.offer(terms=ItemTerms(cost=COST), asks_provider=True)
    return made


def settled(town, saga: Saga, choice: SettlementChoice, pieces: int = 1) -> list[str]:
    """March, settled so at the beginning of April, when it may still be complained about."""
    to(town, 3, 30)
    made = [saga.bring(State.FULFILLED) for _ in range(pieces)]
    choose(town, choice)
    to(town, 4)
    approve(town, prepare(town))
    return made


def undo(saga: Saga, *redemptions: str, refund: int | None = None) -> None:
    """A complaint about each, upheld."""
    for one in redemptions:
        saga.by_me(requests.DisputeRedemption, one, reason="面是坏的")
        saga.decide(one, refund=refund)


def told(town) -> list[SettlementReversed]:
    return [event for event in town.bench.said() if isinstance(event, SettlementReversed)]


def test_value_for_what_was_waived_falls_with_the_redemption_that_was_undone(town, saga):
    pieces = settled(town, saga, WAIVE, 5)
    before = town.balance("shop")
    assert before.cv == 4_00

    undo(saga, pieces[0])
    hear_refunds(town)

    assert town.balance("anna").sp == 2_000_00 - 4 * 10_00
    after = town.balance("shop")
    assert (after.cv, before.sp - after.sp) == (3_20, before.sp // 5)
    assert shop_accounts(town) == [0, 0], "nothing waits for a settlement that may never come"
    [reversed_one] = [event for event in town.bench.said() if isinstance(event, PointsReversed)]
    assert (reversed_one.reason, reversed_one.sequence, reversed_one.fen) == (ReversalReason.DISPUTE_LOST, 1, COST)
    [one] = told(town)
    assert (one.redemption_id, one.sp, one.fen, one.choice) == (pieces[0], 10_00, COST, WAIVE)
    assert (one.cv_taken_back, one.sp_taken_back, one.sp_owed) == (80, before.sp // 5, 0)
    seen = town.ask(requests.GetSettlement(settlement_id=one.settlement_id), "council")
    assert (seen.waived, seen.undone_fen, seen.undone_sp) == (40_00, COST, 10_00), (
        "what was approved, and what became of it"
    )
    assert town.bench.ask(requests.ListSettlements(), as_=agent(town)).items == (seen,)
    saga.assert_sound()


def test_a_provider_that_leaves_keeps_nothing_for_what_was_undone(town, saga):
    pieces = settled(town, saga, WAIVE, 3)

    undo(saga, *pieces)
    hear_refunds(town)

    assert (town.balance("shop").cv, town.balance("shop").sp) == (0, 0)
    assert [one.sequence for one in town.bench.said() if isinstance(one, PointsReversed)] == [1, 2, 3]
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_heard_twice_or_from_two_sides_it_is_taken_back_once(town, saga):
    pieces = settled(town, saga, WAIVE, 2)
    undo(saga, pieces[0])

    hear_refunds(town)
    hear_refunds(town)
    at_once([lambda: hear_refunds(town) for _ in range(3)])

    assert town.balance("shop").cv == 80
    assert (len(told(town)), town.bench.count("settlement_undone")) == (1, 1)
    saga.assert_sound()


def test_a_refund_in_part_takes_back_its_part(town, saga):
    [rdm] = settled(town, saga, WAIVE)

    undo(saga, rdm, refund=2_50)
    hear_refunds(town)

    assert town.balance("shop").cv == 60, "of 80, for ¥6 of ¥8"
    [one] = told(town)
    assert (one.sp, one.fen) == (2_50, 2_00)
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_recycled_points_go_back_too(town, saga):
    pieces = settled(town, saga, RECYCLE, 2)
    assert town.balance("shop").sp == 20_00

    undo(saga, pieces[1])
    hear_refunds(town)

    assert town.balance("shop").sp == 10_00
    [one] = told(town)
    assert (one.choice, one.cv_taken_back, one.sp_taken_back, one.sp_owed) == (RECYCLE, 0, 10_00, 0)
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_recycled_points_that_are_promised_elsewhere_are_owed_in_points_and_never_in_money(town, saga):
    pieces = settled(town, saga, RECYCLE, 2)
    elsewhere = saga.offer(provider_id=town.ids["other_shop"], price=15_00, name="代泡茶")
    asked = requests.Redeem(
        redemption_id="rdm_01J00000000000000000000000", item_id=elsewhere, price=15_00, party_id=town.ids["shop"]
    )
    town.bench.ask(asked, as_=agent(town))

    undo(saga, pieces[0])
    hear_refunds(town)

    [one] = told(town)
    assert (one.sp_taken_back, one.sp_owed) == (10_00, 5_00)
    assert on_account(town, clawback_of(town.ids["shop"])) == [-5_00]
    assert shop_accounts(town) == [0, 0]


def test_the_next_settlement_takes_nothing_off_again_even_if_it_comes_before_the_news(town, saga):
    [rdm] = settled(town, saga, WAIVE)
    undo(saga, rdm)
    for _ in range(2):
        saga.bring(State.FULFILLED)
    choose(town, RECYCLE, APRIL)
    to(town, 5)

    april = approve(town, prepare(town, APRIL))
    hear_refunds(town)

    assert (april.recycled, april.lines) == (20_00, 2)
    assert (town.balance("shop").cv, town.balance("shop").sp) == (0, 20_00)
    assert len(told(town)) == 1
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_undone_between_the_preparing_and_the_approval_it_stops_neither(town, saga):
    [rdm] = settled(town, saga, WAIVE)
    saga.by_me(requests.DisputeRedemption, rdm, reason="面是坏的")
    saga.bring(State.FULFILLED)
    choose(town, WAIVE, APRIL)
    to(town, 5)
    april = prepare(town, APRIL)

    codes = at_once([lambda: saga.decide(rdm), lambda: approve(town, april)])
    hear_refunds(town)

    assert codes == ["ok", "ok"]
    assert (town.balance("shop").cv, shop_accounts(town)) == (80, [0, 0])
    saga.assert_sound()


def test_what_paid_off_an_older_debt_was_never_got_and_is_taken_off_the_next_settlement(town, saga):
    [older] = settled(town, saga, REIMBURSE)
    undo(saga, older)
    to(town, 4, 29)
    newer = saga.bring(State.FULFILLED)
    choose(town, WAIVE, APRIL)
    to(town, 5, 2)
    april = approve(town, prepare(town, APRIL))
    assert (april.waived, april.left_fen, town.balance("shop").cv) == (0, 0, 0), "¥8 paid off ¥8"

    undo(saga, newer)
    hear_refunds(town)

    assert sorted((one.redemption_id, one.cv_taken_back) for one in told(town)) == sorted([(older, 0), (newer, 0)])
    [undone] = town.bench.rows("SELECT sp, fen, left_sp, left_fen FROM settlement_undone")
    assert tuple(undone) == (0, 0, 10_00, COST)
    for _ in range(2):
        saga.bring(State.FULFILLED)
    to(town, 6)
    may = approve(town, prepare(town, MAY))
    assert (may.lines, may.reimbursed) == (3, COST)
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_each_taking_back_has_a_turn_of_its_own_and_all_together_are_no_more_than_was_given(town, saga):
    pieces = settled(town, saga, WAIVE, 3)
    for one in pieces:
        undo(saga, one)
        hear_refunds(town)

    kept = town.bench.rows("SELECT sequence, fen FROM settlement_undone ORDER BY sequence")
    assert [row.sequence for row in kept] == [1, 2, 3]
    assert sum(row.fen for row in kept) == 3 * COST
