"""Erasing a person: nothing is left but what they gave, and the books are as before."""

from __future__ import annotations

from datetime import timedelta

import pytest

import ledger
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import PartyErased
from contracts.points.kinds import ConsentPurpose, ErasureGround, ErasureState
from contracts.roles import Role
from services.points.consents import store as consents
from tests.database.points.test_consents import consenting, publish
from tests.database.points.test_personal import dump, erasing, finding, recording, refused, revealing
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor


def values_of_anna(town) -> list[object]:
    return town.bench.rows("SELECT field FROM personal_values WHERE party_id = :anna", anna=town.ids["anna"])


def books(town) -> list[tuple[object, ...]]:
    with town.bench.transactions.begin(actor(None)) as work:
        verified = ledger.verify(work)
        trial = [(one.unit, one.balances, one.entries, one.differing) for one in ledger.trial_balance(work)]
    assert verified.intact
    rows = "SELECT string_agg(md5(t::text), ',' ORDER BY t::text) AS whole FROM {} AS t"
    facts = [
        town.bench.rows(rows.format(table))[0].whole
        for table in ("ledger_transfers", "ledger_accounts", "grants", "contributions")
    ]
    return [verified.count, verified.unsealed, *trial, *facts]


def test_an_erased_person_is_gone_and_the_books_are_as_before(town):
    town.settle(town.hours("anna"), town.hours("dora"))
    town.earn("anna", 50_00)
    town.ask(recording(town), "anna")
    kept_key = new_id("key")
    asked = revealing(town)
    town.ask(asked, "staff", key=kept_key)
    words = publish(town)
    town.ask(consenting(town, words), "anna")
    town.bench.run_sweeps()
    before, value = books(town), town.balance("anna").cv
    assert value > 0

    erasure = town.ask(erasing(town), "anna")
    executed = town.ask(requests.ExecuteErasure(erasure_id=erasure.erasure_id), "staff")

    assert (executed.state, executed.ended_by) == (ErasureState.EXECUTED, town.ids["staff"])
    assert books(town) == before
    assert town.balance("anna").cv == value
    assert values_of_anna(town) == []
    party = town.ask(requests.GetParty(party_id=town.ids["anna"]), "staff")
    assert (party.name, party.public_name) == (None, "已注销")
    assert (party.household_id, party.organisation_id) == (None, None)
    assert "张anna" not in dump(town)
    assert town.ask(finding(), "staff").items == ()
    with town.bench.transactions.begin(actor(None)) as work:
        assert consents.given(work, town.ids["anna"], ConsentPurpose.FEE_REWARD, town.ids["company"]) is None
    # The stored answer of the reveal is gone too: whoever repeats the request is told nothing.
    with pytest.raises(AskRefused) as no:
        town.ask(asked, "staff", key=kept_key)
    assert no.value.code == "points.personal_field_not_found"
    assert [event.party_id for event in town.bench.said() if isinstance(event, PartyErased)] == [town.ids["anna"]]
    assert len(town.ask(requests.ListLooks(party_id=town.ids["anna"]), "anna").items) == 1


def test_nothing_new_is_recorded_decided_or_earned_in_the_name_of_an_erased_person(town):
    claim = town.hours("anna")
    town.ask(claim, "organiser")
    town.confirm(claim.contribution_id)
    erasure = town.ask(erasing(town), "anna")
    town.ask(requests.ExecuteErasure(erasure_id=erasure.erasure_id), "council")
    words = publish(town)

    assert (
        refused(town, town.hours("anna", started_at=town.now - timedelta(hours=9)), "organiser")
        == "points.party_erased"
    )
    assert refused(town, recording(town, reason="-"), "staff") == "points.party_erased"
    assert refused(town, consenting(town, words), "anna") == "points.actor_not_registered"
    assert refused(town, erasing(town), "staff") == "points.erasure_asked"
    before = town.balance("anna")
    town.bench.clock.advance(days=3)
    assert town.approve(claim.contribution_id).cv == 0
    town.earn("anna", 10_00)
    assert (town.balance("anna").cv, town.balance("anna").sp) == (before.cv, before.sp)


def test_an_erasure_needs_a_second_person_whoever_asked(town):
    own = town.ask(erasing(town), "anna")
    both = actor(town.ids["anna"], Role.COMMUNITY_STAFF)
    with pytest.raises(AskRefused) as no:
        town.bench.ask(requests.ExecuteErasure(erasure_id=own.erasure_id), as_=both)
    assert no.value.code == "points.second_person_needed"
    for_dora = town.ask(erasing(town, "dora", ErasureGround.MOVED_AWAY), "staff")
    execute = requests.ExecuteErasure(erasure_id=for_dora.erasure_id)
    assert refused(town, execute, "staff") == "points.second_person_needed"
    assert refused(town, execute, "dora") == "not-allowed"
    assert town.ask(execute, "council").state is ErasureState.EXECUTED
    assert refused(town, erasing(town), "bela") == "points.party_not_found"
    assert refused(town, erasing(town, "shop"), "staff") == "points.persons_only"
    for changed in ("ended_by = asked_by", "ended_by = party_id"):
        with pytest.raises(Exception, match="erasures_two_persons"):
            town.bench.rows(
                f"UPDATE erasures SET state = 'executed', ended_at = now(), {changed} WHERE state = 'asked'"
            )


def test_an_erasure_is_asked_and_executed_once_even_at_once(town):
    town.ask(recording(town), "anna")
    asked = [erasing(town) for _ in range(3)]
    codes = at_once([lambda one=one: town.ask(one, "anna") for one in asked])
    assert sorted(codes) == sorted(["ok"] + ["points.erasure_asked"] * 2)
    [erasure] = town.ask(requests.ListErasures(), "anna").items
    execute = requests.ExecuteErasure(erasure_id=erasure.erasure_id)

    codes = at_once([lambda name=name: town.ask(execute, name) for name in ("staff", "council", "staff")])

    assert sorted(codes) == sorted(["ok"] + ["points.erasure_decided"] * 2)
    assert len([event for event in town.bench.said() if isinstance(event, PartyErased)]) == 1


def test_an_erasure_and_a_correction_at_once_leave_nothing_behind(town):
    town.ask(recording(town), "anna")
    erasure = town.ask(erasing(town), "anna")

    at_once(
        [
            lambda: town.ask(requests.ExecuteErasure(erasure_id=erasure.erasure_id), "staff"),
            lambda: town.ask(recording(town), "anna"),
            lambda: town.ask(recording(town, reason="-"), "council"),
        ]
    )

    assert values_of_anna(town) == []


def test_an_erasure_is_withdrawn_by_whoever_may_and_can_be_asked_again(town):
    first = erasing(town)
    erasure = town.ask(first, "anna")
    assert town.ask(first, "anna") == erasure
    withdraw = requests.WithdrawErasure(erasure_id=erasure.erasure_id)
    assert refused(town, withdraw, "bela") == "points.erasure_not_found"
    assert town.ask(requests.ListErasures(), "bela").items == ()
    assert town.ask(withdraw, "anna").state is ErasureState.WITHDRAWN
    assert refused(town, requests.ExecuteErasure(erasure_id=erasure.erasure_id), "staff") == "points.erasure_decided"
    other = requests.AskErasure(erasure_id=first.erasure_id, party_id=town.ids["dora"], ground=first.ground)
    assert refused(town, other, "dora") == "points.erasure_id_taken"
    assert town.ask(erasing(town), "anna").state is ErasureState.ASKED
    assert len(town.ask(requests.ListErasures(), "council").items) == 2
