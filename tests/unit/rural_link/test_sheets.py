"""Harvest sheets: units and rows (rulebook §18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from contracts.rural_link.kinds import LotState, MassUnit, ProduceCategory
from contracts.rural_link.lot_requests import LotRow
from services.rural_link.sheets import rules

TODAY = date(2023, 3, 18)
ROW = LotRow(
    lot_id="lot_1",
    lot_number="GQ-1",
    category=ProduceCategory.VEGETABLES,
    product="莴笋",
    grower_name="李明华",
    plot="三组东田",
    variety="香莴笋",
    harvested_on=TODAY,
    amount=1_250,
    unit=MassUnit.JIN,
)


def lots_of(*rows: LotRow, ids_taken=(), numbers_taken=()):
    return rules.lots_of(
        rows,
        partner_id="ptn_1",
        grown=(ProduceCategory.VEGETABLES,),
        ids_taken=ids_taken,
        numbers_taken=numbers_taken,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("amount", "unit", "grams"),
    [
        (100, MassUnit.KILOGRAM, 1_000),
        (100, MassUnit.JIN, 500),
        (100, MassUnit.LIANG, 50),
        (1_250, MassUnit.JIN, 6_250),
        (1, MassUnit.KILOGRAM, 10),
        (1, MassUnit.LIANG, None),
    ],
)
def test_units_become_whole_grams_or_are_refused(amount, unit, grams):
    assert rules.grams(amount, unit) == grams


def test_a_row_becomes_a_commissioned_lot_with_all_its_grams_left():
    (lot,) = lots_of(ROW)

    assert (lot.state, lot.left_grams, lot.harvest.grams) == (LotState.COMMISSIONED, 6_250, 6_250)


def test_every_wrong_cell_of_every_row_is_named():
    rows = (
        ROW,
        replace(ROW, lot_id="lot_2", category=ProduceCategory.EGGS, amount=1, unit=MassUnit.LIANG),
        replace(ROW, lot_id="lot_3", lot_number="GQ-3", harvested_on=date(2023, 3, 19)),
        replace(ROW, lot_id="lot_4", lot_number="GQ-4"),
    )

    with pytest.raises(rules.RowsRefused) as refused:
        lots_of(*rows, ids_taken={"lot_4"}, numbers_taken={"GQ-4"})

    assert [(cell["row"], cell["field"]) for cell in refused.value.details["rows"]] == [
        (1, "lot_number"),
        (2, "lot_number"),
        (2, "category"),
        (2, "amount"),
        (3, "harvested_on"),
        (4, "lot_id"),
        (4, "lot_number"),
    ]


def test_a_sheet_has_one_to_two_hundred_rows():
    rules.check_size([ROW] * 200)
    for size in (0, 201):
        with pytest.raises(rules.SheetSizeWrong):
            rules.check_size([ROW] * size)
