"""What can be asked about paper sheets: printed with a serial, signed by two, keyed by one person, entered by another."""

from __future__ import annotations

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.kinds import ActivityState, DocumentKind, SheetState
from contracts.roles import Role
from services.points.activities import refusals
from services.points.activities.answering_sheets import sheet_of
from services.points.activities.entrypoints.acts import ORGANISERS
from services.points.activities.rules import acts
from services.points.activities.rules import sheets as rules
from services.points.activities.rules.sheets import Line, Sheet
from services.points.activities.store import acts as act_store
from services.points.activities.store import attending
from services.points.activities.store import sheets as store
from services.points.acts.rules import serial
from services.points.documents import opening
from services.points.documents import store as document_store
from services.points.documents.refusals import DocumentNotFound, DocumentNotKept
from services.points.documents.rules import Use
from services.points.parties import store as party_store
from services.points.parties.rules import Hand
from services.points.personal.entrypoints.keyed import Keyed

OFFICE = (Role.COMMUNITY_STAFF,)
CHECKERS = (Role.CONFIRMER, Role.COMMUNITY_STAFF)
SEES_ALL = (*CHECKERS, Role.AUDITOR)


class Sheets(Keyed):
    """For those without a phone: the same attendance, on paper (rulebook §3)."""

    @command(requests.PrintSheet, may=(*ORGANISERS, *OFFICE))
    def print_sheet(self, work: Work, asked: requests.PrintSheet) -> answers.AttendanceSheet:
        """Give out the next serial of the year.

        Refuses ActivityNotFound, NotActivityOrganiser, ActivityInOtherState, ShiftNotFound, ActorUnknown.
        """
        by = party_store.hand_of(work)
        activity = attending.hold_activity(work, asked.activity_id)
        if not work.actor.is_any(*OFFICE):
            acts.check_runs(activity, act_store.hosts_of(work, [activity.activity_id]), by=by)
        activity.require(ActivityState.PUBLISHED, ActivityState.RUNNING)
        shift = act_store.require_shift(work, asked.shift_id, activity_id=activity.activity_id)
        year = civil_day(work.now).year
        sheet = Sheet(
            serial=serial(year=year, number=store.next_serial(work, year)),
            activity_id=activity.activity_id,
            shift_id=shift.shift_id,
            state=SheetState.PRINTED,
            printed_by=by.party_id,
            printed_at=work.now,
        )
        store.add_sheet(work, sheet)
        return sheet_of(sheet, [])

    @command(requests.KeySheet, may=OFFICE)
    def key_sheet(self, work: Work, asked: requests.KeySheet) -> answers.AttendanceSheet:
        """Key what is on it; the same content again is answered alike, another one is refused.

        Refuses SheetNotFound, SheetKeyed, ActivityInOtherState, SheetEmpty, SheetLineUnfit, AttendanceTimesUnfit, WorkBasisUnfit,
        AttendanceThere, ActorUnknown.
        """
        by = party_store.hand_of(work)
        sheet = store.require_sheet(work, asked.serial, lock=True)
        work.expect_version(sheet.version)
        if sheet.state is not SheetState.PRINTED:
            known = store.lines_of(work, sheet)
            if sheet.scan_sha256 != asked.scan_sha256 or known != _lines(asked, keying=sheet.keying):
                raise refusals.SheetKeyed
            return sheet_of(sheet, known, scan=_scan(work, sheet))
        keyed = rules.key(sheet, scan_sha256=asked.scan_sha256, by=by.party_id, at=work.now)
        lines = _lines(asked, keying=keyed.keying)
        _check_lines(work, keyed, lines)
        saved = store.save_sheet(work, keyed)
        store.add_lines(work, lines)
        about = sorted({line.party_id for line in lines})
        document_store.add_uses(
            work,
            [Use(sha256=asked.scan_sha256, about=one, source=saved.serial, used_at=work.now) for one in about],
        )
        return sheet_of(saved, lines, scan=_scan(work, saved))

    @command(requests.EnterSheet, may=CHECKERS)
    def enter_sheet(self, work: Work, asked: requests.EnterSheet) -> answers.AttendanceSheet:
        """Say that it is keyed right: each line is attendance from now on.

        Refuses SheetNotFound, SheetNotKeyed, OwnSheet, DocumentNotKept, AttendanceThere, ActorUnknown.
        """
        sheet, lines, by = _second(work, asked.serial)
        known = party_store.find_parties(work, [line.party_id for line in lines])
        entered = rules.enter(sheet, lines, by=by, known=known)
        scan = _scan(work, entered)
        if scan is None:
            # What is keyed is held against the scan: who says that it is right has had it before them.
            raise DocumentNotKept(kind=DocumentKind.SIGNED_SHEET.value)
        attending.hold_activity(work, sheet.activity_id)
        new = [rules.attendance_of(line, entered, attendance_id=new_id("atd")) for line in lines]
        added = attending.add_attendances(work, new)
        # Somebody was scanned or corrected since the sheet was keyed: it has to be keyed without them.
        for line, attendance in zip(lines, new, strict=True):
            if attendance.attendance_id not in added:
                raise refusals.AttendanceThere(line=line.line)
        store.was_there(work, sheet.shift_id, [line.party_id for line in lines])
        return sheet_of(store.save_sheet(work, entered), lines, scan=scan)

    @command(requests.ReturnSheet, may=CHECKERS)
    def return_sheet(self, work: Work, asked: requests.ReturnSheet) -> answers.AttendanceSheet:
        """Say what is keyed wrong. Refuses SheetNotFound, SheetNotKeyed, OwnSheet, ActorUnknown."""
        sheet, lines, by = _second(work, asked.serial)
        known = party_store.find_parties(work, [line.party_id for line in lines])
        returned = rules.send_back(sheet, lines, by=by, known=known, reason=asked.reason)
        return sheet_of(store.save_sheet(work, returned), lines, scan=_scan(work, returned))

    @query(requests.GetSheet, may=(*ORGANISERS, *SEES_ALL))
    def get_sheet(self, work: Work, asked: requests.GetSheet) -> answers.AttendanceSheet:
        """One sheet. Refuses SheetNotFound, to organisers also another activity's."""
        sheet = store.require_sheet(work, asked.serial)
        if not work.actor.is_any(*SEES_ALL):
            activity = act_store.require_activity(work, sheet.activity_id)
            hosts = act_store.hosts_of(work, [activity.activity_id])
            if not acts.runs(activity, hosts, ties=work.actor.parties):
                raise refusals.SheetNotFound
        return sheet_of(sheet, store.lines_of(work, sheet), scan=_scan(work, sheet))

    @query(requests.GetSheetScan, may=CHECKERS, slow=True)
    def get_sheet_scan(self, work: Work, asked: requests.GetSheetScan) -> answers.DocumentFile:
        """The scan, to compare what was keyed with. Refuses SheetNotFound, DocumentNotFound."""
        sheet = store.require_sheet(work, asked.serial)
        if sheet.scan_sha256 is None:
            raise DocumentNotFound
        return opening.opened(work, self.keys, sheet.scan_sha256)

    @query(requests.ListSheets, may=SEES_ALL)
    def list_sheets(self, work: Work, asked: requests.ListSheets) -> answers.AttendanceSheetPage:
        """Sheets without their lines: what waits for a second person, what was never keyed."""
        found, next_key = store.sheet_page(
            work, state=asked.state, activity_id=asked.activity_id, after=asked.after, limit=asked.limit
        )
        return answers.AttendanceSheetPage(items=tuple(sheet_of(one, ()) for one in found), next_key=next_key)


