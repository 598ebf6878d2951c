"""What is typed from paper, held against the sheets that were printed here (rulebook §3, paper path)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.points import requests
from contracts.points.answers import Document
from contracts.points.kinds import Channel, DocumentKind, Evidence
from contracts.points.requests import SheetLine
from tests.database.points.charity import published, running
from tests.database.points.duties import code
from tests.database.points.papers import fingerprint, upload

SCAN = Document(sha256=fingerprint("sheet"), kind=DocumentKind.SIGNED_SHEET)
NOT_PRINTED = "points.sheet_not_printed"


def typed(town, reference: str, name: str = "anna", **changes: object) -> requests.SubmitContribution:
    plain = {"channel": Channel.PAPER, "entry_reason": "手工签到单", "documents": (SCAN,), "reference": reference}
    return town.hours(name, **(plain | changes))


def printed(town, fair) -> str:
    asked = requests.PrintSheet(activity_id=fair.activity_id, shift_id=fair.shifts[0].shift_id)
    return town.ask(asked, "organiser").serial


def test_a_serial_of_ours_was_printed_for_the_act_and_its_line_is_named(town):
    fair, other = published(town), published(town)
    serial = printed(town, fair)
    mine = {"activity_id": fair.activity_id}

    told = {
        reference: code(lambda reference=reference, more=more: town.ask(typed(town, reference, **more), "staff"))
        for reference, more in {
            "QD-2023-99999:1": mine,
            f"{serial}:0": mine,
            f"{serial}.1": mine,
            serial: mine,
            f"{serial}:1": {"activity_id": other.activity_id},
            f"{serial}:2": {},
            "qd-something": mine,
        }.items()
    }
    assert set(told.values()) == {NOT_PRINTED}
    taken = town.ask(typed(town, f"{serial.lower()}:3", **mine), "staff")
    assert (taken.manual, taken.channel) == (True, Channel.PAPER)
    evidence = town.ask(requests.GetContributionEvidence(contribution_id=taken.contribution_id), "staff")
    assert evidence.reference == f"{serial}/3"


@pytest.mark.parametrize("mark", [":", "/"])
def test_a_line_counts_once_typed_or_keyed(town, mark):
    """Keyed from its sheet, it is not typed again; the mark between serial and line makes it no other one."""
    fair = running(town)
    serial = printed(town, fair)
    begins = town.now
    town.bench.clock.at = fair.planned_end
    line = SheetLine(
        line=1, party_id=town.ids["anna"], began_at=begins, minutes=60, signed=True, countersigned_by=town.ids["carl"]
    )
    town.ask(requests.KeySheet(serial=serial, scan_sha256=SCAN.sha256, lines=(line,)), "staff")
    upload(town, "sheet")
    town.ask(requests.EnterSheet(serial=serial), "confirmer")
    town.ask(requests.CloseActivity(activity_id=fair.activity_id), "organiser")
    town.bench.run_sweeps()
    assert [row.reference for row in town.bench.rows("SELECT reference FROM contributions")] == [f"{serial}/1"]

    again = typed(town, f"{serial}{mark}1", "dora", activity_id=fair.activity_id)
    assert code(lambda: town.ask(again, "staff")) == ("points.reference_taken" if mark == ":" else "invalid")


def test_other_paper_is_taken_by_two_persons_in_public_and_is_a_list(town):
    old = typed(town, "2019-B-17", evidence=Evidence.E2)
    put = town.ask(old, "staff")
    listed = town.ask(requests.ListManualEntries(), "stranger").items

    assert (put.manual, [one.contribution_id for one in listed]) == (True, [put.contribution_id])
    confirm = requests.ConfirmContribution(contribution_id=put.contribution_id, evidence=Evidence.E2)
    assert code(lambda: town.ask(confirm, "confirmer")) == "points.second_person_missing"
    town.ask(requests.SecondEntry(contribution_id=put.contribution_id), "organiser")
    upload(town, "sheet")
    assert code(lambda: town.ask(confirm, "confirmer")) == "points.evidence_not_proved"
    # A list is below the floor of hours: without the other side's word it is returned.
    assert town.ask(replace(confirm, evidence=Evidence.E1), "confirmer").state.value == "returned"
