"""Every statement about imports, the pieces of their sheets and their rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

import orjson
from sqlalchemy import insert, select, text, update

from chassis import bulk
from chassis.database import Work
from contracts.points.kinds import ImportState, RowState
from services.points import rows
from services.points.imports import refusals
from services.points.imports.rules.cells import Fault
from services.points.imports.rules.rows import Row
from services.points.imports.rules.sheets import Import
from services.points.imports.tables import import_pieces, import_rows, imports

# Whoever is at work on an import keeps the others off it; they take the next one, or come again.
WAITING = text("""
SELECT community, import_id FROM imports WHERE state = :state AND (complete OR state <> 'checking') ORDER BY import_id LIMIT 1
   FOR NO KEY UPDATE SKIP LOCKED
""")
KNOWN = text("""
SELECT r.fingerprint, r.import_id, r.line
  FROM import_rows r
  JOIN imports i ON i.community = r.community AND i.import_id = r.import_id AND i.upload = r.upload AND i.state <> 'rejected'
 WHERE r.community = :community AND r.fingerprint = ANY(:fingerprints) AND r.state IN ('sound', 'entered')
 ORDER BY r.import_id DESC, r.turn DESC
""")
SET_ROWS = text("""
UPDATE import_rows r SET state = new.state, faults = new.faults
  FROM unnest(CAST(:turns AS int[]), CAST(:states AS text[]), CAST(:faults AS text[])) AS new(turn, state, faults)
 WHERE r.community = :community AND r.import_id = :import_id AND r.upload = :upload AND r.turn = new.turn
""")


class Waiting(NamedTuple):
    """An import that waits for the service's own work."""

    community: str
    import_id: str


class Place(NamedTuple):
    """Where a row stands."""

    import_id: str
    line: int


def add_import(work: Work, new: Import) -> Import:
    """Keep a new import; the same content again answers what is there. Refuses ImportIdTaken."""
    if rows.add(work, imports, new):
        return new
    known = rows.find(work, imports, Import, new.import_id)
    if known is None or not known.same_as(new):
        raise refusals.ImportIdTaken
    return known


def require_import(work: Work, import_id: str, *, lock: bool = False) -> Import:
    """The import, perhaps locked. Refuses ImportNotFound."""
    found = rows.find(work, imports, Import, import_id, lock=lock)
    if found is None:
        raise refusals.ImportNotFound
    return found


def save_import(work: Work, changed: Import) -> Import:
    """Write an import that was locked."""
    return rows.save(work, imports, changed)


def page(work: Work, *, state: ImportState | None, after: str | None, limit: int) -> tuple[list[Import], str | None]:
    """Imports, the newest id first, and where the next page begins."""
    where = [] if state is None else [imports.c.state == state.value]
    return rows.page(work, imports, Import, *where, after=after, limit=limit, newest_first=True)


def import_of_file(work: Work, file_sha256: str, *, but: str) -> str | None:
    """Another import that the same file came in by, unless it was rejected."""
    found = select(imports.c.import_id).where(
        imports.c.community == work.community,
        imports.c.file_sha256 == file_sha256,
        imports.c.import_id != but,
        imports.c.state != ImportState.REJECTED.value,
    )
    return work.connection.execute(found.limit(1)).scalar()


def add_piece(work: Work, to: Import, *, number: int, rows: Sequence[list[Any]], first_turn: int) -> None:
    """Keep a piece."""
    values = {
        "community": work.community,
        "import_id": to.import_id,
        "upload": to.upload,
        "number": number,
        "first_turn": first_turn,
        "rows": orjson.dumps(rows).decode(),
        "checked": False,
    }
    work.connection.execute(insert(import_pieces).values(values))


def take_unchecked(work: Work, of: Import) -> tuple[int, int, list[list[Any]]] | None:
    """The next piece that is not checked: its number, the turn of its first row, and its rows."""
    found = (
        select(import_pieces.c.number, import_pieces.c.first_turn, import_pieces.c.rows)
        .where(*_pieces_of(work, of), ~import_pieces.c.checked)
        .order_by(import_pieces.c.number)
        .limit(1)
    )
    piece = work.connection.execute(found).first()
    return None if piece is None else (piece.number, piece.first_turn, orjson.loads(piece.rows))


