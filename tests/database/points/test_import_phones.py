"""Rows of a sheet that name a person by telephone number, of which nothing is kept in clear (ADR 0123). Every number is made up."""

from __future__ import annotations

import pytest

from contracts.points import requests
from contracts.points.kinds import ImportState, LookKind, RowState
from tests.database.points.importing import approve, get, opened, pieces, row, rows_of, sent
from tests.database.points.test_consents import guarded
from tests.database.points.test_personal import SALT, dump
from tests.support.counting import statements

PHONE, OTHER = "13800131234", "13900139000"


def give_number(town, name: str, phone: str = PHONE) -> None:
    town.ask(requests.RecordPersonalData(party_id=town.ids[name], salt=SALT, phone=phone), name)


def codes(town, found) -> list[str]:
    return [fault.code for one in rows_of(town, found, RowState.FAULTY) for fault in one.faults]


@pytest.mark.parametrize("written", [PHONE, "138 0013 1234", "+86-138-0013-1234", "１３８００１３１２３４"])
def test_a_number_names_its_person_however_it_is_written(town, written: str):
    give_number(town, "anna")
    found = sent(town, row(town, written), row(town, "carl", 3))

    approve(town, found)
    for _ in range(3):
        town.bench.run_sweeps()

    assert get(town, found).state is ImportState.ENTERED
    kept = town.bench.rows("SELECT party_id FROM contributions")
    assert {one.party_id for one in kept} == {town.ids["anna"], town.ids["carl"]}
    assert {one.cells[0] for one in rows_of(town, found)} == {town.ids["anna"], town.ids["carl"]}


def test_each_row_says_why_its_number_names_nobody_and_shows_a_mask(town):
    give_number(town, "anna")
    give_number(town, "carl")
    give_number(town, "dora", OTHER)
    guarded(town, "dora", "anna")
    cells = (PHONE, OTHER, "13700137000", "1380013123", "138****1234")

    found = sent(town, *(row(town, cell, line) for line, cell in enumerate(cells, start=2)))

    assert codes(town, found) == [
        "points.import_phone_of_several",
        "points.import_phone_of_child",
        "points.import_phone_unknown",
        "points.import_phone_not_whole",
        "points.import_phone_not_whole",
    ]
    assert [one.cells[0] for one in rows_of(town, found)] == [
        "138****1234",
        "139****9000",
        "137****7000",
        "138****",
        "138****1234",
    ]
    assert {fault.column for one in rows_of(town, found) for fault in one.faults} == {"成员编号"}


def test_all_that_is_wrong_with_a_row_is_told_beside_its_number(town):
    found = sent(town, row(town, PHONE, minutes=""))

    assert codes(town, found) == ["points.import_phone_unknown", "points.import_cell_missing"]


def test_a_number_that_a_child_shares_with_one_adult_is_the_adults(town):
    for name in ("carl", "dora"):
        give_number(town, name)
    guarded(town, "dora", "carl")

    found = sent(town, row(town, PHONE))

    assert [one.cells[0] for one in rows_of(town, found)] == [town.ids["carl"]]


def test_the_same_service_by_number_and_by_id_is_the_same_row(town):
    give_number(town, "anna")

    found = sent(town, row(town, PHONE), row(town, "anna", 3))

    assert codes(town, found) == ["points.import_row_repeated"]


@pytest.mark.parametrize("more", ["", "张三"])
def test_no_number_is_anywhere_in_the_database_before_or_after_the_rows_are_checked(town, monkeypatch, more: str):
    monkeypatch.setattr("services.points.imports.entrypoints.CHECKED_AT_ONCE_ROWS", 0)
    give_number(town, "anna")
    cells = (more + PHONE, OTHER, "1370013700")
    found = sent(town, *(row(town, cell, line) for line, cell in enumerate(cells, start=2)))
    assert found.state is ImportState.CHECKING
    before = dump(town)
    town.bench.run_sweeps()

    everything = before + dump(town)

    assert get(town, found).rows_checked == 3
    assert "138****1234" in before
    assert [number for number in (PHONE, OTHER, "1370013700") if number in everything] == []
    assert not any(number in str(event) for event in town.bench.said() for number in (PHONE, OTHER))


def test_whoever_has_the_number_sees_that_somebody_looked_and_why(town):
    give_number(town, "anna")
    sent(town, row(town, PHONE), row(town, PHONE, 3, hours_ago=8))

    [look] = town.ask(requests.ListLooks(party_id=town.ids["anna"]), "anna").items
    assert (look.kind, look.by, look.reason) == (LookKind.LOOKUP, town.ids["staff"], "批量导入：活动当天没有网络")


def test_an_organiser_learns_nothing_by_numbers(town):
    give_number(town, "anna")
    [piece] = pieces(opened(town, "organiser"), [row(town, PHONE), row(town, OTHER, 3)])

    found = town.ask(piece, "organiser")

    assert codes(town, found) == ["points.import_phone_not_whole"] * 2
    assert town.ask(requests.ListLooks(party_id=town.ids["anna"]), "anna").items == ()


def test_while_secrets_change_numbers_are_still_found(town):
    give_number(town, "anna")
    service = town.bench.service
    old = service.secret
    try:
        service.secret, service.former_secrets = b"another secret of the bench, long enough", (old,)
        found = sent(town, row(town, PHONE))
    finally:
        service.secret, service.former_secrets = old, ()

    assert found.rows_sound == 1


def test_any_number_of_numbers_takes_the_same_statements(town):
    counted = []
    for many in (2, 20):
        rows = [row(town, f"1380013{line:04d}", line) for line in range(2, 2 + many)]
        [piece] = pieces(opened(town), rows)
        with statements(town.bench.database.engine) as seen:
            town.ask(piece, "staff")
        counted.append(len(seen))

    assert counted[0] == counted[1]
