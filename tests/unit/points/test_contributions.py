"""The way of a contribution: who may take which step, and when (rulebook §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import ContributionType as Type
from contracts.points.kinds import Evidence, PartyKind
from contracts.sectors import Sector
from services.points.contributions import refusals, rules
from services.points.contributions.rules import Claim, Near, Proof
from services.points.contributions.rules.claims import earning_of
from services.points.parties.rules import Hand, Party
from services.points.rate_cards.rules import FIRST_RULEBOOK

NOON = datetime(2023, 3, 18, 4, 0, tzinfo=UTC)
ANNA = Party(
    party_id="pty_ANNA",
    kind=PartyKind.PERSON,
    sector=Sector.RES,
    name="张小华",
    household_id="pty_HOME",
    organisation_id="pty_SCHOOL",
    registered_at=NOON,
)
CLAIM = Claim(
    contribution_id="ctb_1",
    party_id="pty_ANNA",
    contribution_type=Type.H1,
    activity="搬桌子",
    qualification=None,
    started_at=NOON - timedelta(hours=2),
    performed_on=date(2023, 3, 18),
    minutes=120,
    evidence=Evidence.E0,
    state=State.SUBMITTED,
    submitted_by="pty_ORGANISER",
    submitted_at=NOON,
)


def hand(name, *ties: str, at=NOON) -> Hand:
    return Hand(party_id=name, ties=frozenset({name, *ties}), at=at)


def confirmed(evidence=Evidence.E2, *, cv=20_00, claim=CLAIM, name="pty_CONFIRMER"):
    proof = Proof(evidence=evidence, documented=True)
    return rules.confirm(
        replace(claim, cv=cv), by=hand(name), near=NEAR, proof=proof, then=FIRST_RULEBOOK, now=FIRST_RULEBOOK
    )


NEAR = Near(kin=(ANNA,))
AFTER_NOTICE = NOON + timedelta(days=3)


def check(claim, *, party=ANNA, at=NOON, today=date(2023, 3, 18)):
    rules.check_submission(claim, party=party, rulebook=FIRST_RULEBOOK, at=at, today=today)


def test_what_was_done_within_14_days_may_be_submitted():
    check(CLAIM)
    check(CLAIM, at=NOON + timedelta(days=14), today=date(2023, 4, 1))
    with pytest.raises(refusals.TooLate):
        check(CLAIM, at=NOON + timedelta(days=15), today=date(2023, 4, 2))


@pytest.mark.parametrize(
    ("claim", "refusal"),
    [
        (replace(CLAIM, minutes=29), refusals.TooShort),
        (replace(CLAIM, minutes=24 * 60 + 1, started_at=NOON - timedelta(hours=25)), refusals.TooLong),
        (replace(CLAIM, started_at=NOON - timedelta(minutes=119)), refusals.NotYetPerformed),
        (replace(CLAIM, contribution_type=Type.H2), refusals.QualificationMissing),
    ],
    ids=["too short", "too long", "not over", "skilled without qualification"],
)
def test_what_cannot_count_is_not_taken(claim, refusal):
    with pytest.raises(refusal):
        check(claim)


def test_time_belongs_to_persons():
    with pytest.raises(refusals.HoursArePersonal):
        check(CLAIM, party=replace(ANNA, kind=PartyKind.ORGANISATION))


def test_overlapping_time_counts_once():
    later = replace(CLAIM, contribution_id="ctb_2", started_at=CLAIM.started_at + timedelta(minutes=119))
    following = replace(CLAIM, contribution_id="ctb_3", started_at=CLAIM.ended_at)

    rules.check_day(following, others=[CLAIM], rulebook=FIRST_RULEBOOK)
    with pytest.raises(refusals.TimeOverlaps):
        rules.check_day(later, others=[CLAIM], rulebook=FIRST_RULEBOOK)


def test_returned_and_rejected_time_is_free_again():
    for state in (State.RETURNED, State.REJECTED):
        taken = rules.check_day(CLAIM, others=[replace(CLAIM, state=state)], rulebook=FIRST_RULEBOOK)
        assert taken.earning_minutes == CLAIM.minutes
    with pytest.raises(refusals.TimeOverlaps):
        rules.check_day(CLAIM, others=[replace(CLAIM, contribution_id="ctb_2")], rulebook=FIRST_RULEBOOK)


def test_a_day_has_eight_hours():
    def counts(before: int, minutes: int = 120) -> tuple[int, int | None, int]:
        morning = replace(CLAIM, contribution_id="ctb_2", started_at=NOON - timedelta(hours=12), minutes=before)
        long = replace(CLAIM, started_at=NOON, minutes=minutes)
        taken = rules.check_day(long, others=[morning], rulebook=FIRST_RULEBOOK)
        assert earning_of(taken).minutes == taken.minutes
        return taken.minutes, taken.counted_minutes, taken.earning_minutes

    assert counts(360) == (120, None, 120)
    assert counts(361) == (120, 119, 119)
    assert counts(480) == counts(540) == (120, 0, 0)
    assert counts(30, minutes=600) == (600, 450, 450)


def test_confirmed_time_is_under_notice_for_three_days():
    claim = confirmed()

    assert (claim.state, claim.notice_ends_at, claim.confirmed_by) == (
        State.UNDER_NOTICE,
        AFTER_NOTICE,
        "pty_CONFIRMER",
    )
    assert claim.due_at == AFTER_NOTICE + timedelta(days=3)


@pytest.mark.parametrize(("cv", "fen", "days"), [(199_99, 0, 3), (200_00, 0, 7), (0, 1_999_99, 3), (0, 2_000_00, 7)])
def test_much_is_under_notice_for_seven_days(cv, fen, days):
    assert rules.notice_days(cv=cv, fen=fen, rulebook=FIRST_RULEBOOK) == days


@pytest.mark.parametrize(
    ("hours_type", "evidence", "state"),
    [
        (Type.H1, Evidence.E1, State.RETURNED),
        (Type.H1, Evidence.E2, State.UNDER_NOTICE),
        (Type.H2, Evidence.E3, State.UNDER_NOTICE),
        (Type.H3, Evidence.E0, State.RETURNED),
        (Type.H4, Evidence.E0, State.RETURNED),
        (Type.H4, Evidence.E1, State.UNDER_NOTICE),
    ],
)
def test_below_the_evidence_floor_it_is_returned(hours_type, evidence, state):
    assert confirmed(evidence, claim=replace(CLAIM, contribution_type=hours_type)).state is state


def test_it_is_approved_after_the_notice_and_not_before():
    claim = confirmed()

    with pytest.raises(refusals.NoticeRunning):
        rules.approve(claim, by=hand("pty_APPROVER", at=AFTER_NOTICE - timedelta(seconds=1)), near=NEAR)
    settled = rules.approve(claim, by=hand("pty_APPROVER", at=AFTER_NOTICE), near=NEAR)

    assert (settled.state, settled.decided_by) == (State.SETTLED, "pty_APPROVER")


@pytest.mark.parametrize("name", ["pty_ANNA", "pty_ORGANISER"])
def test_nobody_confirms_or_approves_what_they_did_or_entered(name):
    with pytest.raises(refusals.OwnContribution):
        confirmed(name=name)
    with pytest.raises(refusals.OwnContribution):
        rules.approve(confirmed(), by=hand(name, at=AFTER_NOTICE), near=NEAR)
    with pytest.raises(refusals.OwnContribution):
        rules.reject(confirmed(), by=hand(name), near=NEAR, reason="重复")


def test_the_confirmer_does_not_approve():
    with pytest.raises(refusals.ApprovingOwnConfirmation):
        rules.approve(confirmed(), by=hand("pty_CONFIRMER", at=AFTER_NOTICE), near=NEAR)


@pytest.mark.parametrize("tie", ["pty_HOME", "pty_SCHOOL", "pty_ANNA"])
def test_nobody_of_the_same_household_or_organisation_decides(tie):
    with pytest.raises(refusals.TooClose):
        rules.confirm(
            CLAIM,
            by=hand("pty_OTHER", tie),
            near=NEAR,
            proof=Proof(evidence=Evidence.E2, as_counterpart=True),
            then=FIRST_RULEBOOK,
            now=FIRST_RULEBOOK,
        )
    with pytest.raises(refusals.TooClose):
        rules.approve(confirmed(), by=hand("pty_OTHER", tie, at=AFTER_NOTICE), near=NEAR)


def test_what_is_not_confirmed_cannot_be_approved():
    with pytest.raises(refusals.NotConfirmed):
        rules.approve(CLAIM, by=hand("pty_APPROVER"), near=NEAR)


def test_every_step_is_taken_once():
    settled = rules.approve(confirmed(), by=hand("pty_APPROVER", at=AFTER_NOTICE), near=NEAR)
    rejected = rules.reject(confirmed(), by=hand("pty_APPROVER"), near=NEAR, reason="重复")

    with pytest.raises(refusals.NotWaitingForConfirmation):
        confirmed(claim=confirmed())
    with pytest.raises(refusals.NotWaitingForConfirmation):
        rules.send_back(confirmed(), by=hand("pty_CONFIRMER"), near=NEAR, reason="缺照片")
    for decided in (settled, rejected, confirmed(Evidence.E0)):
        with pytest.raises(refusals.AlreadyDecided):
            rules.approve(decided, by=hand("pty_THIRD", at=AFTER_NOTICE), near=NEAR)
        with pytest.raises(refusals.AlreadyDecided):
            rules.reject(decided, by=hand("pty_THIRD"), near=NEAR, reason="重复")
