"""At the door, on real tables: in and out by a code that changes, in once, out once, and what becomes of those who forget."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from contracts.points import requests
from contracts.points.events import ActivityClosed, PersonCheckedIn, PersonCheckedOut
from contracts.points.kinds import ActivityState, AttendanceState, Basis, Evidence, HoursType
from contracts.roles import Role
from tests.database.points.charity import (
    HOURS,
    published,
    running,
    scan_in,
    scan_out,
    shift,
    signing,
    taken,
    venue_code,
)
from tests.database.points.duties import persons
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor

CROWD = ("anna", "bela", "carl", "dora", "stranger")


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


@pytest.fixture
def fair(town):
    """A running festival with one shift of two hours and two places, at its beginning."""
    return running(town)


def wrong(code: str) -> str:
    return ("3" if code[0] == "2" else "2") + code[1:]


def check_in(town, fair, code: str, name: str = "anna", **more: object):
    return town.ask(requests.CheckIn(activity_id=fair.activity_id, code=code, **more), name)


def attendance(town, name: str = "anna"):
    return town.ask(requests.ListAttendances(), name).items[0]


def test_in_and_out_make_e2_minutes_by_the_servers_time(town, fair):
    entered = scan_in(town, fair.activity_id, shift_id=fair.shifts[0].shift_id)
    town.bench.clock.advance(minutes=95, seconds=59)
    left = scan_out(town, fair.activity_id)

    assert (entered.accepted, entered.attendance.state) == (True, AttendanceState.OPEN)
    done = left.attendance
    assert (done.minutes, done.evidence, done.state) == (95, Evidence.E2, AttendanceState.DONE)
    assert [PersonCheckedIn, PersonCheckedOut] == town.bench.said_types()[-2:]


def test_in_twice_and_out_twice_are_answered_alike_also_at_once(town, fair):
    chosen = fair.shifts[0].shift_id
    code = venue_code(town, fair.activity_id)

    assert at_once([lambda: check_in(town, fair, code, shift_id=chosen) for _ in range(5)]) == ["ok"] * 5
    first = attendance(town)
    town.bench.clock.advance(minutes=60)
    code = venue_code(town, fair.activity_id)
    out = requests.CheckOut(activity_id=fair.activity_id, code=code)
    assert at_once([lambda: town.ask(out, "anna") for _ in range(5)]) == ["ok"] * 5
    town.bench.clock.advance(minutes=30)
    again = scan_out(town, fair.activity_id)
    back = scan_in(town, fair.activity_id, shift_id=chosen)

    assert (again.attendance.minutes, again.attendance.attendance_id) == (60, first.attendance_id)
    assert back.attendance == again.attendance
    assert (town.bench.count("attendances"), taken(town, chosen)) == (1, (1, 1))


@pytest.mark.parametrize(("later", "accepted"), [(0, True), (59, True), (60, True), (119, True), (120, False)])
def test_a_code_is_good_for_its_minute_and_the_next(town, fair, later, accepted):
    assert town.now.second == 0
    code = venue_code(town, fair.activity_id)
    town.bench.clock.advance(seconds=later)

    assert check_in(town, fair, code, shift_id=fair.shifts[0].shift_id).accepted is accepted


def test_the_screen_says_when_the_code_changes_and_shows_it_as_a_picture(town, fair):
    town.bench.clock.advance(seconds=42)
    get = requests.GetVenueCode(activity_id=fair.activity_id)
    seen = town.ask(get, "organiser")
    town.bench.clock.at = seen.changes_at - timedelta(seconds=1)
    same = town.ask(get, "organiser")
    town.bench.clock.at = seen.changes_at

    assert (seen.changes_at - fair.planned_start).total_seconds() == 60
    assert same.code == seen.code != town.ask(get, "organiser").code
    assert re.match(r"<svg [^>]*>.*</svg>$", seen.svg)
    for who in ("anna", "staff", "confirmer"):
        assert code_of(lambda who=who: town.ask(get, who)) == "not-allowed"
    stranger = actor(town.ids["stranger"], Role.ACTIVITY_ORGANISER)
    assert code_of(lambda: town.bench.ask(get, as_=stranger)) == "points.not_activity_organiser"


def test_codes_of_yesterday_and_of_elsewhere_open_nothing(town, fair):
    chosen = fair.shifts[0].shift_id
    old = venue_code(town, fair.activity_id)
    town.bench.clock.advance(minutes=3)
    other = published(town, begins=town.now + HOURS)
    town.ask(requests.StartActivity(activity_id=other.activity_id), "organiser")

    for code in (old, venue_code(town, other.activity_id)):
        assert check_in(town, fair, code, shift_id=chosen).accepted is False
    assert town.bench.count("attendances") == 0


def test_five_wrong_codes_shut_the_door_for_a_quarter_of_an_hour_for_this_person_here(town, fair):
    chosen = fair.shifts[0].shift_id
    right = venue_code(town, fair.activity_id)

    left = [check_in(town, fair, wrong(right), shift_id=chosen).tries_left for _ in range(5)]
    locked = [code_of(lambda: check_in(town, fair, right, shift_id=chosen))]
    locked.append(code_of(lambda: town.ask(requests.CheckOut(activity_id=fair.activity_id, code=right), "anna")))
    others = check_in(town, fair, right, "carl", shift_id=chosen).accepted
    town.bench.clock.advance(minutes=14, seconds=59)
    locked.append(code_of(lambda: scan_in(town, fair.activity_id, shift_id=chosen)))
    town.bench.clock.advance(seconds=1)

    assert left == [4, 3, 2, 1, 0]
    assert (locked, others) == (["points.venue_code_locked"] * 3, True)
    assert scan_in(town, fair.activity_id, shift_id=chosen).tries_left == 5


def test_guesses_at_once_are_counted_one_after_the_other(town, fair):
    code = wrong(venue_code(town, fair.activity_id))

    outcomes = at_once([lambda: check_in(town, fair, code) for _ in range(8)])

    assert sorted(outcomes) == ["ok"] * 5 + ["points.venue_code_locked"] * 3


def test_a_right_code_forgets_the_wrong_ones(town, fair):
    right = venue_code(town, fair.activity_id)
    for _ in range(4):
        check_in(town, fair, wrong(right))
    assert check_in(town, fair, right, shift_id=fair.shifts[0].shift_id).tries_left == 5
    assert check_in(town, fair, wrong(right)).tries_left == 4


def test_no_table_holds_a_code(town, owner, fair):
    code = venue_code(town, fair.activity_id)
    check_in(town, fair, code, shift_id=fair.shifts[0].shift_id)
    with owner.connect() as connection:
        names = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
        rows = [str(row) for name in names for row in connection.execute(text(f'SELECT t::text FROM "{name}" t'))]

    assert fair.activity_id in "\n".join(rows)
    assert code not in "\n".join(rows)


def test_whoever_comes_without_a_place_gets_one_while_there_is_room_never_one_more(town, fair):
    chosen = fair.shifts[0].shift_id
    code = venue_code(town, fair.activity_id)
    persons(town, "late")

    outcomes = at_once([lambda name=name: check_in(town, fair, code, name, shift_id=chosen) for name in CROWD])

    assert sorted(outcomes) == ["ok"] * 2 + ["points.shift_full"] * 3
    assert (taken(town, chosen), town.bench.count("attendances")) == ((2, 2), 2)
    assert code_of(lambda: check_in(town, fair, code, "late")) == "points.shift_needed"


def test_who_has_a_place_finds_it_and_who_stands_in_line_needs_room(town):
    early = shift(town.now + 24 * HOURS, quota=1)
    late = shift(town.now + 26 * HOURS, quota=1)
    drafted = published(town, early, late)
    for name, one in (("anna", late), ("anna", early), ("bela", early)):
        town.ask(signing(one, drafted), name)
    town.bench.clock.at = early.starts_at - HOURS
    town.ask(requests.StartActivity(activity_id=drafted.activity_id), "organiser")

    first = scan_in(town, drafted.activity_id)
    full = code_of(lambda: scan_in(town, drafted.activity_id, "bela"))
    too_early = code_of(lambda: scan_in(town, drafted.activity_id, shift_id=late.shift_id))

    assert first.attendance.shift_id == early.shift_id
    assert (full, too_early) == ("points.shift_full", "points.door_not_open")
    town.bench.clock.at = late.ends_at
    assert code_of(lambda: scan_in(town, drafted.activity_id, shift_id=late.shift_id)) == "points.shift_over"


def test_skilled_tasks_and_paid_time_are_looked_at_at_the_door_too(town):
    clinic = shift(town.now + 24 * HOURS, hours_type=HoursType.H2, qualification="NURSE")
    plain = shift(town.now + 24 * HOURS)
    drafted = running(town, clinic, plain)

    skilled = code_of(lambda: scan_in(town, drafted.activity_id, shift_id=clinic.shift_id))
    foreign = {"basis": Basis.PAID, "organisation_id": town.ids["company"]}
    unfit = code_of(lambda: scan_in(town, drafted.activity_id, "carl", shift_id=plain.shift_id, **foreign))
    paid = {"basis": Basis.PAID, "organisation_id": town.ids["shop"]}
    working = scan_in(town, drafted.activity_id, "carl", shift_id=plain.shift_id, **paid)

    assert (skilled, unfit) == ("points.qualification_not_verified", "points.work_basis_unfit")
    assert working.attendance.organisation_id == town.ids["shop"]


def test_nobody_comes_before_the_start_or_after_the_end_or_from_another_community(town):
    drafted = published(town)
    town.bench.clock.at = drafted.planned_start
    asked = requests.CheckIn(activity_id=drafted.activity_id, code="222222")
    elsewhere = actor(town.ids["anna"], Role.RESIDENT, community="elsewhere")

    before = code_of(lambda: town.ask(asked, "anna"))
    get = requests.GetVenueCode(activity_id=drafted.activity_id)
    assert code_of(lambda: town.ask(get, "organiser")) == "points.activity_in_other_state"
    town.ask(requests.StartActivity(activity_id=drafted.activity_id), "organiser")
    nobody = code_of(lambda: scan_out(town, drafted.activity_id))
    code = venue_code(town, drafted.activity_id)
    town.ask(requests.CloseActivity(activity_id=drafted.activity_id), "organiser")
    after = code_of(lambda: check_in(town, drafted, code, shift_id=drafted.shifts[0].shift_id))

    assert (before, nobody, after) == (
        "points.activity_in_other_state",
        "points.not_checked_in",
        "points.activity_in_other_state",
    )
    assert code_of(lambda: town.bench.ask(asked, as_=elsewhere)) == "points.actor_not_registered"
    auditor = actor(town.ids["stranger"], Role.AUDITOR)
    assert code_of(lambda: town.bench.ask(asked, as_=auditor)) == "not-allowed"


def test_who_forgets_to_check_out_is_counted_to_the_planned_end_as_e1(town, fair):
    for name in ("anna", "carl"):
        scan_in(town, fair.activity_id, name, shift_id=fair.shifts[0].shift_id)
    town.bench.clock.advance(minutes=60)
    scan_out(town, fair.activity_id, "carl")
    town.bench.clock.at = fair.planned_end

    closed = town.ask(requests.CloseActivity(activity_id=fair.activity_id), "organiser")

    assert closed.state is ActivityState.CLOSED
    mine, his = attendance(town), attendance(town, "carl")
    assert (mine.minutes, mine.evidence, mine.checked_out_at) == (120, Evidence.E1, fair.shifts[0].ends_at)
    assert (his.minutes, his.evidence) == (60, Evidence.E2)


def test_closed_early_nobody_is_counted_beyond_the_end(town, fair):
    scan_in(town, fair.activity_id, shift_id=fair.shifts[0].shift_id)
    town.bench.clock.advance(minutes=45)
    town.ask(requests.CloseActivity(activity_id=fair.activity_id), "organiser")
    assert (attendance(town).minutes, attendance(town).evidence) == (45, Evidence.E1)


def test_who_had_a_place_and_did_not_come_is_noted_and_nothing_else(town):
    big = shift(town.now + 24 * HOURS, quota=4)
    drafted = published(town, big)
    signed = {name: town.ask(signing(big, drafted), name) for name in CROWD}
    give_back = {name: requests.WithdrawSignUp(sign_up_id=one.sign_up_id) for name, one in signed.items()}
    town.bench.clock.at = big.starts_at - 12 * HOURS
    town.ask(give_back["bela"], "bela")
    town.bench.clock.advance(seconds=1)
    town.ask(give_back["carl"], "carl")
    town.bench.clock.at = big.starts_at
    town.ask(requests.StartActivity(activity_id=drafted.activity_id), "organiser")
    scan_in(town, drafted.activity_id)

    town.ask(requests.CloseActivity(activity_id=drafted.activity_id), "organiser")

    listed = town.ask(requests.ListSignUps(activity_id=drafted.activity_id), "organiser").items
    names = {party_id: name for name, party_id in town.ids.items()}
    assert {names[one.party_id] for one in listed if one.no_show} == {"carl", "dora"}
    [said] = [event for event in town.bench.said() if isinstance(event, ActivityClosed)]
    assert (said.attended, said.absent) == (1, 2)
    assert (town.bench.count("grants"), town.balance("dora").cv) == (0, 0)


def test_an_activity_that_somebody_attended_is_not_called_off(town, fair):
    scan_in(town, fair.activity_id, shift_id=fair.shifts[0].shift_id)
    cancel = requests.CancelActivity(activity_id=fair.activity_id, reason="大雨")
    assert code_of(lambda: town.ask(cancel, "organiser")) == "points.somebody_came"


def test_what_nobody_closed_is_closed_a_day_after_its_planned_end(town, fair):
    scan_in(town, fair.activity_id, shift_id=fair.shifts[0].shift_id)
    get = requests.GetActivity(activity_id=fair.activity_id)
    town.bench.clock.at = fair.planned_end + timedelta(days=1)
    town.bench.run_sweeps()
    before = town.ask(get, "anna").state
    town.bench.clock.advance(seconds=1)
    town.bench.run_sweeps()

    assert (before, town.ask(get, "anna").state) == (ActivityState.RUNNING, ActivityState.CLOSED)
    assert attendance(town).minutes == 120


def test_coming_and_closing_at_once_leave_nobody_inside(town, fair):
    chosen = fair.shifts[0].shift_id
    code = venue_code(town, fair.activity_id)
    calls = [lambda name=name: check_in(town, fair, code, name, shift_id=chosen) for name in ("anna", "carl")]
    calls.append(lambda: town.ask(requests.CloseActivity(activity_id=fair.activity_id), "organiser"))

    outcomes = at_once(calls)

    assert set(outcomes) <= {"ok", "points.activity_in_other_state"}
    assert town.bench.rows("SELECT count(*) AS n FROM attendances WHERE state = 'open'")[0].n == 0
