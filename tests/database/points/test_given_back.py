"""Every gift earns once, whatever comes first and however often; what goes back takes it back; a receipt never becomes a spendable point."""

from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.ids import new_id
from contracts.donations.events import GiftRefunded
from contracts.donations.kinds import GiftChoice, GiftOrigin, GoodsKind, Lane, RefundKind
from contracts.points.events import PointsGranted, PointsReversed
from contracts.points.kinds import ContributionType, ReversalReason
from contracts.refused import NotYet
from services.points.contributions.rules.telling import type_of_goods
from services.points.grants.rules import type_of_gift
from services.points.rate_cards.rules import FIRST_CARD, FIRST_RULEBOOK, RECEIPTED, rate_of
from services.points.reversals.refusals import ReversesMoreThanIsLeft
from tests.database.points.test_reversals import back, check_books, debt, of, spend
from tests.database.points.told import credited, goods
from tests.support.bench import COMMUNITY


def refund(gift) -> GiftRefunded:
    return GiftRefunded(
        community=COMMUNITY,
        gift_id=gift.gift_id,
        refund_id=new_id("rfd"),
        donor_id=gift.donor_id,
        amount=gift.amount,
        kind=RefundKind.DUPLICATE,
    )


def tell_until_heard(town, events) -> None:
    """As the listener does: what is not yet possible comes back later."""
    waiting = list(events)
    for _ in range(len(waiting) * len(waiting) + 1):
        if not waiting:
            return
        event = waiting.pop(0)
        try:
            town.bench.tell(event)
        except NotYet:
            waiting.append(event)
    raise AssertionError(waiting)


def outcome(town) -> list[tuple[int, int]]:
    return [(town.balance(name).cv, town.balance(name).sp) for name in ("anna", "bela", "dora")]


def test_a_refunded_gift_earned_nothing_and_an_anonymous_one_had_not(town):
    points = town.give("anna", 200_00, choice=GiftChoice.POINTS)
    receipted = town.give("anna", 100_00)
    nobodys = town.give(None, 100_00)
    town.bench.tell(points, receipted, nobodys)

    town.bench.tell(refund(points), refund(nobodys))

    assert (town.balance("anna").cv, town.balance("anna").sp) == (10_00, 0)
    [said] = [event for event in town.bench.said() if isinstance(event, PointsReversed)]
    assert (said.source_id, said.reason, said.sp) == (points.gift_id, ReversalReason.DONATION_REFUNDED, 10_00)
    check_books(town)


def test_a_refund_of_points_that_are_spent_is_repaid_in_points(town):
    points = town.give("anna", 200_00, choice=GiftChoice.POINTS)
    town.bench.tell(points)
    spend(town, "anna", 10_00)

    town.bench.tell(refund(points))

    assert (town.balance("anna").cv, town.balance("anna").sp, debt(town, "anna")) == (0, 0, 10_00)


def test_a_hundred_repeats_and_any_order_come_to_the_same(town):
    gifts = [town.give(name, 100_00, choice=GiftChoice.POINTS) for name in ("anna", "bela", "dora")]
    refunds = [refund(gifts[0]), refund(gifts[1])]
    events = [*gifts, *refunds] * 20
    random.Random(7).shuffle(events)

    tell_until_heard(town, events)

    assert len(events) == 100
    assert outcome(town) == [(0, 0), (0, 0), (10_00, 5_00)]
    assert town.bench.count("grants") == 3
    assert town.bench.count("grant_reversals") == 2
    check_books(town)


def test_a_batch_comes_to_the_same_as_one_by_one(town):
    gifts = [town.give(name, 100_00, choice=GiftChoice.POINTS) for name in ("anna", "bela", "dora", "anna")]
    town.bench.tell(*gifts)

    town.bench.tell(*(refund(gift) for gift in gifts[:3]), refund(gifts[0]))

    assert outcome(town) == [(10_00, 5_00), (0, 0), (0, 0)]
    assert town.bench.count("grant_reversals") == 3
    check_books(town)


def test_what_people_took_back_before_is_not_taken_back_twice(town):
    gift = town.give("anna", 200_00, choice=GiftChoice.POINTS)
    town.bench.tell(gift)
    back(town, of(gift.gift_id, 50_00))
    town.bench.tell(refund(gift))
    town.bench.tell(refund(gift))

    assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)
    rows = town.bench.rows("SELECT sp FROM grant_reversals ORDER BY reversal_id")
    assert [row.sp for row in rows] == [2_50, 7_50]


def test_what_was_taken_back_by_hand_for_the_same_reason_is_not_in_the_way_of_the_rest(town):
    gift = town.give("anna", 200_00, choice=GiftChoice.POINTS)
    town.bench.tell(gift)
    back(town, of(gift.gift_id, 50_00, reason=ReversalReason.DONATION_REFUNDED))

    town.bench.tell(refund(gift))

    assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)
    rows = town.bench.rows("SELECT sp, sequence FROM grant_reversals ORDER BY reversal_id")
    assert [tuple(row) for row in rows] == [(2_50, 1), (7_50, 2)]
    check_books(town)


