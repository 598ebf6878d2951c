"""Attendance that no code vouches for: a correction or a signed sheet, by two persons who are not concerned (rulebook §3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import (
    AttendanceSource,
    AttendanceState,
    Basis,
    CorrectionState,
    Evidence,
    PartyKind,
    SheetState,
)
from services.points.activities import refusals
from services.points.activities.rules.acts import Activity, Shift
from services.points.activities.rules.attending import EARLY, Attendance, minutes_between
from services.points.activities.rules.places import check_basis
from services.points.acts.rules import line_of
from services.points.parties.rules import Agency, Hand, Party

OVERTIME = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """When somebody really came and left. `was_*` is what stood there when it was accepted; nothing of it is lost."""

    correction_id: str
    activity_id: str
    shift_id: str
    party_id: PartyId
    basis: Basis
    organisation_id: PartyId | None
    checked_in_at: datetime
    checked_out_at: datetime
    reason: str
    state: CorrectionState
    proposed_by: PartyId
    proposed_at: datetime
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    was_in_at: datetime | None = None
    was_out_at: datetime | None = None
    version: int = 1

    def same_as(self, other: Correction) -> bool:
        """Was the other one proposed with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        about = (self.activity_id, self.shift_id, self.party_id, self.basis, self.organisation_id, self.proposed_by)
        return (*about, self.checked_in_at, self.checked_out_at, self.reason)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One keyed line of a sheet; `keying` says which time the sheet was keyed."""

    serial: str
    keying: int
    line: int
    party_id: PartyId
    basis: Basis
    organisation_id: PartyId | None
    began_at: datetime
    minutes: int
    signed: bool
    countersigned_by: PartyId | None

    @property
    def evidence(self) -> Evidence:
        """Both signatures are a counterpart's confirmation, the counterpart's alone is a list, the own alone a statement."""
        if self.countersigned_by is None:
            return Evidence.E0
        return Evidence.E2 if self.signed else Evidence.E1

    @property
    def ended_at(self) -> datetime:
        """When the work was over."""
        return self.began_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A printed sheet. `keying` counts how often it was keyed."""

    serial: str
    activity_id: str
    shift_id: str
    state: SheetState
    printed_by: PartyId
    printed_at: datetime
    keying: int = 0
    keyed_by: PartyId | None = None
    keyed_at: datetime | None = None
    scan_sha256: str | None = None
    entered_by: PartyId | None = None
    entered_at: datetime | None = None
    reason: str | None = None
    version: int = 1


def check_times(activity: Activity, shift: Shift, *, begins: datetime, ends: datetime, at: datetime) -> None:
    """Refuse AttendanceTimesUnfit."""
    if not shift.starts_at - EARLY <= begins < ends <= min(at, activity.planned_end + OVERTIME):
        raise refusals.AttendanceTimesUnfit


def check_correctable(attendance: Attendance | None) -> None:
    """Refuse AttendanceCounted once it was submitted as a contribution."""
    if attendance is not None and attendance.state is AttendanceState.SUBMITTED:
        raise refusals.AttendanceCounted


def decide(correction: Correction, *, accepts: bool, by: Hand, party: Party, was: Attendance | None) -> Correction:
    """By a second person who is not close to whom it is about. Refuses CorrectionDecided, OwnCorrection, AttendanceCounted."""
    if correction.state is not CorrectionState.PROPOSED:
        raise refusals.CorrectionDecided
    if by.concerned(correction.proposed_by) or by.close_to(party):
        raise refusals.OwnCorrection
    if not accepts:
        return replace(correction, state=CorrectionState.DECLINED, decided_by=by.party_id, decided_at=by.at)
    check_correctable(was)
    return replace(
        correction,
        state=CorrectionState.ACCEPTED,
        decided_by=by.party_id,
        decided_at=by.at,
        was_in_at=was.checked_in_at if was else None,
        was_out_at=was.checked_out_at if was else None,
    )


