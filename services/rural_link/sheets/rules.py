"""What a harvest sheet says: weights in the units villages write, and what is wrong with a row (rulebook §18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from contracts.refused import Kind, Refused
from contracts.rural_link.kinds import LotState, MassUnit, ProduceCategory
from contracts.rural_link.lot_requests import LotRow
from services.rural_link.lots.rules import Harvest, Lot

ROWS_MAX = 200
GRAMS_OF: Mapping[MassUnit, int] = {MassUnit.KILOGRAM: 1000, MassUnit.JIN: 500, MassUnit.LIANG: 50}
"""1 公斤 = 1 kg, 1 斤 = 0.5 kg, 1 两 = 0.05 kg."""


class SheetSizeWrong(Refused):
    """A sheet has between one row and ROWS_MAX."""

    code = "rural_link.sheet_size_wrong"
    kind = Kind.INVALID
    zh = "一张表 1 到 {rows_max} 行。"
    en = "A sheet has 1 to {rows_max} rows."


class RowsRefused(Refused):
    """Some rows are wrong; nothing of the sheet was kept. `rows` tells number (from 1), field, code and words for each."""

    code = "rural_link.rows_refused"
    kind = Kind.INVALID
    zh = "表里有 {wrong} 处不对，整张表都没有保存。"
    en = "{wrong} cells are wrong; nothing of the sheet was kept."


def grams(amount: int, unit: MassUnit) -> int | None:
    """The weight in grams of an amount in hundredths of its unit ("12.50" 斤 → 6250); None if it is no whole number of grams."""
    whole, rest = divmod(amount * GRAMS_OF[unit], 100)
    return None if rest else whole


def check_size(rows: Sequence[LotRow]) -> None:
    """Refuse (SheetSizeWrong) an empty sheet and one of more than ROWS_MAX rows."""
    if not 1 <= len(rows) <= ROWS_MAX:
        raise SheetSizeWrong(rows_max=ROWS_MAX)


def lots_of(
    rows: Sequence[LotRow],
    *,
    partner_id: str,
    grown: Collection[ProduceCategory],
    ids_taken: Collection[str],
    numbers_taken: Collection[str],
    today: date,
) -> list[Lot]:
    """The commissioned lots that the rows describe, in their order. Refuses RowsRefused with every wrong cell of every row."""
    ids, numbers = Counter(row.lot_id for row in rows), Counter(row.lot_number for row in rows)
    wrong: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=1):
        faults = {
            "lot_id": "rural_link.lot_id_taken" if row.lot_id in ids_taken or ids[row.lot_id] > 1 else None,
            "lot_number": "rural_link.lot_number_taken"
            if row.lot_number in numbers_taken or numbers[row.lot_number] > 1
            else None,
            "category": None if row.category in grown else "rural_link.category_not_grown",
            "harvested_on": "rural_link.harvest_in_future" if row.harvested_on > today else None,
            "amount": None if grams(row.amount, row.unit) else "rural_link.amount_not_whole_grams",
        }
        wrong += [{"row": number, "field": field, "code": code} for field, code in faults.items() if code]
    if wrong:
        raise RowsRefused(wrong=len(wrong), rows=wrong)
    return [_lot(row, partner_id=partner_id) for row in rows]


def posted_before(rows: Sequence[LotRow], known: Mapping[str, Lot], *, partner_id: str) -> bool:
    """Was exactly this sheet kept already? Then it is a retry, whatever happened to its lots since."""
    return all(row.lot_id in known and _same(_lot(row, partner_id=partner_id), known[row.lot_id]) for row in rows)


def _same(one: Lot, other: Lot) -> bool:
    return (one.partner_id, one.category, one.product, one.harvest) == (
        other.partner_id,
        other.category,
        other.product,
        other.harvest,
    )


def _lot(row: LotRow, *, partner_id: str) -> Lot:
    weight = grams(row.amount, row.unit) or 0
    return Lot(
        lot_id=row.lot_id,
        partner_id=partner_id,
        category=row.category,
        product=row.product,
        state=LotState.COMMISSIONED,
        harvest=Harvest(
            lot_number=row.lot_number,
            grower_name=row.grower_name,
            plot=row.plot,
            variety=row.variety,
            harvested_on=row.harvested_on,
            grams=weight,
        ),
        left_grams=weight,
    )