@pytest.mark.parametrize(("months", "cv"), [(0, 10_00), (5, 10_00), (6, 11_00), (30, 11_00)])
def test_from_the_sixth_month_in_a_row_a_monthly_gift_earns_a_tenth_more(town, months, cv):
    town.bench.tell(town.give("anna", 100_00, unbroken_months=months, mandate_id=new_id("mdt")))

    assert (town.balance("anna").cv, town.balance("anna").sp) == (cv, 0)


def test_a_merchants_pledge_earns_the_merchant_value_alone_and_a_refund_takes_it_back(town):
    pledged = town.give("shop", 246_92, lane=Lane.DIRECTED, origin=GiftOrigin.PLEDGE)
    town.bench.tell(pledged)
    town.bench.tell(pledged)

    [granted] = [event for event in town.bench.said() if isinstance(event, PointsGranted)]
    assert (granted.contribution_type, granted.party_id) == (ContributionType.F3, town.ids["shop"])
    assert (town.balance("shop").cv, town.balance("shop").sp) == (24_69, 0)
    town.bench.tell(refund(pledged))
    assert (town.balance("shop").cv, town.balance("shop").sp) == (0, 0)
    check_books(town)


# R-0 [law]: whatever carries a receipt mints no spendable points, by any path.

money = st.builds(
    lambda origin, lane, choice, fen, months: ("money", origin, lane, choice, fen, months),
    st.sampled_from(GiftOrigin),
    st.sampled_from(Lane),
    st.sampled_from(GiftChoice),
    st.integers(1, 1_000_000),
    st.integers(0, 12),
)
things = st.builds(lambda kind, receipted: ("goods", kind, receipted), st.sampled_from(GoodsKind), st.booleans())
steps = st.lists(st.one_of(money, things, st.just(("refund",)), st.just(("reverse",)), st.just(("again",))), max_size=8)


@given(
    origin=st.sampled_from(GiftOrigin),
    lane=st.sampled_from(Lane),
    choice=st.sampled_from(GiftChoice),
    months=st.integers(0, 99),
)
def test_no_gift_with_a_receipt_has_a_type_that_earns_spendable_points(origin, lane, choice, months):
    found = type_of_gift(choice=choice, lane=lane, rulebook=FIRST_RULEBOOK, unbroken_months=months, origin=origin)

    waived = (origin, lane, choice) == (GiftOrigin.OWN, Lane.MUTUAL_HELP, GiftChoice.POINTS)
    assert waived or (found in RECEIPTED and rate_of(FIRST_CARD, found).sp == 0)


@pytest.mark.parametrize("kind", list(GoodsKind))
def test_no_goods_with_a_receipt_have_a_type_that_earns_spendable_points(kind):
    assert rate_of(FIRST_CARD, type_of_goods(goods_kind=kind, receipted=True)).sp == 0


@settings(
    max_examples=25,
    deadline=None,
    # One town for all paths, so that they also run into each other; a failing path is shown as it is.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(path=steps)
def test_no_path_leads_from_a_receipted_gift_to_a_spendable_point(town, path):
    before = town.bench.rows("SELECT coalesce(sum(sp), 0) AS sp FROM grants")[0].sp
    waived, told = 0, []
    for step in path:
        if step[0] == "money":
            _, origin, lane, choice, fen, months = step
            gift = town.give("anna", fen, lane=lane, choice=choice, unbroken_months=months, origin=origin)
            town.bench.tell(gift)
            told.append(gift)
            waived += (origin, lane, choice) == (GiftOrigin.OWN, Lane.MUTUAL_HELP, GiftChoice.POINTS)
        elif step[0] == "goods":
            _, kind, receipted = step
            credited(town, goods(town, "shop", goods_kind=kind, receipted=receipted))
            waived += not receipted
        elif told and step[0] == "refund":
            town.bench.tell(refund(told[-1]))
        elif told and step[0] == "reverse":
            with contextlib.suppress(ReversesMoreThanIsLeft):
                back(town, of(told[-1].gift_id, sequence=len(path)))
        elif told:
            town.bench.tell(told[-1])

    after = town.bench.rows("SELECT coalesce(sum(sp), 0) AS sp FROM grants")[0].sp
    types = town.bench.rows("SELECT DISTINCT contribution_type AS name FROM grants WHERE sp > 0")
    assert waived or after == before
    assert {row.name for row in types} <= {"G2", "G3", "F1w"}
    # Nor do lots stem from anything else, wherever they were moved.
    lots = town.bench.rows(
        "SELECT DISTINCT t.kind FROM ledger_lots l JOIN ledger_transfers t ON t.community = l.community AND t.id = l.granted_by"
    )
    assert {row.kind for row in lots} <= {"grant-G2", "grant-G3", "grant-F1w"}