def _scan(work: Work, sheet: Sheet) -> answers.KeptFile | None:
    kept = document_store.kept(work, () if sheet.scan_sha256 is None else (sheet.scan_sha256,))
    return next(map(opening.shown, kept.values()), None)


def _second(work: Work, serial: str) -> tuple[Sheet, list[Line], Hand]:
    by = party_store.hand_of(work)
    sheet = store.require_sheet(work, serial, lock=True)
    work.expect_version(sheet.version)
    return sheet, store.lines_of(work, sheet), by


def _check_lines(work: Work, sheet: Sheet, lines: list[Line]) -> None:
    activity = attending.hold_activity(work, sheet.activity_id)
    activity.require(ActivityState.RUNNING, ActivityState.CLOSED)
    persons = [line.party_id for line in lines]
    paid = {line.party_id for line in lines if line.organisation_id is not None}
    rules.check_lines(
        lines,
        activity=activity,
        shift=act_store.require_shift(work, sheet.shift_id, activity_id=activity.activity_id),
        known=party_store.find_parties(work, [*persons, *(line.countersigned_by for line in lines)]),
        agencies=party_store.agencies_of(work, paid),
        there=store.there(work, sheet.shift_id, persons),
        at=work.now,
    )


def _lines(asked: requests.KeySheet, *, keying: int) -> list[Line]:
    lines = [
        Line(
            serial=asked.serial,
            keying=keying,
            line=line.line,
            party_id=line.party_id,
            basis=line.basis,
            organisation_id=line.organisation_id,
            began_at=line.began_at,
            minutes=line.minutes,
            signed=line.signed,
            countersigned_by=line.countersigned_by,
        )
        for line in asked.lines
    ]
    return sorted(lines, key=lambda line: line.line)
