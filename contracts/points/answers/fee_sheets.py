"""A property company's sheets and their rows, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import Count, Month, PageKey, PartyId, PositiveCount, Sha256, Version
from contracts.points.answers.imports import CellText, RowFault
from contracts.points.ids import BatchNumber, FeeSheetId, ProgrammeId
from contracts.points.kinds import FeeRowState, FeeSheetKind, FeeSheetState


@dataclass(frozen=True, kw_only=True)
class FeeSheet:
    """A file that came in: answers to a batch, a month's credit notes, or households' fees. `rows_*` count its rows by what became of each.

    `rows_gone_at`: when the rows themselves were let go of.
    """

    sheet_id: FeeSheetId
    kind: FeeSheetKind
    state: FeeSheetState
    programme_id: ProgrammeId
    batch_number: BatchNumber | None
    month: Month | None
    file_sha256: Sha256
    rows_total: Count
    rows_sound: Count
    rows_unchanged: Count
    rows_open: Count
    rows_refused: Count
    sent_by: PartyId
    sent_at: datetime
    version: Version
    rows_gone_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FeeSheetRow:
    """One row as it stands in the file; `row` as the office program counts, with what is wrong with it."""

    row: PositiveCount
    state: FeeRowState
    cells: tuple[CellText, ...]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, kw_only=True)
class FeeSheetRowPage:
    """Rows in the order of the file."""

    kind: FeeSheetKind
    items: tuple[FeeSheetRow, ...]
    next_key: PageKey | None
