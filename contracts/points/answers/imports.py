"""Imports and their rows, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from contracts.kinds import Code, Count, PageKey, PartyId, PositiveCount, Sha256, ShortText, Version, Written
from contracts.points.ids import ContributionId, ImportId
from contracts.points.kinds import ImportState, RowState

CellText = Annotated[str, Written(0, 600)]
FaultText = Annotated[str, Written(1, 600)]


@dataclass(frozen=True, kw_only=True)
class Import:
    """A bulk entry by sheet. `rows_*` count the rows of the present file; two persons stand up for it, `opened_by` and `decided_by`."""

    import_id: ImportId
    title: ShortText
    reason: ShortText
    state: ImportState
    file_sha256: Sha256 | None
    rows_total: Count
    rows_checked: Count
    rows_sound: Count
    rows_faulty: Count
    rows_entered: Count
    rows_refused: Count
    opened_by: PartyId
    opened_at: datetime
    decided_by: PartyId | None
    decided_at: datetime | None
    decision_reason: ShortText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class ImportPage:
    """Imports, the newest id first."""

    items: tuple[Import, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class RowFault:
    """What is wrong with a row: in which column (its title), by which stable code, in Chinese and in English."""

    column: ShortText
    code: Code
    zh: FaultText
    en: FaultText


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    """One row as it stands in the sheet; `row` as the office program counts. `contribution_id`: what it became or is to become."""

    row: PositiveCount
    state: RowState
    cells: tuple[CellText, ...]
    faults: tuple[RowFault, ...]
    contribution_id: ContributionId | None


@dataclass(frozen=True, kw_only=True)
class ImportRowPage:
    """Rows in the order of the sheet."""

    items: tuple[ImportRow, ...]
    next_key: PageKey | None
