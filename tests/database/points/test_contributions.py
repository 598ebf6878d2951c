"""Unpaid time on real tables: three persons, one credit, whatever comes twice or at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.event import listen

from chassis.calls import Call
from chassis.cause import Cause
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.events import (
    ContributionConfirmed,
    ContributionRefused,
    ContributionSettled,
    ContributionSubmitted,
    PointsGranted,
)
from contracts.points.kinds import ContributionState, Evidence, HoursType
from contracts.roles import Role
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor


def test_the_teacher_of_the_rulebook_has_48_5_cv_30_sp_and_3_hours(town):
    ordinary = town.hours(started_at=town.now - timedelta(hours=5))
    town.qualify("anna", "ELECTRICIAN")
    skilled = town.hours(
        contribution_type=HoursType.H3, started_at=town.last_night, minutes=60, qualification="ELECTRICIAN"
    )

    town.settle(ordinary, skilled)
    town.bench.tell(town.give("anna", 60_00))

    balance = town.balance("anna")
    assert (balance.cv, balance.sp, balance.minutes) == (48_50, 30_00, 180)
    assert [lot.remaining for lot in balance.lots] == [20_00, 10_00]
    assert {lot.expires_on.isoformat() for lot in balance.lots} == {"2025-03-31"}


def test_a_settled_contribution_says_every_step(town):
    asked = town.hours()
    said_before = len(town.bench.said())

    [settled] = town.settle(asked)

    said = town.bench.said()[said_before:]
    assert [type(event) for event in said] == [
        ContributionSubmitted,
        ContributionConfirmed,
        ContributionSettled,
        PointsGranted,
    ]
    assert (settled.state, settled.cv, settled.sp, settled.version) == (ContributionState.SETTLED, 20_00, 20_00, 3)
    assert (said[-1].source_id, said[-1].cv, said[-1].sp) == (asked.contribution_id, 20_00, 20_00)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("anna", "not-allowed"),
        ("organiser", "not-allowed"),
        ("staff", "not-allowed"),
    ],
)
def test_only_approvers_approve(town, name, code):
    asked = town.hours()
    town.ask(asked, "organiser")
    with pytest.raises(AskRefused) as refused:
        town.ask(requests.ApproveContribution(contribution_id=asked.contribution_id), name)
    assert refused.value.code == code


def test_no_role_helps_to_approve_what_one_did_entered_or_confirmed(town):
    asked = town.hours()
    all_roles = {name: actor(town.ids[name], *Role) for name in ("anna", "bela", "organiser", "confirmer")}
    town.ask(asked, "organiser")
    confirm = requests.ConfirmContribution(
        contribution_id=asked.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    approve = requests.ApproveContribution(contribution_id=asked.contribution_id)
    codes = {}
    for name in ("anna", "bela", "organiser"):
        with pytest.raises(AskRefused) as refused:
            town.bench.ask(confirm, as_=all_roles[name])
        codes[name] = refused.value.code
    town.bench.ask(confirm, as_=all_roles["confirmer"])
    town.bench.clock.advance(days=3)
    with pytest.raises(AskRefused) as refused:
        town.bench.ask(approve, as_=all_roles["confirmer"])

    assert codes == {
        "anna": "points.own_contribution",
        "bela": "points.too_close",
        "organiser": "points.own_contribution",
    }
    assert refused.value.code == "points.approving_own_confirmation"
    assert town.balance("anna").cv == 0


def test_it_is_not_approved_while_its_notice_runs_and_is_seen_by_everybody(town):
    asked = town.hours()
    town.ask(asked, "anna")
    town.confirm(asked.contribution_id)

    page = town.bench.ask(requests.ListNotices(), as_=actor(None))
    with pytest.raises(AskRefused) as refused:
        town.approve(asked.contribution_id)

    assert [(notice.contribution_id, notice.public_name) for notice in page.items] == [
        (asked.contribution_id, "张***a")
    ]
    assert refused.value.code == "points.notice_running"


def test_weak_evidence_is_returned_and_frees_the_time(town):
    asked = town.hours()
    town.ask(asked, "anna")

    returned = town.confirm(asked.contribution_id, Evidence.E1)
    again = town.ask(replace(asked, contribution_id=new_id("ctb")), "anna")

    assert returned.state is ContributionState.RETURNED
    assert again.state is ContributionState.SUBMITTED
    assert ContributionRefused in town.bench.said_types()


def test_a_rejected_contribution_earns_nothing(town):
    asked = town.hours()
    town.ask(asked, "anna")
    town.confirm(asked.contribution_id)
    town.ask(requests.RejectContribution(contribution_id=asked.contribution_id, reason="重复"), "approver")
    town.bench.clock.advance(days=3)

    with pytest.raises(AskRefused) as refused:
        town.approve(asked.contribution_id)

    assert refused.value.code == "points.already_decided"
    assert town.bench.count("grants") == 0


def test_the_same_submission_again_is_the_same_and_another_one_is_refused(town):
    asked = town.hours()
    first = town.ask(asked, "anna")

    assert town.ask(asked, "anna") == first
    with pytest.raises(AskRefused) as refused:
        town.ask(replace(asked, minutes=60), "anna")
    assert refused.value.code == "points.contribution_id_taken"
    assert town.bench.count("contributions") == 1


def test_overlapping_time_submitted_at_once_counts_once(town):
    wanted = [town.hours(contribution_id=new_id("ctb")) for _ in range(6)]

    codes = at_once([lambda asked=asked: town.ask(asked, "anna") for asked in wanted])

    assert sorted(codes) == ["ok"] + ["points.time_overlaps"] * 5


def test_approved_at_once_by_many_it_is_credited_once(town):
    asked = town.hours()
    town.ask(asked, "anna")
    town.confirm(asked.contribution_id)
    town.bench.clock.advance(days=3)

    codes = at_once([lambda: town.approve(asked.contribution_id) for _ in range(6)])

    assert sorted(codes) == ["ok"] + ["points.already_decided"] * 5
    assert town.balance("anna").cv == 20_00


def test_whoever_saw_another_version_is_told(town):
    asked = town.hours()
    town.ask(asked, "anna")
    town.confirm(asked.contribution_id)
    town.bench.clock.advance(days=3)
    with pytest.raises(AskRefused) as refused:
        town.approve(asked.contribution_id, if_version=1)
    assert (refused.value.code, refused.value.details) == ("stale-version", {"current": 2})
    town.approve(asked.contribution_id, if_version=2)


def test_nobody_sees_or_submits_for_somebody_else(town):
    asked = town.hours()
    town.ask(asked, "anna")
    get = requests.GetContribution(contribution_id=asked.contribution_id)
    elsewhere = actor(town.ids["anna"], Role.RESIDENT, Role.APPROVER, community="elsewhere")

    for request, who in (
        (get, town.actor("bela")),
        (get, elsewhere),
        (requests.ApproveContribution(contribution_id=asked.contribution_id), elsewhere),
        (town.hours("bela"), town.actor("anna")),
        (requests.ListContributions(party_id=town.ids["anna"]), town.actor("bela")),
    ):
        with pytest.raises(AskRefused) as refused:
            town.bench.ask(request, as_=who)
        assert refused.value.kind == "not_found" or refused.value.code == "points.actor_not_registered"
    assert town.ask(requests.ListContributions(), "bela").items == ()
    assert len(town.ask(requests.ListContributions(), "anna").items) == 1


def test_after_forty_hours_a_month_time_mints_value_only(town):
    days = [town.hours(minutes=480, started_at=town.now - timedelta(days=day, hours=9)) for day in range(6)]

    town.settle(*days)

    balance = town.balance("anna")
    assert (balance.cv, balance.sp, balance.minutes) == (480_00, 400_00, 6 * 480)


def test_pages_of_contributions_lose_and_repeat_nothing(town):
    wanted = [town.hours(started_at=town.now - timedelta(days=day, hours=3)) for day in range(5)]
    for asked in wanted:
        town.ask(asked, "anna")

    seen, after = [], None
    while True:
        page = town.ask(requests.ListContributions(limit=2, after=after), "anna")
        seen += [item.contribution_id for item in page.items]
        after = page.next_key
        if after is None:
            break

    assert seen == sorted((asked.contribution_id for asked in wanted), reverse=True)


def test_an_estimate_is_told_before_it_is_approved(town):
    answer: answers.Contribution = town.ask(town.hours(minutes=50), "anna")
    assert (answer.cv, answer.sp, answer.minutes) == (7_50, 7_50, 50)


def test_approvals_that_arrive_together_are_judged_one_by_one_with_as_many_statements_as_one(town):
    asked = [town.hours(name, activity=f"{name} {turn}") for name in ("anna", "bela") for turn in range(1)]
    asked += [town.hours("anna", started_at=town.now - timedelta(hours=6 + 3 * turn)) for turn in range(4)]
    for one in asked:
        town.ask(one, "organiser")
        town.confirm(one.contribution_id)
    town.bench.clock.advance(days=3)
    sent = []
    listen(town.bench.database.engine, "before_cursor_execute", lambda *seen: sent.append(seen[2]))

    def approve(*asking: tuple[str, str]) -> list[str]:
        sent.clear()
        calls = [
            Call(
                method="approve_contribution",
                body={"contribution_id": contribution_id},
                actor=town.actor(name),
                cause=Cause(),
                key=new_id("key"),
            )
            for name, contribution_id in asking
        ]
        outcomes = town.bench.service.approve_contribution(calls)
        return [(outcome.refusal or {}).get("code") or outcome.answer["state"] for outcome in outcomes]

    first, *others = [one.contribution_id for one in asked]
    alone = approve(("approver", first))
    cost_of_one = len(sent)
    together = approve(
        *(("approver", one) for one in others),
        ("approver", others[0]),
        ("approver", new_id("ctb")),
        ("confirmer", others[0]),
    )

    assert alone == ["settled"]
    assert len(sent) <= cost_of_one  # The first opens the accounts that later ones find.
    assert together == [*["settled"] * 5, "points.already_decided", "points.contribution_not_found", "not-allowed"]
    assert (town.balance("anna").cv, town.balance("bela").cv) == (100_00, 20_00)
    assert town.bench.rows("SELECT count(*) AS n FROM grants")[0].n == len(asked)
