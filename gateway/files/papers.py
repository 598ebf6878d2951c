"""One table for people, before anybody says in which form: a title, a few facts above it, columns, and rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from contracts.refused import Kind, Refused


class Form(StrEnum):
    """In which form a table is given out."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PDF: "application/pdf",
}
LINES_MAX = {Form.CSV: 20_000, Form.XLSX: 20_000, Form.PDF: 3_000}
"""What can be fetched and written within the time of one request."""


class TooManyLines(Refused):
    """The table has more lines than one file may have; ask for a shorter period."""

    code = "file-too-many-lines"
    kind = Kind.INVALID
    zh = "这份文件超过 {most} 行，请缩小范围分次下载。"
    en = "The file would have more than {most} lines; ask for less at a time."


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `number`: its cells are decimal texts such as "48.50", which a sheet may add up; all else stays text, ids above all.

    `width` is in characters, for sheets and papers alike. `choices` are offered as a list where the column is filled in by hand.
    """

    title: str
    number: bool = False
    width: int = 12
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A table. `facts` stand above it on paper and in their own rows of a sheet; a CSV has only the table.

    `name` is the file's name without its ending, in ASCII. `blank_rows` may be filled in below the last row (they get the choices).
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]
    facts: tuple[tuple[str, str], ...] = ()
    landscape: bool = False
    blank_rows: int = 0


@dataclass(frozen=True, kw_only=True)
class Printing:
    """How the answer to a request is laid out as a table: `paper(answers)` gets all its pages, as the service gave them."""

    paper: Callable[[Sequence[dict[str, Any]]], Paper]
    forms: tuple[Form, ...] = field(default=(Form.CSV, Form.XLSX, Form.PDF))
