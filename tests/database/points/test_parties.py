"""Who takes part: registered once, seen by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import PartyRegistered
from contracts.points.kinds import PartyKind
from contracts.points.requests import NewParty
from contracts.roles import Role
from contracts.sectors import Sector
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor


def newcomer(**changes: object) -> NewParty:
    plain = {"party_id": new_id("pty"), "kind": PartyKind.PERSON, "sector": Sector.RES, "name": "欧阳修文"}
    return NewParty(**(plain | changes))


def registering(party: NewParty) -> requests.RegisterParty:
    return requests.RegisterParty(**party.__dict__)


def test_everybody_registered_is_announced_with_a_masked_name_and_has_empty_accounts(town):
    said = [event for event in town.bench.said() if isinstance(event, PartyRegistered)]
    anna = next(event for event in said if event.party_id == town.ids["anna"])

    assert len(said) == len(town.ids)
    assert (anna.public_name, anna.household_id, anna.is_person) == ("张***a", town.ids["home"], True)
    assert (town.balance("anna").sp, town.balance("anna").sp_cap, town.balance("shop").sp_cap) == (0, 3000_00, 20000_00)


def test_a_persons_name_is_on_no_register_and_an_organisations_is(town):
    asked = requests.GetParty(party_id=town.ids["anna"])

    seen = {name: town.ask(asked, name) for name in ("anna", "staff", "bela", "clerk")}

    assert {(one.name, one.public_name) for one in seen.values()} == {(None, "张***a")}
    assert (seen["staff"].household_id, seen["bela"].household_id) == (town.ids["home"], None)
    assert town.ask(requests.GetParty(party_id=town.ids["shop"]), "bela").name == "张shop"
    home = requests.GetParty(party_id=town.ids["home"])
    assert [town.ask(home, name).name for name in ("staff", "bela")] == ["3-2-home", None]


def test_the_same_registration_again_changes_nothing_and_another_is_refused(town):
    party = newcomer(organisation_id=town.ids["shop"])
    first = town.ask(registering(party), "staff")
    said = len(town.bench.said())

    assert town.ask(registering(party), "staff") == first
    assert len(town.bench.said()) == said
    with pytest.raises(AskRefused) as refused:
        town.ask(registering(replace(party, name="欧阳文修")), "staff")
    assert refused.value.code == "points.party_id_taken"


def test_a_batch_with_one_bad_link_registers_nobody(town):
    before = town.bench.count("parties")
    with pytest.raises(AskRefused) as refused:
        town.ask(requests.RegisterParties(parties=(newcomer(), newcomer(household_id=new_id("pty")))), "staff")
    assert refused.value.code == "points.wrong_link"
    assert town.bench.count("parties") == before


def test_the_same_batch_at_once_registers_everybody_once(town):
    batch = requests.RegisterParties(parties=tuple(newcomer() for _ in range(20)))
    before = town.bench.count("parties")

    codes = at_once([lambda: town.ask(batch, "staff") for _ in range(4)])

    assert codes == ["ok"] * 4
    assert town.bench.count("parties") == before + 20
    assert len([event for event in town.bench.said() if isinstance(event, PartyRegistered)]) == before + 20


def test_residents_register_and_list_nobody(town):
    for asked in (registering(newcomer()), requests.ListParties()):
        with pytest.raises(AskRefused) as refused:
            town.ask(asked, "anna")
        assert refused.value.code == "not-allowed"


def test_parties_of_another_community_are_not_there(town):
    elsewhere = actor(town.ids["anna"], *Role, community="elsewhere")
    for asked in (
        requests.GetParty(party_id=town.ids["anna"]),
        requests.GetBalance(party_id=town.ids["anna"]),
        registering(newcomer(household_id=town.ids["home"])),
    ):
        with pytest.raises(AskRefused) as refused:
            town.bench.ask(asked, as_=elsewhere)
        assert refused.value.code in {"points.party_not_found", "points.wrong_link"}
    assert town.bench.ask(requests.ListParties(), as_=elsewhere).items == ()


@pytest.mark.parametrize(
    "body",
    [
        {"parties": "everybody"},
        {"parties": []},
        {"parties": [{"party_id": "pty_1"}]},
        {
            "parties": [
                {
                    "party_id": "pty_01HQ3Z5N8T7W9XKJ4M2V6BCDEF",
                    "kind": "person",
                    "sector": "RES",
                    "name": "a",
                    "sp": "9",
                }
            ]
        },
        {"parties": [{"party_id": "pty_01HQ3Z5N8T7W9XKJ4M2V6BCDEF", "kind": "ghost", "sector": "RES", "name": "a"}]},
        {
            "parties": [
                {"party_id": "pty_01HQ3Z5N8T7W9XKJ4M2V6BCDEF", "kind": "person", "sector": "RES", "name": "\u202ea"}
            ]
        },
    ],
)
def test_malformed_registrations_are_invalid_and_write_nothing(town, body):
    before = town.bench.count("parties")
    with pytest.raises(AskRefused) as refused:
        town.bench.ask_json("register_parties", body, as_=town.actor("staff"))
    assert refused.value.kind == "invalid"
    assert town.bench.count("parties") == before
