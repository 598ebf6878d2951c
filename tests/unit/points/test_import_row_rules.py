"""A row of a sheet: the same however it is written, and never an accident whatever stands in it."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.ids import new_id
from contracts.points.kinds import IMPORT_COLUMNS, ContributionType, GoodsCondition, PriceSource
from services.points.imports.rules.cells import CIVIL
from services.points.imports.rules.rows import fingerprint_of, read_row

PARTY = new_id("pty")
PLAIN = {
    "party_id": PARTY,
    "contribution_type": "H1",
    "activity": "搬桌子",
    "started_at": "2023-03-18 09:05",
    "minutes": "60",
}


def read(**cells: str):
    filled = PLAIN | cells
    row = [filled.get(column.name, "") for column in IMPORT_COLUMNS]
    return read_row(row, contribution_id=new_id("ctb"), reason="没有网络")


@pytest.mark.parametrize(
    "written", ["2023-03-18 09:05", "2023/3/18 9:05", "2023.03.18 09:05", "2023-03-18T09:05", "2023-03-18 09:05:00"]
)
def test_an_instant_is_beijing_time_however_it_is_written(written: str):
    wanted, faults = read(started_at=written)

    assert faults == []
    assert wanted.started_at == datetime(2023, 3, 18, 9, 5, tzinfo=CIVIL)
    assert fingerprint_of(wanted) == fingerprint_of(read()[0])


@pytest.mark.parametrize(
    "cells",
    [
        {"party_id": new_id("pty")},
        {"contribution_type": "H4"},
        {"activity": "扫地"},
        {"started_at": "2023-03-18 09:06"},
        {"minutes": "61"},
        {"reference": "A-1"},
    ],
)
def test_rows_that_mean_something_else_are_not_the_same(cells):
    assert fingerprint_of(read(**cells)[0]) != fingerprint_of(read()[0])


@pytest.mark.parametrize(("written", "fen"), [("60", 60_00), ("60.5", 60_50), ("0.01", 1), ("60.05", 60_05)])
def test_money_is_exact_to_the_fen(written: str, fen: int):
    wanted, faults = read(contribution_type="F1", minutes="", money=written)

    assert (faults, wanted.fen) == ([], fen)


@pytest.mark.parametrize("written", ["0", "-1", "60.001", "1e3", "６０", "60元", "1,000", " 60 ", "NaN", "99999999999"])
def test_what_is_no_money_is_refused(written: str):
    _, faults = read(contribution_type="F1", minutes="", money=written)

    assert [fault.code for fault in faults] == ["points.import_cell_malformed"]


def test_goods_are_read_with_their_price_and_condition():
    wanted, faults = read(
        contribution_type="G3",
        minutes="",
        item="书架",
        quantity="2",
        unit_price="80",
        price_source="公开价目",
        condition="良好",
        documents=f"photo:{'0' * 64} price_list:{'1' * 64}",
    )

    assert faults == []
    assert wanted.contribution_type is ContributionType.G3
    assert (wanted.goods.quantity, wanted.goods.unit_fen) == (2, 80_00)
    assert (wanted.goods.source, wanted.goods.condition) == (PriceSource.PRICE_LIST, GoodsCondition.GOOD)
    assert len(wanted.documents) == 2


def test_for_whom_and_what_was_no_job_are_read_and_make_no_other_row():
    employer = new_id("pty")
    wanted, faults = read(on_behalf_of=employer, off_duty="是")

    assert (faults, wanted.on_behalf_of, wanted.off_duty) == ([], employer, True)
    assert fingerprint_of(wanted) == fingerprint_of(read()[0])
    assert not read(off_duty="否")[0].off_duty


def test_a_row_that_was_kept_before_the_last_columns_came_reads_as_before():
    filled = [PLAIN.get(column.name, "") for column in IMPORT_COLUMNS]
    ids = {"contribution_id": new_id("ctb"), "reason": "没有网络"}

    assert read_row(filled[:19], **ids) == read_row(filled, **ids)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=60), min_size=len(IMPORT_COLUMNS), max_size=len(IMPORT_COLUMNS)))
def test_whatever_stands_in_the_cells_every_fault_has_words_and_a_known_column(cells):
    wanted, faults = read_row(cells, contribution_id=new_id("ctb"), reason="r")

    assert (wanted is None) == bool(faults)
    titles = {column.title for column in IMPORT_COLUMNS}
    assert all(fault.column in titles and fault.zh and fault.en and fault.code for fault in faults)
