"""Who is one identity with a giver does not judge what was given, in whatever order that was heard (rulebook §3, §10)."""

from __future__ import annotations

from itertools import permutations

from chassis.actor import system
from chassis.ids import new_id
from contracts.donations.kinds import GoodsState
from contracts.points.events import PartiesLinked, PartiesUnlinked
from contracts.points.kinds import LinkKind
from services.donations.parties import rules, store
from tests.database.donations.test_goods import refusal
from tests.support.bench import COMMUNITY


def link(one: str, other: str, *, community: str = COMMUNITY) -> PartiesLinked:
    return PartiesLinked(
        community=community, link_id=new_id("lnk"), one_id=one, other_id=other, kind=LinkKind.SAME_PAYMENT_ACCOUNT
    )


def end(began: PartiesLinked) -> PartiesUnlinked:
    return PartiesUnlinked(
        community=began.community, link_id=began.link_id, one_id=began.one_id, other_id=began.other_id
    )


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