def mark_checked(work: Work, of: Import, *, number: int) -> None:
    """Its rows stand there one by one."""
    done = update(import_pieces).where(*_pieces_of(work, of), import_pieces.c.number == number)
    work.connection.execute(done.values(checked=True))


def add_rows(work: Work, of: Import, new: Sequence[Row]) -> None:
    """Keep checked rows."""
    bulk.add_new(
        work.connection,
        import_rows,
        [
            {
                "community": work.community,
                "import_id": of.import_id,
                "upload": of.upload,
                "turn": row.turn,
                "line": row.line,
                "cells": orjson.dumps(row.cells).decode(),
                "state": row.state.value,
                "fingerprint": row.fingerprint,
                "faults": _written(row.faults),
                "contribution_id": row.contribution_id,
            }
            for row in new
        ],
    )


def known_rows(work: Work, fingerprints: Collection[str]) -> dict[str, Place]:
    """Where each of these rows stands already and counts, in whichever import; the first place of several."""
    names = {"community": work.community, "fingerprints": sorted(fingerprints)}
    found = work.connection.execute(KNOWN, names)
    return {row.fingerprint: Place(row.import_id, row.line) for row in found}


def next_sound(work: Work, of: Import, *, limit: int) -> list[Row]:
    """The next sound rows in the order of the sheet."""
    sound = (*_rows_of(work, of), import_rows.c.state == RowState.SOUND.value)
    found = select(import_rows).where(*sound).order_by(import_rows.c.turn).limit(limit)
    return [_row(row) for row in work.connection.execute(found).mappings()]


def set_rows(work: Work, of: Import, changed: Sequence[Row]) -> None:
    """Write what became of rows."""
    names = {
        "community": work.community,
        "import_id": of.import_id,
        "upload": of.upload,
        "turns": [row.turn for row in changed],
        "states": [row.state.value for row in changed],
        "faults": [_written(row.faults) for row in changed],
    }
    work.connection.execute(SET_ROWS, names)


def rows_page(
    work: Work, of: Import, *, state: RowState | None, after: int, limit: int
) -> tuple[list[Row], int | None]:
    """The present file's rows after a turn, and the turn after which the next page begins."""
    where = [*_rows_of(work, of), import_rows.c.turn > after]
    if state is not None:
        where.append(import_rows.c.state == state.value)
    found = select(import_rows).where(*where).order_by(import_rows.c.turn).limit(limit + 1)
    taken = [_row(row) for row in work.connection.execute(found).mappings()]
    return taken[:limit], taken[limit - 1].turn if len(taken) > limit else None


def waiting(work: Work, state: ImportState) -> Waiting | None:
    """An import in this state that nobody else is at work on, locked; of whichever community."""
    found = work.connection.execute(WAITING, {"state": state.value}).first()
    return None if found is None else Waiting(found.community, found.import_id)


def _pieces_of(work: Work, of: Import) -> tuple[Any, ...]:
    mine = import_pieces.c
    return (mine.community == work.community, mine.import_id == of.import_id, mine.upload == of.upload)


def _rows_of(work: Work, of: Import) -> tuple[Any, ...]:
    mine = import_rows.c
    return (mine.community == work.community, mine.import_id == of.import_id, mine.upload == of.upload)


def _row(row: Mapping[Any, Any]) -> Row:
    return Row(
        line=row["line"],
        turn=row["turn"],
        cells=tuple(orjson.loads(row["cells"])),
        state=RowState(row["state"]),
        fingerprint=row["fingerprint"],
        faults=tuple(Fault(**fault) for fault in orjson.loads(row["faults"])),
        contribution_id=row["contribution_id"],
    )


def _written(faults: Sequence[Fault]) -> str:
    return orjson.dumps([asdict(fault) for fault in faults]).decode()
