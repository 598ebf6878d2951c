"""Donors who were forgotten: no name of theirs is kept or shown, whatever they wished before, and their gifts stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from contracts.donations import requests
from contracts.donations.events import MandateCancelled
from contracts.donations.kinds import CycleState, Visibility
from contracts.points.events import PartyErased
from tests.database.donations.test_mandates import active, cycles, drafting, wake
from tests.database.donations.town import FUND
from tests.support.bench import COMMUNITY


def erased(town, name: str, *, community: str = COMMUNITY) -> PartyErased:
    return PartyErased(community=community, party_id=town.ids[name], erased_on=date(2023, 3, 20))


def public(town) -> list[str]:
    return [gift.shown_as for gift in town.ask(requests.ListPublicGifts(fund_code=FUND), "").items]


def names_kept(town, name: str) -> list[str]:
    found = town.bench.rows("SELECT public_name FROM known_parties WHERE party_id = :id", id=town.ids[name])
    return [row.public_name for row in found]


def test_a_forgotten_donor_is_shown_under_no_name_and_what_was_given_stays(town):
    named, under_alias = town.paid(), town.paid(visibility=Visibility.ALIAS, alias="一位邻居")
    others = town.paid("bela", visibility=Visibility.ALIAS, alias="别人")
    assert set(public(town)) == {"a*", "一位邻居", "别人"}

    town.bench.tell(erased(town, "anna"))
    town.bench.tell(erased(town, "anna"), erased(town, "anna"))

    assert sorted(public(town)) == ["别人", "爱心人士", "爱心人士"]
    assert names_kept(town, "anna") == [""]
    mine = {gift.gift_id: gift for gift in town.ask(requests.ListGifts(), "anna").items}
    assert {gift_id: gift.received for gift_id, gift in mine.items()} == {
        named.gift_id: named.received,
        under_alias.gift_id: under_alias.received,
    }
    assert {(gift.shown_as, gift.visibility) for gift in mine.values()} == {("爱心人士", Visibility.ANONYMOUS)}
    kept = town.bench.rows("SELECT gift_id, alias, version FROM gifts WHERE alias IS NOT NULL")
    assert [(row.gift_id, row.alias, row.version) for row in kept] == [(others.gift_id, "别人", others.version)]
    assert town.unmatched() == {}


def test_no_stored_answer_tells_the_name_any_more_and_the_request_repeated_changes_nothing(town):
    asked = town.asking_gift(visibility=Visibility.ALIAS, alias="一位邻居")
    town.ask(asked, "anna", key="once")
    town.ask(town.asking_gift("bela"), "bela", key="others")

    town.bench.tell(erased(town, "anna"))

    told = "SELECT principal FROM requests WHERE method = 'record_gift'"
    assert [row.principal for row in town.bench.rows(told)] == [town.ids["bela"]]
    again = town.ask(asked, "anna", key="once")
    assert (again.gift_id, again.shown_as) == (asked.gift_id, "爱心人士")
    assert town.bench.count("gifts") == 2


def test_what_comes_in_the_name_of_a_forgotten_donor_shows_none(town):
    town.bench.tell(erased(town, "anna"))

    town.paid(visibility=Visibility.ALIAS, alias="一位邻居")
    town.paid()

    assert public(town) == ["爱心人士", "爱心人士"]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_told_before_the_registration_or_after_or_twice_no_name_is_kept(town, order):
    registered = replace(town.registered("anna"), party_id="pty_" + "0" * 25 + "7", public_name="新人*")
    gone = PartyErased(community=COMMUNITY, party_id=registered.party_id, erased_on=date(2023, 3, 20))
    told = (registered, gone, gone)

    for place in order:
        town.bench.tell(told[place])

    town.ids["new"] = registered.party_id
    assert names_kept(town, "new") == [""]


def test_somebody_of_another_community_is_not_forgotten_here(town):
    town.paid()
    town.bench.tell(erased(town, "anna", community="elsewhere"))

    assert public(town) == ["a*"]
    assert names_kept(town, "anna") == ["a*"]


def test_the_receipt_keeps_its_payer_as_the_law_wants_it(town):
    gift = town.paid()
    town.ask(requests.RequestReceipt(gift_id=gift.gift_id, payer_name="安娜"), "anna")

    town.bench.tell(erased(town, "anna"))

    assert town.ask(requests.GetReceipt(gift_id=gift.gift_id), "officer").payer_name == "安娜"


def test_what_a_forgotten_donor_promised_ends_and_a_planned_month_is_not_charged(town):
    mine, drafted, others = active(town), town.ask(drafting(town), "anna").mandate_id, active(town, "bela")
    wake(town, date(2023, 3, 19))
    assert [len(cycles(town, mine)), len(cycles(town, others, "bela"))] == [1, 1]

    town.bench.tell(erased(town, "anna"))
    town.bench.tell(erased(town, "anna"), erased(town, "anna"))
    wake(town, date(2023, 4, 2))

    kept = town.bench.rows("SELECT mandate_id, state FROM mandates")
    assert {row.mandate_id: row.state for row in kept} == {mine: "cancelled", drafted: "cancelled", others: "active"}
    assert [one.state for one in cycles(town, mine)] == [CycleState.SKIPPED]
    assert [one.state for one in cycles(town, others, "bela")] == [CycleState.PLANNED] * 2
    ended = [event.mandate_id for event in town.bench.said() if isinstance(event, MandateCancelled)]
    assert sorted(ended) == sorted([mine, drafted])
