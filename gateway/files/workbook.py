"""Reads the first sheet of an XLSX workbook, after a look at the package that opens none of its parts."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import python_calamine

from gateway.files.reading import SheetRefused

if TYPE_CHECKING:
    from gateway.files.reading import Limits

NEEDED = "xl/workbook.xml"
WITH_PROGRAMS = ("vbaproject.bin", "xl/macrosheets/", "xl/activex/")
EXACT_BELOW = 10**15  # Office programs keep 15 digits: a longer number is no longer the one that was typed.
SMALL_PART_BYTES = 1 << 20


def rows(raw: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and cells as text. Raises SheetRefused."""
    _check_package(raw, limits)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheet = book.get_sheet_by_index(0)
    except (python_calamine.CalamineError, IndexError, ValueError, OSError) as error:
        raise SheetRefused("not_a_sheet") from error
    # The sheet lies in memory as a rectangle: one cell far out would make it a huge one.
    if sheet.end is not None and sheet.end[1] >= limits.columns:
        raise SheetRefused("too_many_columns", most=limits.columns)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, [_text(cell) for cell in cells]


def _check_package(raw: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise SheetRefused("not_a_sheet") from error
    names = [part.filename.lower() for part in parts]
    if NEEDED not in names:
        raise SheetRefused("not_a_sheet")
    if any(program in name for name in names for program in WITH_PROGRAMS):
        raise SheetRefused("macros")
    if len(parts) > limits.packed_parts or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise SheetRefused("bomb")
    for part in parts:
        if part.flag_bits & 1:
            raise SheetRefused("locked")
        if part.file_size > SMALL_PART_BYTES and part.file_size > part.compress_size * limits.squeezed:
            raise SheetRefused("bomb")


def _text(cell: Any) -> str:
    """A cell as it would be typed: 120, 1.5, 2023-03-18 14:00, 是. A number too long to be exact is shown as the office program shows it."""
    # True is a number and an instant is a day to Python: the narrower kind comes first.
    for kind, written in KINDS:
        if isinstance(cell, kind):
            return written(cell)
    return str(cell)


def _number(cell: float) -> str:
    if not math.isfinite(cell) or abs(cell) >= EXACT_BELOW:
        return f"{cell:.5E}"
    return str(int(cell)) if cell == int(cell) else repr(round(cell, 9))


KINDS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda cell: "是" if cell else "否"),
    ((int, float), _number),
    (datetime, lambda cell: cell.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")),
    (date, lambda cell: cell.isoformat()),
    (time, lambda cell: cell.strftime("%H:%M")),
    (timedelta, lambda cell: str(int(cell.total_seconds() // 60))),
)
