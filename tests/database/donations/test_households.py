"""Where persons live by now, and so who is too close to judge what they gave."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from chassis.actor import system
from chassis.ids import new_id
from contracts.donations.kinds import GoodsState
from contracts.points.events import PartyHouseholdChanged, PartyRegistered
from contracts.sectors import Sector
from services.donations.parties import store
from tests.database.donations.test_goods import refusal
from tests.support.bench import COMMUNITY


def moved(party_id: str, home: str | None, *, version: int | None) -> PartyHouseholdChanged:
    return PartyHouseholdChanged(
        community=COMMUNITY,
        party_id=party_id,
        former_household_id=None,
        household_id=home,
        changed_on=date(2023, 3, 10),
        party_version=version,
    )


def registered(party_id: str, home: str | None) -> PartyRegistered:
    return PartyRegistered(
        community=COMMUNITY,
        party_id=party_id,
        sector=Sector.RES,
        is_person=True,
        household_id=home,
        organisation_id=None,
        public_name="王*",
        registered_on=date(2023, 3, 1),
    )


def lives(town, party_id: str) -> str | None:
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        found = store.find_party(work, party_id)
        assert found == store.require_party(work, party_id)
    return found.household_id


def test_who_has_moved_out_may_judge_and_who_has_moved_in_may_not(town):
    home = town.ids["home"]
    first, second = (town.ask(town.asking_goods("anna"), "anna").goods_id for _ in range(2))
    assert refusal(town, town.appraisal(first, 5_00), "annas_husband") == "goods.own_goods"

    town.bench.tell(moved(town.ids["annas_husband"], None, version=2), moved(town.ids["appraiser"], home, version=2))

    assert town.ask(town.appraisal(first, 5_00), "annas_husband").state is GoodsState.APPRAISED
    assert refusal(town, town.appraisal(second, 5_00), "appraiser") == "goods.own_goods"


def test_the_last_change_counts_in_every_order_and_however_often_it_is_told(town):
    old, new = new_id("pty"), new_id("pty")
    for order in permutations(range(4)):
        person = new_id("pty")
        steps = (registered(person, old), moved(person, None, version=2), moved(person, new, version=3))
        told = (*steps, steps[1])
        for number in order:
            town.bench.tell(told[number])

        assert lives(town, person) == new
    assert town.bench.count("known_households") == 2 * 24


def test_a_change_before_the_registration_is_remembered_and_one_without_a_version_is_before_all(town):
    person, home, other = new_id("pty"), new_id("pty"), new_id("pty")
    town.bench.tell(moved(person, home, version=None))
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        assert store.find_party(work, person) is None

    town.bench.tell(registered(person, None))
    assert lives(town, person) == home
    town.bench.tell(moved(person, other, version=2), moved(person, home, version=None))
    assert lives(town, person) == other
