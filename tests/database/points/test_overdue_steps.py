"""What the council, too, leaves lying: told once a period, seen, never approved (ADR 0154)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from chassis.clock import civil_day
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.events import ContributionOverdue
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import Evidence, LinkKind, Task
from contracts.roles import Role
from tests.database.points.duties import code, on_duty
from tests.database.points.town import Town, at_once
from tests.support.bench import actor

WEEK = timedelta(days=7)
COUNT = requests.CountOverdueSteps()


def told(town: Town) -> list[ContributionOverdue]:
    return [event for event in town.bench.said() if isinstance(event, ContributionOverdue)]


def overdue(town: Town, **asked: object) -> answers.OverdueStepPage:
    return town.ask(requests.ListOverdueSteps(**asked), "council")


def with_the_council(town: Town, name: str = "anna") -> requests.SubmitContribution:
    """Put forward and confirmed by nobody: it is the council's, whose time has just begun."""
    asked = town.hours(name)
    town.ask(asked, name)
    for _ in range(2):
        town.bench.clock.advance(days=7)
        town.bench.run_sweeps()
    return asked


def test_the_council_is_told_when_its_time_is_over_and_once_for_each_further_period(town):
    asked = with_the_council(town)
    counts = []
    for step in (WEEK - timedelta(seconds=1), timedelta(seconds=1), WEEK - timedelta(seconds=1), timedelta(seconds=1)):
        town.bench.clock.advance(days=step.days, seconds=step.seconds)
        town.bench.run_sweeps()
        town.bench.run_sweeps()
        counts.append(len(told(town)))
    # Nobody looked for five weeks and a day: one is told, and the next one is due at the end of the sixth.
    for days in (36, 5, 1):
        town.bench.clock.advance(days=days)
        town.bench.run_sweeps()
        counts.append(len(told(town)))

    assert counts == [0, 1, 1, 2, 3, 3, 4]
    claim = town.ask(requests.GetContribution(contribution_id=asked.contribution_id), "anna")
    assert {(event.contribution_id, event.due_on) for event in told(town)} == {
        (asked.contribution_id, civil_day(claim.due_at))
    }
    # Put forward, escalated twice; a reminder changes nothing that somebody may have before them.
    assert (claim.state, claim.escalation, claim.version) == (State.SUBMITTED, 2, 3)
    assert (town.balance("anna").cv, town.bench.count("grants")) == (0, 0)


def test_looked_at_by_many_at_once_it_is_told_once(town):
    for name in ("anna", "carl", "dora"):
        town.ask(town.hours(name), name)
    for _ in range(2):
        town.bench.clock.advance(days=7)
        town.bench.service.escalate_contributions()
    town.bench.clock.advance(days=7)
    at_once([town.bench.service.remind_council for _ in range(4)])
    town.bench.service.remind_council()

    assert len(told(town)) == len({event.contribution_id for event in told(town)}) == 3
    assert town.bench.count("contribution_reminders") == 3


