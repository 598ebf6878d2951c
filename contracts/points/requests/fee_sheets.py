"""What points can be asked about a property company's sheets; the gateway sends their rows piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from contracts.kinds import Month, Sha256, Whole
from contracts.points.answers import fee_sheets as answers
from contracts.points.ids import BatchNumber, FeeSheetId, ProgrammeId
from contracts.points.kinds import FeeRowState
from contracts.points.requests.imports import PIECES_MAX, RowsText
from contracts.request import Command, PageQuery, Query

ANSWER_ROWS_MAX = 1_000
NOTE_ROWS_MAX = 10_000


@dataclass(frozen=True, kw_only=True)
class TakeAnswerSheet(Command[answers.FeeSheet]):
    """One piece of a filled-in batch: every row that fits is an answer, every other is refused with its reason.

    The same file again changes nothing.
    """

    service = "points"
    answer = answers.FeeSheet

    batch_number: BatchNumber
    file_sha256: Sha256
    rows_total: Annotated[int, Whole(1, ANSWER_ROWS_MAX)]
    number: Annotated[int, Whole(0, PIECES_MAX)]
    rows: RowsText
    last: bool


@dataclass(frozen=True, kw_only=True)
class TakeStatementSheet(Command[answers.FeeSheet]):
    """One piece of a month's credit notes. With its last piece the month is matched, unless a row is refused: then nothing is taken.

    The same file again changes nothing.
    """

    service = "points"
    answer = answers.FeeSheet

    programme_id: ProgrammeId
    month: Month
    file_sha256: Sha256
    rows_total: Annotated[int, Whole(1, NOTE_ROWS_MAX)]
    number: Annotated[int, Whole(0, PIECES_MAX)]
    rows: RowsText
    last: bool


@dataclass(frozen=True, kw_only=True)
class GetFeeSheet(Query[answers.FeeSheet]):
    """What became of a file."""

    service = "points"
    answer = answers.FeeSheet

    sheet_id: FeeSheetId


@dataclass(frozen=True, kw_only=True)
class ListFeeSheetRows(PageQuery[answers.FeeSheetRowPage]):
    """The rows of a file with what is wrong with each, perhaps only those in one state."""

    service = "points"
    answer = answers.FeeSheetRowPage

    sheet_id: FeeSheetId
    state: FeeRowState | None = None
