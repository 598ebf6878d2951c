"""Corrections and sheets as they are answered."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.points import answers
from services.points.activities.rules.sheets import Correction, Line, Sheet


def correction_of(correction: Correction) -> answers.Correction:
    """The correction for those who may see it."""
    return answers.Correction(
        correction_id=correction.correction_id,
        activity_id=correction.activity_id,
        shift_id=correction.shift_id,
        party_id=correction.party_id,
        basis=correction.basis,
        organisation_id=correction.organisation_id,
        checked_in_at=correction.checked_in_at,
        checked_out_at=correction.checked_out_at,
        reason=correction.reason,
        state=correction.state,
        proposed_by=correction.proposed_by,
        decided_by=correction.decided_by,
        was_in_at=correction.was_in_at,
        was_out_at=correction.was_out_at,
        version=correction.version,
    )


def sheet_of(sheet: Sheet, lines: Sequence[Line], *, scan: answers.KeptFile | None = None) -> answers.AttendanceSheet:
    """The sheet with the lines that were keyed last."""
    return answers.AttendanceSheet(
        serial=sheet.serial,
        activity_id=sheet.activity_id,
        shift_id=sheet.shift_id,
        state=sheet.state,
        printed_by=sheet.printed_by,
        keyed_by=sheet.keyed_by,
        entered_by=sheet.entered_by,
        scan_sha256=sheet.scan_sha256,
        reason=sheet.reason,
        lines=tuple(_line_of(line) for line in lines),
        version=sheet.version,
        scan=scan,
    )


def _line_of(line: Line) -> answers.KeyedLine:
    return answers.KeyedLine(
        line=line.line,
        party_id=line.party_id,
        began_at=line.began_at,
        minutes=line.minutes,
        signed=line.signed,
        countersigned_by=line.countersigned_by,
        basis=line.basis,
        organisation_id=line.organisation_id,
        evidence=line.evidence,
    )
