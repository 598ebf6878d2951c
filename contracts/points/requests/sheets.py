"""What points can be asked about attendance that no code vouches for: corrected by hand, or signed on paper. Always two persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import ActivityId, Minutes, PartyId, Sha256, ShortText
from contracts.points.answers import sheets as answers
from contracts.points.ids import CorrectionId, SheetLineNumber, SheetSerial, ShiftId
from contracts.points.kinds import Basis, SheetState
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ProposeCorrection(Command[answers.Correction]):
    """Say when somebody really came and left, with the reason that is published with the manual entries. Another person decides."""

    service = "points"
    answer = answers.Correction

    correction_id: CorrectionId
    activity_id: ActivityId
    shift_id: ShiftId
    party_id: PartyId
    checked_in_at: datetime
    checked_out_at: datetime
    reason: ShortText
    basis: Basis = Basis.UNPAID
    organisation_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class DecideCorrection(Command[answers.Correction]):
    """Accept or decline a correction, as another person who is not close to whom it is about."""

    service = "points"
    answer = answers.Correction

    correction_id: CorrectionId
    accepts: bool


@dataclass(frozen=True, kw_only=True)
class ListCorrections(PageQuery[answers.CorrectionPage]):
    """The corrections of an activity's attendance."""

    service = "points"
    answer = answers.CorrectionPage

    activity_id: ActivityId


@dataclass(frozen=True, kw_only=True)
class PrintSheet(Command[answers.AttendanceSheet]):
    """Give out a serial number for a sheet to be printed: only such sheets can be keyed later."""

    service = "points"
    answer = answers.AttendanceSheet

    activity_id: ActivityId
    shift_id: ShiftId


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """One line: who, when, how long, and who signed. Both signatures make E2, the counterpart's alone E1 (rulebook §3)."""

    line: SheetLineNumber
    party_id: PartyId
    began_at: datetime
    minutes: Minutes
    signed: bool
    countersigned_by: PartyId | None = None
    basis: Basis = Basis.UNPAID
    organisation_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class KeySheet(Command[answers.AttendanceSheet]):
    """Key a signed sheet, with the SHA-256 of its scan. A serial is keyed once; the same content again is answered alike."""

    service = "points"
    answer = answers.AttendanceSheet

    serial: SheetSerial
    scan_sha256: Sha256
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, kw_only=True)
class EnterSheet(Command[answers.AttendanceSheet]):
    """Say, as another person who held it against the scan, that a keyed sheet is right: its lines are attendance from then on."""

    service = "points"
    answer = answers.AttendanceSheet

    serial: SheetSerial


@dataclass(frozen=True, kw_only=True)
class ReturnSheet(Command[answers.AttendanceSheet]):
    """Say, as another person, what is keyed wrong: the sheet is to be keyed anew, and what was keyed is kept."""

    service = "points"
    answer = answers.AttendanceSheet

    serial: SheetSerial
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class GetSheet(Query[answers.AttendanceSheet]):
    """One sheet, for the office, those who confirm and those who run the activity."""

    service = "points"
    answer = answers.AttendanceSheet

    serial: SheetSerial


@dataclass(frozen=True, kw_only=True)
class ListSheets(PageQuery[answers.AttendanceSheetPage]):
    """Sheets without their lines, for the office, those who confirm and auditors; those in one state (keyed: they wait), of one activity."""

    service = "points"
    answer = answers.AttendanceSheetPage

    state: SheetState | None = None
    activity_id: ActivityId | None = None
