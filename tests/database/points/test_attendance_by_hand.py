"""Attendance that no code vouches for: corrected or on paper, always by two persons who are not concerned."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import AttendanceSource, AttendanceState, Basis, CorrectionState, Evidence, SheetState
from contracts.points.requests import SheetLine
from contracts.roles import Role
from tests.database.points.charity import running, scan_in, scan_out
from tests.database.points.papers import fingerprint, upload
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor

SCAN = fingerprint("sheet")


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


@pytest.fixture
def fair(town):
    """A festival under way, three hours after its beginning; nobody has come."""
    drafted = running(town)
    town.bench.clock.advance(hours=3)
    return drafted


def correcting(town, fair, name: str = "anna", **more: object) -> requests.ProposeCorrection:
    shift = fair.shifts[0]
    plain = {
        "correction_id": new_id("cor"),
        "activity_id": fair.activity_id,
        "shift_id": shift.shift_id,
        "party_id": town.ids[name],
        "checked_in_at": shift.starts_at,
        "checked_out_at": shift.ends_at,
        "reason": "手机没电，未能签到",
    }
    return requests.ProposeCorrection(**(plain | more))


def line(town, fair, name: str = "anna", **more: object) -> SheetLine:
    plain = {
        "line": 1,
        "party_id": town.ids[name],
        "began_at": fair.shifts[0].starts_at,
        "minutes": 90,
        "signed": True,
        "countersigned_by": town.ids["organiser"],
    }
    return SheetLine(**(plain | more))


@pytest.fixture
def sheet(town, fair):
    """A printed sheet, and the scan that comes of it."""
    upload(town, "sheet")
    asked = requests.PrintSheet(activity_id=fair.activity_id, shift_id=fair.shifts[0].shift_id)
    return town.ask(asked, "organiser")


def keying(serial: str, *lines: SheetLine) -> requests.KeySheet:
    return requests.KeySheet(serial=serial, scan_sha256=SCAN, lines=lines)


def attendances(town, fair) -> dict[str, object]:
    names = {party_id: name for name, party_id in town.ids.items()}
    listed = town.ask(requests.ListAttendances(activity_id=fair.activity_id), "organiser").items
    return {names[one.party_id]: one for one in listed}


def test_who_could_not_scan_is_entered_by_two_persons_as_the_organisers_word(town, fair):
    asked = correcting(town, fair)
    town.ask(asked, "organiser")
    before = attendances(town, fair)
    decided = town.ask(requests.DecideCorrection(correction_id=asked.correction_id, accepts=True), "confirmer")

    assert before == {}
    assert decided.state is CorrectionState.ACCEPTED
    mine = attendances(town, fair)["anna"]
    assert (mine.minutes, mine.evidence, mine.source) == (120, Evidence.E1, AttendanceSource.CORRECTION)


def test_a_correction_keeps_what_stood_there(town):
    fair = running(town)
    scan_in(town, fair.activity_id, shift_id=fair.shifts[0].shift_id)
    town.bench.clock.advance(hours=3)
    out = scan_out(town, fair.activity_id).attendance
    asked = correcting(town, fair, reason="提前离开，忘记签退")
    town.ask(asked, "organiser")

    decided = town.ask(requests.DecideCorrection(correction_id=asked.correction_id, accepts=True), "staff")

    assert (decided.was_in_at, decided.was_out_at) == (out.checked_in_at, out.checked_out_at)
    mine = attendances(town, fair)["anna"]
    assert (mine.attendance_id, mine.minutes, mine.evidence) == (out.attendance_id, 120, Evidence.E1)
    listed = town.ask(requests.ListCorrections(activity_id=fair.activity_id), "organiser").items
    assert [one.reason for one in listed] == ["提前离开，忘记签退"]


def test_a_declined_correction_changes_nothing_and_each_is_decided_once(town, fair):
    asked = correcting(town, fair)
    town.ask(asked, "organiser")
    decline = requests.DecideCorrection(correction_id=asked.correction_id, accepts=False)

    outcomes = at_once([lambda: town.ask(decline, "confirmer") for _ in range(3)])

    assert sorted(outcomes) == ["ok"] + ["points.correction_decided"] * 2
    assert attendances(town, fair) == {}
    assert town.ask(asked, "organiser").state is CorrectionState.DECLINED
    assert code_of(lambda: town.ask(replace(asked, reason="另一个原因"), "organiser")) == "points.correction_id_taken"


def test_nobody_decides_what_they_proposed_or_what_concerns_them(town, fair):
    asked = correcting(town, fair)
    both = actor(town.ids["organiser"], Role.ACTIVITY_ORGANISER, Role.CONFIRMER)
    town.bench.ask(asked, as_=both)
    decide = requests.DecideCorrection(correction_id=asked.correction_id, accepts=True)

    for who in (both, actor(town.ids["anna"], Role.CONFIRMER), actor(town.ids["bela"], Role.COMMUNITY_STAFF)):
        assert code_of(lambda who=who: town.bench.ask(decide, as_=who)) == "points.own_correction"
    assert code_of(lambda: town.ask(decide, "organiser")) == "not-allowed"
    elsewhere = actor(town.ids["confirmer"], Role.CONFIRMER, community="elsewhere")
    assert code_of(lambda: town.bench.ask(decide, as_=elsewhere)) == "points.actor_not_registered"
    stranger = actor(town.ids["stranger"], Role.ACTIVITY_ORGANISER)
    other = correcting(town, fair)
    assert code_of(lambda: town.bench.ask(other, as_=stranger)) == "points.not_activity_organiser"


@pytest.mark.parametrize(("before", "after"), [(-61, 0), (0, -120), (0, 61)])
def test_corrected_times_lie_about_the_shift_and_in_the_past(town, fair, before, after):
    shift = fair.shifts[0]
    times = {
        "checked_in_at": shift.starts_at + timedelta(minutes=before),
        "checked_out_at": shift.ends_at + timedelta(minutes=after),
    }
    assert code_of(lambda: town.ask(correcting(town, fair, **times), "organiser")) == "points.attendance_times_unfit"


def test_a_sheet_that_two_persons_keyed_and_checked_is_attendance(town, fair, sheet):
    lines = (
        line(town, fair),
        line(town, fair, "dora", line=2, signed=False),
        line(
            town,
            fair,
            "carl",
            line=3,
            countersigned_by=None,
            basis=Basis.PAID,
            organisation_id=town.ids["shop"],
        ),
    )
    keyed = town.ask(keying(sheet.serial, *lines), "staff")
    before = attendances(town, fair)
    entered = town.ask(requests.EnterSheet(serial=sheet.serial), "confirmer")

    assert sheet.serial == "QD-2023-00001"
    assert (keyed.state, before, entered.state) == (SheetState.KEYED, {}, SheetState.ENTERED)
    assert entered.scan_sha256 == SCAN
    found = attendances(town, fair)
    assert {name: one.evidence for name, one in found.items()} == {
        "anna": Evidence.E2,
        "dora": Evidence.E1,
        "carl": Evidence.E0,
    }
    assert {(one.source, one.state, one.minutes) for one in found.values()} == {
        (AttendanceSource.PAPER, AttendanceState.DONE, 90)
    }


def test_nobody_checks_a_sheet_whose_scan_is_not_there(town, fair, sheet):
    asked = replace(keying(sheet.serial, line(town, fair)), scan_sha256=fingerprint("another"))
    town.ask(asked, "staff")
    enter = requests.EnterSheet(serial=sheet.serial)

    assert code_of(lambda: town.ask(enter, "confirmer")) == "points.document_not_kept"
    upload(town, "another")
    assert town.ask(enter, "confirmer").state is SheetState.ENTERED


def test_a_serial_is_keyed_once_the_same_content_is_answered_alike(town, fair, sheet):
    asked = keying(sheet.serial, line(town, fair), line(town, fair, "dora", line=2))
    first = town.ask(asked, "staff")

    assert town.ask(asked, "staff") == first
    assert town.ask(replace(asked, lines=asked.lines[::-1]), "staff") == first
    for other in (
        keying(sheet.serial, line(town, fair, minutes=91), asked.lines[1]),
        keying(sheet.serial, asked.lines[0]),
        replace(asked, scan_sha256="6" * 64),
    ):
        assert code_of(lambda other=other: town.ask(other, "staff")) == "points.sheet_keyed"
    assert code_of(lambda: town.ask(keying("QD-2023-00002", *asked.lines), "staff")) == "points.sheet_not_found"
    town.ask(requests.EnterSheet(serial=sheet.serial), "confirmer")
    assert town.ask(asked, "staff").state is SheetState.ENTERED
    assert code_of(lambda: town.ask(requests.EnterSheet(serial=sheet.serial), "confirmer")) == "points.sheet_not_keyed"


def test_keyed_and_entered_at_once_it_counts_once(town, fair, sheet):
    asked = keying(sheet.serial, line(town, fair))
    assert at_once([lambda: town.ask(asked, "staff") for _ in range(4)]) == ["ok"] * 4
    enter = requests.EnterSheet(serial=sheet.serial)

    outcomes = at_once([lambda: town.ask(enter, "confirmer") for _ in range(4)])

    assert sorted(outcomes) == ["ok"] + ["points.sheet_not_keyed"] * 3
    assert (town.bench.count("attendances"), town.bench.count("attendance_sheet_lines")) == (1, 1)


def test_what_was_keyed_wrong_is_keyed_anew_and_both_are_kept(town, fair, sheet):
    town.ask(keying(sheet.serial, line(town, fair, minutes=19)), "staff")
    back = requests.ReturnSheet(serial=sheet.serial, reason="第 1 行应为 91 分钟")
    assert town.ask(back, "confirmer").state is SheetState.PRINTED

    town.ask(keying(sheet.serial, line(town, fair, minutes=91)), "staff")
    town.ask(requests.EnterSheet(serial=sheet.serial), "confirmer")

    assert attendances(town, fair)["anna"].minutes == 91
    kept = town.bench.rows("SELECT keying, minutes FROM attendance_sheet_lines ORDER BY keying")
    assert [(row.keying, row.minutes) for row in kept] == [(1, 19), (2, 91)]


def test_nobody_checks_a_sheet_they_keyed_or_stand_on(town, fair, sheet):
    both = actor(town.ids["staff"], Role.COMMUNITY_STAFF, Role.CONFIRMER)
    town.bench.ask(keying(sheet.serial, line(town, fair)), as_=both)

    for who in (both, actor(town.ids["anna"], Role.CONFIRMER), actor(town.ids["bela"], Role.CONFIRMER)):
        for asked in (
            requests.EnterSheet(serial=sheet.serial),
            requests.ReturnSheet(serial=sheet.serial, reason="有误"),
        ):
            assert code_of(lambda who=who, asked=asked: town.bench.ask(asked, as_=who)) == "points.own_sheet"
    for name in ("organiser", "anna", "approver"):
        assert code_of(lambda name=name: town.ask(requests.EnterSheet(serial=sheet.serial), name)) == "not-allowed"
        assert code_of(lambda name=name: town.ask(keying(sheet.serial, line(town, fair)), name)) == "not-allowed"
    assert town.bench.count("attendances") == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([], "points.sheet_empty"),
        ([{"signed": False, "countersigned_by": None}], "points.sheet_line_unfit"),
        ([{"countersigned_by": "anna"}], "points.sheet_line_unfit"),
        ([{"countersigned_by": "pty_01HQ3Z5N8T7W9XKJ4M2V6BCDEF"}], "points.sheet_line_unfit"),
        ([{"party_id": "shop"}], "points.sheet_line_unfit"),
        ([{}, {"party_id": "dora"}], "points.sheet_line_unfit"),
        ([{}, {"line": 2}], "points.sheet_line_unfit"),
        ([{"minutes": 24 * 60}], "points.attendance_times_unfit"),
        ([{"basis": Basis.PAID, "organisation_id": "company"}], "points.work_basis_unfit"),
    ],
)
def test_lines_that_cannot_be_are_refused_and_nothing_is_kept(town, fair, sheet, changes, code):
    named = [
        {name: town.ids.get(value, value) if isinstance(value, str) else value for name, value in change.items()}
        for change in changes
    ]
    lines = [line(town, fair, **change) for change in named]

    assert code_of(lambda: town.ask(keying(sheet.serial, *lines), "staff")) == code
    assert town.bench.count("attendance_sheet_lines") == 0


def test_who_was_scanned_is_not_entered_from_paper_too(town):
    fair = running(town)
    asked = requests.PrintSheet(activity_id=fair.activity_id, shift_id=fair.shifts[0].shift_id)
    first, second = town.ask(asked, "organiser"), town.ask(asked, "staff")
    upload(town, "sheet")
    town.bench.clock.advance(minutes=95)
    town.ask(keying(first.serial, line(town, fair)), "staff")
    scan_in(town, fair.activity_id, shift_id=fair.shifts[0].shift_id)

    assert (first.serial, second.serial) == ("QD-2023-00001", "QD-2023-00002")
    assert code_of(lambda: town.ask(keying(second.serial, line(town, fair)), "staff")) == "points.attendance_there"
    assert code_of(lambda: town.ask(requests.EnterSheet(serial=first.serial), "confirmer")) == "points.attendance_there"
    assert town.ask(requests.GetSheet(serial=first.serial), "organiser").state is SheetState.KEYED
    stranger = actor(town.ids["stranger"], Role.ACTIVITY_ORGANISER)
    assert code_of(lambda: town.bench.ask(requests.GetSheet(serial=first.serial), as_=stranger)) == (
        "points.sheet_not_found"
    )


def test_sheets_that_wait_are_listed_for_the_office_confirmers_and_auditors(town, fair, sheet):
    other = town.ask(requests.PrintSheet(activity_id=fair.activity_id, shift_id=fair.shifts[0].shift_id), "organiser")
    town.ask(keying(sheet.serial, line(town, fair)), "staff")
    auditor = actor(town.ids["stranger"], Role.AUDITOR)

    def serials(who, **wanted: object) -> list[str]:
        asked = requests.ListSheets(**wanted)
        found = town.ask(asked, who) if isinstance(who, str) else town.bench.ask(asked, as_=who)
        assert all(one.lines == () for one in found.items)
        return [one.serial for one in found.items]

    for who in ("staff", "confirmer", auditor):
        assert serials(who) == [other.serial, sheet.serial]
        assert serials(who, state=SheetState.KEYED) == [sheet.serial]
    assert serials("confirmer", activity_id=fair.activity_id, limit=1) == [other.serial]
    assert serials("confirmer", activity_id=new_id("act")) == []
    for name in ("organiser", "anna", "approver", "council"):
        assert code_of(lambda name=name: town.ask(requests.ListSheets(), name)) == "not-allowed"
    elsewhere = actor(town.ids["confirmer"], Role.CONFIRMER, community="elsewhere")
    assert serials(elsewhere) == []
