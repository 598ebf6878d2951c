"""The community's own figures, and the targets they are held against: proposed by one person, approved by another (rulebook §11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.actor import system
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import IndicatorTarget, ReserveState
from contracts.points.events import PointsReversed
from contracts.points.kinds import Band, ContributionType, CouplingGrade, Indicator, NeedGroup, Subsystem, TargetsState
from contracts.roles import Role
from services.points.grants.rules import Earning
from services.points.indices import figures
from services.points.indices.rules import community
from services.points.reserve import store as reserve
from tests.database.points.six import Six
from tests.database.points.test_reversals_by_hand import decide, propose
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, AskRefused, actor

REACHED = {
    Indicator.JOINT_ACTIVITIES: 4,
    Indicator.PEOPLE_SERVED: 568,
    Indicator.ORGANISATIONS_ACTIVE: 2,
    Indicator.ORGANISATION_ACTIVITIES: 3,
    Indicator.ORGANISERS_ACTIVE: 5,
    Indicator.SKILLED_HOURS: 1,
    Indicator.VOLUNTEERS_ACTIVE: 1,
    Indicator.VOLUNTEER_HOURS: 3,
    Indicator.GIVERS_ACTIVE: 6,
    Indicator.RESOURCES_CV: 960,
}
"""What the six parties reached, with anna's two ordinary hours and one skilled one."""


@pytest.fixture
def six(town) -> Six:
    made = Six(town)
    made.settle()
    return made


def targets(number=1, *, reason="按去年实际", **changes: int) -> requests.ProposeIndexTargets:
    given = {one: changes.get(one.value, REACHED[one] * 2) for one in Indicator}
    return requests.ProposeIndexTargets(
        number=number,
        targets=tuple(IndicatorTarget(indicator=one, target=target) for one, target in given.items()),
        reason=reason,
    )


def set_targets(six: Six, **changes: int) -> None:
    six.town.ask(targets(**changes), "staff")
    six.town.ask(requests.ApproveIndexTargets(number=1), "council")


def refused(town, asked, name) -> str:
    with pytest.raises(AskRefused) as no:
        town.ask(asked, name)
    return no.value.code


def volunteer(six: Six) -> None:
    for kind, minutes in ((ContributionType.H1, 120), (ContributionType.H2, 60)):
        six.credit(
            Earning(
                source_id=new_id("ctb"),
                party_id=six.town.ids["anna"],
                contribution_type=kind,
                performed_on=six.today,
                minutes=minutes,
                skilled=kind is ContributionType.H2,
            )
        )


def published(six: Six):
    six.night(six.today)
    return six.town.bench.ask(requests.GetCommunityIndex(), as_=actor(None))


def test_the_six_parties_as_a_community(six):
    found = published(six)

    assert (found.party_count, found.party_count_with_index, found.cv) == (6, 3, 960_00)
    assert (found.gini, found.top_five_share, found.newcomers_share) == ("0.184", "0.906", "1.000")
    # t of 13.86 CV and more: A-B, A-D, B-D, B-F, C-E, C-F, D-F, E-F; and B-C with 13.3 does not reach it.
    assert (found.tie_count, found.tie_density, found.ties_across_sectors) == (8, "0.533", "1.000")
    assert [(group.people, group.need_percent) for group in found.groups] == [
        ("136", 30),
        ("136", 20),
        ("44", 25),
        ("252", 25),
    ]
    assert [group.served_percent for group in found.groups] == ["23.9", "23.9", "7.7", "44.4"]
    assert (found.coupling, found.coverage, found.approval_hours_median) == (None, None, None)


def test_against_targets_twice_as_high_as_what_was_reached_everything_is_half(six):
    volunteer(six)
    set_targets(six)

    found = published(six).coupling

    assert (found.targets, found.coupling, found.development, found.degree) == (1, "1.000", "0.500", "0.707")
    assert found.grade is CouplingGrade.INTERMEDIATE
    measured = {one.indicator: one.measured for each in found.subsystems for one in each.indicators}
    assert measured == REACHED
    assert [each.subsystem for each in found.subsystems] == list(Subsystem)


def test_a_subsystem_that_lags_behind_pulls_the_degree_down(six):
    volunteer(six)
    set_targets(six, givers_active=60, resources_cv=9_600)

    found = published(six).coupling

    levels = [float(each.level) for each in found.subsystems]
    assert levels == [0.5, 0.5, 0.5, 0.5, 0.1]
    expected = community.coupling(levels)
    assert (found.degree, found.coupling) == (f"{expected.degree:.3f}", f"{expected.coupling:.3f}")
    assert float(found.degree) < 0.6
    assert found.grade is CouplingGrade.BARELY_COORDINATED


def test_targets_hold_from_the_approval_of_another_person(six):
    asked = targets()
    proposed = six.town.ask(asked, "staff")
    assert (proposed.state, proposed.decided_by) == (TargetsState.PROPOSED, None)
    assert six.town.ask(asked, "staff") == proposed
    assert published(six).coupling is None

    both = actor(six.town.ids["staff"], Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER)
    with pytest.raises(AskRefused) as no:
        six.town.bench.ask(requests.ApproveIndexTargets(number=1), as_=both)
    assert no.value.code == "points.own_targets"
    approved = six.town.ask(requests.ApproveIndexTargets(number=1), "council")

    assert (approved.state, approved.decided_by) == (TargetsState.APPROVED, six.town.ids["council"])
    assert refused(six.town, requests.ApproveIndexTargets(number=1), "council") == "points.targets_not_proposed"
    assert six.town.bench.ask(requests.ListIndexTargets(), as_=actor(None)).items == (approved,)
    six.town.bench.clock.advance(days=1)
    assert published(six).coupling.targets == 1
    with pytest.raises(IntegrityError, match="index_targets_two_persons"):
        six.town.bench.rows("UPDATE index_targets SET decided_by = proposed_by")


