"""Skilled and heavy hours count as such only where somebody else has seen the document, or the task was listed beforehand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.event import listen

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import AttendanceState, Channel, ContributionState, ContributionType, Evidence, HoursType
from contracts.refused import Refused
from services.points.contributions import submitting
from services.points.contributions.rules.claims import Wanted
from services.points.parties import store as party_store
from tests.database.points.charity import HOURS, running, shift
from tests.database.points.papers import fingerprint, upload
from tests.support.bench import AskRefused

NOT_VERIFIED = "points.qualification_not_verified"


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def skilled(town, name="anna", **changes: object) -> requests.SubmitContribution:
    return town.hours(name, **({"contribution_type": HoursType.H2, "qualification": "NURSE"} | changes))


def test_skilled_hours_count_once_somebody_else_has_seen_the_document(town):
    asked = skilled(town)
    stated = requests.StateQualification(
        qualification_id=new_id("qlf"), party_id=town.ids["anna"], code="NURSE", document="护士执业证（演示）"
    )

    unheard = code_of(lambda: town.ask(asked, "anna"))
    town.ask(stated, "anna")
    unseen = [code_of(lambda who=who: town.ask(asked, who)) for who in ("anna", "organiser")]
    town.ask(requests.VerifyQualification(qualification_id=stated.qualification_id), "confirmer")
    [settled] = town.settle(asked)

    assert [unheard, *unseen] == [NOT_VERIFIED] * 3
    assert (settled.state, settled.cv, settled.sp) == (ContributionState.SETTLED, 30_00, 20_00)


@pytest.mark.parametrize(
    "changes",
    [
        {"contribution_type": HoursType.H3, "qualification": "DOCTOR"},
        {"contribution_type": HoursType.H1, "qualification": "DOCTOR"},
        {"qualification": "DOCTOR"},
    ],
    ids=["another document at night", "a document named for ordinary work", "another document"],
)
def test_what_nobody_has_seen_is_not_named(town, changes):
    town.qualify("anna", "NURSE")
    town.qualify("bela", "DOCTOR")

    assert code_of(lambda: town.ask(skilled(town, started_at=town.last_night, **changes), "anna")) == NOT_VERIFIED


def test_the_document_has_to_be_good_on_the_day_of_the_work(town):
    town.qualify("anna", "NURSE", valid_until=date(2023, 3, 17))
    day = timedelta(days=1)

    that_day = town.ask(skilled(town, started_at=town.now - day - timedelta(hours=3)), "anna")
    after_it = code_of(lambda: town.ask(skilled(town), "anna"))

    assert (that_day.state, after_it) == (ContributionState.SUBMITTED, NOT_VERIFIED)


def test_the_office_cannot_key_in_or_enter_by_hand_what_nobody_has_seen(town):
    by_hand = {"channel": Channel.BACK_OFFICE, "entry_reason": "旧台账"}

    assert code_of(lambda: town.ask(skilled(town, **by_hand), "staff")) == NOT_VERIFIED


def test_a_correction_does_not_get_round_the_document(town):
    clinic = shift(town.now + 24 * HOURS, hours_type=HoursType.H2, qualification="NURSE")
    drafted = running(town, clinic)
    correction = requests.ProposeCorrection(
        correction_id=new_id("cor"),
        activity_id=drafted.activity_id,
        shift_id=clinic.shift_id,
        party_id=town.ids["anna"],
        checked_in_at=clinic.starts_at,
        checked_out_at=clinic.starts_at + HOURS,
        reason="漏签",
    )
    town.bench.clock.at = clinic.ends_at

    unseen = code_of(lambda: town.ask(correction, "organiser"))
    town.qualify("anna", "NURSE")
    town.ask(correction, "organiser")

    assert unseen == NOT_VERIFIED


def test_a_line_on_paper_does_not_get_round_the_document_either(town):
    clinic = shift(town.now + 24 * HOURS, hours_type=HoursType.H2, qualification="NURSE")
    drafted = running(town, clinic)
    town.bench.clock.at = clinic.ends_at
    town.qualify("anna", "NURSE")
    printed = town.ask(requests.PrintSheet(activity_id=drafted.activity_id, shift_id=clinic.shift_id), "organiser")
    lines = [
        requests.SheetLine(
            line=number,
            party_id=town.ids[name],
            began_at=clinic.starts_at,
            minutes=90,
            signed=True,
            countersigned_by=town.ids["organiser"],
        )
        for number, name in enumerate(("anna", "dora"), start=1)
    ]
    upload(town, "sheet")
    town.ask(requests.KeySheet(serial=printed.serial, scan_sha256=fingerprint("sheet"), lines=tuple(lines)), "staff")
    town.ask(requests.EnterSheet(serial=printed.serial), "confirmer")
    town.ask(requests.CloseActivity(activity_id=drafted.activity_id), "organiser")
    town.bench.run_sweeps()

    names = {party_id: name for name, party_id in town.ids.items()}
    listed = town.ask(requests.ListAttendances(activity_id=drafted.activity_id), "organiser").items
    assert {names[one.party_id]: (one.state, one.refusal) for one in listed} == {
        "anna": (AttendanceState.SUBMITTED, None),
        "dora": (AttendanceState.REFUSED, NOT_VERIFIED),
    }


def test_five_hundred_skilled_rows_cost_as_many_statements_as_two(town):
    names = ("anna", "carl", "stranger")
    town.qualify("anna", "NURSE")
    town.qualify("carl", "NURSE")
    wanted = [
        Wanted(
            contribution_id=new_id("ctb"),
            party_id=town.ids[names[turn % 3]],
            contribution_type=ContributionType.H2,
            activity="量血压",
            started_at=town.now - timedelta(days=1 + turn // 3 % 13, hours=1 + turn // 39),
            minutes=30,
            qualification="NURSE",
            evidence=Evidence.E1,
            entry_reason="旧台账",
        )
        for turn in range(500)
    ]
    sent: list[str] = []
    listen(town.bench.database.engine, "before_cursor_execute", lambda *seen: sent.append(seen[2]))

    counted = []
    for rows in (wanted[:2], wanted):
        sent.clear()
        with town.bench.transactions.begin(town.actor("staff")) as work:
            judged = submitting.judge(work, rows, by=party_store.hand_of(work), channel=Channel.IMPORT)
        counted.append(list(sent))

    few, many = counted
    assert len(many) == len(few)
    assert sum("qualifications" in one for one in many) == 1
    refused = [one.code for one in judged if isinstance(one, Refused)]
    assert refused.count(NOT_VERIFIED) == 500 // 3


def test_work_of_the_night_lies_in_the_night(town):
    night = {"contribution_type": HoursType.H3, "started_at": town.last_night, "minutes": 480}

    whole = town.ask(town.hours(**night), "anna")
    codes = [
        code_of(lambda begins=begins: town.ask(town.hours("carl", **(night | {"started_at": begins})), "carl"))
        for begins in (town.last_night - timedelta(minutes=1), town.last_night + timedelta(minutes=1))
    ]
    by_day = code_of(lambda: town.ask(town.hours("carl", contribution_type=HoursType.H3), "organiser"))

    assert (whole.state, whole.cv) == (ContributionState.SUBMITTED, 120_00)
    assert [*codes, by_day] == ["points.not_listed"] * 3


def test_nobody_verifies_without_the_role(town):
    stated = requests.StateQualification(
        qualification_id=new_id("qlf"), party_id=town.ids["anna"], code="NURSE", document="护士执业证（演示）"
    )
    town.ask(stated, "anna")

    with pytest.raises(AskRefused) as refused:
        town.ask(requests.VerifyQualification(qualification_id=stated.qualification_id), "organiser")

    assert refused.value.code == "not-allowed"
