"""What contributions earn: the rate card of rulebook §2, its worked example, and how a card follows another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.donations.kinds import GiftChoice, GoodsKind, Lane
from contracts.points.answers import LoanRate, LoanTable, Rate, RateCard
from contracts.points.kinds import ContributionType as Type
from contracts.points.kinds import Measure
from services.points.contributions.rules.telling import type_of_goods
from services.points.grants import rules as grants
from services.points.rate_cards import refusals, rules
from services.points.rate_cards.rules import FIRST_CARD, FIRST_RULEBOOK, FIRST_TABLE, Time, Worth

PLENTY = 10_000


def worth_of(hours_type, minutes, *, skilled=False, sp_minutes=PLENTY):
    return rules.of_time(
        FIRST_CARD, Time(hours_type=hours_type, minutes=minutes, skilled=skilled), sp_minutes=sp_minutes
    )


def test_the_teacher_of_the_rulebook_earns_48_5_cv_and_30_sp():
    ordinary = worth_of(Type.H1, 120)
    skilled_at_night = worth_of(Type.H3, 60, skilled=True)
    gift = rules.of_value(FIRST_CARD, Type.F1, fen=60_00)

    assert ordinary.cv + skilled_at_night.cv + gift.cv == 48_50
    assert ordinary.sp + skilled_at_night.sp + gift.sp == 30_00


@pytest.mark.parametrize(
    ("hours_type", "skilled", "worth"),
    [
        (Type.H1, False, Worth(10_00, 10_00)),
        (Type.H2, True, Worth(15_00, 10_00)),
        (Type.H3, False, Worth(15_00, 10_00)),
        (Type.H3, True, Worth(22_50, 10_00)),
        (Type.H4, False, Worth(8_00, 8_00)),
    ],
)
def test_an_hour_earns_what_the_card_says(hours_type, skilled, worth):
    assert worth_of(hours_type, 60, skilled=skilled) == worth


@pytest.mark.parametrize(
    ("goods", "worth"),
    [
        (Type.G1, Worth(10_00, 0)),
        (Type.G2, Worth(10_00, 5_00)),
        (Type.G3, Worth(10_00, 5_00)),
        (Type.G4, Worth(10_00, 0)),
        (Type.V1, Worth(10_00, 5_00)),
        (Type.F1, Worth(10_00, 0)),
        (Type.F1W, Worth(10_00, 5_00)),
        (Type.F2, Worth(11_00, 0)),
        (Type.F3, Worth(10_00, 0)),
        (Type.F4, Worth(10_00, 0)),
    ],
)
def test_a_hundred_yuan_earn_what_the_card_says(goods, worth):
    assert rules.of_value(FIRST_CARD, goods, fen=100_00) == worth


def test_only_whole_quarters_of_an_hour_count():
    assert worth_of(Type.H1, 44) == worth_of(Type.H1, 30)
    assert worth_of(Type.H1, 45).cv == 7_50


def test_after_the_months_hours_time_mints_value_only():
    assert worth_of(Type.H1, 120, sp_minutes=30) == Worth(20_00, 5_00)
    assert worth_of(Type.H1, 120, sp_minutes=-15) == Worth(20_00, 0)


def test_the_surplus_over_the_cap_mints_value_only():
    assert rules.capped(Worth(20_00, 20_00), room=7_50) == Worth(20_00, 7_50)
    assert rules.capped(Worth(20_00, 20_00), room=-1) == Worth(20_00, 0)


@given(st.sampled_from(list(GiftChoice)), st.sampled_from(list(Lane)), st.integers(1, 10**12))
def test_no_receipted_gift_ever_mints_a_spendable_point(choice, lane, fen):
    worth = rules.of_value(FIRST_CARD, grants.type_of_gift(choice=choice, lane=lane, rulebook=FIRST_RULEBOOK), fen=fen)

    assert worth.sp == 0 or (choice is GiftChoice.POINTS and lane is Lane.MUTUAL_HELP)


@given(st.sampled_from(list(GoodsKind)), st.integers(1, 10**12))
def test_no_receipted_goods_ever_mint_a_spendable_point(goods_kind, fen):
    assert rules.of_value(FIRST_CARD, type_of_goods(goods_kind=goods_kind, receipted=True), fen=fen).sp == 0


def test_goods_are_typed_by_kind_and_receipt():
    kinds = [GoodsKind.NEW, GoodsKind.SERVICE, GoodsKind.SECOND_HAND, GoodsKind.NEAR_EXPIRY]

    unreceipted = [type_of_goods(goods_kind=kind, receipted=False) for kind in kinds]

    assert unreceipted == [Type.G2, Type.G2, Type.G3, Type.G4]


def _second_card(*rates: Rate, **changes: object) -> RateCard:
    return replace(FIRST_CARD, number=2, in_force_from="2023-05", rates=rates, **changes)


def test_a_new_card_keeps_the_lines_it_does_not_name():
    dearer = Rate(contribution_type=Type.H1, measure=Measure.HOUR, cv=12_00, sp=10_00)

    card = rules.next_card(_second_card(dearer), after=FIRST_CARD, this_month="2023-04")

    assert rules.rate_of(card, Type.H1).cv == 12_00
    assert rules.rate_of(card, Type.H2) == rules.rate_of(FIRST_CARD, Type.H2)


@pytest.mark.parametrize(
    "card",
    [
        replace(_second_card(), in_force_from="2023-04"),
        replace(_second_card(), in_force_from="2022-12"),
        replace(_second_card(), number=3),
    ],
    ids=["this month", "backwards", "a number left out"],
)
def test_a_card_holds_from_a_later_month_only(card):
    with pytest.raises(refusals.RateCardNotNext):
        rules.next_card(card, after=FIRST_CARD, this_month="2023-04")


def test_no_card_gives_spendable_points_for_what_carries_a_receipt():
    for receipted in rules.NEVER_SPENDABLE:
        rate = Rate(contribution_type=receipted, measure=Measure.TEN_YUAN, cv=1_00, sp=1)
        with pytest.raises(refusals.ReceiptedEarnsNoPoints):
            rules.next_card(_second_card(rate), after=FIRST_CARD, this_month="2023-04")


def test_a_line_counts_by_its_own_measure_and_stands_once():
    wrong = Rate(contribution_type=Type.H1, measure=Measure.TEN_YUAN, cv=1_00, sp=0)
    right = Rate(contribution_type=Type.H1, measure=Measure.HOUR, cv=1_00, sp=0)
    for rates in ([wrong], [right, right]):
        with pytest.raises(refusals.RateUnfit):
            rules.next_card(_second_card(*rates), after=FIRST_CARD, this_month="2023-04")


def test_the_card_of_the_month_of_performance_holds():
    cards = [
        replace(FIRST_CARD, number=2, in_force_from="2023-05"),
        replace(FIRST_CARD, number=3, in_force_from="2023-08"),
    ]

    in_force = [rules.in_force(cards, on=date(2023, month, 28)).number for month in (4, 5, 7, 8, 12)]

    assert in_force == [1, 2, 2, 3, 3]


ROOM = LoanRate(code="ROOM-20", name="20 平方米以内的房间", hourly=35_00)


def _second_table(*items: LoanRate, **changes: object) -> LoanTable:
    return replace(LoanTable(number=2, in_force_from="2023-05", items=items), **changes)


@pytest.mark.parametrize(
    "table",
    [
        _second_table(ROOM, in_force_from="2023-04"),
        _second_table(ROOM, in_force_from="1999-12"),
        _second_table(ROOM, number=3),
    ],
    ids=["this month", "backwards", "a number left out"],
)
def test_a_loan_table_holds_from_a_later_month_only(table):
    with pytest.raises(refusals.LoanTableNotNext):
        rules.next_table(table, after=FIRST_TABLE, this_month="2023-04")


@pytest.mark.parametrize("items", [(), (ROOM, replace(ROOM, hourly=1_00))], ids=["empty", "twice"])
def test_a_loan_table_names_each_thing_once(items):
    with pytest.raises(refusals.LoanTableUnfit):
        rules.next_table(_second_table(*items), after=FIRST_TABLE, this_month="2023-04")


def test_the_loan_table_of_the_month_holds_and_names_no_more_than_it_does():
    second = rules.next_table(_second_table(ROOM), after=FIRST_TABLE, this_month="2023-04")

    in_force = [rules.table_in_force([second], on=date(2023, month, 30)) for month in (4, 5)]

    assert [rules.hourly(table, "ROOM-20") for table in in_force] == [30_00, 35_00]
    assert [rules.hourly(table, "TENT") for table in in_force] == [10_00, None]