def test_nobody_close_to_whoever_proposed_approves(town):
    relative = actor(town.ids["bela"], Role.COUNCIL_MEMBER)
    proposer = actor(town.ids["anna"], Role.COMMUNITY_STAFF)
    town.bench.ask(targets(), as_=proposer)

    with pytest.raises(AskRefused) as no:
        town.bench.ask(requests.ApproveIndexTargets(number=1), as_=relative)

    assert no.value.code == "points.own_targets"


def test_versions_follow_each_other_and_one_waits_at_a_time(town):
    assert refused(town, targets(2), "staff") == "points.targets_not_next"
    assert refused(town, requests.ApproveIndexTargets(number=1), "council") == "points.targets_not_found"
    town.ask(targets(), "staff")
    assert refused(town, targets(2), "staff") == "points.targets_not_next"
    assert refused(town, targets(1, reason="别的理由"), "staff") == "points.targets_not_next"
    town.ask(requests.WithdrawIndexTargets(number=1), "staff")
    assert refused(town, requests.ApproveIndexTargets(number=1), "council") == "points.targets_not_proposed"
    assert town.ask(targets(2), "staff").number == 2
    assert [one.number for one in town.ask(requests.ListIndexTargets(), "anna").items] == [1, 2]


@pytest.mark.parametrize("wrong", ["one too few", "one twice"])
def test_a_version_names_every_indicator_once(town, wrong):
    whole = targets().targets
    given = whole[1:] if wrong == "one too few" else (*whole[1:], whole[1])
    asked = requests.ProposeIndexTargets(number=1, targets=given, reason="漏了")

    assert refused(town, asked, "staff") == "points.targets_incomplete"


def test_proposed_at_once_one_version_stands(town):
    codes = at_once([lambda turn=turn: town.ask(targets(reason=f"理由{turn}"), "staff") for turn in range(4)])

    assert sorted(codes) == ["ok", *["points.targets_not_next"] * 3]
    assert town.bench.count("index_targets") == 1


def test_who_may_not_set_targets(town):
    town.ask(targets(), "staff")
    for asked, name in (
        (targets(2), "council"),
        (targets(2), "anna"),
        (requests.ApproveIndexTargets(number=1), "staff"),
        (requests.WithdrawIndexTargets(number=1), "anna"),
    ):
        assert refused(town, asked, name) == "not-allowed"


def test_nothing_is_shown_that_points_at_fewer_than_five(town):
    six = Six(town)
    six.publish_needs()
    six.announce("a1")
    six.count("a1", (40, 3, 0, 20))
    six.credit(*(six.earning(name, "a1", 30, on=six.today) for name in ("anna", "shop", "company", "carl")))

    found = published(six)

    assert found.party_count == 4
    assert (found.gini, found.top_five_share, found.tie_density, found.newcomers_share) == (None, None, None, None)
    assert [group.people for group in found.groups] == ["40", "<5", "<5", "20"]
    assert {group.served_percent for group in found.groups} == {None}
    assert [group.group for group in found.groups] == list(NeedGroup)


def test_the_coverage_of_points_is_the_one_published_last(six):
    state = ReserveState(
        published_on=six.today,
        reserve=18_000_00,
        outstanding=26_000_00,
        redemption_rate=6_200,
        rate_measured=True,
        coverage=11_166,
        band=Band.GREEN,
        mint_percent=100,
        in_force_from=six.today + timedelta(days=1),
    )
    with six.town.bench.transactions.begin(system(COMMUNITY)) as work:
        reserve.publish(work, state)

    assert published(six).coverage == "1.12"
    assert figures.coverage(replace(state, coverage=None)) is figures.coverage(None) is None


def test_before_the_first_night_there_is_nothing_published(town):
    assert refused(town, requests.GetCommunityIndex(), "anna") == "points.index_not_computed"
    assert town.ask(requests.ListCommunityIndices(), "anna").items == ()
    Six(town).night()
    assert town.ask(requests.GetCommunityIndex(), "anna").party_count == 0


def test_how_long_an_approval_took_and_who_is_new(town):
    six = Six(town)
    town.settle(town.hours("anna"), town.hours("carl"))
    six.credit(six.earning("dora", None, 20, on=six.today.replace(year=2021)), six.earning("dora", None, 20))

    found = published(six)

    assert found.approval_hours_median == "72.0"
    assert found.newcomers_share is None
    rows = town.bench.rows("SELECT party_id, cv FROM party_indices")
    assert {row.cv for row in rows} == {20_00}


def test_what_was_reversed_later_took_its_time_all_the_same(town):
    [settled] = town.settle(town.hours("anna"))

    decide(town, propose(town, settled.contribution_id))
    town.bench.tell(*[event for event in town.bench.said() if isinstance(event, PointsReversed)])

    assert town.ask(requests.GetContribution(contribution_id=settled.contribution_id), "staff").state == "reversed"
    assert published(Six(town)).approval_hours_median == "72.0"
