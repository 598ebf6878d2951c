"""What is asked for seldom, by those who may ask for it."""

from __future__ import annotations

from contracts.points import requests
from contracts.points.kinds import ReserveSourceState
from tests.database.points.test_reserve import approve, recorded
from tests.database.points.test_reversals_by_hand import fraud, suspend


def test_a_suspension_is_seen_by_whom_it_is_about_and_by_who_proposed_it(town):
    proposed = suspend(town, fraud(town))
    asked = requests.GetSuspension(suspension_id=proposed.suspension_id)

    assert town.ask(asked, "staff") == town.ask(asked, "anna") == proposed


def test_ones_own_qualifications_and_everybodys_for_staff(town):
    mine, others = town.qualify("anna", "FIRST-AID"), town.qualify("dora", "ELECTRICIAN")

    own = town.ask(requests.ListQualifications(), "anna").items
    theirs = town.ask(requests.ListQualifications(party_id=town.ids["dora"]), "staff").items

    assert [one.qualification_id for one in own] == [mine]
    assert [one.qualification_id for one in theirs] == [others]


def test_a_source_of_the_reserve_ends_by_the_council(town):
    source = recorded(town)
    approve(town, source, "council")

    ended = town.ask(requests.EndReserveSource(source_id=source.source_id, reason="撤回"), "council")

    assert ended.state is ReserveSourceState.ENDED


def test_everybody_sees_the_programmes(town, programme):
    assert [one.programme_id for one in town.ask(requests.ListProgrammes(), "dora").items] == [programme.programme_id]
