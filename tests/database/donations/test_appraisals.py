"""What goods are worth is said by others than their donor and whoever wrote them down; a village's own word is the most (rulebook §2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.donations import requests
from contracts.donations.kinds import AppraisalBasis, GoodsKind, GoodsState, Measure
from contracts.roles import Role
from tests.database.donations.test_goods import LOT, accepted, lot_donated, refusal
from tests.support.bench import AskRefused, actor


def test_nobody_judges_goods_of_the_own_shop_or_home_or_accepts_what_one_appraised(town):
    goods = town.ask(town.asking_goods(), "baker")
    appraisal = town.appraisal(goods.goods_id, 300_00)
    annas = town.ask(town.asking_goods("anna"), "anna")

    assert refusal(town, town.appraisal(annas.goods_id, 5_00), "annas_husband") == "goods.own_goods"
    assert refusal(town, appraisal, "bakers_staff") == "goods.own_goods"
    town.ask(appraisal, "staff")
    accept = requests.AcceptGoods(goods_id=goods.goods_id)
    assert refusal(town, accept, "bakers_staff") == "goods.own_goods"
    assert refusal(town, accept, "staff") == "goods.appraiser_accepts"
    assert town.ask(accept, "keeper").state is GoodsState.ACCEPTED


@pytest.mark.parametrize("close", ["same shop", "same home", "acts for it"])
def test_what_becomes_points_is_counted_by_nobody_close_to_its_giver_or_acting_for_them(town, close):
    giver, asks = ("anna", "anna") if close == "same home" else ("bakery", "baker")
    counting = {
        "same shop": town.actor("bakers_staff"),
        "same home": actor(town.ids["annas_husband"], Role.APPROVER),
        "acts for it": actor(town.ids["keeper"], Role.APPROVER, organisation_id=town.ids["bakery"]),
    }[close]
    goods = town.ask(town.asking_goods(giver), asks)
    town.ask(town.appraisal(goods.goods_id, 300_00), "appraiser")
    town.ask(requests.AcceptGoods(goods_id=goods.goods_id), "keeper")
    receive = requests.ReceiveGoods(goods_id=goods.goods_id, quantity=100)

    with pytest.raises(AskRefused) as refused:
        town.bench.ask(receive, as_=counting)

    assert refused.value.code == "goods.own_goods"
    assert accepted(town) == []
    assert town.ask(receive, "keeper").state is GoodsState.RECEIVED


def test_who_wrote_goods_down_does_not_count_them(town):
    goods = town.ask(town.asking_goods(), "staff")
    town.ask(town.appraisal(goods.goods_id, 300_00), "appraiser")
    town.ask(requests.AcceptGoods(goods_id=goods.goods_id), "keeper")

    receive = requests.ReceiveGoods(goods_id=goods.goods_id, quantity=100)
    assert refusal(town, receive, "staff") == "goods.recorder_judges"


def test_above_2000_yuan_a_piece_a_second_person_appraises_and_the_lower_value_counts(town):
    goods = town.ask(town.asking_goods(quantity=1), "baker")
    first = town.ask(town.appraisal(goods.goods_id, 2_000_01), "appraiser")

    assert first.state is GoodsState.FIRST_APPRAISED
    assert refusal(town, requests.AcceptGoods(goods_id=goods.goods_id), "keeper") == "goods.wrong_state"
    assert refusal(town, town.appraisal(goods.goods_id, 9_00), "appraiser") == "goods.second_appraiser_needed"
    second = town.ask(town.appraisal(goods.goods_id, 1_900_00), "second_appraiser")
    assert (second.state, second.appraised) == (GoodsState.APPRAISED, 1_900_00)
    both = town.ask(town.asking_goods(quantity=2), "baker")
    assert town.ask(town.appraisal(both.goods_id, 4_000_00), "appraiser").state is GoodsState.APPRAISED


@pytest.mark.parametrize(
    ("kind", "percent", "value"),
    [
        (GoodsKind.SECOND_HAND, 30, 30_00),
        (GoodsKind.SECOND_HAND, 51, None),
        (GoodsKind.NEAR_EXPIRY, 50, 50_00),
        (GoodsKind.NEW, 99, None),
    ],
)
def test_used_goods_are_worth_their_share_of_the_price(town, kind, percent, value):
    goods = town.ask(town.asking_goods(kind=kind), "baker")
    asked = town.appraisal(goods.goods_id, 100_00, kept_percent=percent)

    if value is None:
        assert refusal(town, asked, "appraiser") == "goods.kept_percent_wrong"
    else:
        assert town.ask(asked, "appraiser").appraised == value


def test_a_donated_lot_waits_for_others_to_say_what_it_is_worth_however_often_it_is_told(town):
    event = lot_donated(town)
    ids = town.bench.tell(event)
    town.bench.tell(event, event_ids=ids)
    town.bench.tell(event)

    [goods] = town.ask(requests.ListGoods(), "staff").items
    assert (goods.state, goods.measure, goods.offered, goods.lot, goods.donor_id) == (
        GoodsState.OFFERED,
        Measure.GRAMS,
        30_000,
        LOT,
        town.ids["village"],
    )
    assert (goods.appraised, goods.cost, accepted(town)) == (0, 90_00, [])


def test_the_villages_own_word_is_the_most_that_a_lot_counts_and_three_persons_have_a_hand_in_it(town):
    town.bench.tell(lot_donated(town))
    [goods] = town.ask(requests.ListGoods(), "staff").items
    appraisal = town.appraisal(goods.goods_id, 90_00, basis=AppraisalBasis.PRICE_LIST)
    accept = requests.AcceptGoods(goods_id=goods.goods_id)
    receive = requests.ReceiveGoods(goods_id=goods.goods_id, quantity=30_000)

    too_soon = [refusal(town, request, "keeper") for request in (accept, receive)]
    too_dear = refusal(town, replace(appraisal, price=90_01), "appraiser")
    town.ask(replace(appraisal, price=80_00), "appraiser")
    received_unaccepted = refusal(town, receive, "keeper")
    town.ask(accept, "keeper")
    received = town.ask(receive, "keeper")

    assert (too_soon, too_dear) == (["goods.wrong_state"] * 2, "goods.appraised_above_cost")
    assert received_unaccepted == "goods.wrong_state"
    assert (received.remaining, received.grams, received.lot) == (30_000, 30_000, LOT)
    [said] = accepted(town)
    assert (said.gift_id, said.appraised, said.donor_id) == (goods.goods_id, 80_00, town.ids["village"])


def test_what_a_merchant_trades_in_counts_at_its_cost_and_never_at_the_shelf_price(town):
    asked = town.asking_goods(own_goods=requests.AtCost(cost=180_00, document="WHOLESALE-7"))
    goods = town.ask(asked, "baker")
    by_shelf_price = town.appraisal(goods.goods_id, 300_00, basis=AppraisalBasis.PRICE_LIST)

    at_shelf_price = refusal(town, by_shelf_price, "appraiser")
    a_fen_more = refusal(town, town.appraisal(goods.goods_id, 180_01), "appraiser")
    by_the_donor = refusal(town, town.appraisal(goods.goods_id, 180_00), "baker")
    appraised = town.ask(town.appraisal(goods.goods_id, 180_00), "appraiser")

    assert (goods.cost, goods.cost_document, goods.appraised) == (180_00, "WHOLESALE-7", 0)
    assert [at_shelf_price, a_fen_more] == ["goods.appraised_above_cost"] * 2
    assert by_the_donor == "not-allowed"
    assert appraised.appraised == 180_00
    assert town.ask(asked, "baker").goods_id == goods.goods_id
    assert refusal(town, replace(asked, own_goods=None), "baker") == "goods.id_taken"


def test_what_is_used_up_of_own_goods_is_taken_off_their_cost(town):
    at_cost = requests.AtCost(cost=100_00, document="WHOLESALE-8")
    goods = town.ask(town.asking_goods(kind=GoodsKind.NEAR_EXPIRY, own_goods=at_cost), "staff")

    by_shelf_price = refusal(town, town.appraisal(goods.goods_id, 200_00, kept_percent=50), "appraiser")

    assert by_shelf_price == "goods.appraised_above_cost"
    assert town.ask(town.appraisal(goods.goods_id, 100_00, kept_percent=50), "appraiser").appraised == 50_00


def test_a_dear_lot_needs_two_appraisers(town):
    town.bench.tell(lot_donated(town, cost=2_500_00))
    [goods] = town.ask(requests.ListGoods(), "staff").items

    first = town.ask(town.appraisal(goods.goods_id, 2_400_00), "appraiser")
    second = town.ask(town.appraisal(goods.goods_id, 2_200_00), "second_appraiser")

    assert (first.state, second.state, second.appraised) == (
        GoodsState.FIRST_APPRAISED,
        GoodsState.APPRAISED,
        2_200_00,
    )


def test_dear_is_what_costs_much_as_new_whatever_is_used_up_of_it(town):
    goods = town.ask(town.asking_goods(quantity=1, kind=GoodsKind.SECOND_HAND), "baker")

    first = town.ask(town.appraisal(goods.goods_id, 3_000_00, kept_percent=30), "appraiser")

    assert (first.state, first.appraised) == (GoodsState.FIRST_APPRAISED, 900_00)


def test_who_wrote_goods_down_neither_appraises_nor_accepts_them(town):
    goods = town.ask(town.asking_goods("anna"), "staff")

    alone = refusal(town, town.appraisal(goods.goods_id, 50_00), "staff")
    town.ask(town.appraisal(goods.goods_id, 50_00), "appraiser")
    taking = refusal(town, requests.AcceptGoods(goods_id=goods.goods_id), "staff")

    assert [alone, taking] == ["goods.recorder_judges"] * 2
    assert town.ask(requests.AcceptGoods(goods_id=goods.goods_id), "keeper").state is GoodsState.ACCEPTED


def test_two_quotations_are_two_documents_and_stand_behind_what_is_better(town):
    goods = town.ask(town.asking_goods(quantity=1), "baker")
    quoted = town.appraisal(goods.goods_id, 2_500_00, basis=AppraisalBasis.TWO_QUOTATIONS)

    codes = [refusal(town, replace(quoted, second_document=second), "appraiser") for second in (None, "INV-1")]
    town.ask(town.appraisal(goods.goods_id, 2_500_00, basis=AppraisalBasis.PRICE_LIST), "appraiser")
    worse = refusal(town, replace(quoted, second_document="Q-2"), "second_appraiser")

    assert codes == ["goods.quotation_missing"] * 2
    assert worse == "goods.better_basis_exists"
    assert town.ask(town.appraisal(goods.goods_id, 2_400_00), "second_appraiser").appraised == 2_400_00
