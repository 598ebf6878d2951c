"""One deed told by two ways: what somebody put forward, and what another service told as well (rulebook §7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contracts.donations.events import InKindAccepted
from contracts.points import requests
from contracts.points.kinds import Evidence, FindingKind, HoursType, ProposalState, ReversalReason
from contracts.roles import Role
from tests.database.points.papers import upload
from tests.database.points.test_submitting import goods, through
from tests.database.points.told import credited, service
from tests.database.points.told import goods as taken_in
from tests.support.bench import actor

WORTH = 450_00


@pytest.fixture(autouse=True)
def files(town):
    """Its invoice was uploaded."""
    upload(town, "invoice")


@pytest.fixture
def put_forward(town) -> str:
    """Anna's rice, ¥450, settled."""
    asked = goods(town)
    town.ask(asked, "organiser")
    return through(town, asked.contribution_id, Evidence.E3).contribution_id


def told(town, name="anna", *, fen=WORTH, days=0) -> InKindAccepted:
    return taken_in(
        town, name, fen, accepted_on=(town.now - timedelta(days=days)).date(), grams=50_000, recorded_by=None
    )


def looked(town):
    """What the next day's look found of this kind."""
    town.bench.clock.advance(days=1)
    town.bench.run_periods()
    found = town.ask(requests.ListFindings(), "council").items
    return [one for one in found if one.kind is FindingKind.TWICE]


def decide(town, finding, name="council", *, upheld=True):
    asked = requests.DecideFinding(finding_id=finding.finding_id, upheld=upheld, reason="已查看")
    return town.bench.ask(asked, as_=actor(town.ids[name], Role.COUNCIL_MEMBER))


def proposals(town):
    return town.ask(requests.ListReversalProposals(limit=200), "council").items


def accept(town, proposal, name="stranger"):
    asked = requests.DecideReversal(proposal_id=proposal.proposal_id, accept=True)
    return town.bench.ask(asked, as_=actor(town.ids[name], Role.COUNCIL_MEMBER))


def test_goods_that_were_taken_in_as_well_come_before_the_council_and_go_back_by_a_second_member(town, put_forward):
    credited(town, told(town, days=5))
    both = town.balance("anna").cv
    [finding] = looked(town)

    decide(town, finding)

    [proposal] = proposals(town)
    assert (finding.parties, finding.count) == ((town.ids["anna"],), 1)
    assert (proposal.source_id, proposal.reason, proposal.state) == (
        put_forward,
        ReversalReason.DUPLICATE,
        ProposalState.PROPOSED,
    )
    assert town.balance("anna").cv == both == 2 * 45_00
    accept(town, proposal)
    assert town.balance("anna").cv == 45_00


def test_it_is_found_whichever_came_first_and_proposed_once(town):
    asked = goods(town)
    credited(town, told(town))
    town.ask(asked, "organiser")
    through(town, asked.contribution_id, Evidence.E3)

    [finding] = looked(town)
    decide(town, finding)
    town.bench.clock.advance(days=14)

    assert len(proposals(town)) == 1
    assert [one.finding_id for one in looked(town)] == [finding.finding_id]


@pytest.mark.parametrize(
    ("name", "fen", "days"),
    [("anna", WORTH + 1, 7), ("anna", WORTH, 16), ("bela", WORTH, 7)],
    ids=["another amount", "more than a week before", "somebody else"],
)
def test_what_differs_is_no_finding(town, put_forward, name, fen, days):
    credited(town, told(town, name, fen=fen, days=days))

    assert looked(town) == []


def test_a_cleared_one_leaves_both(town, put_forward):
    credited(town, told(town, days=7))

    decide(town, looked(town)[0], upheld=False)

    assert (proposals(town), town.balance("anna").cv) == ((), 2 * 45_00)


def test_hours_of_governance_on_the_day_of_a_panel(town):
    asked = town.hours(contribution_type=HoursType.H4)
    [settled] = town.settle(asked)
    served = (asked.started_at + timedelta(hours=8)).date()
    credited(town, service(town, minutes=90, served_on=served))

    [finding] = looked(town)
    decide(town, finding)

    assert [one.source_id for one in proposals(town)] == [settled.contribution_id]


def test_whoever_gave_it_does_not_decide(town, put_forward):
    credited(town, told(town, days=7))
    [finding] = looked(town)

    with pytest.raises(Exception, match=r"points\.part_of_finding"):
        decide(town, finding, "anna")
