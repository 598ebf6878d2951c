"""Every statement about property companies' files and their rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import insert, select, text

from chassis.database import Work
from contracts.points.kinds import FeeRowState
from services.points import rows
from services.points.fee_sheets import refusals
from services.points.fee_sheets.rules import Judged, Sheet
from services.points.fee_sheets.tables import fee_sheet_rows, fee_sheets
from services.points.imports.rules.cells import Fault

DUE = text("""
SELECT community, sheet_id FROM fee_sheets
 WHERE rows_gone_at IS NULL AND sent_at < :before
 ORDER BY sent_at, sheet_id
 LIMIT :limit
   FOR UPDATE SKIP LOCKED
""")
ROWS_GONE = text("""
DELETE FROM fee_sheet_rows r
 USING unnest(CAST(:communities AS text[]), CAST(:sheets AS text[])) AS old(community, sheet_id)
 WHERE r.community = old.community AND r.sheet_id = old.sheet_id
""")
NEVER_WHOLE = text("""
DELETE FROM fee_sheets s
 USING unnest(CAST(:communities AS text[]), CAST(:sheets AS text[])) AS old(community, sheet_id)
 WHERE s.community = old.community AND s.sheet_id = old.sheet_id AND s.state = 'receiving'
""")
WHOLE = text("""
UPDATE fee_sheets s SET rows_gone_at = :now
  FROM unnest(CAST(:communities AS text[]), CAST(:sheets AS text[])) AS old(community, sheet_id)
 WHERE s.community = old.community AND s.sheet_id = old.sheet_id
""")


def begin(work: Work, sheet: Sheet) -> Sheet:
    """Begin a file, or answer the one with the same bytes about the same thing, locked."""
    if rows.add(work, fee_sheets, sheet):
        return sheet
    known = (
        select(fee_sheets)
        .where(
            fee_sheets.c.community == work.community,
            fee_sheets.c.programme_id == sheet.programme_id,
            fee_sheets.c.kind == sheet.kind.value,
            fee_sheets.c.about == sheet.about,
            fee_sheets.c.file_sha256 == sheet.file_sha256,
        )
        .with_for_update(key_share=True)
    )
    return rows.thing_of(Sheet, work.connection.execute(known).mappings().one())


def require(work: Work, sheet_id: str) -> Sheet:
    """The file. Refuses FeeSheetNotFound."""
    found = rows.find(work, fee_sheets, Sheet, sheet_id)
    if found is None:
        raise refusals.FeeSheetNotFound
    return found


def save(work: Work, sheet: Sheet) -> Sheet:
    """Write a file that was locked."""
    return rows.save(work, fee_sheets, sheet)


def seen(work: Work, sheet_id: str, keys: Collection[str]) -> dict[str, int]:
    """In which rows of the file, as the office program counts, these lines or notes stand already."""
    wanted = select(fee_sheet_rows.c.key, fee_sheet_rows.c.line).where(
        fee_sheet_rows.c.community == work.community,
        fee_sheet_rows.c.sheet_id == sheet_id,
        fee_sheet_rows.c.key.in_(keys),
    )
    return {row.key: row.line for row in work.connection.execute(wanted)}


def add_rows(work: Work, sheet_id: str, judged: Sequence[Judged]) -> None:
    """Keep the rows of a piece, in one statement."""
    values = [
        {
            "community": work.community,
            "sheet_id": sheet_id,
            "turn": row.turn,
            "line": row.line,
            "cells": orjson.dumps(row.cells).decode(),
            "state": row.state.value,
            "key": row.key,
            "faults": orjson.dumps([asdict(fault) for fault in row.faults]).decode(),
        }
        for row in judged
    ]
    work.connection.execute(insert(fee_sheet_rows), values)


def all_rows(work: Work, sheet_id: str) -> list[Judged]:
    """Every row of the file in its order."""
    wanted = _of(work, sheet_id).order_by(fee_sheet_rows.c.turn)
    return [_row(row) for row in work.connection.execute(wanted).mappings()]


def rows_page(
    work: Work, sheet_id: str, *, state: FeeRowState | None, after: int, limit: int
) -> tuple[list[Judged], int | None]:
    """The file's rows after a turn, and the turn after which the next page begins."""
    wanted = _of(work, sheet_id).where(fee_sheet_rows.c.turn > after)
    if state is not None:
        wanted = wanted.where(fee_sheet_rows.c.state == state.value)
    found = work.connection.execute(wanted.order_by(fee_sheet_rows.c.turn).limit(limit + 1)).mappings()
    taken = [_row(row) for row in found]
    return taken[:limit], taken[limit - 1].turn if len(taken) > limit else None


def forget(work: Work, *, sent_before: datetime, limit: int) -> None:
    """Remove the rows of files that came in before an instant, in any community; a file that never came whole goes with them.

    What a whole file came to stays, so that the same bytes are still one file.
    """
    names = {"before": sent_before, "limit": limit}
    due = [(row.community, row.sheet_id) for row in work.connection.execute(DUE, names)]
    if not due:
        return
    old = {"communities": [one[0] for one in due], "sheets": [one[1] for one in due]}
    work.connection.execute(ROWS_GONE, old)
    work.connection.execute(NEVER_WHOLE, old)
    work.connection.execute(WHOLE, old | {"now": work.now})


def _of(work: Work, sheet_id: str) -> Any:
    mine = fee_sheet_rows.c
    return select(fee_sheet_rows).where(mine.community == work.community, mine.sheet_id == sheet_id)


def _row(row: Mapping[Any, Any]) -> Judged:
    return Judged(
        turn=row["turn"],
        line=row["line"],
        cells=tuple(orjson.loads(row["cells"])),
        state=FeeRowState(row["state"]),
        key=row["key"],
        faults=tuple(Fault(**fault) for fault in orjson.loads(row["faults"])),
    )
