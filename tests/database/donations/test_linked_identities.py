"""Who is one identity with a giver does not judge what was given, in whatever order that was heard (rulebook §3, §10)."""

from __future__ import annotations

from itertools import permutations

from chassis.actor import system
from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.kinds import GoodsState
from services.donations.parties import rules, store
from tests.database.donations.test_goods import refusal
from tests.database.donations.test_refunds import propose
from tests.support.bench import COMMUNITY
from tests.support.links import end, link


def close(town, one: str, other: str) -> bool:
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        parties = store.find_near(work, [town.ids[one], town.ids[other]])
        return rules.one_group(parties[town.ids[one]], parties[town.ids[other]])


def test_who_is_one_identity_with_the_giver_appraises_nothing_until_that_has_ended(town):
    first, second = (town.ask(town.asking_goods("anna"), "anna").goods_id for _ in range(2))
    began = link(town.ids["appraiser"], town.ids["anna"])

    town.bench.tell(began)
    assert refusal(town, town.appraisal(first, 5_00), "appraiser") == "goods.own_goods"
    town.bench.tell(end(began))

    assert town.ask(town.appraisal(second, 5_00), "appraiser").state is GoodsState.APPRAISED


def test_links_are_followed_from_one_to_the_next_and_to_organisations_and_no_further_than_the_community(town):
    between = new_id("pty")
    town.bench.tell(link(town.ids["appraiser"], between), link(between, town.ids["bakery"]))
    # Whoever works for the bakery is as close as the bakery itself.
    assert close(town, "appraiser", "baker")
    assert not close(town, "appraiser", "anna")
    town.bench.tell(link(town.ids["appraiser"], town.ids["anna"], community="elsewhere"))
    assert not close(town, "appraiser", "anna")


def test_a_link_and_its_end_come_to_the_same_in_every_order_and_however_often(town):
    for order in permutations(range(3)):
        began = link(town.ids["keeper"], town.ids["anna"])
        told = (began, end(began), began)
        for number in order:
            town.bench.tell(told[number])

        assert not close(town, "keeper", "anna")
    assert town.bench.count("party_links") == town.bench.count("ended_links") == 6


def test_a_dear_piece_is_not_appraised_twice_by_one_person_nor_taken_by_its_appraiser_under_another_account(town):
    goods = town.ask(town.asking_goods(quantity=1), "baker")
    town.ask(town.appraisal(goods.goods_id, 2_000_01), "appraiser")
    began = link(town.ids["appraiser"], town.ids["second_appraiser"])
    town.bench.tell(began)
    second = town.appraisal(goods.goods_id, 1_900_00)

    assert refusal(town, second, "second_appraiser") == "goods.second_appraiser_needed"
    town.bench.tell(end(began))
    town.ask(second, "second_appraiser")
    town.bench.tell(link(town.ids["keeper"], town.ids["second_appraiser"]))
    assert refusal(town, requests.AcceptGoods(goods_id=goods.goods_id), "keeper") == "goods.appraiser_accepts"


def test_a_colleague_is_another_person_though_their_employer_is_one_with_who_proposed_it(town):
    gift, line_id = town.promise("bela", 30_00), town.open_line(30_00)
    town.ask(requests.ProposeMatch(line_id=line_id, gift_id=gift.gift_id, reason="无备注"), "officer")
    town.bench.tell(link(town.ids["charity"], town.ids["officer"]))

    town.ask(requests.ApproveMatch(line_id=line_id), "second_officer")

    assert town.ask(requests.GetGift(gift_id=gift.gift_id), "bela").received == 30_00


def test_whoever_wrote_goods_down_does_not_judge_them_under_another_account(town):
    goods = town.ask(town.asking_goods("anna"), "staff")
    town.bench.tell(link(town.ids["staff"], town.ids["appraiser"]))

    assert refusal(town, town.appraisal(goods.goods_id, 5_00), "appraiser") == "goods.recorder_judges"


def test_a_refund_is_not_decided_by_another_account_of_whoever_proposed_it(town):
    proposed = propose(town, town.paid("anna", 50_00))
    town.bench.tell(link(town.ids["treasurer"], town.ids["staff"]))

    assert refusal(town, requests.DecideRefund(refund_id=proposed.refund_id, accept=True), "treasurer") == "refunds.own"


def test_a_line_is_not_matched_by_two_accounts_of_one_person(town):
    gift, line_id = town.promise("bela", 30_00), town.open_line(30_00)
    town.ask(requests.ProposeMatch(line_id=line_id, gift_id=gift.gift_id, reason="无备注"), "treasurer")
    town.bench.tell(link(town.ids["officer"], town.ids["treasurer"]))

    refused = refusal(town, requests.ApproveMatch(line_id=line_id), "officer")

    assert refused == "statements.same_person"
    assert town.ask(requests.GetGift(gift_id=gift.gift_id), "bela").received is None