def corrected(correction: Correction, *, was: Attendance | None, new_id: str) -> Attendance:
    """The attendance as it counts from now on: the organiser's word, so E1, and listed with the manual entries."""
    return Attendance(
        attendance_id=was.attendance_id if was else new_id,
        activity_id=correction.activity_id,
        shift_id=correction.shift_id,
        party_id=correction.party_id,
        basis=correction.basis,
        organisation_id=correction.organisation_id,
        checked_in_at=correction.checked_in_at,
        checked_out_at=correction.checked_out_at,
        minutes=minutes_between(correction.checked_in_at, correction.checked_out_at),
        evidence=Evidence.E1,
        source=AttendanceSource.CORRECTION,
        state=AttendanceState.DONE,
        entered_by=correction.proposed_by,
        second_by=correction.decided_by,
        reason=correction.reason,
        version=was.version if was else 1,
    )


def check_lines(
    lines: Sequence[Line],
    *,
    activity: Activity,
    shift: Shift,
    known: Mapping[PartyId, Party],
    agencies: Mapping[PartyId, Sequence[Agency]],
    there: Collection[PartyId],
    at: datetime,
) -> None:
    """Refuse SheetEmpty, SheetLineUnfit, AttendanceTimesUnfit, WorkBasisUnfit, AttendanceThere."""
    if not lines:
        raise refusals.SheetEmpty
    numbers: set[int] = set()
    persons: set[PartyId] = set()
    for line in lines:
        party = known.get(line.party_id)
        witness = line.countersigned_by
        unfit = line.line in numbers or line.party_id in persons or not (line.signed or witness)
        if unfit or party is None or party.kind is not PartyKind.PERSON or not _witnesses(line, known):
            raise refusals.SheetLineUnfit(line=line.line)
        if line.party_id in there:
            raise refusals.AttendanceThere(line=line.line)
        check_times(activity, shift, begins=line.began_at, ends=line.ended_at, at=at)
        check_basis(
            line.basis,
            line.organisation_id,
            party=party,
            agencies=agencies.get(party.party_id, ()),
            since=line.began_at,
            until=line.ended_at,
        )
        numbers.add(line.line)
        persons.add(line.party_id)


def _witnesses(line: Line, known: Mapping[PartyId, Party]) -> bool:
    witness = line.countersigned_by
    return witness is None or (witness in known and witness != line.party_id)


def key(sheet: Sheet, *, scan_sha256: str, by: PartyId, at: datetime) -> Sheet:
    """Keyed, once more if it was returned. Refuses SheetKeyed."""
    if sheet.state is not SheetState.PRINTED:
        raise refusals.SheetKeyed
    keyed = replace(sheet, state=SheetState.KEYED, keying=sheet.keying + 1, keyed_by=by, keyed_at=at)
    return replace(keyed, scan_sha256=scan_sha256, reason=None)


def enter(sheet: Sheet, lines: Sequence[Line], *, by: Hand, known: Mapping[PartyId, Party]) -> Sheet:
    """Right, says a second person who is close to nobody on it. Refuses SheetNotKeyed, OwnSheet."""
    _check_second(sheet, lines, by=by, known=known)
    return replace(sheet, state=SheetState.ENTERED, entered_by=by.party_id, entered_at=by.at)


def send_back(sheet: Sheet, lines: Sequence[Line], *, by: Hand, known: Mapping[PartyId, Party], reason: str) -> Sheet:
    """To be keyed anew. Refuses as `enter` does."""
    _check_second(sheet, lines, by=by, known=known)
    return replace(sheet, state=SheetState.PRINTED, reason=reason)


def _check_second(sheet: Sheet, lines: Sequence[Line], *, by: Hand, known: Mapping[PartyId, Party]) -> None:
    if sheet.state is not SheetState.KEYED:
        raise refusals.SheetNotKeyed
    if by.concerned(sheet.keyed_by) or any(by.close_to(known[line.party_id]) for line in lines):
        raise refusals.OwnSheet


def attendance_of(line: Line, sheet: Sheet, *, attendance_id: str) -> Attendance:
    """What a line of an entered sheet counts as."""
    return Attendance(
        attendance_id=attendance_id,
        activity_id=sheet.activity_id,
        shift_id=sheet.shift_id,
        party_id=line.party_id,
        basis=line.basis,
        organisation_id=line.organisation_id,
        checked_in_at=line.began_at,
        checked_out_at=line.ended_at,
        minutes=line.minutes,
        evidence=line.evidence,
        source=AttendanceSource.PAPER,
        state=AttendanceState.DONE,
        entered_by=sheet.keyed_by or sheet.printed_by,
        second_by=sheet.entered_by,
        reference=line_of(sheet.serial, line.line),
    )
