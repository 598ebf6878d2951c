"""Bulk entry by sheet: nothing before two persons agreed, each row once whatever happens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import ImportApproved, ImportEntered
from contracts.points.kinds import ImportState, RowState
from contracts.roles import Role
from services.points.contributions import submitting
from services.points.imports import checking
from tests.database.points.importing import approve, contributions, get, opened, pieces, row, rows_of, sent
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor


def test_nothing_is_entered_before_a_second_person_agreed_and_then_each_row_once(town):
    found = sent(town, row(town), row(town, "carl", 3))
    town.bench.run_sweeps()
    before = contributions(town)

    approved = approve(town, found)
    for _ in range(3):
        town.bench.run_sweeps()

    assert (found.state, found.rows_sound, found.rows_faulty, before) == (ImportState.CHECKED, 2, 0, 0)
    assert approved.state is ImportState.ENTERING
    done = get(town, found)
    assert (done.state, done.rows_entered, done.rows_refused) == (ImportState.ENTERED, 2, 0)
    assert (done.opened_by, done.decided_by) == (town.ids["staff"], town.ids["approver"])
    kept = town.bench.rows(
        "SELECT contribution_id, party_id, submitted_by, channel, manual, seconded_by, entry_reason FROM contributions ORDER BY 1"
    )
    entered = rows_of(town, found, RowState.ENTERED)
    assert {one.contribution_id for one in entered} == {one.contribution_id for one in kept}
    assert {(one.submitted_by, one.channel, one.manual, one.seconded_by, one.entry_reason) for one in kept} == {
        (town.ids["staff"], "import", True, town.ids["approver"], "活动当天没有网络")
    }
    assert {ImportApproved, ImportEntered} <= set(town.bench.said_types())


def test_whoever_brought_it_in_cannot_approve_it_with_any_role_nor_can_the_household(town):
    everything = actor(town.ids["anna"], *Role)
    import_id = new_id("imp")
    town.bench.ask(requests.OpenImport(import_id=import_id, title="t", reason="r"), as_=everything)
    [piece] = pieces(import_id, [row(town, "carl")])
    found = town.bench.ask(piece, as_=everything)
    asked = requests.ApproveImport(import_id=import_id, file_sha256=piece.file_sha256, reason="好")

    codes = []
    for name in ("anna", "bela"):  # Of one household.
        with pytest.raises(AskRefused) as refused:
            town.bench.ask(asked, as_=actor(town.ids[name], *Role))
        codes.append(refused.value.code)
    for name in ("staff", "organiser", "confirmer", "clerk"):
        with pytest.raises(AskRefused) as refused:
            town.ask(asked, name)
        codes.append(refused.value.code)

    assert codes == ["points.import_is_own"] * 2 + ["not-allowed"] * 4
    assert get(town, found).state is ImportState.CHECKED
    town.bench.run_sweeps()
    assert contributions(town) == 0


def test_the_database_itself_refuses_one_person_as_two(town, owner):
    found = sent(town, row(town))

    with pytest.raises(Exception, match="imports_two_persons"):
        town.bench.rows(
            "UPDATE imports SET state = 'entering', decided_by = opened_by, decision_reason = 'x' WHERE import_id = :id",
            id=found.import_id,
        )


def test_faulty_rows_stay_out_only_if_the_approver_says_so(town):
    found = sent(town, row(town), row(town, "carl", 3, minutes="x"))
    with pytest.raises(AskRefused) as refused:
        approve(town, found)

    approve(town, found, without_faulty=True)
    for _ in range(2):
        town.bench.run_sweeps()

    assert (refused.value.code, refused.value.details["faulty"]) == ("points.import_has_faulty_rows", 1)
    assert (get(town, found).rows_entered, contributions(town)) == (1, 1)


def test_a_large_sheet_comes_in_pieces_and_is_checked_and_entered_piece_by_piece(town, monkeypatch):
    monkeypatch.setattr(checking, "ENTERED_AT_ONCE", 40)
    names = ["anna", "carl", "dora", "clerk", "officer", "staff", "organiser", "confirmer", "stranger"]
    parts = [
        [row(town, name, 2 + 60 * part + turn, hours_ago=6 + 4 * turn) for turn in range(60)]
        for part, name in enumerate(names)
    ]
    import_id = opened(town)
    for piece in pieces(import_id, *parts):
        found = town.ask(piece, "staff")

    assert (found.state, found.rows_total, found.rows_checked) == (ImportState.CHECKING, 540, 0)
    with pytest.raises(AskRefused) as early:
        approve(town, found)
    for _ in range(len(parts)):
        town.bench.run_sweeps()
    found = get(town, found)
    assert (found.state, found.rows_sound, found.rows_faulty) == (ImportState.CHECKED, 540, 0)
    approve(town, found)
    while get(town, found).state is ImportState.ENTERING:
        town.bench.run_sweeps()

    assert early.value.code == "points.import_not_checked"
    done = get(town, found)
    assert (done.rows_entered + done.rows_refused, contributions(town)) == (540, done.rows_entered)
    assert done.rows_entered == 540


def test_killed_half_way_nothing_is_lost_or_doubled(town, monkeypatch):
    monkeypatch.setattr(checking, "ENTERED_AT_ONCE", 2)
    found = sent(
        town, *[row(town, name, 2 + turn) for turn, name in enumerate(["anna", "carl", "dora", "clerk", "officer"])]
    )
    approve(town, found)
    real, deaths = submitting.submit, iter([False, True, True, False, True, False, False])

    def dying(*given: object, **more: object) -> object:
        outcome = real(*given, **more)
        if next(deaths, False):
            # Everything of this piece is written, and then the process is gone before the commit.
            raise SystemExit
        return outcome

    monkeypatch.setattr(submitting, "submit", dying)
    died = 0
    for _ in range(12):
        try:
            town.bench.service.enter_imports()
        except SystemExit:
            died += 1

    assert died == 3
    assert (get(town, found).rows_entered, contributions(town)) == (5, 5)
    assert town.bench.said_types().count(ImportEntered) == 1


def test_two_processes_at_once_enter_each_row_once(town, monkeypatch):
    monkeypatch.setattr(checking, "ENTERED_AT_ONCE", 2)
    names = ["anna", "carl", "dora", "clerk", "officer", "stranger"]
    found = sent(town, *[row(town, name, 2 + turn) for turn, name in enumerate(names)])
    approve(town, found)

    for _ in range(4):
        at_once([town.bench.service.enter_imports] * 4)

    assert (get(town, found).rows_entered, contributions(town)) == (6, 6)


def test_what_was_entered_otherwise_meanwhile_is_refused_in_its_row(town):
    found = sent(town, row(town), row(town, "carl", 3))
    approve(town, found)
    town.ask(town.hours("anna", started_at=town.now - timedelta(hours=5)), "organiser")

    for _ in range(2):
        town.bench.run_sweeps()

    done = get(town, found)
    assert (done.state, done.rows_entered, done.rows_refused) == (ImportState.ENTERED, 1, 1)
    [refused] = rows_of(town, found, RowState.REFUSED)
    assert (refused.row, refused.faults[0].code) == (2, "points.time_overlaps")


def test_a_sheet_that_came_in_time_is_not_late_because_it_was_approved_late(town):
    found = sent(town, row(town, hours_ago=24 * 13))
    town.bench.clock.advance(days=5)
    approve(town, found)
    for _ in range(2):
        town.bench.run_sweeps()

    assert get(town, found).rows_entered == 1


def test_a_decided_import_takes_nothing_more(town):
    found = sent(town, row(town))
    approve(town, found)

    for ask in (
        lambda: sent(town, row(town, "carl"), import_id=found.import_id),
        lambda: approve(town, found),
        lambda: town.ask(requests.RejectImport(import_id=found.import_id, reason="x"), "council"),
    ):
        with pytest.raises(AskRefused) as refused:
            ask()
        assert refused.value.code == "points.import_decided"


def test_an_import_without_a_sound_row_has_nothing_to_approve(town):
    found = sent(town, row(town, minutes="x"))

    with pytest.raises(AskRefused) as refused:
        approve(town, found, without_faulty=True)
    assert refused.value.code == "points.import_has_no_sound_rows"


def test_only_deciders_and_whoever_began_it_reject(town):
    found = sent(town, row(town))
    asked = requests.RejectImport(import_id=found.import_id, reason="x")

    with pytest.raises(AskRefused) as refused:
        town.ask(asked, "organiser")
    assert refused.value.code == "points.import_not_yours"
    assert town.ask(asked, "council").state is ImportState.REJECTED


def test_another_community_and_residents_see_nothing(town):
    found = sent(town, row(town))
    foreign = actor(town.ids["staff"], *Role, community="elsewhere")

    for who, code in ((foreign, "points.import_not_found"), (town.actor("anna"), "not-allowed")):
        for asked in (
            requests.GetImport(import_id=found.import_id),
            requests.ListImportRows(import_id=found.import_id),
        ):
            with pytest.raises(AskRefused) as refused:
                town.bench.ask(asked, as_=who)
            assert refused.value.code == code
    assert town.bench.ask(requests.ListImports(), as_=foreign).items == ()


def test_an_id_is_for_one_import(town):
    asked = requests.OpenImport(import_id=new_id("imp"), title="t", reason="r")
    first, again = town.ask(asked, "staff"), town.ask(asked, "staff")

    with pytest.raises(AskRefused) as refused:
        town.ask(requests.OpenImport(import_id=asked.import_id, title="其他", reason="r"), "staff")
    assert (first, refused.value.code) == (again, "points.import_id_taken")
