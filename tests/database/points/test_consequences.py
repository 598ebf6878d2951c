"""What follows from a finding that the council upholds: a second look for a time, or a proposal; never more (rulebook §7)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chassis.actor import system
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import PointsReversed
from contracts.points.kinds import (
    ConsequenceKind,
    ContributionState,
    Evidence,
    FindingKind,
    FindingState,
    ProposalState,
    ReversalReason,
)
from contracts.roles import Role
from services.points.checks import store
from services.points.checks.rules import Finding
from tests.database.points.test_checks import settled
from tests.database.points.test_deciding import code
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, actor


def found(town, kind, *names: str, on=None) -> str:
    """A finding about these, as the daily look leaves it."""
    parties = [town.ids[name] for name in names]
    day = on or town.now.date()
    finding = Finding(
        finding_id=new_id("fnd"),
        kind=kind,
        parties=tuple(parties if kind is FindingKind.SHARE else sorted(parties)),
        month=day.strftime("%Y-%m"),
        count=4,
        state=FindingState.OPEN,
        found_on=day,
    )
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        assert store.add_findings(work, [finding])
    return finding.finding_id


def decide(town, finding_id, *, upheld=True, name="council"):
    asked = requests.DecideFinding(finding_id=finding_id, upheld=upheld, reason="已查看")
    return town.bench.ask(asked, as_=actor(town.ids[name], Role.COUNCIL_MEMBER))


def consequences(town, name="council", **more: object):
    return town.ask(requests.ListConsequences(**more), name).items


def proposals(town):
    return town.ask(requests.ListReversalProposals(limit=200), "council").items


def confirmed_by(town, giver, confirmer):
    asked = town.hours(giver)
    town.ask(asked, "organiser")
    hand = actor(town.ids[confirmer], Role.CONFIRMER)
    confirm = requests.ConfirmContribution(
        contribution_id=asked.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    return town.bench.ask(confirm, as_=hand)


def test_the_pairs_next_contributions_need_a_second_confirmer_for_90_days_and_nobody_elses_do(town):
    finding_id = found(town, FindingKind.SHARE, "anna", "confirmer")
    assert confirmed_by(town, "anna", "confirmer").state is ContributionState.UNDER_NOTICE
    town.bench.clock.advance(hours=3)

    assert decide(town, finding_id).state is FindingState.UPHELD

    watched = confirmed_by(town, "anna", "confirmer")
    assert (watched.state, watched.notice_ends_at) == (ContributionState.CONFIRMED, None)
    assert confirmed_by(town, "dora", "confirmer").state is ContributionState.UNDER_NOTICE
    town.bench.clock.advance(hours=3)
    assert confirmed_by(town, "anna", "second_confirmer").state is ContributionState.UNDER_NOTICE
    again = requests.ConfirmContribution(
        contribution_id=watched.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    assert code(lambda: town.ask(again, "confirmer")) == "points.approving_own_confirmation"
    assert town.ask(again, "second_confirmer").state is ContributionState.UNDER_NOTICE
    town.bench.clock.advance(days=89)
    assert confirmed_by(town, "anna", "confirmer").state is ContributionState.CONFIRMED
    town.bench.clock.advance(days=1)
    assert confirmed_by(town, "anna", "confirmer").state is ContributionState.UNDER_NOTICE
    assert proposals(town) == ()


def test_a_cleared_finding_leaves_nothing_behind(town):
    settled(town, "carl", by="dora")
    for kind, names in ((FindingKind.SHARE, ("carl", "dora")), (FindingKind.MUTUAL, ("carl", "dora"))):
        decide(town, found(town, kind, *names), upheld=False)

    assert (consequences(town), proposals(town)) == ((), ())
    town.bench.clock.advance(hours=3)
    assert confirmed_by(town, "carl", "dora").state is ContributionState.UNDER_NOTICE


@pytest.fixture
def mutual(town):
    """Carl and dora confirmed each other twice each, and somebody else once; answers the finding's id."""
    for _ in range(2):
        settled(town, "carl", by="dora")
        settled(town, "dora", by="carl")
    settled(town, "carl", by="confirmer")
    return found(town, FindingKind.MUTUAL, "carl", "dora")


