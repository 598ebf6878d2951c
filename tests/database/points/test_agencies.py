"""Who acts for whom: granted by the organisation, agreed by the person, ended by either (rulebook §1, §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.events import AgencyBegan, AgencyEnded, AgencyProposed
from contracts.points.kinds import AgencyState as State
from contracts.points.kinds import ErasureGround, Evidence, PartyKind, PassedOverReason, Task
from contracts.roles import Role
from contracts.sectors import Sector
from services.points.parties import store as party_store
from tests.database.points.duties import on_duty
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor
from tests.support.counting import statements


def granting(town, agent="anna", organisation="shop") -> requests.GrantAgency:
    return requests.GrantAgency(
        agency_id=new_id("agc"), organisation_id=town.ids[organisation], agent_id=town.ids[agent]
    )


def of_shop(town, name="clerk", *, organisation="shop"):
    """Somebody with a key of the shop."""
    return actor(town.ids[name], Role.MERCHANT_AGENT, organisation_id=town.ids[organisation])


def as_shop(town, request, **more: str) -> answers.Agency:
    return town.bench.ask(request, as_=of_shop(town, **more))


def as_person(town, request, name) -> answers.Agency:
    """Somebody of the town for themselves, whatever else they do there."""
    return town.bench.ask(request, as_=actor(town.ids[name], Role.RESIDENT))


def agree(agency) -> requests.AgreeAgency:
    return requests.AgreeAgency(agency_id=agency.agency_id)


def end(agency) -> requests.EndAgency:
    return requests.EndAgency(agency_id=agency.agency_id)


def acting(town, agent="anna") -> answers.Agency:
    """In force from now on."""
    asked = granting(town, agent)
    as_shop(town, asked)
    return as_person(town, agree(asked), agent)


def paid(town, name="anna", **changes: object):
    return town.hours(name, on_behalf_of=town.ids["shop"], **changes)


def code_of(call) -> str:
    with pytest.raises(AskRefused) as no:
        call()
    return no.value.code


def refused(town, request, name) -> str:
    return code_of(lambda: town.ask(request, name))


def test_it_begins_when_the_organisation_and_the_person_have_said_yes(town):
    asked = granting(town)
    granted = as_shop(town, asked)

    assert (granted.state, granted.granted_by, granted.began_at) == (State.PROPOSED, town.ids["clerk"], None)
    assert as_shop(town, asked) == granted
    assert refused(town, paid(town), "anna") == "points.not_of_this_organisation"
    town.bench.clock.advance(days=1)
    begun = town.ask(agree(asked), "anna")

    assert (begun.state, begun.began_at, begun.agreed_at) == (State.IN_FORCE, town.now, town.now)
    assert town.ask(agree(asked), "anna") == begun
    said = [event for event in town.bench.said() if isinstance(event, AgencyProposed | AgencyBegan)]
    assert [type(event) for event in said] == [AgencyProposed, AgencyBegan]
    assert (said[0].granted, said[1].agent_id) == (True, town.ids["anna"])


def test_staff_only_propose_and_both_sides_still_say_yes_in_either_order(town):
    for first, then in (("anna", "shop"), ("shop", "anna")):
        asked = granting(town, "anna")
        proposed = town.ask(asked, "staff")
        assert (proposed.state, proposed.granted_by) == (State.PROPOSED, None)
        yes = {
            "anna": lambda asked=asked: town.ask(agree(asked), "anna"),
            "shop": lambda asked=asked: as_shop(town, asked),
        }
        assert yes[first]().state is State.PROPOSED
        town.ask(asked, "staff")
        assert yes[then]().state is State.IN_FORCE
        as_shop(town, end(asked))


def test_nobody_grants_to_themselves_or_to_who_is_one_identity_with_them(town):
    assert code_of(lambda: as_shop(town, granting(town, "clerk"))) == "points.second_person_needed"
    bela = {"name": "bela"}
    assert code_of(lambda: as_shop(town, granting(town, "anna"), **bela)) == "points.second_person_needed"
    # Also not in the second step, on what staff proposed.
    asked = granting(town, "clerk")
    town.ask(asked, "staff")
    assert code_of(lambda: as_shop(town, asked)) == "points.second_person_needed"


def test_only_the_organisations_own_people_grant(town):
    other = {"organisation": "other_shop"}
    assert code_of(lambda: as_shop(town, granting(town), **other)) == "points.agency_not_yours"
    # carl works there, but holds no key of the shop; a clerk who takes coupons does not speak for it either.
    assert code_of(lambda: town.bench.ask(granting(town), as_=actor(town.ids["carl"], Role.MERCHANT_AGENT))) == (
        "points.agency_not_yours"
    )
    for name in ("clerk", "carl", "council"):
        assert refused(town, granting(town), name) == "not-allowed"


def test_a_person_acts_for_an_organisation_and_nothing_else_for_anything_else(town):
    for agent, organisation in (("other_shop", "shop"), ("home", "shop"), ("anna", "home"), ("anna", "bela")):
        asked = granting(town, agent, organisation)
        assert refused(town, asked, "staff") == "points.agency_unfit"
    unknown = requests.GrantAgency(agency_id=new_id("agc"), organisation_id=town.ids["shop"], agent_id=new_id("pty"))
    assert refused(town, unknown, "staff") == "points.party_not_found"


def test_others_neither_agree_nor_end_nor_see(town):
    asked = granting(town)
    as_shop(town, asked)

    for request, name in ((agree(asked), "carl"), (end(asked), "carl"), (end(asked), "staff")):
        assert refused(town, request, name) == "points.agency_not_found"
    stranger = {"name": "carl", "organisation": "other_shop"}
    assert code_of(lambda: as_shop(town, end(asked), **stranger)) == "points.agency_not_found"
    assert refused(town, requests.AgreeAgency(agency_id=new_id("agc")), "anna") == "points.agency_not_found"
    listed = requests.ListAgencies()
    assert [one.agency_id for one in town.ask(listed, "anna").items] == [asked.agency_id]
    assert [one.agency_id for one in as_shop(town, listed).items] == [asked.agency_id]
    assert town.ask(listed, "carl").items == as_shop(town, listed, **stranger).items == ()
    assert len(town.ask(requests.ListAgencies(party_id=town.ids["shop"]), "staff").items) == 1
    assert town.ask(requests.ListAgencies(party_id=town.ids["other_shop"]), "staff").items == ()
    assert refused(town, listed, "council") == "not-allowed"


@pytest.mark.parametrize("side", ["anna", "shop"])
def test_either_side_ends_it_at_once_and_what_was_given_stays_the_organisations(town, side):
    agency = acting(town)
    town.bench.clock.advance(days=1)
    over = town.ask(end(agency), "anna") if side == "anna" else as_shop(town, end(agency))

    assert (over.state, over.ended_at) == (State.ENDED, town.now)
    assert town.ask(end(agency), "anna") == over
    assert refused(town, agree(granting(town)), "anna") == "points.agency_not_found"
    assert [type(event) for event in town.bench.said() if isinstance(event, AgencyEnded)] == [AgencyEnded]
    during = paid(town)
    assert town.ask(during, "anna").party_id == town.ids["shop"]
    town.bench.clock.advance(hours=4)
    assert refused(town, paid(town), "anna") == "points.not_of_this_organisation"


@pytest.mark.parametrize(
    ("begins", "minutes", "code"),
    [
        (timedelta(0), 60, "ok"),
        (timedelta(seconds=-1), 60, "points.not_of_this_organisation"),
        (timedelta(hours=5), 60, "ok"),
        (timedelta(hours=5, seconds=1), 60, "points.not_of_this_organisation"),
    ],
)
def test_it_counts_for_what_was_performed_while_it_was_in_force(town, begins, minutes, code):
    agency = acting(town)
    began = town.now
    town.bench.clock.advance(hours=6)
    as_shop(town, end(agency))
    town.bench.clock.advance(days=2)
    asked = paid(town, started_at=began + begins, minutes=minutes)

    if code == "ok":
        assert town.ask(asked, "anna").party_id == town.ids["shop"]
    else:
        assert refused(town, asked, "anna") == code


def test_what_an_agent_gives_is_the_organisations_and_never_counts_twice(town):
    acting(town)
    town.bench.clock.advance(hours=4)
    asked = paid(town)
    put = town.ask(asked, "organiser")

    assert (put.party_id, put.performed_by) == (town.ids["shop"], town.ids["anna"])
    assert refused(town, town.hours("anna"), "anna") == "points.time_overlaps"
    town.confirm_fully(asked.contribution_id)
    town.bench.clock.advance(days=3)
    assert town.approve(asked.contribution_id).cv == 20_00
    assert (town.balance("shop").cv, town.balance("anna").cv) == (20_00, 0)


def test_many_at_once_ask_for_their_agencies_with_one_statement(town):
    agents = ("anna", "stranger", "dora")
    for name in agents:
        acting(town, name)
    with town.bench.transactions.begin(town.actor("staff")) as work, statements(town.bench.database.engine) as sent:
        party_store.agencies_of(work, [town.ids[name] for name in agents])
        party_store.acting_for(work, [town.ids[name] for name in agents])
        assert party_store.agencies_of(work, []) == {}
    assert len(sent) == 2


def test_an_agent_is_too_close_to_judge_what_the_organisation_or_its_people_gave(town):
    # carl works at the shop; what he gives is not for an agent of the shop to confirm, nor the other way round.
    agency = acting(town, "confirmer")
    own, of_the_shop = (
        town.hours("carl"),
        town.hours("carl", on_behalf_of=town.ids["shop"], started_at=town.now - timedelta(hours=8)),
    )
    for asked in (own, of_the_shop):
        town.ask(asked, "organiser")
        assert code_of(lambda asked=asked: town.confirm(asked.contribution_id)) == "points.too_close"
    theirs = town.hours("confirmer")
    town.ask(theirs, "organiser")
    confirming = requests.ConfirmContribution(
        contribution_id=theirs.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    carl = actor(town.ids["carl"], Role.CONFIRMER)
    assert code_of(lambda: town.bench.ask(confirming, as_=carl)) == "points.too_close"

    # Who ends it does not open the door by it for what was given meanwhile.
    as_person(town, end(agency), "confirmer")
    assert code_of(lambda: town.confirm(own.contribution_id)) == "points.too_close"
    town.bench.clock.advance(days=60)
    town.confirm(own.contribution_id)


def test_an_agent_does_not_approve_and_is_passed_over_when_work_is_dealt(town):
    on_duty(town, "confirmer", Task.CONFIRM)
    on_duty(town, "second_confirmer", Task.CONFIRM)
    acting(town, "confirmer")
    acting(town, "approver")
    asked = [town.hours("carl", started_at=town.now - timedelta(hours=hours)) for hours in (3, 6, 9)]
    for one in asked:
        town.ask(one, "organiser")

    passed = town.ask(requests.ListPassedOver(), "staff").items
    assert {(one.party_id, one.reason) for one in passed} <= {(town.ids["confirmer"], PassedOverReason.CLOSE)}
    assert passed
    queue = town.ask(requests.ListWork(), "second_confirmer").items
    assert {one.contribution_id for one in queue} == {one.contribution_id for one in asked}
    for one in queue:
        confirming = requests.ConfirmContribution(
            contribution_id=one.contribution_id, evidence=Evidence.E2, as_counterpart=True
        )
        town.ask(confirming, "second_confirmer")
    town.bench.clock.advance(days=3)
    assert code_of(lambda: town.approve(asked[0].contribution_id)) == "points.too_close"


def test_two_agents_of_one_organisation_do_not_judge_each_other_but_are_not_one_identity(town):
    acting(town, "confirmer")
    acting(town, "stranger")
    asked = town.hours("stranger")
    town.ask(asked, "organiser")

    assert code_of(lambda: town.confirm(asked.contribution_id)) == "points.too_close"
    with town.bench.transactions.begin(town.actor("staff")) as work:
        found = party_store.collapsed(work, [town.ids[name] for name in ("confirmer", "stranger", "shop")])
    assert len(set(found.values())) == 3


def test_one_agency_of_two_at_a_time_and_an_id_names_one(town):
    first = granting(town)
    as_shop(town, first)
    assert code_of(lambda: as_shop(town, granting(town))) == "points.agency_known"
    taken = requests.GrantAgency(
        agency_id=first.agency_id, organisation_id=first.organisation_id, agent_id=town.ids["bela"]
    )
    assert code_of(lambda: as_shop(town, taken)) == "points.agency_id_taken"

    town.ask(end(first), "anna")

    assert refused(town, agree(first), "anna") == "points.agency_over"
    assert as_shop(town, granting(town)).state is State.PROPOSED


def test_at_once_there_is_one_agency_and_it_begins_once(town):
    asked = [granting(town) for _ in range(4)]
    codes = at_once([lambda one=one: as_shop(town, one) for one in asked])
    assert sorted(codes) == sorted(["ok"] + ["points.agency_known"] * 3)
    [kept] = town.ask(requests.ListAgencies(), "anna").items

    assert at_once([lambda: town.ask(agree(kept), "anna")] * 4) == ["ok"] * 4
    assert town.bench.said_types().count(AgencyBegan) == 1
    assert set(at_once([lambda: town.ask(end(kept), "anna"), lambda: as_shop(town, end(kept))])) == {"ok"}
    assert town.bench.said_types().count(AgencyEnded) == 1


def test_agreed_and_ended_at_once_it_is_over_or_was_never(town):
    asked = granting(town)
    as_shop(town, asked)

    codes = at_once([lambda: town.ask(agree(asked), "anna"), lambda: as_shop(town, end(asked))])

    assert set(codes) <= {"ok", "points.agency_over"}
    [kept] = town.ask(requests.ListAgencies(), "anna").items
    assert kept.state is State.ENDED


def test_after_thirty_days_without_an_answer_it_has_lapsed(town):
    asked = granting(town)
    as_shop(town, asked)
    town.bench.clock.advance(days=30)
    assert refused(town, agree(asked), "anna") == "points.agency_over"

    town.bench.run_sweeps()
    town.bench.run_sweeps()

    [lapsed] = town.ask(requests.ListAgencies(), "anna").items
    assert (lapsed.state, lapsed.ended_by, lapsed.ended_at) == (State.LAPSED, None, town.now)
    assert town.ask(end(asked), "anna") == lapsed
    assert town.bench.said_types().count(AgencyEnded) == 1
    assert as_shop(town, granting(town)).state is State.PROPOSED


def test_what_is_in_force_does_not_lapse(town):
    agency = acting(town)
    town.bench.clock.advance(days=31)
    town.bench.run_sweeps()
    assert town.ask(requests.ListAgencies(), "anna").items == (agency,)


def test_who_is_forgotten_acts_for_nobody(town):
    acting(town)
    waiting = granting(town, organisation="other_shop")
    town.ask(waiting, "staff")
    erasure = requests.AskErasure(erasure_id=new_id("ers"), party_id=town.ids["anna"], ground=ErasureGround.MOVED_AWAY)
    town.ask(erasure, "anna")
    town.ask(requests.ExecuteErasure(erasure_id=erasure.erasure_id), "staff")

    found = town.ask(requests.ListAgencies(party_id=town.ids["anna"]), "staff").items
    assert {(one.state, one.ended_by) for one in found} == {(State.ENDED, town.ids["staff"])}
    assert len(found) == 2
    assert town.bench.said_types().count(AgencyEnded) == 2
    assert refused(town, granting(town), "staff") == "points.party_erased"


def test_the_database_holds_both_sides_and_two_persons(town):
    asked = granting(town)
    as_shop(town, asked)
    for change in (
        f"granted_by = '{town.ids['anna']}'",
        "state = 'in_force'",
        "began_at = granted_at",
        "state = 'ended'",
    ):
        with pytest.raises(IntegrityError):
            town.bench.rows(f"UPDATE agencies SET {change}")


def test_who_is_employed_by_a_public_body_says_that_it_was_off_duty_also_as_an_agent(town):
    town.ids |= {"office": new_id("pty"), "worker": new_id("pty")}
    office = requests.NewParty(
        party_id=town.ids["office"], kind=PartyKind.ORGANISATION, sector=Sector.GOV, name="居委会"
    )
    worker = requests.NewParty(
        party_id=town.ids["worker"],
        kind=PartyKind.PERSON,
        sector=Sector.GOV,
        name="李工",
        organisation_id=town.ids["office"],
    )
    town.ask(requests.RegisterParties(parties=(office, worker)), "staff")
    acting(town, "worker")
    town.bench.clock.advance(hours=4)
    asked = paid(town, "worker")

    assert refused(town, asked, "worker") == "points.staff_earn_nothing"
    assert town.ask(replace(asked, off_duty=True), "worker").party_id == town.ids["shop"]
