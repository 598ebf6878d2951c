"""Reads one sheet out of the bytes of a CSV or XLSX file that anybody may have made. Runs in a process of its own (reader.py).

A sheet is a line of titles and rows of text. What it may be at most is in `Limits`; whatever else it is, is refused by a stable reason.
Cells come out as they were written: nothing is computed, followed, or guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
DELIMITERS = (",", ";", "\t")
ENCODINGS = (
    "utf-8-sig",
    "gb18030",
)  # What office programs write in China; the second reads almost anything, so it comes last.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK"
SNIFFED_LETTERS = 100_000


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a sheet may have at most."""

    rows: int = 100_000
    columns: int = 60
    cell_letters: int = 500
    unpacked_bytes: int = 300 * 1024 * 1024
    packed_parts: int = 2_000
    squeezed: int = 200  # How many times larger a part may be than it is packed.


LIMITS = Limits()


class SheetRefused(Exception):
    """This is no sheet that is read here. `reason` is stable (problems.py has the words); `details` go into them."""

    def __init__(self, reason: str, **details: Any) -> None:
        self.reason = reason
        self.details = details
        super().__init__(reason, details)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row that is not empty; `number` as the office program counts it, the titles being row 1."""

    number: int
    cells: list[str]


def lines(raw: bytes, limits: Limits = LIMITS) -> Iterator[Line]:
    """The rows of the file's first sheet, the titles first. Raises SheetRefused, also in the middle."""
    if not raw.strip():
        raise SheetRefused("empty")
    return _within(_rows(raw, limits), limits)


def _rows(raw: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    if raw.startswith(OLD_OFFICE):
        raise SheetRefused("old_office")
    if raw.startswith(ZIP):
        from gateway.files import workbook  # noqa: PLC0415 - most files are plain text

        return workbook.rows(raw, limits)
    return _csv_rows(raw, limits)


def _within(rows: Iterator[tuple[int, list[str]]], limits: Limits) -> Iterator[Line]:
    count = 0
    for number, cells in rows:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        # The titles are no row of their own.
        if count > limits.rows:
            raise SheetRefused("too_many_rows", most=limits.rows)
        if len(cells) > limits.columns:
            raise SheetRefused("too_many_columns", most=limits.columns)
        for cell in cells:
            if len(cell) > limits.cell_letters:
                raise SheetRefused("cell_too_long", row=number, most=limits.cell_letters)
            if CONTROL.search(cell):
                raise SheetRefused("not_a_sheet")
        count += 1
        yield Line(number=number, cells=cells)
    if not count:
        raise SheetRefused("empty")


def _csv_rows(raw: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    if b"\0" in raw:
        raise SheetRefused("not_a_sheet")
    text = _decoded(raw)
    if CONTROL.search(text[:SNIFFED_LETTERS]):
        raise SheetRefused("not_a_sheet")
    csv.field_size_limit(limits.cell_letters + 1)
    delimiter = _delimiter(text)
    reading = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reading, start=1)
    except csv.Error as error:
        if "field limit" in str(error):
            raise SheetRefused("cell_too_long", row=reading.line_num, most=limits.cell_letters) from error
        raise SheetRefused("not_a_sheet") from error


def _decoded(raw: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetRefused("unknown_encoding")


def _delimiter(text: str) -> str:
    """The one that parts the line of titles into the most; a title in quotes may hold the others."""
    first = next(iter(text[:SNIFFED_LETTERS].splitlines()), "")
    outside = "".join(part for turn, part in enumerate(first.split('"')) if turn % 2 == 0)
    return max(DELIMITERS, key=outside.count)
