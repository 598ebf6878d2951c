"""Who lives together: proposed by one, agreed by each adult, left at will (rulebook §1)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.actor import system
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import HouseholdProposalLapsed, HouseholdProposed, PartyHouseholdChanged
from contracts.points.kinds import ErasureGround, PartyKind
from contracts.points.kinds import HouseholdProposalState as State
from contracts.roles import Role
from contracts.sectors import Sector
from services.points.households import refusals
from services.points.parties import store as party_store
from services.points.parties.rules import HouseholdInhabited
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, AskRefused, actor
from tests.support.counting import statements


def refused(town, request, name: str) -> str:
    with pytest.raises(AskRefused) as caught:
        town.ask(request, name)
    return caught.value.code


def joining(town, *adults: str, home="home", minors=()) -> requests.ProposeHousehold:
    return requests.ProposeHousehold(
        proposal_id=new_id("hsp"),
        household_id=town.ids[home],
        adults=tuple(town.ids[name] for name in adults),
        minors=tuple(town.ids[name] for name in minors),
    )


def agree(proposal) -> requests.AgreeHousehold:
    return requests.AgreeHousehold(proposal_id=proposal.proposal_id)


def decline(proposal) -> requests.DeclineHousehold:
    return requests.DeclineHousehold(proposal_id=proposal.proposal_id)


def leave(town, name: str) -> requests.LeaveHousehold:
    return requests.LeaveHousehold(party_id=town.ids[name])


def lives(town, name: str) -> str | None:
    return town.ask(requests.GetParty(party_id=town.ids[name]), "staff").household_id


def empty(town) -> str:
    """A flat where nobody lives, by the nickname it gets."""
    town.ids["loft"] = new_id("pty")
    loft = requests.RegisterParty(
        party_id=town.ids["loft"], kind=PartyKind.HOUSEHOLD, sector=Sector.RES, name="3-2-loft"
    )
    town.ask(loft, "staff")
    return "loft"


def guarded(town, ward: str, guardian: str) -> None:
    recorded = requests.RecordGuardianship(
        guardianship_id=new_id("grd"), ward_id=town.ids[ward], guardian_id=town.ids[guardian], last_month="2030-06"
    )
    town.ask(recorded, "staff")
    town.ask(requests.ConfirmGuardianship(guardianship_id=recorded.guardianship_id), "council")


def one_identity(town, *names: str) -> bool:
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        return len(set(party_store.collapsed(work, [town.ids[name] for name in names]).values())) == 1


def test_a_household_takes_effect_when_the_last_adult_agrees(town):
    proposal = joining(town, "stranger")
    asked = town.ask(proposal, "stranger")

    assert (asked.state, asked.agreed) == (State.PROPOSED, (town.ids["stranger"],))
    assert town.ask(proposal, "stranger") == asked
    town.ask(agree(proposal), "anna")
    assert lives(town, "stranger") is None
    done = town.ask(agree(proposal), "bela")

    assert done.state is State.IN_EFFECT
    assert town.ask(agree(proposal), "bela") == done
    assert lives(town, "stranger") == town.ids["home"]
    assert one_identity(town, "anna", "bela", "stranger", "home")
    assert town.bench.said_types().count(HouseholdProposed) == 1
    [changed] = [event for event in town.bench.said() if isinstance(event, PartyHouseholdChanged)]
    assert (changed.party_id, changed.former_household_id, changed.household_id) == (
        town.ids["stranger"],
        None,
        town.ids["home"],
    )


def test_staff_propose_at_the_desk_and_the_adults_still_agree(town):
    proposal = joining(town, "carl", "stranger", home=empty(town))
    assert town.ask(proposal, "staff").agreed == ()
    assert refused(town, agree(proposal), "staff") == "not-allowed"
    town.ask(agree(proposal), "carl")
    assert lives(town, "carl") is None
    town.ask(agree(proposal), "stranger")
    assert lives(town, "carl") == lives(town, "stranger") == town.ids["loft"]


def test_where_nobody_lives_staff_begin_and_never_for_themselves(town):
    loft = empty(town)
    for proposal, name in ((joining(town, "carl", home=loft), "carl"), (joining(town, "staff", home=loft), "staff")):
        assert refused(town, proposal, name) == "points.household_begins_at_desk"


def test_declined_by_one_it_is_over_for_all(town):
    proposal = joining(town, "carl", "stranger")
    town.ask(proposal, "anna")
    town.ask(agree(proposal), "carl")
    over = town.ask(decline(proposal), "bela")

    assert (over.state, over.ended_by, town.ask(decline(proposal), "bela")) == (State.DECLINED, town.ids["bela"], over)
    for request, name in ((agree(proposal), "stranger"), (decline(proposal), "carl")):
        assert refused(town, request, name) == "points.household_proposal_over"
    assert lives(town, "carl") is None


def test_after_thirty_days_nobody_agrees_any_more(town):
    proposal = joining(town, "carl")
    town.ask(proposal, "anna")
    town.bench.clock.advance(days=30)
    assert refused(town, agree(proposal), "carl") == "points.household_proposal_over"


def test_after_thirty_days_it_is_shown_as_lapsed_and_told_once(town):
    proposal, later = joining(town, "carl"), joining(town, "stranger")
    town.ask(proposal, "anna")
    town.bench.clock.advance(days=1)
    town.ask(later, "anna")
    town.bench.clock.advance(days=29)

    town.bench.run_sweeps()
    town.bench.run_sweeps()

    shown = town.ask(requests.GetHouseholdProposal(proposal_id=proposal.proposal_id), "carl")
    assert (shown.state, shown.ended_by, shown.ended_at) == (State.LAPSED, None, town.now)
    assert town.ask(requests.GetHouseholdProposal(proposal_id=later.proposal_id), "anna").state is State.PROPOSED
    told = [event for event in town.bench.said() if isinstance(event, HouseholdProposalLapsed)]
    assert [(event.proposal_id, event.proposed_by) for event in told] == [(proposal.proposal_id, town.ids["anna"])]
    for request, name in ((agree(proposal), "bela"), (decline(proposal), "carl")):
        assert refused(town, request, name) == "points.household_proposal_over"
    # Who still wants to proposes anew.
    anew = joining(town, "carl")
    town.ask(anew, "anna")
    town.ask(agree(anew), "bela")
    assert town.ask(agree(anew), "carl").state is State.IN_EFFECT


def test_what_is_over_already_does_not_lapse(town):
    done, declined = joining(town, "carl"), joining(town, "stranger")
    for proposal in (done, declined):
        town.ask(proposal, "anna")
    town.ask(decline(declined), "bela")
    for name in ("bela", "carl"):
        town.ask(agree(done), name)
    town.bench.clock.advance(days=31)

    town.bench.run_sweeps()

    states = {one.proposal_id: one.state for one in town.ask(requests.ListHouseholdProposals(), "staff").items}
    assert states == {done.proposal_id: State.IN_EFFECT, declined.proposal_id: State.DECLINED}
    assert HouseholdProposalLapsed not in town.bench.said_types()


def test_many_lapse_with_as_many_statements_as_one(town):
    def swept(count: int) -> int:
        for _ in range(count):
            town.ask(joining(town, "carl"), "anna")
        town.bench.clock.advance(days=30)
        with statements(town.bench.database.engine) as sent:
            town.bench.service.lapse_household_proposals()
        return len(sent)

    assert swept(1) == swept(5)


def test_nobody_is_in_two_households(town):
    assert refused(town, joining(town, "dora"), "anna") == "points.lives_already"
    here, there = joining(town, "carl"), joining(town, "carl", home="flat")
    for proposal, name in ((here, "anna"), (there, "dora")):
        town.ask(proposal, name)
    town.ask(agree(here), "bela")
    town.ask(agree(there), "carl")
    assert refused(town, agree(here), "carl") == "points.lives_already"
    assert lives(town, "carl") == town.ids["flat"]


def test_who_leaves_is_one_with_nobody_and_ends_what_is_open(town):
    town.earn("anna", 100_00)
    move = requests.ProposeMove(move_id=new_id("hmv"), to_party_id=town.ids["bela"], sp=10_00)
    town.ask(move, "anna")
    proposal = joining(town, "carl")
    town.ask(proposal, "anna")

    stays = town.ask(leave(town, "bela"), "bela")

    assert (stays.members, lives(town, "bela")) == ((town.ids["anna"],), None)
    assert not one_identity(town, "anna", "bela")
    seen = town.ask(requests.GetHouseholdProposal(proposal_id=proposal.proposal_id), "carl")
    assert (seen.state, seen.ended_by) == (State.OVERTAKEN, town.ids["bela"])
    assert refused(town, agree(proposal), "carl") == "points.household_proposal_over"
    assert refused(town, requests.AcceptMove(move_id=move.move_id), "bela") == "points.not_same_household"
    assert refused(town, leave(town, "bela"), "bela") == "points.not_of_household"


def test_one_leaves_for_oneself_only(town):
    for name in ("bela", "stranger"):
        assert refused(town, leave(town, "anna"), name) == "points.not_of_household"
    assert refused(town, leave(town, "anna"), "staff") == "not-allowed"


def test_a_guardian_brings_a_child_in_and_takes_it_out(town):
    guarded(town, "stranger", "carl")
    for proposal in (joining(town, minors=["stranger"]), joining(town, "stranger")):
        assert refused(town, proposal, "anna") == "points.guardian_missing"
    proposal = joining(town, "carl", minors=["stranger"])
    town.ask(proposal, "carl")
    assert refused(town, agree(proposal), "stranger") == "points.household_proposal_not_found"
    for name in ("anna", "bela"):
        town.ask(agree(proposal), name)
    assert lives(town, "stranger") == lives(town, "carl") == town.ids["home"]

    for name in ("stranger", "anna"):
        assert refused(town, leave(town, "stranger"), name) == "points.not_of_household"
    town.ask(leave(town, "stranger"), "carl")
    assert lives(town, "stranger") is None


def test_a_proposal_concerns_those_in_it_and_those_who_live_there(town):
    assert refused(town, joining(town, "carl"), "stranger") == "points.household_proposal_not_found"
    proposal = joining(town, "carl")
    town.ask(proposal, "anna")
    look = requests.GetHouseholdProposal(proposal_id=proposal.proposal_id)
    for request in (agree(proposal), decline(proposal), look):
        assert refused(town, request, "dora") == "points.household_proposal_not_found"
    seen = {name: len(town.ask(requests.ListHouseholdProposals(), name).items) for name in ("anna", "bela", "carl")}
    assert seen == {"anna": 1, "bela": 1, "carl": 1}
    assert town.ask(requests.ListHouseholdProposals(), "dora").items == ()
    assert town.ask(look, "staff") == town.ask(look, "bela")


def test_another_community_knows_neither_the_household_nor_the_proposal(town):
    proposal = joining(town, "carl")
    town.ask(proposal, "anna")
    elsewhere = actor(town.ids["anna"], *Role, community="elsewhere")
    for request in (agree(proposal), leave(town, "anna"), joining(town, "carl")):
        with pytest.raises(AskRefused) as caught:
            town.bench.ask(request, as_=elsewhere)
        assert caught.value.code == "points.actor_not_registered"


def test_what_does_not_fit_is_refused(town):
    twice = joining(town, "carl", "carl")
    for unfit in (twice, joining(town), joining(town, "carl", home="shop"), joining(town, "shop")):
        assert refused(town, unfit, "anna") == "points.household_unfit"
    nobody = replace(joining(town), adults=(new_id("pty"),))
    assert refused(town, nobody, "anna") == "points.party_not_found"
    proposal = joining(town, "carl")
    town.ask(proposal, "anna")
    other = replace(joining(town, "stranger"), proposal_id=proposal.proposal_id)
    assert refused(town, other, "anna") == "points.household_proposal_id_taken"


def test_nobody_is_registered_into_a_household_where_somebody_lives(town):
    newcomer = requests.RegisterParty(
        party_id=new_id("pty"),
        kind=PartyKind.PERSON,
        sector=Sector.RES,
        name="张新",
        household_id=town.ids["home"],
    )
    assert refused(town, newcomer, "staff") == "points.household_inhabited"
    into_empty = replace(newcomer, household_id=town.ids[empty(town)])
    assert town.ask(into_empty, "staff") == town.ask(into_empty, "staff")


def test_the_last_two_agree_at_once_and_it_takes_effect_once(town):
    proposal = joining(town, "carl")
    town.ask(joining(town, "stranger"), "anna")
    town.ask(proposal, "carl")

    codes = at_once([lambda name=name: town.ask(agree(proposal), name) for name in ("anna", "bela", "anna", "bela")])

    assert codes == ["ok"] * 4
    assert lives(town, "carl") == town.ids["home"]
    assert town.bench.said_types().count(PartyHouseholdChanged) == 1


def test_agreed_while_another_leaves_it_takes_effect_before_or_never(town):
    proposal = joining(town, "carl")
    for name in ("carl", "bela"):
        town.ask(proposal if name == "carl" else agree(proposal), name)

    codes = at_once([lambda: town.ask(agree(proposal), "anna"), lambda: town.ask(leave(town, "bela"), "bela")])

    look = town.ask(requests.GetHouseholdProposal(proposal_id=proposal.proposal_id), "carl")
    assert lives(town, "bela") is None
    if look.state is State.IN_EFFECT:
        assert (codes, lives(town, "carl")) == (["ok", "ok"], town.ids["home"])
    else:
        assert sorted(codes) == ["ok", "points.household_proposal_over"]
        assert (look.state, lives(town, "carl")) == (State.OVERTAKEN, None)


def test_two_households_at_once_get_one_of_them(town):
    here, there = joining(town, "carl"), joining(town, "carl", home="flat")
    for proposal in (here, there):
        town.ask(proposal, "carl")
    town.ask(agree(here), "bela")

    codes = at_once([lambda: town.ask(agree(here), "anna"), lambda: town.ask(agree(there), "dora")])

    assert sorted(codes) == ["ok", "points.lives_already"]
    assert lives(town, "carl") in {town.ids["home"], town.ids["flat"]}


def test_the_database_itself_wants_every_agreement(town, owner):
    proposal = joining(town, "carl")
    town.ask(proposal, "anna")
    with pytest.raises(IntegrityError, match="household_proposals_consent"), owner.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE household_proposals SET state = 'in_effect', ended_at = now(), ended_by = 'x'"
        )


def test_the_words_of_refusal_are_in_both_languages():
    words = [one for one in vars(refusals).values() if isinstance(one, type) and one.__module__ == refusals.__name__]
    assert len(words) == 8
    for one in (*words, HouseholdInhabited):
        assert one.en.isascii()
        assert any("\u4e00" <= sign <= "\u9fff" for sign in one.zh)


def test_each_change_of_a_persons_home_tells_a_higher_version_and_being_forgotten_is_one(town):
    town.ask(leave(town, "bela"), "bela")
    back = joining(town, "bela")
    town.ask(back, "bela")
    town.ask(agree(back), "anna")
    erasure = requests.AskErasure(erasure_id=new_id("ers"), party_id=town.ids["bela"], ground=ErasureGround.MOVED_AWAY)
    town.ask(erasure, "bela")
    town.ask(requests.ExecuteErasure(erasure_id=erasure.erasure_id), "staff")
    alone = replace(erasure, erasure_id=new_id("ers"), party_id=town.ids["carl"])
    town.ask(alone, "carl")
    town.ask(requests.ExecuteErasure(erasure_id=alone.erasure_id), "staff")

    changes = [event for event in town.bench.said() if isinstance(event, PartyHouseholdChanged)]
    home = town.ids["home"]
    assert [(one.party_id, one.former_household_id, one.household_id) for one in changes] == [
        (town.ids["bela"], home, None),
        (town.ids["bela"], None, home),
        (town.ids["bela"], home, None),
    ]
    versions = [one.party_version for one in changes]
    assert versions == sorted(set(versions))
    assert versions[0] > 1, "registration is before all changes"
