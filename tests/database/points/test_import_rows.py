"""Each row of a sheet is told what is wrong with it; files and pieces are known again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import IMPORT_COLUMNS, ImportState, RowState
from tests.database.points.importing import approve, contributions, opened, pieces, row, rows_of, sent
from tests.support.bench import AskRefused

TITLES = {column.name: column.title for column in IMPORT_COLUMNS}


FAULTS = {
    "no party": ({"party_id": ""}, "party_id", "points.import_cell_missing"),
    "a name for a party": ({"party_id": "张三"}, "party_id", "points.import_cell_malformed"),
    "a stranger": ({"party_id": new_id("pty")}, "party_id", "points.party_not_found"),
    "an unknown type": ({"contribution_type": "H9"}, "contribution_type", "points.import_cell_not_among_choices"),
    "no activity": ({"activity": ""}, "activity", "points.import_cell_missing"),
    "an endless activity": ({"activity": "长" * 121}, "activity", "points.import_cell_malformed"),
    "no instant": ({"started_at": "昨天下午"}, "started_at", "points.import_cell_malformed"),
    "the 30th of February": ({"started_at": "2023-02-30 10:00"}, "started_at", "points.import_cell_malformed"),
    "tomorrow": ({"started_at": "2099-01-01 10:00"}, "started_at", "points.not_yet_performed"),
    "long ago": ({"started_at": "2020-01-01 10:00"}, "started_at", "points.submitted_too_late"),
    "no minutes": ({"minutes": ""}, "minutes", "points.import_cell_missing"),
    "hours for minutes": ({"minutes": "1.5"}, "minutes", "points.import_cell_malformed"),
    "too short": ({"minutes": "15"}, "minutes", "points.too_short"),
    "too long": ({"minutes": "1441"}, "minutes", "points.too_long"),
    "no qualification": ({"contribution_type": "H2"}, "qualification", "points.qualification_missing"),
    "a qualification that nobody has seen": (
        {"contribution_type": "H2", "qualification": "NURSE"},
        "qualification",
        "points.qualification_not_verified",
    ),
    "heavy by day": ({"contribution_type": "H3", "started_at": "2023-03-17 14:00"}, "started_at", "points.not_listed"),
    "lost digits": ({"reference": "5.10107E+17"}, "reference", "points.import_cell_malformed"),
    "an unknown level": ({"level": "9"}, "level", "points.import_cell_not_among_choices"),
    "a role that no act knows of": ({"level": "3"}, "level", "points.role_not_held"),
    "an unknown document": ({"documents": f"selfie:{'0' * 64}"}, "documents", "points.import_cell_malformed"),
    "goods without a price": (
        {"contribution_type": "G2", "item": "大米", "quantity": "2", "price_source": "发票"},
        "unit_price",
        "points.import_cell_missing",
    ),
    "a thing that nobody may lend": (
        {"contribution_type": "V1", "loan": "YACHT"},
        "loan",
        "points.loan_unknown",
    ),
    "money in words": (
        {"contribution_type": "F1", "money": "六十", "minutes": ""},
        "money",
        "points.import_cell_malformed",
    ),
}


@pytest.mark.parametrize(("cells", "name", "code"), FAULTS.values(), ids=FAULTS)
def test_each_faulty_row_says_in_which_column_what_is_wrong(town, cells, name, code):
    found = sent(town, row(town, **cells), row(town, "carl", 3))

    assert (found.rows_sound, found.rows_faulty) == (1, 1)
    [faulty] = rows_of(town, found, RowState.FAULTY)
    assert (faulty.row, faulty.contribution_id) == (2, None)
    assert (TITLES[name], code) in [(fault.column, fault.code) for fault in faulty.faults]
    assert all(fault.zh and fault.en for fault in faulty.faults)
    assert contributions(town) == 0


def test_all_faults_of_a_row_are_told_at_once(town):
    found = sent(town, row(town, party_id="x", contribution_type="x", activity="", minutes="x", started_at="x"))

    [faulty] = rows_of(town, found)
    assert len(faulty.faults) >= 4


def test_a_row_that_stands_twice_in_the_sheet_or_in_another_sheet_is_told_where(town):
    first = sent(town, row(town), row(town, line=3), row(town, "carl", 4))
    second = sent(town, row(town, "carl", 2), row(town, "dora", 3))

    [repeated] = rows_of(town, first, RowState.FAULTY)
    assert (repeated.row, repeated.faults[0].code) == (3, "points.import_row_repeated")
    assert "第 2 行" in repeated.faults[0].zh
    [known] = rows_of(town, second, RowState.FAULTY)
    assert (known.row, known.faults[0].code) == (2, "points.import_row_known")
    assert first.import_id in known.faults[0].zh


def test_time_that_overlaps_is_told_within_the_sheet_and_with_what_is_there(town):
    town.ask(town.hours("carl", started_at=town.now - timedelta(hours=5)), "organiser")

    found = sent(town, row(town), row(town, line=3, activity="扫地"), row(town, "carl", 4))

    faulty = rows_of(town, found, RowState.FAULTY)
    assert [(one.row, one.faults[0].code) for one in faulty] == [
        (3, "points.time_overlaps"),
        (4, "points.time_overlaps"),
    ]


def test_the_same_file_again_is_answered_alike_and_another_replaces_it(town):
    found = sent(town, row(town), row(town, "carl", 3, minutes="x"))
    again = sent(town, row(town), row(town, "carl", 3, minutes="x"), import_id=found.import_id)
    corrected = sent(town, row(town), row(town, "carl", 3), import_id=found.import_id)

    assert again == found
    assert (corrected.rows_total, corrected.rows_sound, corrected.rows_faulty) == (2, 2, 0)
    assert [one.state for one in rows_of(town, found)] == [RowState.SOUND, RowState.SOUND]
    with pytest.raises(AskRefused) as refused:
        approve(town, found)
    assert refused.value.code == "points.import_file_replaced"
    approve(town, corrected)
    for _ in range(2):
        town.bench.run_sweeps()
    assert contributions(town) == 2


def test_the_same_file_in_another_import_is_refused_until_the_first_is_rejected(town):
    found = sent(town, row(town))
    other = opened(town)
    with pytest.raises(AskRefused) as refused:
        sent(town, row(town), import_id=other)
    assert (refused.value.code, refused.value.details["import_id"]) == ("points.import_file_known", found.import_id)

    town.ask(requests.RejectImport(import_id=found.import_id, reason="弄错了"), "staff")
    later = sent(town, row(town), import_id=other)
    assert (later.rows_sound, later.state) == (1, ImportState.CHECKED)


def test_pieces_out_of_turn_or_not_one_file_are_refused(town):
    import_id = opened(town)
    first, second, third = pieces(import_id, [row(town)], [row(town, "carl", 3)], [row(town, "dora", 4)])
    town.ask(first, "staff")

    codes = []
    for piece, by in (
        (third, "staff"),
        (requests.AddImportPiece(**{**vars(second), "last": True}), "staff"),
        (requests.AddImportPiece(**{**vars(second), "rows_total": 7}), "staff"),
        (requests.AddImportPiece(**{**vars(second), "rows": '[["2"]]'}), "staff"),
        (requests.AddImportPiece(**{**vars(second), "rows": "[1,"}), "staff"),
        (second, "organiser"),
    ):
        with pytest.raises(AskRefused) as refused:
            town.ask(piece, by)
        codes.append(refused.value.code)
    town.ask(first, "staff")
    town.ask(second, "staff")
    done = town.ask(third, "staff")

    assert codes == [
        "points.import_piece_out_of_turn",
        "points.import_piece_out_of_turn",
        "points.import_piece_out_of_turn",
        "points.import_piece_malformed",
        "points.import_piece_malformed",
        "points.import_not_yours",
    ]
    assert (done.state, done.rows_sound) == (ImportState.CHECKED, 3)
