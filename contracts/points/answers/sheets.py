"""Attendance that no code vouches for, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import ActivityId, Minutes, PageKey, PartyId, Sha256, ShortText, Version
from contracts.points.answers.documents import KeptFile
from contracts.points.ids import CorrectionId, SheetLineNumber, SheetSerial, ShiftId
from contracts.points.kinds import Basis, CorrectionState, Evidence, SheetState


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Somebody's attendance as it is said to have been. `was_in_at` and `was_out_at` are what stood there before it was accepted."""

    correction_id: CorrectionId
    activity_id: ActivityId
    shift_id: ShiftId
    party_id: PartyId
    basis: Basis
    organisation_id: PartyId | None
    checked_in_at: datetime
    checked_out_at: datetime
    reason: ShortText
    state: CorrectionState
    proposed_by: PartyId
    decided_by: PartyId | None
    was_in_at: datetime | None
    was_out_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class CorrectionPage:
    """Corrections, the newest id first."""

    items: tuple[Correction, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class KeyedLine:
    """One line as it was keyed, with the evidence that its signatures make."""

    line: SheetLineNumber
    party_id: PartyId
    began_at: datetime
    minutes: Minutes
    signed: bool
    countersigned_by: PartyId | None
    basis: Basis
    organisation_id: PartyId | None
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class AttendanceSheet:
    """A printed sheet and what became of it. `lines` are those that were keyed last; `scan`: the file of the scan, if it is there."""

    serial: SheetSerial
    activity_id: ActivityId
    shift_id: ShiftId
    state: SheetState
    printed_by: PartyId
    keyed_by: PartyId | None
    entered_by: PartyId | None
    scan_sha256: Sha256 | None
    reason: ShortText | None
    lines: tuple[KeyedLine, ...]
    version: Version
    scan: KeptFile | None = None


@dataclass(frozen=True, kw_only=True)
class AttendanceSheetPage:
    """Sheets without their lines, the newest serial first."""

    items: tuple[AttendanceSheet, ...]
    next_key: PageKey | None
