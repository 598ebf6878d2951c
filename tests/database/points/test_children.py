"""Who is under 14 acts for nobody, and judges nothing (rulebook §1, §20)."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import AgencyEnded
from contracts.points.kinds import AgencyState, Evidence, Task
from contracts.roles import Role
from tests.database.points.test_agencies import acting, agree, as_person, as_shop, granting
from tests.database.points.test_consents import guarded
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor


def code_of(call) -> str:
    with pytest.raises(AskRefused) as no:
        call()
    return no.value.code


def test_a_child_is_let_act_for_no_organisation(town):
    before = granting(town, "dora")
    as_shop(town, before)
    guarded(town, "dora", "carl")

    assert code_of(lambda: as_shop(town, granting(town, "dora"))) == "points.child_may_not"
    assert code_of(lambda: as_person(town, agree(before), "dora")) == "points.child_may_not"


def test_whoever_turns_out_to_be_a_child_acts_no_longer(town):
    agency = acting(town, "dora")

    guarded(town, "dora", "carl")

    [over] = town.ask(requests.ListAgencies(party_id=town.ids["dora"]), "staff").items
    assert (over.agency_id, over.state, over.ended_by) == (agency.agency_id, AgencyState.ENDED, town.ids["council"])
    assert AgencyEnded in town.bench.said_types()


def test_a_yes_and_the_guardian_at_once_leave_no_agency_in_force(town):
    asked = granting(town, "dora")
    as_shop(town, asked)
    recorded = requests.RecordGuardianship(
        guardianship_id=new_id("grd"), ward_id=town.ids["dora"], guardian_id=town.ids["carl"], last_month="2030-06"
    )
    town.ask(recorded, "staff")
    confirm = requests.ConfirmGuardianship(guardianship_id=recorded.guardianship_id)

    at_once([lambda: as_person(town, agree(asked), "dora"), lambda: town.ask(confirm, "council")])

    [one] = town.ask(requests.ListAgencies(party_id=town.ids["dora"]), "staff").items
    assert one.state is AgencyState.ENDED


def test_a_child_has_no_duty_and_neither_confirms_nor_approves(town):
    hours, later = town.hours("anna"), town.hours("carl")
    for one in (hours, later):
        town.ask(one, "organiser")
    town.confirm_fully(later.contribution_id)
    town.bench.clock.advance(days=3)
    guarded(town, "dora", "carl")
    duty = requests.AppointDuty(duty_id=new_id("dty"), party_id=town.ids["dora"], task=Task.CONFIRM)
    confirm = requests.ConfirmContribution(
        contribution_id=hours.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    give_back = requests.ReturnContribution(contribution_id=hours.contribution_id, reason="看不清")
    approve = requests.ApproveContribution(contribution_id=later.contribution_id)

    assert code_of(lambda: town.ask(duty, "staff")) == "points.child_may_not"
    for asked, role in ((confirm, Role.CONFIRMER), (give_back, Role.CONFIRMER), (approve, Role.APPROVER)):
        child = actor(town.ids["dora"], role)
        assert code_of(lambda asked=asked, child=child: town.bench.ask(asked, as_=child)) == "points.child_may_not"
    assert town.approve(later.contribution_id).cv > 0
