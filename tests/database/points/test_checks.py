"""What is looked at twice: unusual hours, one confirmer for too much, mutual confirmations and rings, five per cent at random."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import Document
from contracts.points.events import PointsReversed, RecheckFailed
from contracts.points.kinds import ContributionState, DocumentKind, Evidence, FindingKind, FindingState, RecheckState
from contracts.roles import Role
from services.points.checks import rules
from services.points.checks.rules import Pattern
from services.points.rate_cards.rules import FIRST_RULEBOOK
from tests.database.points.test_deciding import code, persons
from tests.database.points.test_submitting import goods
from tests.database.points.town import at_once
from tests.support.bench import actor


def settled(town, name, *, by="confirmer", ago=3):
    """Two hours, confirmed by somebody, approved after the notice."""
    asked = town.hours(name, started_at=town.now - timedelta(hours=ago))
    town.ask(asked, "organiser")
    confirm = requests.ConfirmContribution(
        contribution_id=asked.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    town.bench.ask(confirm, as_=actor(town.ids[by], Role.CONFIRMER))
    town.bench.clock.advance(days=3)
    return town.approve(asked.contribution_id)


def test_beyond_the_hours_of_the_month_it_is_held_until_the_council_has_looked(town):
    days = [town.hours(minutes=480, started_at=town.now - timedelta(days=day, hours=9)) for day in range(6)]
    for one in days:
        town.ask(one, "organiser")
    answers = [town.confirm(one.contribution_id) for one in reversed(days)]
    held = answers[-1]
    town.bench.clock.advance(days=3)
    release = requests.ReleaseContribution(contribution_id=held.contribution_id)

    assert [one.held for one in answers] == [False] * 5 + [True]
    assert held.state is ContributionState.CONFIRMED
    assert code(lambda: town.approve(held.contribution_id)) == "points.not_confirmed"
    assert code(lambda: town.ask(release, "approver")) == "not-allowed"
    own = actor(town.ids["confirmer"], Role.COUNCIL_MEMBER)
    assert code(lambda: town.bench.ask(release, as_=own)) == "points.approving_own_confirmation"
    assert town.ask(release, "council").state is ContributionState.UNDER_NOTICE
    assert code(lambda: town.ask(release, "council")) == "points.not_held"
    town.bench.clock.advance(days=3)
    assert town.approve(held.contribution_id).cv == 80_00


def test_a_weeks_goods_far_over_ones_own_mean_are_held_also_in_small_pieces(town):
    pieces = [
        goods(
            town,
            quantity=40,
            given_at=town.now - timedelta(hours=5 - number),
            documents=(Document(sha256=str(number) * 64, kind=DocumentKind.INVOICE),),
        )
        for number in range(3)
    ]
    for one in pieces:
        town.ask(one, "organiser")
    town.ask(requests.WithdrawContribution(contribution_id=pieces[0].contribution_id), "anna")
    town.ask(goods(town, "carl", quantity=60), "organiser")
    first, second = (town.confirm(one.contribution_id) for one in pieces[1:])

    # What was withdrawn, and what others gave, is nobody's habit here: 1,800, then 3,600 in one week.
    assert [(one.value, one.held) for one in (first, second)] == [(1_800_00, False), (1_800_00, True)]
    assert (first.state, second.state) == (ContributionState.UNDER_NOTICE, ContributionState.CONFIRMED)
    release = requests.ReleaseContribution(contribution_id=second.contribution_id)
    assert town.ask(release, "council").state is ContributionState.UNDER_NOTICE


def test_what_is_held_may_be_rejected_instead(town):
    for day in range(6):
        asked = town.hours(minutes=480, started_at=town.now - timedelta(days=5 - day, hours=9))
        town.ask(asked, "organiser")
        last = town.confirm(asked.contribution_id)
    assert last.held
    rejected = town.ask(requests.RejectContribution(contribution_id=last.contribution_id, reason="不可信"), "council")
    assert rejected.state is ContributionState.REJECTED


def test_one_confirmer_for_over_40_percent_of_a_partys_value_needs_a_second_one(town):
    for _ in range(4):
        town.settle(town.hours(minutes=180, started_at=town.now - timedelta(hours=4)))
    asked = town.hours()
    town.ask(asked, "organiser")
    once = town.confirm(asked.contribution_id)
    again = requests.ConfirmContribution(
        contribution_id=asked.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )

    assert (once.state, once.notice_ends_at) == (ContributionState.CONFIRMED, None)
    assert code(lambda: town.ask(again, "confirmer")) == "points.approving_own_confirmation"
    twice = town.ask(again, "second_confirmer")
    assert (twice.state, twice.second_confirmed_by) == (
        ContributionState.UNDER_NOTICE,
        town.ids["second_confirmer"],
    )
    town.bench.clock.advance(days=3)
    second = actor(town.ids["second_confirmer"], Role.APPROVER)
    approve = requests.ApproveContribution(contribution_id=asked.contribution_id)
    assert code(lambda: town.bench.ask(approve, as_=second)) == "points.approving_own_confirmation"
    assert town.approve(asked.contribution_id).state is ContributionState.SETTLED


def test_the_second_confirmers_at_once_begin_one_notice(town):
    persons(town, "third_confirmer")
    for _ in range(4):
        town.settle(town.hours(minutes=180, started_at=town.now - timedelta(hours=4)))
    asked = town.hours()
    town.ask(asked, "organiser")
    town.confirm(asked.contribution_id)
    again = requests.ConfirmContribution(
        contribution_id=asked.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    hands = [actor(town.ids[name], Role.CONFIRMER) for name in ("second_confirmer", "third_confirmer")]
    codes = at_once([lambda hand=hand: town.bench.ask(again, as_=hand) for hand in hands])
    assert sorted(codes) == ["ok", "points.not_waiting_for_confirmation"]


def test_friends_who_confirm_each_other_and_rings_come_before_the_council_once_and_never_in_public(town):
    for _ in range(2):
        settled(town, "carl", by="dora")
        settled(town, "dora", by="carl")
    for giver, confirmer in (("anna", "stranger"), ("stranger", "officer"), ("officer", "anna")):
        settled(town, giver, by=confirmer)
    for _ in range(2):
        town.bench.clock.advance(days=1)
        town.bench.run_periods()
    found = {finding.kind: finding for finding in town.ask(requests.ListFindings(), "council").items}

    pair, ring = found[FindingKind.MUTUAL], found[FindingKind.RING]
    # dora and bela live in households: each group of identities is one, and stands under its smallest id.
    assert town.ids["carl"] in pair.parties
    assert (pair.count, pair.state, len(ring.parties), ring.count) == (4, FindingState.OPEN, 3, 3)
    assert town.bench.count("findings") == 2
    for name in ("anna", "staff", "confirmer", "approver"):
        assert code(lambda name=name: town.ask(requests.ListFindings(), name)) == "not-allowed"
    decide = requests.DecideFinding(finding_id=pair.finding_id, upheld=True, reason="互相确认")
    for name in ("carl", "dora"):
        part = actor(town.ids[name], Role.COUNCIL_MEMBER)
        assert code(lambda part=part: town.bench.ask(decide, as_=part)) == "points.part_of_finding"
    assert town.ask(decide, "council").state is FindingState.UPHELD
    assert code(lambda: town.ask(decide, "council")) == "points.finding_decided"
    other = requests.DecideFinding(finding_id=new_id("fnd"), upheld=True, reason="无")
    assert code(lambda: town.ask(other, "council")) == "points.finding_not_found"
    assert [one.kind for one in town.ask(requests.ListFindings(state=FindingState.OPEN), "council").items] == [
        FindingKind.RING
    ]


@pytest.mark.parametrize(
    ("edges", "patterns"),
    [
        ({("a", "b"): 2, ("b", "a"): 1}, []),
        ({("a", "b"): 3, ("b", "a"): 1}, [Pattern(FindingKind.MUTUAL, ("a", "b"), 4)]),
        ({("a", "b"): 9}, []),
        ({("a", "b"): 1, ("b", "c"): 1, ("c", "a"): 1}, [Pattern(FindingKind.RING, ("a", "b", "c"), 3)]),
        (
            {("a", "b"): 1, ("b", "c"): 1, ("c", "d"): 1, ("d", "a"): 1},
            [Pattern(FindingKind.RING, ("a", "b", "c", "d"), 4)],
        ),
        ({("a", "b"): 1, ("b", "c"): 1, ("c", "d"): 1, ("d", "e"): 1, ("e", "a"): 1}, []),
        ({("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1}, []),
    ],
)
def test_what_is_a_pattern_and_what_is_not(edges, patterns):
    assert [*rules.mutual(edges, rulebook=FIRST_RULEBOOK), *rules.rings(edges)] == patterns


def test_one_identity_under_two_ids_is_one_in_a_pattern():
    confirmed = [("a", "b", 2), ("b2", "a", 2), ("b", "b2", 5)]
    assert rules.mutual(rules.collapsed_edges(confirmed, {"b2": "b"}), rulebook=FIRST_RULEBOOK) == [
        Pattern(FindingKind.MUTUAL, ("a", "b"), 4)
    ]


def sampled(town, *, people=21) -> str:
    """A month in which many things were settled, and its end."""
    names = [f"p{number}" for number in range(people)]
    persons(town, *names)
    asked = [town.hours(name) for name in names]
    town.settle(*asked)
    town.bench.clock.at = datetime(2023, 4, 1, 1, tzinfo=UTC)
    town.bench.run_periods()
    return "2023-03"


def test_anybody_can_draw_the_sample_again_and_nobody_can_choose_it(town):
    period = sampled(town)
    anybody = actor(None)
    draw = town.bench.ask(requests.GetRecheckDraw(period=period), as_=anybody)
    page = town.bench.ask(requests.ListRecheckCandidates(period=period, limit=200), as_=anybody)
    again = hashlib.sha256(f"{draw.seal_hash} {period}".encode()).hexdigest()
    order = sorted(
        (item.contribution_id for item in page.items),
        key=lambda one: hashlib.sha256(f"{again} {one}".encode()).hexdigest(),
    )

    assert (draw.seed, draw.population, draw.drawn) == (again, 21, 2)
    assert {item.contribution_id for item in page.items if item.drawn} == set(order[:2])
    [sealed] = town.bench.rows(
        "SELECT encode(hash, 'hex') AS hash FROM ledger_seals WHERE number = :number", number=draw.seal_number
    )
    assert sealed.hash == draw.seal_hash
    assert town.bench.count("ledger_unsealed") == 0
    # Once a month, whatever becomes of it later.
    town.bench.run_periods()
    assert town.bench.count("rechecks") == 2
    none = requests.GetRecheckDraw(period="2023-02")
    assert code(lambda: town.bench.ask(none, as_=anybody)) == "points.not_drawn_yet"


def test_what_fails_when_looked_at_again_is_taken_back_by_two_who_had_no_hand_in_it(town):
    sampled(town)
    first, second = (item.contribution_id for item in town.ask(requests.ListRechecks(), "council").items)
    failed = requests.RecordRecheck(contribution_id=first, passed=False, reason="查无此活动")
    agree = requests.AgreeReversal(contribution_id=first)

    def by(name, request) -> str:
        return code(lambda: town.bench.ask(request, as_=actor(town.ids[name], Role.COUNCIL_MEMBER)))

    assert by("council", agree) == "points.recheck_not_failed"
    hands = {name: by(name, failed) for name in ("organiser", "confirmer", "approver")}
    assert hands == {
        "organiser": "points.own_contribution",
        "confirmer": "points.approving_own_confirmation",
        "approver": "points.own_contribution",
    }
    assert town.ask(failed, "council").state is RecheckState.FAILED
    assert town.bench.said_types().count(RecheckFailed) == 1
    assert by("council", agree) == "points.own_contribution"
    assert by("approver", agree) == "points.own_contribution"
    assert by("stranger", failed) == "points.already_rechecked"
    assert by("stranger", agree) == "ok"
    told = [event for event in town.bench.said() if isinstance(event, PointsReversed)]
    ids = town.bench.tell(*told)
    town.bench.tell(*told, event_ids=ids)
    shown = town.ask(requests.GetContribution(contribution_id=first), "staff")
    assert (shown.state, shown.reversed_cv, shown.reversed_sp) == (ContributionState.REVERSED, 20_00, 20_00)
    left = town.ask(requests.GetBalance(party_id=shown.party_id), "staff")
    assert (left.cv, left.sp) == (0, 0)
    assert by("dora", agree) == "points.recheck_not_failed"
    passed = requests.RecordRecheck(contribution_id=second, passed=True, reason="无误")
    assert town.ask(passed, "council").state is RecheckState.PASSED
    other = requests.RecordRecheck(contribution_id=new_id("ctb"), passed=True, reason="无误")
    assert by("council", other) == "points.not_drawn"


@pytest.mark.parametrize(
    "change",
    [
        "decided_by = confirmed_by",
        "decided_by = party_id",
        "decided_by = submitted_by",
        "confirmed_by = submitted_by",
        "second_confirmed_by = confirmed_by",
        "decided_at = notice_ends_at - interval '1 second'",
        "held = true",
        "wants_second = true",
        "reversed_cv = cv + 1",
    ],
)
def test_the_database_itself_refuses_what_the_rules_refuse(town, change):
    [one] = town.settle(town.hours())
    with pytest.raises(IntegrityError):
        town.bench.rows(f"UPDATE contributions SET {change} WHERE contribution_id = :id", id=one.contribution_id)
