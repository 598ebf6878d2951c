"""What points can be asked about bulk entry by sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from contracts.kinds import Sha256, ShortText, Whole, Written
from contracts.points.answers import imports as answers
from contracts.points.ids import ImportId
from contracts.points.kinds import ImportState, RowState
from contracts.request import Command, PageQuery, Query

ROWS_MAX = 100_000
PIECES_MAX = 1_000
RowsText = Annotated[str, Written(2, 300_000)]
"""A JSON array of rows; each an array of its number in the sheet and the text of every column, in their order."""


@dataclass(frozen=True, kw_only=True)
class OpenImport(Command[answers.Import]):
    """Begin a bulk entry and say why; its sheet comes next. The reason is published with what is entered (rulebook §3)."""

    service = "points"
    answer = answers.Import

    import_id: ImportId
    title: ShortText
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class AddImportPiece(Command[answers.Import]):
    """One piece of a sheet's rows, in their order; the gateway sends them while it reads the file.

    The first piece of another file replaces what was there. The same file again changes nothing.
    """

    service = "points"
    answer = answers.Import

    import_id: ImportId
    file_sha256: Sha256
    rows_total: Annotated[int, Whole(1, ROWS_MAX)]
    number: Annotated[int, Whole(0, PIECES_MAX)]
    rows: RowsText
    last: bool


@dataclass(frozen=True, kw_only=True)
class ApproveImport(Command[answers.Import]):
    """Agree, as a second person, that the sound rows are entered. `without_faulty`: although others are faulty and stay out."""

    service = "points"
    answer = answers.Import

    import_id: ImportId
    file_sha256: Sha256
    reason: ShortText
    without_faulty: bool = False


@dataclass(frozen=True, kw_only=True)
class RejectImport(Command[answers.Import]):
    """Decline it, as a second person or as who began it; none of its rows is entered."""

    service = "points"
    answer = answers.Import

    import_id: ImportId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class GetImport(Query[answers.Import]):
    """How far an import has come."""

    service = "points"
    answer = answers.Import

    import_id: ImportId


@dataclass(frozen=True, kw_only=True)
class ListImports(PageQuery[answers.ImportPage]):
    """Imports, perhaps in one state."""

    service = "points"
    answer = answers.ImportPage

    state: ImportState | None = None


@dataclass(frozen=True, kw_only=True)
class ListImportRows(PageQuery[answers.ImportRowPage]):
    """The rows of an import's sheet with what is wrong with each, perhaps only those in one state."""

    service = "points"
    answer = answers.ImportRowPage

    import_id: ImportId
    state: RowState | None = None
