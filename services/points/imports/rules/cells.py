"""How cells of any sheet are written and read: strictly, every fault found, none guessed away."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from contracts.kinds import HUNDREDTHS_MAX
from contracts.points.kinds import SheetColumn
from contracts.refused import Refused
from services.points.imports import refusals

CIVIL = ZoneInfo("Asia/Shanghai")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", re.ASCII)
WHOLE = re.compile(r"[1-9]\d{0,5}", re.ASCII)
YUAN = re.compile(r"(0|[1-9]\d{0,9})(\.\d{1,2})?", re.ASCII)
INSTANT = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::00)?", re.ASCII)
DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?: 00:00)?", re.ASCII)
TEXT_LETTERS = 120
SHOWN_LETTERS = 40
CELL_LETTERS_MAX = 600


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong in a column (named by its title), in both languages under a stable code."""

    column: str
    code: str
    zh: str
    en: str


@dataclass
class Reading:
    """Reads the cells of one row and collects what is wrong with them."""

    columns: Mapping[str, SheetColumn]
    cells: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def read(self, name: str, take: Callable[[str], Any], *, needed: bool = False) -> Any:
        """The cell as `take` reads it; None if it is empty or `take` cannot."""
        cell = self.cells.get(name, "")
        if not cell:
            if needed:
                self.complain(name, refusals.CellMissing())
            return None
        try:
            return take(cell)
        except Refused as refusal:
            self.complain(name, refusal)
        except ValueError:
            shown = cell[:SHOWN_LETTERS]
            self.complain(name, refusals.CellMalformed(cell=shown, note=self.columns[name].note))
        return None

    def complain(self, name: str, refusal: Refused) -> None:
        """Remember a fault of a column."""
        self.faults.append(fault_of(refusal, title=self.columns[name].title))


def reading_of(columns: Mapping[str, SheetColumn], cells: Sequence[str]) -> Reading:
    """The cells of a row by the names of its columns, in their order."""
    return Reading(columns, dict(zip(columns, cells, strict=False)))


def fault_of(refusal: Refused, *, title: str) -> Fault:
    """The refusal as a fault of the column with this title."""
    wire = refusal.to_wire()
    return Fault(column=title, code=wire["code"], zh=wire["zh"][:500], en=wire["en"][:500])


def rows_of(rows_text: str, *, columns: int) -> list[list[Any]]:
    """The rows of a piece, each its number in the sheet and a text for each column. Refuses PieceMalformed."""
    try:
        rows = orjson.loads(rows_text)
    except orjson.JSONDecodeError as error:
        raise refusals.PieceMalformed from error
    if not (isinstance(rows, list) and rows and all(_is_row(row, columns) for row in rows)):
        raise refusals.PieceMalformed
    return rows


def matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    """Takes what the pattern matches as a whole."""

    def take(cell: str) -> str:
        if not pattern.fullmatch(cell):
            raise ValueError
        return cell

    return take


def choice(column: SheetColumn, choices: Mapping[str, Any]) -> Callable[[str], Any]:
    """Takes one of the choices. Refuses CellChoice."""

    def take(cell: str) -> Any:
        if cell not in choices:
            raise refusals.CellChoice(cell=cell[:SHOWN_LETTERS], choices="、".join(column.choices))
        return choices[cell]

    return take


def words(cell: str) -> str:
    """Takes a line of text for people."""
    if len(cell) > TEXT_LETTERS or not cell.replace(" ", "").isprintable():
        raise ValueError
    return cell


def whole(cell: str) -> int:
    """Takes a number from 1 on."""
    if not WHOLE.fullmatch(cell):
        raise ValueError
    return int(cell)


def fen(cell: str) -> int:
    """Takes yuan with at most two places, more than nothing, as fen."""
    found = YUAN.fullmatch(cell)
    taken = 0 if found is None else int(found[1]) * 100 + int((found[2] or ".0")[1:].ljust(2, "0"))
    if not 0 < taken <= HUNDREDTHS_MAX:
        raise ValueError
    return taken


def signed_fen(cell: str) -> int:
    """Takes yuan as `fen` does, with a minus for what is taken back."""
    return -fen(cell[1:]) if cell.startswith("-") else fen(cell)


def instant(cell: str) -> datetime:
    """Takes a civil day and minute."""
    found = INSTANT.fullmatch(cell)
    if found is None:
        raise ValueError
    year, month, day_of_month, hour, minute = (int(part) for part in found.groups())
    return datetime(year, month, day_of_month, hour, minute, tzinfo=CIVIL)


def day(cell: str) -> date:
    """Takes a civil day."""
    found = DAY.fullmatch(cell)
    if found is None:
        raise ValueError
    year, month, day_of_month = (int(part) for part in found.groups())
    return date(year, month, day_of_month)


def _is_row(row: object, columns: int) -> bool:
    if not isinstance(row, list) or len(row) != columns + 1:
        return False
    line, *cells = row
    # Text that a database cannot keep is no text.
    texts = all(isinstance(cell, str) and len(cell) <= CELL_LETTERS_MAX and "\0" not in cell for cell in cells)
    return isinstance(line, int) and not isinstance(line, bool) and 0 < line < 10**7 and texts
