"""Acts of charity without a database: whose task is night work, what a code opens, who is next in line, whose time counts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.points.ids import VenueCode
from contracts.points.kinds import (
    AttendanceSource,
    AttendanceState,
    Basis,
    Evidence,
    HoursType,
    PartyKind,
    SignUpState,
    Strain,
)
from contracts.sectors import Sector
from services.points.activities import codes, refusals
from services.points.activities.rules import acts, attending, counts, places
from services.points.activities.rules.acts import Activity, Shift
from services.points.activities.rules.attending import Attendance
from services.points.activities.rules.places import SignUp
from services.points.parties.rules import Party

NOON = datetime(2023, 3, 18, 4, 0, tzinfo=UTC)  # 12:00 in Chengdu.
HOUR = timedelta(hours=1)
SECRET = b"a secret of the test, long enough"
SHIFT = Shift(
    shift_id="shf_1",
    activity_id="act_1",
    task="巡逻",
    hours_type=HoursType.H3,
    starts_at=NOON + 10 * HOUR,
    ends_at=NOON + 12 * HOUR,
    quota=2,
    level=2,
    strain=Strain.NIGHT,
)
ACT = Activity(
    activity_id="act_1",
    name="守夜",
    place="长林盘",
    about="守夜",
    needs=("elders",),
    planned_start=NOON,
    planned_end=NOON + 48 * HOUR,
    sign_up_closes_at=NOON,
    state=acts.State.DRAFT,
    drafted_by="pty_ORG",
    drafted_at=NOON,
)


def fits(begins: int, hours: int) -> bool:
    """May night work begin so many hours after noon and last so long?"""
    shift = replace(SHIFT, starts_at=NOON + begins * HOUR, ends_at=NOON + (begins + hours) * HOUR)
    try:
        acts.check_draft(ACT, ["pty_SHOP"], [shift], cards=[], at=NOON - HOUR)
    except refusals.ShiftUnfit:
        return False
    return True


@pytest.mark.parametrize(("begins", "hours"), [(10, 2), (10, 8), (12, 1), (17, 1), (34, 8)])
def test_night_is_from_22_to_6_by_the_civil_clock(begins, hours):
    assert fits(begins, hours)


@pytest.mark.parametrize(("begins", "hours"), [(9, 2), (10, 9), (18, 1), (0, 1), (10, 23)])
def test_what_reaches_into_the_day_is_no_night_work(begins, hours):
    assert not fits(begins, hours)


@given(st.integers(0, 10**9), st.integers(0, 240))
def test_a_code_opens_in_its_step_and_the_next_one_only(since, later):
    at = NOON + timedelta(seconds=since)
    code = codes.code_at(SECRET, community="a", activity_id="act_1", at=at)
    shown = codes.changes_at(at) - codes.STEP
    then = at + timedelta(seconds=later)

    opened = codes.opens(code, SECRET, community="a", activity_id="act_1", at=then)

    assert opened is (then < shown + 2 * codes.STEP)
    assert re.fullmatch(get_args(VenueCode)[1].regex, code)
    assert shown <= at < codes.changes_at(at)


@pytest.mark.parametrize(
    "other", [{"activity_id": "act_2"}, {"community": "b"}, {"secret": b"another secret, long enough too"}]
)
def test_a_code_is_of_no_use_elsewhere(other):
    bound = {"secret": SECRET, "community": "a", "activity_id": "act_1", "at": NOON}
    assert not codes.opens(codes.code_at(**bound), **(bound | other))


def waiting(position: int) -> SignUp:
    return SignUp(
        sign_up_id=f"sgn_{position}",
        activity_id="act_1",
        shift_id="shf_1",
        party_id=f"pty_{position}",
        basis=Basis.UNPAID,
        organisation_id=None,
        state=SignUpState.WAITING,
        signed_by=f"pty_{position}",
        signed_at=NOON,
        position=position,
    )


@given(st.permutations(range(1, 6)), st.integers(0, 3), st.integers(0, 3))
def test_what_is_free_is_offered_to_the_heads_of_the_line(order, quota, taken):
    shift = replace(SHIFT, quota=max(quota, taken), taken=taken)

    fuller, offered = places.offer(shift, [waiting(position) for position in order], at=NOON)

    assert [one.position for one in offered] == list(range(1, 1 + shift.room))
    assert fuller.taken == shift.quota
    assert all(one.offer_ends_at == min(NOON + 12 * HOUR, shift.starts_at) for one in offered)


def party(party_id: str, sector: Sector, *, employer: str | None = None) -> Party:
    kind = PartyKind.ORGANISATION if party_id.startswith("org") else PartyKind.PERSON
    return Party(
        party_id=party_id,
        kind=kind,
        sector=sector,
        name="测试",
        household_id=None,
        organisation_id=employer,
        registered_at=NOON,
    )


KNOWN = {
    one.party_id: one
    for one in (
        party("org_gov", Sector.GOV),
        party("org_shop", Sector.MER),
        party("official", Sector.RES, employer="org_gov"),
        party("cook", Sector.RES, employer="org_shop"),
    )
}


@pytest.mark.parametrize(
    ("person", "paid_by", "hosts", "counts_for"),
    [
        ("cook", None, ["org_shop"], "cook"),
        ("cook", "org_shop", ["org_shop"], "org_shop"),
        ("official", "org_gov", [], None),
        ("official", None, ["org_gov"], None),
        ("official", None, ["org_shop"], "official"),
        # Who acts for somebody else: not at the own employer's activity, where nobody could tell it from being on duty.
        ("official", "org_shop", ["org_shop"], "org_shop"),
        ("official", "org_shop", ["org_gov", "org_shop"], None),
    ],
)
def test_time_counts_for_whoever_gave_it_and_never_for_staff_whose_job_it_is(person, paid_by, hosts, counts_for):
    came = Attendance(
        attendance_id="atd_1",
        activity_id="act_1",
        shift_id="shf_1",
        party_id=person,
        basis=Basis.PAID if paid_by else Basis.UNPAID,
        organisation_id=paid_by,
        checked_in_at=NOON,
        source=AttendanceSource.CODE,
        state=AttendanceState.OPEN,
        entered_by=person,
    )

    earns = attending.earns(came, known=KNOWN, hosts=hosts)

    assert (came.worker_id if earns else None) == counts_for


def test_without_the_second_scan_time_ends_as_planned_and_never_before_it_began():
    came = Attendance(
        attendance_id="atd_1",
        activity_id="act_1",
        shift_id="shf_1",
        party_id="pty_1",
        basis=Basis.UNPAID,
        organisation_id=None,
        checked_in_at=SHIFT.starts_at - HOUR,
        source=AttendanceSource.CODE,
        state=AttendanceState.OPEN,
        entered_by="pty_1",
    )
    late = attending.capped(came, SHIFT, at=SHIFT.ends_at + HOUR)
    soon = attending.capped(came, SHIFT, at=came.checked_in_at)

    assert (late.minutes, late.evidence) == (180, Evidence.E1)
    assert (soon.minutes, soon.checked_out_at) == (0, came.checked_in_at)


@pytest.mark.parametrize(("people", "seen"), [(0, "<5"), (4, "<5"), (5, "5"), (64, "64")])
def test_fewer_than_five_are_not_told_from_none(people, seen):
    assert counts.shown(people) == seen
