"""Objections, deadlines and whose turn it is: nothing approves itself, and nobody decides about their own."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import ContributionChallenged, ContributionEscalated, ContributionSettled
from contracts.points.kinds import (
    ChallengeState,
    Channel,
    ContributionState,
    ContributionType,
    Evidence,
    Limit,
    Task,
)
from contracts.roles import Role
from tests.database.points.duties import code, on_duty, persons
from tests.database.points.town import at_once
from tests.support.bench import actor


def noticed(town, name="anna", **changes: object) -> str:
    asked = town.hours(name, **changes)
    town.ask(asked, "organiser")
    town.confirm(asked.contribution_id)
    return asked.contribution_id


def objection(contribution_id, **changes: object):
    plain = {"challenge_id": new_id("chl"), "contribution_id": contribution_id, "reason": "那天我没有看见他"}
    return requests.ChallengeContribution(**(plain | changes))


def decision(contribution_id, *, upheld):
    return requests.DecideChallenge(contribution_id=contribution_id, upheld=upheld, reason="已核实")


def queue(town, name) -> list[str]:
    asker = actor(town.ids[name], Role.CONFIRMER, Role.APPROVER, Role.COUNCIL_MEMBER)
    return [item.contribution_id for item in town.bench.ask(requests.ListWork(), as_=asker).items]


def test_an_objection_stops_the_approval_and_whoever_objected_is_told_to_nobody(town):
    contribution_id = noticed(town)
    raised = town.ask(asked := objection(contribution_id), "dora")
    again = town.ask(asked, "dora")
    town.bench.clock.advance(days=3)

    assert raised == again
    assert code(lambda: town.approve(contribution_id)) == "points.under_challenge"
    reject = requests.RejectContribution(contribution_id=contribution_id, reason="重复")
    assert code(lambda: town.ask(reject, "approver")) == "points.under_challenge"
    seen = town.ask(requests.GetContribution(contribution_id=contribution_id), "anna")
    assert seen.state is ContributionState.CHALLENGED
    assert town.ids["dora"] not in repr(seen)
    for name in ("anna", "council"):
        assert town.ids["dora"] not in repr(town.ask(requests.ListChallenges(), name))
    assert town.ask(requests.ListChallenges(), "anna").items == ()
    told = town.bench.rows("SELECT headers FROM outbox WHERE type = 'points.contribution_challenged.v1'")
    assert len(told) == 1
    assert town.ids["dora"] not in told[0].headers
    assert town.bench.said_types().count(ContributionChallenged) == 1


def test_the_council_dismisses_and_it_is_credited_or_upholds_and_it_is_rejected(town):
    good, bad = noticed(town), noticed(town, "carl")
    for one in (good, bad):
        town.ask(objection(one), "dora")
        town.ask(objection(one), "bela" if one == bad else "stranger")

    assert code(lambda: town.ask(decision(good, upheld=False), "council")) == "points.notice_running"
    rejected = town.ask(decision(bad, upheld=True), "council")
    town.bench.clock.advance(days=3)
    settled = town.ask(decision(good, upheld=False), "council")

    assert (rejected.state, settled.state) == (ContributionState.REJECTED, ContributionState.SETTLED)
    assert (town.balance("anna").cv, town.balance("carl").cv) == (20_00, 0)
    assert town.bench.said_types().count(ContributionSettled) == 1
    states = Counter(item.state for item in town.ask(requests.ListChallenges(), "council").items)
    assert states == {ChallengeState.DISMISSED: 2, ChallengeState.UPHELD: 2}
    assert code(lambda: town.ask(decision(good, upheld=True), "council")) == "points.not_challenged"


def test_objections_are_heard_while_the_notice_runs_from_anybody_but_the_claimant(town):
    asked = town.hours()
    town.ask(asked, "anna")
    early = code(lambda: town.ask(objection(asked.contribution_id), "dora"))
    town.confirm(asked.contribution_id)
    own = code(lambda: town.ask(objection(asked.contribution_id), "anna"))
    missing = code(lambda: town.ask(objection(new_id("ctb")), "dora"))
    unknown = code(lambda: town.bench.ask(objection(asked.contribution_id), as_=actor(new_id("pty"), Role.RESIDENT)))
    first = objection(asked.contribution_id)
    town.ask(first, "dora")
    taken = code(lambda: town.ask(first, "carl"))
    town.bench.clock.advance(days=3)
    late = code(lambda: town.ask(objection(asked.contribution_id), "dora"))

    assert (early, own) == ("points.not_under_notice", "points.own_contribution")
    assert (missing, unknown) == ("points.contribution_not_found", "points.actor_not_registered")
    assert (taken, late) == ("points.challenge_id_taken", "points.not_under_notice")


def test_nobody_involved_decides_on_an_objection(town):
    contribution_id = noticed(town)
    town.ask(objection(contribution_id), "dora")
    codes = {}
    for name in ("anna", "bela", "organiser", "confirmer", "dora"):
        judge = actor(town.ids[name], Role.COUNCIL_MEMBER)
        codes[name] = code(lambda judge=judge: town.bench.ask(decision(contribution_id, upheld=True), as_=judge))

    assert codes == {
        "anna": "points.own_contribution",
        "bela": "points.too_close",
        "organiser": "points.own_contribution",
        "confirmer": "points.approving_own_confirmation",
        "dora": "points.too_close",
    }
    assert code(lambda: town.ask(decision(contribution_id, upheld=True), "approver")) == "not-allowed"


def test_an_objection_and_the_approval_at_once_never_both_win(town):
    for _ in range(4):
        started = town.now - timedelta(hours=3)
        contribution_id = noticed(town, started_at=started)
        ends = town.now + timedelta(days=3)
        town.bench.clock.at = ends - timedelta(seconds=1)
        # The objection comes in the last second of the notice, the approval as if it came right after it.
        outcomes = at_once(
            [
                lambda one=contribution_id: town.ask(objection(one), "dora"),
                lambda one=contribution_id: town.approve(one),
            ]
        )
        assert sorted(outcomes) in (["ok", "points.notice_running"], ["ok", "points.under_challenge"])
        town.bench.clock.at = ends
        both = at_once(
            [
                lambda one=contribution_id: town.ask(decision(one, upheld=True), "council"),
                lambda one=contribution_id: town.ask(decision(one, upheld=False), "council"),
            ]
        )
        assert sorted(both) == ["ok", "points.not_challenged"]
    assert town.bench.count("grants") == town.bench.said_types().count(ContributionSettled)


def test_a_step_that_nobody_takes_escalates_at_the_instant_and_never_approves(town):
    asked = town.hours()
    town.ask(asked, "anna")
    confirm = requests.ConfirmContribution(
        contribution_id=asked.contribution_id, evidence=Evidence.E2, as_counterpart=True
    )

    def level() -> int:
        town.bench.run_sweeps()
        return town.ask(requests.GetContribution(contribution_id=asked.contribution_id), "anna").escalation

    levels = []
    for step in ({"days": 7, "seconds": -1}, {"seconds": 1}, {}, {"days": 7, "seconds": -1}, {"seconds": 1}):
        town.bench.clock.advance(**step)
        levels.append(level())
        if len(levels) == 4:
            before_council = code(lambda: town.ask(confirm, "council"))
    confirmed = town.ask(confirm, "council")
    town.bench.clock.advance(days=6, seconds=-1)
    levels.append(level())
    town.bench.clock.advance(seconds=1)
    levels.append(level())
    town.bench.clock.advance(days=400)
    levels.append(level())

    assert levels == [0, 1, 1, 1, 2, 0, 2, 2]
    assert before_council == "not-allowed"
    assert confirmed.state is ContributionState.UNDER_NOTICE
    told = [event.task for event in town.bench.said() if isinstance(event, ContributionEscalated)]
    assert told == [Task.SECOND_CONFIRM, Task.DECIDE, Task.DECIDE]
    assert (town.balance("anna").cv, town.bench.count("grants")) == (0, 0)
    # Whoever of the council confirmed what escalated does not approve it.
    assert (
        code(lambda: town.ask(requests.ApproveContribution(contribution_id=asked.contribution_id), "council"))
        == "points.approving_own_confirmation"
    )


def test_swept_at_once_every_step_escalates_once(town):
    for name in ("anna", "carl", "dora"):
        town.ask(town.hours(name), "organiser")
    town.bench.clock.advance(days=7)
    at_once([town.bench.service.escalate_contributions for _ in range(4)])
    assert town.bench.said_types().count(ContributionEscalated) == 3


def test_duties_are_two_persons_matter(town):
    duty_id = new_id("dty")
    appoint = requests.AppointDuty(duty_id=duty_id, party_id=town.ids["confirmer"], task=Task.CONFIRM)
    agree = requests.AgreeDuty(duty_id=duty_id)
    town.ask(appoint, "staff")
    own = [
        code(lambda name=name: town.bench.ask(agree, as_=actor(town.ids[name], Role.COMMUNITY_STAFF)))
        for name in ("staff", "confirmer")
    ]
    agreed = town.ask(agree, "council")

    assert own == ["points.own_duty"] * 2
    assert (agreed.agreed_by, town.ask(appoint, "staff").duty_id) == (town.ids["council"], duty_id)
    assert code(lambda: town.ask(agree, "council")) == "points.duty_not_proposed"
    other = requests.AppointDuty(duty_id=duty_id, party_id=town.ids["approver"], task=Task.CONFIRM)
    assert code(lambda: town.ask(other, "staff")) == "points.duty_id_taken"
    town.ask(requests.EndDuty(duty_id=duty_id), "staff")
    assert code(lambda: town.ask(requests.EndDuty(duty_id=duty_id), "staff")) == "points.duty_ended"
    assert code(lambda: town.ask(requests.EndDuty(duty_id=new_id("dty")), "staff")) == "points.duty_not_found"
    assert [duty.duty_id for duty in town.ask(requests.ListDuties(), "staff").items] == [duty_id]


def test_work_is_dealt_evenly_and_passes_over_whoever_is_involved_or_close(town):
    persons(town, "first", "second", "third")
    for name in ("first", "second", "third", "bela"):
        on_duty(town, name, Task.CONFIRM)
    on_duty(town, "approver", Task.APPROVE)
    asked = [town.hours(started_at=town.now - timedelta(hours=3 * turn), minutes=60) for turn in range(1, 8)]
    for one in asked:
        town.ask(one, "organiser")

    dealt = {name: queue(town, name) for name in ("first", "second", "third", "bela")}
    passed = town.bench.rows("SELECT party_id, reason FROM passed_over")
    assert sorted(len(mine) for name, mine in dealt.items() if name != "bela") == [2, 2, 3]
    assert dealt["bela"] == []  # Of anna's household: silently passed over, and logged.
    assert {(row.party_id, row.reason) for row in passed} == {(town.ids["bela"], "close")}
    # Somebody else may help; the distance holds for them too.
    close = actor(town.ids["bela"], Role.CONFIRMER)
    confirm = requests.ConfirmContribution(
        contribution_id=asked[0].contribution_id, evidence=Evidence.E2, as_counterpart=True
    )
    assert code(lambda: town.bench.ask(confirm, as_=close)) == "points.too_close"
    town.ask(confirm, "confirmer")
    assert queue(town, "approver") == [asked[0].contribution_id]


def test_nobody_is_assigned_where_all_on_duty_are_involved(town):
    on_duty(town, "organiser", Task.CONFIRM)
    town.ask(town.hours(), "organiser")
    assert queue(town, "organiser") == []


def test_a_draft_is_ones_own_until_it_is_put_forward(town):
    asked = town.hours(minutes=10, draft=True)
    town.ask(asked, "anna")
    town.ask(town.hours(contribution_id=asked.contribution_id, minutes=60, draft=True), "anna")
    get = requests.GetContribution(contribution_id=asked.contribution_id)
    drafts = requests.ListContributions(state=ContributionState.DRAFT)

    mine = town.ask(get, "anna")
    assert (mine.state, mine.minutes) == (ContributionState.DRAFT, 60)
    assert [item.contribution_id for item in town.ask(drafts, "anna").items] == [asked.contribution_id]
    for name in ("staff", "bela", "council"):
        assert code(lambda name=name: town.ask(get, name)) == "points.contribution_not_found"
        assert town.ask(drafts, name).items == ()
    taken = town.hours("carl", contribution_id=asked.contribution_id, draft=True)
    assert code(lambda: town.ask(taken, "carl")) == "points.contribution_id_taken"
    # Being put forward is what is judged.
    assert code(lambda: town.ask(town.hours(minutes=10), "anna")) == "points.too_short"
    put = town.hours(contribution_id=asked.contribution_id)
    assert town.ask(put, "anna").state is ContributionState.SUBMITTED
    assert town.ask(drafts, "anna").items == ()
    assert code(lambda: town.ask(asked, "anna")) == "points.contribution_id_taken"


def estimate(town, name="anna", **changes: object):
    plain = {
        "party_id": town.ids["anna"],
        "contribution_type": ContributionType.H1,
        "performed_on": town.now.date(),
        "minutes": 120,
    }
    return town.ask(requests.EstimateContribution(**(plain | changes)), name)


def test_what_it_would_earn_and_what_limits_it_is_told_before(town):
    free = estimate(town)
    lengths = (480, 480, 480, 480, 60)
    town.settle(
        *[
            town.hours(minutes=minutes, started_at=town.now - timedelta(days=day, hours=9))
            for day, minutes in enumerate(lengths)
        ]
    )
    month = {"performed_on": (town.now - timedelta(days=8)).date()}
    warned = estimate(town, minutes=15, **month)
    over = estimate(town, minutes=480, **month)
    long = estimate(town, minutes=480 + 60, **month)
    town.earn("anna", 2_700_00 - town.balance("anna").sp)
    money = {"contribution_type": ContributionType.F1W, "minutes": 0, **month}
    capped = estimate(town, value=10_000_00, **money)

    assert (free.cv, free.sp, free.limited_by, free.warning) == (20_00, 20_00, Limit.NONE, False)
    assert (warned.limited_by, warned.warning, warned.hours_minutes_left) == (Limit.NONE, True, 405)
    assert (over.cv, over.sp, over.full_sp, over.limited_by) == (80_00, 70_00, 80_00, Limit.HOURS)
    assert (long.cv, long.sp, long.full_sp, long.limited_by) == (80_00, 70_00, 90_00, Limit.DAY)
    assert (over.counted_minutes, long.counted_minutes, capped.counted_minutes) == (480, 480, 0)
    assert (capped.sp, capped.full_sp, capped.limited_by, capped.warning) == (300_00, 500_00, Limit.CAP, True)
    assert code(lambda: estimate(town, "bela")) == "points.party_not_found"


def test_the_public_list_of_manual_entries_is_masked_and_says_why(town):
    by_hand = town.hours(channel=Channel.BACK_OFFICE, entry_reason="签到机故障")
    town.ask(by_hand, "staff")
    town.ask(town.hours("carl"), "organiser")
    anybody = actor(None)
    before = town.bench.ask(requests.ListManualEntries(), as_=anybody).items
    town.ask(requests.SecondEntry(contribution_id=by_hand.contribution_id), "council")
    [after] = town.bench.ask(requests.ListManualEntries(), as_=anybody).items

    assert [(entry.public_name, entry.entry_reason, entry.by_two) for entry in before] == [
        ("张***a", "签到机故障", False)
    ]
    assert (after.by_two, after.channel) == (True, Channel.BACK_OFFICE)


@pytest.mark.parametrize("name", ["anna", "bela", "carl"])
def test_an_attacker_with_every_role_mints_nothing_alone(town, name):
    everything = actor(town.ids[name], *Role, organisation_id=town.ids["shop"])

    def ask(request) -> str:
        return code(lambda: town.bench.ask(request, as_=everything))

    claims = [
        asked
        for turn, beneficiary in enumerate(sorted({name, "anna", "carl"}))
        for asked in (
            town.hours(beneficiary),
            town.hours(
                beneficiary,
                channel=Channel.BACK_OFFICE,
                entry_reason="补录",
                started_at=town.now - timedelta(hours=8 + turn),
            ),
        )
    ]
    assert {ask(one) for one in claims} == {"ok"}
    for _ in range(4):
        # Time, escalation and the council's powers do not help either.
        for one in claims:
            tries = (
                requests.SecondEntry(contribution_id=one.contribution_id),
                requests.ConfirmContribution(contribution_id=one.contribution_id, evidence=Evidence.E3),
                requests.ReturnContribution(contribution_id=one.contribution_id, reason="重来"),
                requests.ApproveContribution(contribution_id=one.contribution_id),
                requests.RejectContribution(contribution_id=one.contribution_id, reason="重来"),
                objection(one.contribution_id),
                decision(one.contribution_id, upheld=False),
            )
            assert "ok" not in {ask(request) for request in tries}
        town.bench.clock.advance(days=8)
        town.bench.run_sweeps()
    assert town.bench.count("grants") == 0
