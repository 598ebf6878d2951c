"""Goods and gift packs on real tables: judged by others, counted in, never more out than in, each pack once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.events import GiftPackHandedOut, InKindAccepted
from contracts.donations.kinds import AppraisalBasis, DeclineReason, GoodsKind, GoodsState
from contracts.refused import NotYet
from contracts.rural_link.events import LotDonated, LotHeld, LotRecalled, LotReleased
from tests.database.donations.test_statements import at_once
from tests.database.donations.town import FUND
from tests.support.bench import COMMUNITY, AskRefused

LOT = new_id("lot")
RECALLED = LotRecalled(community=COMMUNITY, lot_id=LOT, recalled_on=date(2023, 3, 20))


def refusal(town, request, name):
    with pytest.raises(AskRefused) as caught:
        town.ask(request, name)
    return caught.value.code


def lot_donated(town, **more: Any):
    event = LotDonated(
        community=COMMUNITY,
        donation_id=new_id("ldn"),
        lot_id=LOT,
        donor_id=town.ids["village"],
        product="土豆",
        grams=30_000,
        cost=90_00,
        fund_code=FUND,
        donated_on=date(2023, 3, 18),
    )
    return replace(event, **more)


def take_over(town) -> None:
    """What villages gave is appraised, accepted and received by three."""
    for one in town.ask(requests.ListGoods(state=GoodsState.OFFERED), "staff").items:
        town.ask(town.appraisal(one.goods_id, one.cost), "appraiser")
        town.ask(requests.AcceptGoods(goods_id=one.goods_id), "keeper")
        town.ask(requests.ReceiveGoods(goods_id=one.goods_id, quantity=one.offered), "staff")


def accepted(town):
    return [event for event in town.bench.said() if isinstance(event, InKindAccepted)]


def token(number):
    return f"hht_household{number:07d}"


def test_goods_are_a_gift_when_they_arrive_and_for_what_arrives(town):
    goods = town.ask(town.asking_goods(quantity=100), "baker")
    town.ask(town.appraisal(goods.goods_id, 300_01), "appraiser")
    town.ask(requests.AcceptGoods(goods_id=goods.goods_id), "keeper")
    assert accepted(town) == []
    receive = requests.ReceiveGoods(goods_id=goods.goods_id, quantity=90, grams=7_200, lot="L-1")
    assert refusal(town, replace(receive, quantity=101), "keeper") == "goods.more_than_offered"

    received = town.ask(receive, "keeper")

    [event] = accepted(town)
    assert (event.gift_id, event.donor_id) == (goods.goods_id, town.ids["bakery"])
    assert (event.appraised, event.goods_kind, event.receipted) == (270_00, GoodsKind.NEW, False)
    assert (event.title, event.basis) == (goods.title, AppraisalBasis.INVOICE)
    assert (event.recorded_by, event.appraised_by) == (town.ids["baker"], (town.ids["appraiser"],))
    assert (event.accepted_by, event.received_by) == (town.ids["keeper"], town.ids["keeper"])
    assert (received.received, received.remaining, received.grams) == (90, 90, 7_200)
    assert refusal(town, receive, "keeper") == "goods.wrong_state"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["given first", "recalled first"])
def test_a_recalled_lot_is_not_taken_over_whichever_is_heard_first(town, order):
    events = (lot_donated(town), RECALLED)
    for number in order:
        town.bench.tell(events[number])
    [lot] = town.ask(requests.ListGoods(state=GoodsState.OFFERED), "staff").items
    town.ask(town.appraisal(lot.goods_id, lot.cost), "appraiser")

    assert refusal(town, requests.AcceptGoods(goods_id=lot.goods_id), "keeper") == "goods.recalled"
    decline = requests.DeclineGoods(goods_id=lot.goods_id, reason=DeclineReason.UNSAFE)
    assert town.ask(decline, "keeper").state is GoodsState.DECLINED


def test_a_lot_recalled_on_its_way_is_no_gift(town):
    town.bench.tell(lot_donated(town))
    [lot] = town.ask(requests.ListGoods(state=GoodsState.OFFERED), "staff").items
    town.ask(town.appraisal(lot.goods_id, lot.cost), "appraiser")
    town.ask(requests.AcceptGoods(goods_id=lot.goods_id), "keeper")
    town.bench.tell(RECALLED)

    receive = requests.ReceiveGoods(goods_id=lot.goods_id, quantity=lot.offered)

    assert refusal(town, receive, "staff") == "goods.recalled"
    assert accepted(town) == []


def test_a_recalled_lot_is_packed_no_more(town):
    town.bench.tell(lot_donated(town))
    town.bench.tell(lot_donated(town, lot_id=new_id("lot")))
    take_over(town)
    town.bench.tell(RECALLED, RECALLED)
    bread = town.stored()
    lots = {one.lot: one.goods_id for one in town.ask(requests.ListGoods(state=GoodsState.RECEIVED), "staff").items}
    for goods_id in lots.values():
        town.ask(requests.StoreGoods(goods_id=goods_id, place="A-2"), "keeper")
    other = next(goods_id for lot, goods_id in lots.items() if lot != LOT)

    packs = town.asking_packs([(bread.goods_id, 1), (lots[LOT], 500)], packs=3)

    assert refusal(town, packs, "staff") == "goods.recalled"
    assert town.ask(requests.GetGoods(goods_id=bread.goods_id), "staff").remaining == 100
    assert town.ask(town.asking_packs([(bread.goods_id, 1), (other, 500)], packs=3), "staff").packs == 3
    assert town.unmatched() == {}


def test_a_pack_that_was_made_before_the_recall_is_carried_out_no_more_and_found(town):
    town.bench.tell(lot_donated(town))
    take_over(town)
    [lot] = town.ask(requests.ListGoods(state=GoodsState.RECEIVED), "staff").items
    town.ask(requests.StoreGoods(goods_id=lot.goods_id, place="A-2"), "keeper")
    serials = town.ask(town.asking_packs([(lot.goods_id, 500)], packs=2), "staff").serials
    town.ask(requests.HandOutPack(serial=serials[0], household_token=token(1)), "carrier")

    town.bench.tell(RECALLED)

    assert refusal(town, requests.HandOutPack(serial=serials[1], household_token=token(2)), "carrier") == (
        "goods.recalled"
    )
    recall = requests.TracePacks(goods_id=lot.goods_id)
    assert [pack.household_token for pack in town.ask(recall, "staff").items] == [token(1), None]
    # It had left before, and is written down late: the household is to be warned.
    town.ask(requests.HandOutPack(serial=serials[1], household_token=token(2)), "staff")
    assert [pack.household_token for pack in town.ask(recall, "staff").items] == [token(1), token(2)]


HELD = LotHeld(community=COMMUNITY, lot_id=LOT, automatic=False, held_on=date(2023, 3, 19), lot_version=5)
RELEASED = LotReleased(community=COMMUNITY, lot_id=LOT, released_on=date(2023, 3, 20), lot_version=6)
HELD_AGAIN = replace(HELD, lot_version=8)


def stored_lot(town) -> str:
    """The id of goods of the lot, on the shelf."""
    town.bench.tell(lot_donated(town))
    take_over(town)
    [lot] = town.ask(requests.ListGoods(state=GoodsState.RECEIVED), "staff").items
    return town.ask(requests.StoreGoods(goods_id=lot.goods_id, place="A-2"), "keeper").goods_id


@pytest.mark.parametrize(
    ("heard", "stands_still"),
    [
        ((HELD,), True),
        ((HELD, RELEASED), False),
        ((RELEASED, HELD), False),
        ((HELD_AGAIN, RELEASED, HELD), True),
        ((HELD, RELEASED, HELD_AGAIN, RELEASED), True),
    ],
    ids=["held", "released", "released first", "held again first", "told twice"],
)
def test_a_held_lot_is_packed_only_after_its_release_in_whatever_order_that_is_heard(town, heard, stands_still):
    goods_id = stored_lot(town)
    packs = town.asking_packs([(goods_id, 500)], packs=2)

    town.bench.tell(*heard)

    if stands_still:
        assert refusal(town, packs, "staff") == "goods.held"
        assert town.ask(requests.GetGoods(goods_id=goods_id), "staff").remaining == 30_000
    else:
        assert town.ask(packs, "staff").packs == 2


def test_packs_of_a_held_lot_wait_until_it_is_released_and_a_recall_is_said_as_such(town):
    goods_id = stored_lot(town)
    serials = town.ask(town.asking_packs([(goods_id, 500)], packs=2), "staff").serials
    carrying = [requests.HandOutPack(serial=one, household_token=token(n)) for n, one in enumerate(serials)]

    town.bench.tell(HELD)
    while_held = refusal(town, carrying[0], "carrier")
    town.bench.tell(RELEASED)
    town.ask(carrying[0], "carrier")
    town.bench.tell(HELD_AGAIN, RECALLED)

    assert (while_held, refusal(town, carrying[1], "carrier")) == ("goods.held", "goods.recalled")


def test_goods_and_lots_given_to_a_shared_act_say_so_when_they_are_taken_over(town):
    act = new_id("act")
    goods = town.ask(town.asking_goods(quantity=100, activity_id=act), "baker")
    town.ask(town.appraisal(goods.goods_id, 300_00), "appraiser")
    town.ask(requests.AcceptGoods(goods_id=goods.goods_id), "keeper")
    town.ask(requests.ReceiveGoods(goods_id=goods.goods_id, quantity=100), "keeper")
    town.bench.tell(lot_donated(town, activity_id=act))
    take_over(town)

    assert [(event.donor_id, event.activity_id) for event in accepted(town)] == [
        (town.ids["bakery"], act),
        (town.ids["village"], act),
    ]


def test_a_lot_of_an_unknown_village_or_for_an_unknown_fund_comes_back_later(town):
    for event in (lot_donated(town, donor_id=new_id("pty")), lot_donated(town, fund_code="later")):
        with pytest.raises(NotYet):
            town.bench.tell(event)

    assert town.bench.count("goods") == 0


def test_packs_take_their_goods_off_the_shelf_and_nothing_is_lost(town):
    bread, chips = town.stored(quantity=100), town.stored(quantity=40)
    asked = town.asking_packs([(bread.goods_id, 3), (chips.goods_id, 2)], packs=20)

    run = town.ask(asked, "staff")
    assert town.ask(asked, "staff", key="again") == run

    left = [town.ask(requests.GetGoods(goods_id=one.goods_id), "staff") for one in (bread, chips)]
    assert [(goods.remaining, goods.state) for goods in left] == [(40, GoodsState.STORED), (0, GoodsState.ALLOCATED)]
    assert len(set(run.serials)) == 20
    assert town.unmatched() == {}
    assert refusal(town, replace(asked, packs=19), "staff") == "packs.run_id_taken"


@pytest.mark.parametrize(
    ("contents", "packs", "code"),
    [
        ([3], 34, "goods.not_enough_left"),
        ([1, 1], 1, "packs.bill_misread"),
        ([], 1, "packs.bill_misread"),
    ],
)
def test_packs_that_cannot_be_made_leave_the_shelf_as_it_was(town, contents, packs, code):
    bread = town.stored(quantity=100)

    asked = town.asking_packs([(bread.goods_id, each) for each in contents], packs=packs)

    assert refusal(town, asked, "staff") == code
    assert town.ask(requests.GetGoods(goods_id=bread.goods_id), "staff").remaining == 100
    assert town.bench.count("packs") == 0


def test_what_is_only_received_or_not_there_cannot_be_packed(town):
    town.bench.tell(lot_donated(town))
    [lot] = town.ask(requests.ListGoods(), "staff").items

    assert refusal(town, town.asking_packs([(lot.goods_id, 1)], packs=1), "staff") == "goods.not_in_store"
    assert refusal(town, town.asking_packs([(new_id("gds"), 1)], packs=1), "staff") == "goods.not_found"


def test_many_who_pack_the_last_goods_at_once_never_take_more_than_there_is(town):
    bread = town.stored(quantity=10)
    runs = [town.asking_packs([(bread.goods_id, 1)], packs=4) for _ in range(6)]

    outcomes = at_once(*(lambda asked=asked: town.ask(asked, "staff") for asked in runs))

    refused = [outcome.code for outcome in outcomes if isinstance(outcome, AskRefused)]
    assert refused == ["goods.not_enough_left"] * 4
    assert town.ask(requests.GetGoods(goods_id=bread.goods_id), "staff").remaining == 2
    assert town.unmatched() == {}


def test_a_pack_reaches_one_household_and_a_household_gets_one_pack(town):
    bread = town.stored()
    first, second = town.ask(town.asking_packs([(bread.goods_id, 1)], packs=2), "staff").serials
    hand_out = requests.HandOutPack(serial=first, household_token=token(1))

    assert refusal(town, hand_out, "anna") == "packs.not_found"
    assert refusal(town, requests.GetPack(serial=first), "anna") == "packs.not_found"
    town.ask(hand_out, "carrier")
    assert refusal(town, replace(hand_out, household_token=token(2)), "carrier") == "packs.already_handed_out"
    assert refusal(town, replace(hand_out, serial=second), "carrier") == "packs.household_served"
    assert town.bench.said_types().count(GiftPackHandedOut) == 1
    bodies = "".join(row.body for row in town.bench.rows("SELECT body FROM outbox"))
    assert token(1) not in bodies


def test_two_volunteers_with_one_pack_or_one_household_at_once_hand_out_one(town):
    bread = town.stored()
    serials = town.ask(town.asking_packs([(bread.goods_id, 1)], packs=5), "staff").serials
    same_pack = [requests.HandOutPack(serial=serials[0], household_token=token(n)) for n in range(4)]
    same_home = [requests.HandOutPack(serial=serial, household_token=token(9)) for serial in serials[1:]]

    for asked in (same_pack, same_home):
        outcomes = at_once(*(lambda one=one: town.ask(one, "carrier") for one in asked))
        assert sum(not isinstance(outcome, AskRefused) for outcome in outcomes) == 1
    assert town.unmatched() == {}


def test_a_recall_finds_packs_and_households_for_staff_only(town):
    bread, other = town.stored(), town.stored()
    serials = town.ask(town.asking_packs([(bread.goods_id, 1)], packs=3), "staff").serials
    town.ask(town.asking_packs([(other.goods_id, 1)], packs=1), "staff")
    town.ask(requests.HandOutPack(serial=serials[0], household_token=token(1)), "carrier")
    recall = requests.TracePacks(goods_id=bread.goods_id)

    found = town.ask(recall, "staff").items

    assert [(pack.serial, pack.household_token) for pack in found] == [
        (serials[0], token(1)),
        (serials[1], None),
        (serials[2], None),
    ]
    assert refusal(town, recall, "carrier") == "not-allowed"
    # Auditors see where the packs went, and no household.
    audited = town.ask(recall, "auditor").items
    assert [(pack.serial, pack.state, pack.household_token) for pack in audited] == [
        (pack.serial, pack.state, None) for pack in found
    ]
    assert town.ask(requests.GetPack(serial=serials[0]), "auditor") == town.ask(
        requests.GetPack(serial=serials[0]), "carrier"
    )


def test_small_counts_of_households_are_not_told(town):
    bread = town.stored()
    serials = town.ask(town.asking_packs([(bread.goods_id, 1)], packs=6), "staff").serials
    seen = []
    for number, serial in enumerate(serials):
        seen.append(town.totals().packs_handed_out)
        town.ask(requests.HandOutPack(serial=serial, household_token=token(number)), "carrier")

    assert [*seen, town.totals().packs_handed_out] == [0, None, None, None, None, 5, 6]


def test_the_public_sees_totals_by_project_and_a_donor_sees_own_numbers(town):
    town.paid(amount=60_00)
    town.paid("bela", amount=40_00, project_code="camp")
    town.stored()

    totals = town.totals()

    assert (totals.received, totals.gifts) == (100_00, 2)
    by_project = {purpose.project_code: (purpose.received, purpose.gifts) for purpose in totals.purposes}
    assert (by_project[None], by_project["camp"], by_project["monthly"]) == ((60_00, 1), (40_00, 1), (0, 0))
    summary = town.ask(requests.GetDonorSummary(party_id=town.ids["anna"]), "anna")
    assert (summary.gifts, summary.received, summary.awaiting) == (1, 60_00, 0)
    assert refusal(town, requests.GetDonorSummary(party_id=town.ids["bela"]), "anna") == "party-not-found"
    assert town.ask(requests.GetDonorSummary(party_id=town.ids["bakery"]), "staff").goods_given == 1


def test_who_reads_the_books_is_not_told_who_gave_goods_or_promises(town):
    goods = town.stored()
    look = requests.GetGoods(goods_id=goods.goods_id)

    told = {name: town.ask(look, name).donor_id for name in ("baker", "staff", "appraiser", "auditor", "treasurer")}

    bakery = town.ids["bakery"]
    assert told == {"baker": bakery, "staff": bakery, "appraiser": bakery, "auditor": None, "treasurer": None}


def test_declined_goods_stay_declined(town):
    goods = town.ask(town.asking_goods(), "baker")
    decline = requests.DeclineGoods(goods_id=goods.goods_id, reason=DeclineReason.UNSAFE)

    assert refusal(town, decline, "appraiser") == "not-allowed"
    assert town.ask(decline, "keeper").declined is DeclineReason.UNSAFE
    assert refusal(town, town.appraisal(goods.goods_id, 1_00), "appraiser") == "goods.wrong_state"
    assert refusal(town, requests.GetGoods(goods_id=goods.goods_id), "anna") == "goods.not_found"