def test_what_two_confirmed_for_each_other_is_proposed_to_be_taken_back_and_nothing_is_taken_by_it(town, mutual):
    before = town.balance("carl").sp, town.balance("dora").sp

    decide(town, mutual)

    opened = proposals(town)
    assert len(opened) == 4
    assert {one.state for one in opened} == {ProposalState.PROPOSED}
    assert {one.reason for one in opened} == {ReversalReason.EVIDENCE_WITHDRAWN}
    assert {one.party_id for one in opened} == {town.ids["carl"], town.ids["dora"]}
    assert all(mutual in one.note for one in opened)
    assert (town.balance("carl").sp, town.balance("dora").sp) == before
    assert PointsReversed not in town.bench.said_types()
    assert town.bench.count("suspensions") == 0


def test_another_member_who_had_no_hand_in_it_decides_about_each_proposal(town, mutual):
    decide(town, mutual)
    one, other, *_ = [proposal for proposal in proposals(town) if proposal.party_id == town.ids["carl"]]

    def deciding(name, proposal, accept=True) -> str:
        asked = requests.DecideReversal(proposal_id=proposal.proposal_id, accept=accept)
        return code(lambda: town.bench.ask(asked, as_=actor(town.ids[name], Role.COUNCIL_MEMBER)))

    assert [deciding(name, one) for name in ("council", "dora", "carl", "approver")] == ["points.own_reversal"] * 4
    assert deciding("stranger", one) == "ok"
    assert deciding("stranger", other, accept=False) == "ok"
    assert [event.source_id for event in town.bench.said() if isinstance(event, PointsReversed)] == [one.source_id]


def test_those_concerned_see_what_follows_for_them_and_nobody_else_does(town, mutual):
    decide(town, mutual)
    share = found(town, FindingKind.SHARE, "anna", "confirmer")
    decide(town, share)

    assert {one.finding_id for one in consequences(town, "carl")} == {mutual}
    assert len(consequences(town, "carl")) == len(consequences(town, "dora")) == 4
    for name in ("anna", "confirmer"):
        [mine] = consequences(town, name)
        assert (mine.kind, mine.until - mine.began_at) == (ConsequenceKind.SECOND_CONFIRMER, timedelta(days=90))
    for name in ("bela", "stranger", "staff", "approver"):
        assert consequences(town, name) == ()
    assert len(consequences(town)) == 5
    assert [one.party_id for one in consequences(town, finding_id=share)] == [town.ids["anna"]]
    ids = {one.source_id for one in proposals(town)}
    assert {one.contribution_id for one in consequences(town, finding_id=mutual)} == ids


def test_found_again_next_month_the_same_contributions_are_not_proposed_again(town, mutual):
    decide(town, mutual)
    later = found(town, FindingKind.RING, "carl", "dora", "anna", on=town.now.date() + timedelta(days=1))

    decide(town, later)

    assert (len(proposals(town)), len(consequences(town, finding_id=later))) == (4, 0)


def test_only_what_lies_in_the_days_of_the_pattern_is_proposed(town, mutual):
    late = found(town, FindingKind.RING, "carl", "dora", "anna", on=town.now.date() + timedelta(days=40))
    early = found(town, FindingKind.RING, "bela", "carl", "dora", on=date(2023, 1, 1))

    decide(town, late)
    decide(town, early)

    assert proposals(town) == ()


def test_decided_at_once_it_is_followed_once(town, mutual):
    codes = at_once([lambda name=name: decide(town, mutual, name=name) for name in ("council", "stranger")])

    assert sorted(codes) == ["ok", "points.finding_decided"]
    assert len(proposals(town)) == 4


def test_people_of_one_household_are_one_in_what_is_proposed_and_in_who_needs_a_second(town):
    own = settled(town, "bela", by="carl")
    back = settled(town, "carl", by="anna")
    settled(town, "carl", by="dora")

    decide(town, found(town, FindingKind.MUTUAL, "anna", "carl"))

    assert {one.source_id for one in proposals(town)} == {own.contribution_id, back.contribution_id}
    decide(town, found(town, FindingKind.SHARE, "carl", "anna"))
    town.bench.clock.advance(hours=3)
    assert confirmed_by(town, "carl", "bela").state is ContributionState.CONFIRMED
