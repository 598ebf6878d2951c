"""Orders of packs: placed, confirmed, handed over, given back; and never more of them than there are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chassis.ids import new_id
from contracts.request import Command
from contracts.roles import Role
from contracts.rural_link import answers, lot_requests, requests
from contracts.rural_link.events import OrderCancelled, OrderConfirmed, OrderDelivered, OrderPlaced
from contracts.rural_link.kinds import OrderState
from contracts.sectors import Sector
from tests.database.rural_link.village import Village, party
from tests.support.bench import AskRefused, actor


def test_an_order_reaches_its_buyer(village):
    lot_id = village.published().lot_id

    order = village.delivered(lot_id, packs=4)

    assert (order.state, order.total, order.buyer_id) == (OrderState.DELIVERED, 1_800, None)
    lot = village.lot(lot_id)
    assert (lot.offer.packs_left, lot.left_grams, lot.promised_grams) == (56, 38_000, 0)
    assert village.bench.said_types()[-3:] == [OrderPlaced, OrderConfirmed, OrderDelivered]


def test_fifty_buyers_at_once_share_ten_packs(village):
    lot_id = village.published(packs=10).lot_id

    def order(_: int) -> str:
        try:
            return village.ordered(lot_id).state
        except AskRefused as refused:
            return refused.code

    with ThreadPoolExecutor(8) as buyers:
        outcomes = list(buyers.map(order, range(50)))

    assert outcomes.count("placed") == 10
    assert outcomes.count("rural_link.sold_out") == 40
    assert village.facts()["lots_in_balance"] == (1, 40_000, 1, 40_000, 0)


def test_one_order_sent_eight_times_at_once_is_one_order(village):
    lot_id = village.published().lot_id
    placement = village.placement(lot_id, packs=3)

    with ThreadPoolExecutor(8) as senders:
        told = list(senders.map(lambda _: village.bench.ask(placement, as_=village.buyer), range(8)))

    assert len(set(told)) == 1
    assert village.lot(lot_id).offer.packs_left == 57
    with pytest.raises(AskRefused) as refused:
        village.bench.ask(replace(placement, packs=4), as_=village.buyer)
    assert refused.value.code == "rural_link.order_id_taken"


def test_a_cancellation_and_a_delivery_at_once_do_not_both_happen(village):
    lot_id = village.published().lot_id
    order_id = village.ordered(lot_id, packs=5).order_id
    village.bench.ask(requests.ConfirmOrder(order_id=order_id), as_=village.agent)

    def act(request: Command[answers.Order]) -> str:
        try:
            return village.bench.ask(request, as_=village.agent).state
        except AskRefused as refused:
            return refused.code

    with ThreadPoolExecutor(2) as agents:
        outcomes = set(
            agents.map(
                act, [requests.DeliverOrder(order_id=order_id), requests.CancelOrder(order_id=order_id, reason="雨")]
            )
        )

    assert "rural_link.wrong_order_state" in outcomes
    assert len(outcomes) == 2
    assert village.facts()["lots_in_balance"][4] == 0


def test_cancelled_packs_are_on_offer_again(village):
    lot_id = village.published().lot_id
    order_id = village.ordered(lot_id, packs=60).order_id
    cancel = requests.CancelOrder(order_id=order_id, reason="行程有变")

    assert village.bench.ask(cancel, as_=village.buyer).state is OrderState.CANCELLED

    assert village.lot(lot_id).offer.packs_left == 60
    assert village.bench.said_types()[-1] is OrderCancelled
    with pytest.raises(AskRefused) as refused:
        village.bench.ask(cancel, as_=village.buyer)
    assert refused.value.code == "rural_link.wrong_order_state"


def test_a_confirmed_order_is_cancelled_by_the_village_and_not_by_the_buyer(village):
    order_id = village.ordered(village.published().lot_id).order_id
    village.bench.ask(requests.ConfirmOrder(order_id=order_id), as_=village.agent)
    cancel = requests.CancelOrder(order_id=order_id, reason="雨")

    with pytest.raises(AskRefused) as refused:
        village.bench.ask(cancel, as_=village.buyer)
    assert refused.value.code == "rural_link.order_confirmed_already"
    assert village.bench.ask(cancel, as_=village.agent).state is OrderState.CANCELLED


def test_nothing_is_handed_over_from_a_held_lot(village):
    lot_id = village.published().lot_id
    order_id = village.ordered(lot_id).order_id
    village.bench.ask(requests.ConfirmOrder(order_id=order_id), as_=village.agent)
    village.bench.ask(lot_requests.HoldLot(lot_id=lot_id, reason="异味"), as_=village.staff)

    for request, by in (
        (requests.DeliverOrder(order_id=order_id), village.agent),
        (village.placement(lot_id), village.buyer),
    ):
        with pytest.raises(AskRefused) as refused:
            village.bench.ask(request, as_=by)
        assert refused.value.code == "rural_link.wrong_lot_state"


def test_nobody_orders_for_somebody_else_or_unknown(village):
    lot_id = village.published().lot_id
    stranger = actor(new_id("pty"), Role.RESIDENT)

    with pytest.raises(AskRefused) as refused:
        village.bench.ask(village.placement(lot_id), as_=stranger)
    assert refused.value.code == "not-allowed"
    with pytest.raises(AskRefused) as refused:
        village.bench.ask(replace(village.placement(lot_id), buyer_id=stranger.party_id), as_=stranger)
    assert refused.value.code == "party-not-found"


def test_a_lot_that_is_not_published_cannot_be_ordered(village):
    with pytest.raises(AskRefused) as refused:
        village.ordered(village.certified().lot_id)

    assert refused.value.code == "not-found"


def test_who_sees_an_order_and_its_buyer(village):
    order_id = village.ordered(village.published().lot_id).order_id
    neighbour = party("李*", Sector.RES, is_person=True)
    other_village = Village(village.bench)
    strangers = (actor(neighbour.party_id, Role.RESIDENT), other_village.agent, replace(village.buyer, community="x-y"))
    get, everything = requests.GetOrder(order_id=order_id), requests.ListOrders()

    seen = {
        "buyer": village.bench.ask(get, as_=village.buyer).buyer_id,
        "village": village.bench.ask(get, as_=village.agent).buyer_id,
        "staff": village.bench.ask(get, as_=village.staff).buyer_id,
    }

    assert seen == {"buyer": village.resident.party_id, "village": None, "staff": village.resident.party_id}
    assert [order.buyer_id for order in village.bench.ask(everything, as_=village.agent).items] == [None]
    for stranger in strangers:
        with pytest.raises(AskRefused) as refused:
            village.bench.ask(get, as_=stranger)
        assert refused.value.code == "not-found"
        assert village.bench.ask(everything, as_=stranger).items == ()


def test_only_staff_and_the_buyer_find_the_orders_of_a_buyer(village):
    order = village.ordered(village.published().lot_id)
    of_buyer = requests.ListOrders(buyer_id=village.buyer.party_id)
    of_nobody = requests.ListOrders(buyer_id=party("李*", Sector.RES, is_person=True).party_id)

    found = {
        "staff": [each.order_id for each in village.bench.ask(of_buyer, as_=village.staff).items],
        "buyer": [each.order_id for each in village.bench.ask(of_buyer, as_=village.buyer).items],
        "village": [each.order_id for each in village.bench.ask(of_buyer, as_=village.agent).items],
        "staff, of somebody else": list(village.bench.ask(of_nobody, as_=village.staff).items),
    }

    ours = [order.order_id]
    assert found == {"staff": ours, "buyer": ours, "village": [], "staff, of somebody else": []}


def test_pages_of_orders_meet_without_gap_or_overlap(village):
    lot_id = village.published().lot_id
    placed = [village.ordered(lot_id).order_id for _ in range(5)]

    first = village.bench.ask(requests.ListOrders(limit=2), as_=village.buyer)
    second = village.bench.ask(requests.ListOrders(limit=2, after=first.next_key), as_=village.buyer)
    third = village.bench.ask(requests.ListOrders(limit=2, after=second.next_key), as_=village.buyer)

    shown = [order.order_id for page in (first, second, third) for order in page.items]
    assert shown == sorted(placed, reverse=True)
    assert third.next_key is None