def test_every_step_that_escalated_is_told_until_it_is_taken(town):
    waits = with_the_council(town, "carl")
    noticed = town.hours("anna")
    town.ask(noticed, "anna")
    town.confirm(noticed.contribution_id)
    objected = town.hours("dora")
    town.ask(objected, "dora")
    town.confirm(objected.contribution_id)
    challenge = requests.ChallengeContribution(
        challenge_id=new_id("chl"), contribution_id=objected.contribution_id, reason="没有看见她"
    )
    town.ask(challenge, "stranger")
    town.bench.clock.advance(days=60)
    town.bench.run_sweeps()
    # The approval escalated only now; its further week is reckoned from when it was due.
    town.bench.run_sweeps()
    found = overdue(town).items

    assert {(one.contribution_id, one.state, one.reminded) for one in found} == {
        (waits.contribution_id, State.SUBMITTED, 1),
        (noticed.contribution_id, State.UNDER_NOTICE, 1),
        (objected.contribution_id, State.CHALLENGED, 1),
    }
    assert [one.due_at for one in found] == sorted(one.due_at for one in found)
    assert {event.contribution_id for event in told(town)} == {one.contribution_id for one in found}
    counted = town.bench.ask(COUNT, as_=actor(None))
    assert (counted.number, [(one.state, one.number) for one in counted.counts]) == (
        3,
        [(State.CHALLENGED, 1), (State.SUBMITTED, 1), (State.UNDER_NOTICE, 1)],
    )
    assert counted.counts[0].oldest_due_on == civil_day(found[0].due_at)

    town.ask(requests.ApproveContribution(contribution_id=noticed.contribution_id), "council")
    decision = requests.DecideChallenge(contribution_id=objected.contribution_id, upheld=True, reason="没有来")
    town.ask(decision, "council")
    confirm = requests.ConfirmContribution(
        contribution_id=waits.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    town.ask(confirm, "council")

    assert (overdue(town).items, town.bench.ask(COUNT, as_=actor(None)).number) == ((), 0)
    town.bench.clock.advance(days=1)
    before = len(told(town))
    town.bench.run_sweeps()
    assert len(told(town)) == before


def test_a_step_that_the_council_took_begins_anew(town):
    asked = with_the_council(town)
    town.bench.clock.advance(days=7)
    town.bench.run_sweeps()
    confirm = requests.ConfirmContribution(
        contribution_id=asked.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    town.ask(confirm, "council")
    assert overdue(town).items == ()
    # Three days of notice, three to approve, seven of the council.
    town.bench.clock.advance(days=6)
    town.bench.run_sweeps()
    town.bench.clock.advance(days=7)
    town.bench.run_sweeps()

    assert [(one.state, one.reminded) for one in overdue(town).items] == [(State.UNDER_NOTICE, 1)]
    assert len(told(town)) == 2


def test_the_list_has_pages_and_is_for_those_who_oversee(town):
    for name in ("anna", "carl", "dora"):
        town.ask(town.hours(name), name)
    for _ in range(3):
        town.bench.clock.advance(days=7)
        town.bench.run_sweeps()
    first = overdue(town, limit=2)
    second = overdue(town, limit=2, after=first.next_key)
    auditor = actor(town.ids["stranger"], Role.AUDITOR)

    assert (len(first.items), len(second.items), second.next_key) == (2, 1, None)
    assert len({one.contribution_id for one in (*first.items, *second.items)}) == 3
    assert len(town.bench.ask(requests.ListOverdueSteps(), as_=auditor).items) == 3
    # What is no key of a page begins at the first one.
    assert overdue(town, limit=2, after="ctb_nothing") == first
    assert [code(lambda name=name: town.ask(requests.ListOverdueSteps(), name)) for name in ("anna", "confirmer")] == [
        "not-allowed"
    ] * 2


def test_whoever_runs_the_platform_sees_how_many_lie(town):
    def shown() -> float | None:
        return REGISTRY.get_sample_value("ccs_overdue", {"service": "points", "what": "council_steps"})

    with_the_council(town)
    town.bench.run_sweeps()
    before = shown()
    town.bench.clock.advance(days=7)
    town.bench.run_sweeps()

    assert (before, shown()) == (0, 1)


@pytest.mark.parametrize("dealt_to", [None, "confirmer", "bela"])
def test_whoever_is_in_no_conflict_takes_a_step_and_who_is_in_one_is_refused(town, dealt_to):
    """`assigned_to` fills a queue and gives no right: a conflict refuses at the door, a free colleague may act."""
    if dealt_to is not None:
        on_duty(town, dealt_to, Task.CONFIRM)
    asked = town.hours("carl")
    town.ask(asked, "organiser")
    [row] = town.bench.rows("SELECT assigned_to FROM contributions")
    # Only now it becomes known that they are close.
    link = requests.RecordLink(
        link_id=new_id("lnk"),
        one_id=town.ids["bela"],
        other_id=town.ids["carl"],
        kind=LinkKind.SAME_ADDRESS,
        reason="门牌相同",
    )
    town.ask(link, "staff")
    town.ask(requests.ConfirmLink(link_id=link.link_id), "council")
    confirm = requests.ConfirmContribution(
        contribution_id=asked.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    refused = {
        name: code(lambda name=name: town.bench.ask(confirm, as_=actor(town.ids[name], Role.CONFIRMER)))
        for name in ("carl", "organiser", "bela")
    }
    taken = town.ask(confirm, "second_confirmer")

    assert row.assigned_to == (town.ids[dealt_to] if dealt_to else None)
    assert refused == {
        "carl": "points.own_contribution",
        "organiser": "points.own_contribution",
        "bela": "points.too_close",
    }
    assert (taken.state, taken.confirmed_by) == (State.UNDER_NOTICE, town.ids["second_confirmer"])
