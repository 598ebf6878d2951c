"""What can be asked at the door: the code on the screen, in, and out."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.events import PersonCheckedIn, PersonCheckedOut
from contracts.points.kinds import ActivityState, AttendanceSource, AttendanceState, SignUpState
from contracts.roles import Role
from services.points.activities import codes, refusals
from services.points.activities.answering_attendance import attendance_of
from services.points.activities.entrypoints.acts import ORGANISERS
from services.points.activities.entrypoints.places import HELPERS, check_basis, check_looks, check_skill
from services.points.activities.rules import acts, places
from services.points.activities.rules import attending as rules
from services.points.activities.rules.acts import Activity, Shift
from services.points.activities.rules.attending import Attendance, Tries
from services.points.activities.rules.places import SignUp
from services.points.activities.store import acts as act_store
from services.points.activities.store import attending as store
from services.points.activities.store import places as place_store
from services.points.parties import store as party_store
from services.points.parties.rules import Hand


class Door:
    """In and out by a code that changes every minute and is seen only at the venue (rulebook §3)."""

    secret: bytes

    @query(requests.GetVenueCode, may=ORGANISERS)
    def get_venue_code(self, work: Work, asked: requests.GetVenueCode) -> answers.VenueCode:
        """The code for the screen, and when it changes. Refuses ActivityNotFound, NotActivityOrganiser, ActivityInOtherState, ActorUnknown."""
        activity = act_store.require_activity(work, asked.activity_id)
        by = party_store.hand_of(work)
        acts.check_runs(activity, act_store.hosts_of(work, [activity.activity_id]), by=by)
        activity.require(ActivityState.RUNNING)
        code = codes.code_at(self.secret, community=work.community, activity_id=activity.activity_id, at=work.now)
        return answers.VenueCode(
            activity_id=activity.activity_id,
            code=code,
            changes_at=codes.changes_at(work.now),
            svg=codes.picture(activity.activity_id, code),
        )

    @command(requests.CheckIn, may=HELPERS)
    def check_in(self, work: Work, asked: requests.CheckIn) -> answers.Scan:
        """Arrive: in one's own shift, or where there is room. In twice is in once. A wrong code is counted and answered, not refused.

        Refuses ActivityNotFound, ActivityInOtherState, VenueCodeLocked, ShiftNeeded, ShiftNotFound, DoorNotOpen, ShiftOver,
        WorkBasisUnfit, QualificationNotVerified, ShiftFull, ActorUnknown.
        """
        by = party_store.hand_of(work)
        activity, tries, right = self._try_code(work, asked.activity_id, asked.code, by=by)
        if not right:
            return _wrong(tries)
        shift = _shift(work, activity, asked.shift_id, by=by)
        known = store.find_attendance(work, shift.shift_id, by.party_id)
        if known is not None:
            return _right(tries, known)
        rules.check_door(shift, at=work.now)
        attendance = _arrived(work, shift, asked, by=by)
        store.add_attendance(work, attendance)
        work.emit(
            PersonCheckedIn(
                community=work.community,
                attendance_id=attendance.attendance_id,
                activity_id=activity.activity_id,
                party_id=by.party_id,
            )
        )
        return _right(tries, attendance)

    @command(requests.CheckOut, may=HELPERS)
    def check_out(self, work: Work, asked: requests.CheckOut) -> answers.Scan:
        """Leave; the time is the server's. Out twice is out once. A wrong code is counted and answered, not refused.

        Refuses ActivityNotFound, ActivityInOtherState, VenueCodeLocked, NotCheckedIn, ActorUnknown.
        """
        by = party_store.hand_of(work)
        activity, tries, right = self._try_code(work, asked.activity_id, asked.code, by=by)
        if not right:
            return _wrong(tries)
        mine = [
            one
            for one in store.attended(work, activity.activity_id, by.party_id)
            if asked.shift_id in {None, one.shift_id}
        ]
        inside = [one for one in mine if one.state is AttendanceState.OPEN]
        if not mine:
            raise refusals.NotCheckedIn
        if not inside:
            return _right(tries, mine[-1])
        gone = store.save_attendance(work, rules.left(inside[-1], at=work.now))
        work.emit(
            PersonCheckedOut(
                community=work.community,
                attendance_id=gone.attendance_id,
                activity_id=activity.activity_id,
                party_id=by.party_id,
            )
        )
        return _right(tries, gone)

    @query(requests.ListAttendances, may=(*HELPERS, Role.AUDITOR))
    def list_attendances(self, work: Work, asked: requests.ListAttendances) -> answers.AttendancePage:
        """One's own, or an activity's for those who run it. Refuses ActivityNotFound, NotActivityOrganiser, ActorUnknown."""
        party_id = None if asked.activity_id is not None else party_store.hand_of(work).party_id
        if asked.activity_id is not None:
            check_looks(work, asked.activity_id)
        found, next_key = store.page(
            work, party_id=party_id, activity_id=asked.activity_id, after=asked.after, limit=asked.limit
        )
        return answers.AttendancePage(items=tuple(attendance_of(one) for one in found), next_key=next_key)

    def _try_code(self, work: Work, activity_id: str, code: str, *, by: Hand) -> tuple[Activity, Tries, bool]:
        """Count one more code. Refuses ActivityNotFound, ActivityInOtherState, VenueCodeLocked."""
        activity = store.hold_activity(work, activity_id)
        activity.require(ActivityState.RUNNING)
        known = store.lock_tries(work, activity_id, by.party_id)
        right = codes.opens(code, self.secret, community=work.community, activity_id=activity_id, at=work.now)
        tried = rules.try_code(known, right=right, at=work.now)
        if tried != known:
            store.save_tries(work, tried)
        return activity, tried, right


def _shift(work: Work, activity: Activity, shift_id: str | None, *, by: Hand) -> Shift:
    """The shift that somebody arrives for, locked. Refuses ShiftNeeded, ShiftNotFound."""
    shifts = {shift.shift_id: shift for shift in act_store.shifts_of(work, [activity.activity_id])}
    signed = place_store.signed_of(work, by.party_id, activity_id=activity.activity_id)
    chosen = rules.chosen(shifts, signed, shift_id=shift_id, at=work.now)
    return act_store.require_shift(work, chosen, activity_id=activity.activity_id, lock=True)


def _arrived(work: Work, shift: Shift, asked: requests.CheckIn, *, by: Hand) -> Attendance:
    """In, with a place: one's own, or one that was free. Refuses WorkBasisUnfit, QualificationNotVerified, ShiftFull."""
    signed = place_store.signed_of(work, by.party_id, activity_id=shift.activity_id)
    mine = next((one for one in signed if one.shift_id == shift.shift_id), None)
    basis, organisation_id = (
        (asked.basis, asked.organisation_id) if mine is None else (mine.basis, mine.organisation_id)
    )
    attendance_id = new_id("atd")
    if mine is None:
        party = party_store.require_party(work, by.party_id)
        check_basis(work, basis, organisation_id, party=party, since=work.now, until=work.now)
        check_skill(work, shift, by.party_id)
    fuller = rules.enter(shift, mine)
    if fuller is not shift:
        act_store.save_shift(work, fuller)
    if mine is None:
        place_store.add_sign_up(work, _walked_in(work, shift, asked, attendance_id=attendance_id, by=by))
    elif mine.state is not SignUpState.PLACED:
        place_store.save_sign_up(work, places.placed(mine, at=work.now))
    return Attendance(
        attendance_id=attendance_id,
        activity_id=shift.activity_id,
        shift_id=shift.shift_id,
        party_id=by.party_id,
        basis=basis,
        organisation_id=organisation_id,
        checked_in_at=work.now,
        source=AttendanceSource.CODE,
        state=AttendanceState.OPEN,
        entered_by=by.party_id,
    )


def _walked_in(work: Work, shift: Shift, asked: requests.CheckIn, *, attendance_id: str, by: Hand) -> SignUp:
    """Whoever comes without a place gets one, so that places always add up to what is taken."""
    return SignUp(
        sign_up_id="sgn_" + attendance_id[rules.ID_LENGTH :],
        activity_id=shift.activity_id,
        shift_id=shift.shift_id,
        party_id=by.party_id,
        basis=asked.basis,
        organisation_id=asked.organisation_id,
        state=SignUpState.PLACED,
        signed_by=by.party_id,
        signed_at=work.now,
        placed_at=work.now,
    )


def _wrong(tries: Tries) -> answers.Scan:
    return answers.Scan(accepted=False, tries_left=tries.left, attendance=None)


def _right(tries: Tries, attendance: Attendance) -> answers.Scan:
    return answers.Scan(accepted=True, tries_left=tries.left, attendance=attendance_of(attendance))
