"""The end of a festival: every hour becomes one contribution, whoever it belongs to, however often and wherever it is interrupted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import (
    AttendanceState,
    Basis,
    Channel,
    ContributionState,
    Evidence,
    HoursType,
    PartyKind,
    Strain,
)
from contracts.points.requests import NewParty, SheetLine
from contracts.roles import Role
from contracts.sectors import Sector
from services.points.activities.entrypoints import closing
from services.points.activities.store import attending
from tests.database.points.charity import HOURS, running, scan_in, scan_out, shift
from tests.database.points.papers import fingerprint, upload
from tests.database.points.town import at_once
from tests.support.bench import actor
from tests.support.counting import statements

CROWD = ("anna", "bela", "carl", "dora", "stranger")


@pytest.fixture
def fair(town):
    """A festival under way with room for all."""
    return running(town, shift(town.now + 24 * HOURS, quota=40, level=3))


def attend(town, fair, *names: str, minutes: int = 90) -> None:
    for name in names:
        scan_in(town, fair.activity_id, name, shift_id=fair.shifts[0].shift_id)
    town.bench.clock.advance(minutes=minutes)
    for name in names:
        scan_out(town, fair.activity_id, name)


def close(town, fair) -> None:
    town.ask(requests.CloseActivity(activity_id=fair.activity_id), "organiser")


def came(town, fair) -> dict[str, object]:
    names = {party_id: name for name, party_id in town.ids.items()}
    listed = town.ask(requests.ListAttendances(activity_id=fair.activity_id), "organiser").items
    return {names[one.party_id]: one for one in listed}


def contribution(town, attendance):
    return town.ask(requests.GetContribution(contribution_id=attendance.contribution_id), "confirmer")


def claims(town) -> list[tuple[object, ...]]:
    found = "SELECT contribution_id, party_id, minutes, evidence, state FROM contributions ORDER BY contribution_id"
    return [tuple(row) for row in town.bench.rows(found)]


def test_time_at_the_door_becomes_points_for_the_role_in_the_activity(town, fair):
    attend(town, fair, "anna")
    town.bench.run_sweeps()
    assert town.bench.count("contributions") == 0
    close(town, fair)
    town.bench.run_sweeps()

    mine = came(town, fair)["anna"]
    claim = contribution(town, mine)
    assert mine.state is AttendanceState.SUBMITTED
    assert mine.contribution_id == "ctb_" + mine.attendance_id[4:]
    assert (claim.minutes, claim.evidence, claim.channel) == (90, Evidence.E2, Channel.ACTIVITY)
    assert (claim.activity_id, claim.level, claim.submitted_by) == (fair.activity_id, 3, town.ids["organiser"])
    town.confirm(claim.contribution_id)
    town.bench.clock.advance(days=3)
    town.approve(claim.contribution_id)
    assert (town.balance("anna").cv, town.balance("anna").minutes) == (15_00, 90)
    [row] = town.bench.rows("SELECT activity_id, level FROM grants")
    assert (row.activity_id, row.level) == (fair.activity_id, 3)


def test_whoever_closed_it_approves_none_of_its_time(town, fair):
    attend(town, fair, "anna")
    everything = actor(town.ids["organiser"], *Role)
    town.bench.ask(requests.CloseActivity(activity_id=fair.activity_id), as_=everything)
    town.bench.run_sweeps()
    mine = came(town, fair)["anna"]

    with pytest.raises(Exception, match=r"points\.own_contribution"):
        town.bench.ask(
            requests.ConfirmContribution(
                contribution_id=mine.contribution_id, evidence=Evidence.E2, as_counterpart=True
            ),
            as_=everything,
        )


def test_without_the_second_scan_it_is_the_organisers_list(town, fair):
    scan_in(town, fair.activity_id, shift_id=fair.shifts[0].shift_id)
    town.bench.clock.at = fair.planned_end
    close(town, fair)
    town.bench.run_sweeps()

    claim = contribution(town, came(town, fair)["anna"])
    assert (claim.minutes, claim.evidence, claim.channel) == (120, Evidence.E1, Channel.ORGANISER)


def test_what_is_too_short_stays_attended_and_a_long_day_counts_eight_hours(town):
    long = shift(town.now + 24 * HOURS, ends_at=town.now + 34 * HOURS, quota=9)
    fair = running(town, long, planned_end=town.now + 34 * HOURS)
    scan_in(town, fair.activity_id, shift_id=long.shift_id)
    attend(town, fair, "bela", minutes=29)
    town.bench.clock.advance(hours=9)
    scan_out(town, fair.activity_id)
    close(town, fair)
    town.bench.run_sweeps()

    short, all_day = came(town, fair)["bela"], came(town, fair)["anna"]
    assert (short.state, short.refusal, short.minutes) == (AttendanceState.REFUSED, "points.too_short", 29)
    claim = contribution(town, all_day)
    assert (all_day.minutes, claim.minutes, claim.counted_minutes) == (9 * 60 + 29, 9 * 60 + 29, 8 * 60)


def test_paid_time_is_the_organisations_and_that_of_staff_on_duty_nobodys(town):
    office = new_id("pty")
    town.ids |= {"committee": office, "official": new_id("pty")}
    new = (
        NewParty(party_id=office, kind=PartyKind.ORGANISATION, sector=Sector.GOV, name="测试居委会"),
        NewParty(
            party_id=town.ids["official"],
            kind=PartyKind.PERSON,
            sector=Sector.RES,
            name="测试职员",
            organisation_id=office,
        ),
    )
    town.ask(requests.RegisterParties(parties=new), "staff")
    fair = running(town, shift(town.now + 24 * HOURS, quota=9))
    chosen = fair.shifts[0].shift_id
    paid = {"shift_id": chosen, "basis": Basis.PAID}
    scan_in(town, fair.activity_id, "carl", organisation_id=town.ids["shop"], **paid)
    scan_in(town, fair.activity_id, "official", organisation_id=office, **paid)
    town.bench.clock.advance(minutes=60)
    for name in ("carl", "official"):
        scan_out(town, fair.activity_id, name)
    close(town, fair)
    town.bench.run_sweeps()

    found = came(town, fair)
    assert contribution(town, found["carl"]).party_id == town.ids["shop"]
    assert (found["official"].state, found["official"].minutes) == (AttendanceState.RECORDED, 60)
    assert town.bench.count("contributions") == 1


def test_killed_half_way_it_goes_on_and_comes_to_the_same(town, fair, monkeypatch):
    attend(town, fair, *CROWD)
    close(town, fair)
    monkeypatch.setattr(closing, "COUNTED_AT_ONCE", 2)
    town.bench.service.count_attendances()
    after_one = claims(town)
    with monkeypatch.context() as dying:
        dying.setattr(attending, "save_attendances", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            town.bench.service.count_attendances()
    after_death = claims(town)
    for _ in range(4):
        town.bench.service.count_attendances()

    assert (len(after_one), after_death) == (2, after_one)
    found = came(town, fair)
    assert sorted(row[0] for row in claims(town)) == sorted("ctb_" + one.attendance_id[4:] for one in found.values())
    assert {one.state for one in found.values()} == {AttendanceState.SUBMITTED}
    assert {(row[2], row[3], row[4]) for row in claims(town)} == {(90, "E2", "submitted")}


def test_closed_and_counted_by_many_at_once_nothing_is_doubled(town, fair):
    attend(town, fair, *CROWD)

    closed = at_once([lambda: close(town, fair) for _ in range(4)])
    counted = at_once([town.bench.service.count_attendances] * 4)

    assert sorted(closed) == ["ok"] + ["points.activity_in_other_state"] * 3
    assert counted == ["ok"] * 4
    assert len(claims(town)) == len(CROWD)
    assert {one.state for one in came(town, fair).values()} == {AttendanceState.SUBMITTED}


def test_a_festival_is_counted_with_as_many_statements_as_one_helper(town):
    sent = []
    for names in (("anna",), CROWD):
        fair = running(town, shift(town.now + 24 * HOURS, quota=9), begins=town.now + 24 * HOURS)
        attend(town, fair, *names)
        close(town, fair)
        with statements(town.bench.database.engine) as counting:
            town.bench.service.count_attendances()
        assert {one.state for one in came(town, fair).values()} == {AttendanceState.SUBMITTED}
        sent.append(len(counting))

    assert sent[1] == sent[0]


def test_paper_and_corrections_come_with_what_proves_them(town, fair):
    chosen = fair.shifts[0]
    sheet = town.ask(requests.PrintSheet(activity_id=fair.activity_id, shift_id=chosen.shift_id), "organiser")
    town.bench.clock.at = fair.planned_end
    line = SheetLine(
        line=7,
        party_id=town.ids["dora"],
        began_at=chosen.starts_at,
        minutes=60,
        signed=True,
        countersigned_by=town.ids["organiser"],
    )
    upload(town, "sheet")
    town.ask(requests.KeySheet(serial=sheet.serial, scan_sha256=fingerprint("sheet"), lines=(line,)), "staff")
    correction = requests.ProposeCorrection(
        correction_id=new_id("cor"),
        activity_id=fair.activity_id,
        shift_id=chosen.shift_id,
        party_id=town.ids["anna"],
        checked_in_at=chosen.starts_at,
        checked_out_at=chosen.ends_at,
        reason="手机没电，未能签到",
    )
    town.ask(correction, "organiser")
    close(town, fair)
    # What waits for a second person when the activity ends is counted when it comes.
    town.ask(requests.EnterSheet(serial=sheet.serial), "confirmer")
    town.ask(requests.DecideCorrection(correction_id=correction.correction_id, accepts=True), "confirmer")
    town.bench.run_sweeps()

    found = came(town, fair)
    paper, by_hand = contribution(town, found["dora"]), contribution(town, found["anna"])
    assert (paper.channel, paper.evidence, paper.submitted_by) == (Channel.PAPER, Evidence.E2, town.ids["staff"])
    assert (by_hand.channel, by_hand.evidence) == (Channel.BACK_OFFICE, Evidence.E1)
    [row] = town.bench.rows(
        "SELECT reference, manual, seconded_by FROM contributions WHERE contribution_id = :id", id=paper.contribution_id
    )
    assert (row.reference, row.manual) == (f"{sheet.serial}/7", False)
    [row] = town.bench.rows(
        "SELECT manual, entry_reason, seconded_by FROM contributions WHERE contribution_id = :id",
        id=by_hand.contribution_id,
    )
    assert (row.manual, row.entry_reason, row.seconded_by) == (True, "手机没电，未能签到", town.ids["confirmer"])


def test_time_that_was_submitted_is_not_corrected_here_any_more(town, fair):
    attend(town, fair, "anna")
    close(town, fair)
    town.bench.run_sweeps()
    again = requests.ProposeCorrection(
        correction_id=new_id("cor"),
        activity_id=fair.activity_id,
        shift_id=fair.shifts[0].shift_id,
        party_id=town.ids["anna"],
        checked_in_at=fair.planned_start,
        checked_out_at=fair.planned_start + timedelta(minutes=60),
        reason="时间有误",
    )
    with pytest.raises(Exception, match=r"points\.attendance_counted"):
        town.ask(again, "organiser")


def test_heavy_work_is_submitted_as_listed(town):
    heavy = shift(town.now + 24 * HOURS, hours_type=HoursType.H3, strain=Strain.HEAVY)
    fair = running(town, heavy)
    attend(town, fair, "anna", minutes=60)
    close(town, fair)
    town.bench.run_sweeps()

    claim = contribution(town, came(town, fair)["anna"])
    assert (claim.contribution_type, claim.state) == ("H3", ContributionState.SUBMITTED)
