"""Every statement about corrections and paper sheets."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import SheetState
from services.points import rows
from services.points.activities import refusals
from services.points.activities.rules.sheets import Correction, Line, Sheet
from services.points.activities.tables import attendances, corrections, serials, sheet_lines, sign_ups
from services.points.acts.tables import sheets


def add_correction(work: Work, correction: Correction) -> Correction:
    """Keep a correction, or answer the same that is there. Refuses CorrectionIdTaken."""
    if rows.add(work, corrections, correction):
        return correction
    known = require_correction(work, correction.correction_id)
    if not known.same_as(correction):
        raise refusals.CorrectionIdTaken
    return known


def find_correction(work: Work, correction_id: str) -> Correction | None:
    """The correction, if there is one with this id."""
    return rows.find(work, corrections, Correction, correction_id)


def require_correction(work: Work, correction_id: str, *, lock: bool = False) -> Correction:
    """The correction, perhaps locked. Refuses CorrectionNotFound."""
    found = rows.find(work, corrections, Correction, correction_id, lock=lock)
    if found is None:
        raise refusals.CorrectionNotFound
    return found


def save_correction(work: Work, correction: Correction) -> Correction:
    """Write a correction that was locked."""
    return rows.save(work, corrections, correction)


def correction_page(
    work: Work, *, activity_id: str, after: str | None, limit: int
) -> tuple[list[Correction], str | None]:
    """The activity's corrections, newest id first."""
    mine = corrections.c.activity_id == activity_id
    return rows.page(work, corrections, Correction, mine, after=after, limit=limit, newest_first=True)


def was_there(work: Work, shift_id: str, party_ids: Collection[PartyId]) -> None:
    """Who turns out to have come is not counted as absent any more."""
    s = sign_ups.c
    mine = (s.community == work.community) & (s.shift_id == shift_id) & s.party_id.in_(party_ids)
    came = update(sign_ups).where(mine, s.no_show).values(no_show=False, version=s.version + 1)
    work.connection.execute(came)


def next_serial(work: Work, year: int) -> int:
    """The next number of the year; two who ask at once get two."""
    first = upsert(serials).values(community=work.community, year=year, last=1)
    counted = first.on_conflict_do_update(constraint=serials.primary_key, set_={"last": serials.c.last + 1})
    return int(work.connection.execute(counted.returning(serials.c.last)).scalar_one())


def add_sheet(work: Work, sheet: Sheet) -> None:
    """Keep a printed sheet; its serial is fresh."""
    rows.add_all(work, sheets, [sheet])


def require_sheet(work: Work, serial: str, *, lock: bool = False) -> Sheet:
    """The sheet, perhaps locked. Refuses SheetNotFound."""
    found = rows.find(work, sheets, Sheet, serial, lock=lock)
    if found is None:
        raise refusals.SheetNotFound
    return found


def sheet_page(
    work: Work, *, state: SheetState | None, activity_id: str | None, after: str | None, limit: int
) -> tuple[list[Sheet], str | None]:
    """Sheets, newest serial first."""
    where: list[ColumnElement[bool]] = []
    if state is not None:
        where.append(sheets.c.state == state.value)
    if activity_id is not None:
        where.append(sheets.c.activity_id == activity_id)
    return rows.page(work, sheets, Sheet, *where, after=after, limit=limit, newest_first=True)


def scans(work: Work, serials_wanted: Collection[str]) -> dict[str, str]:
    """The SHA-256 of each sheet's scan, by serial."""
    found = rows.find_all(work, sheets, Sheet, serials_wanted)
    return {serial: sheet.scan_sha256 for serial, sheet in found.items() if sheet.scan_sha256 is not None}


def save_sheet(work: Work, sheet: Sheet) -> Sheet:
    """Write a sheet that was locked."""
    return rows.save(work, sheets, sheet)


def add_lines(work: Work, lines: Sequence[Line]) -> None:
    """Keep what was keyed."""
    given = [{"community": work.community, **rows.values_of(line)} for line in lines]
    work.connection.execute(insert(sheet_lines), given)


def lines_of(work: Work, sheet: Sheet) -> list[Line]:
    """What was keyed last."""
    s = sheet_lines.c
    mine = (s.community == work.community) & (s.serial == sheet.serial) & (s.keying == sheet.keying)
    found = work.connection.execute(select(sheet_lines).where(mine).order_by(s.line)).mappings()
    return [rows.thing_of(Line, row) for row in found]


def there(work: Work, shift_id: str, party_ids: Collection[PartyId]) -> set[PartyId]:
    """Who of them is known to have attended the shift."""
    a = attendances.c
    mine = (a.community == work.community) & (a.shift_id == shift_id) & a.party_id.in_(party_ids)
    return set(work.connection.execute(select(a.party_id).where(mine)).scalars())
