"""What can be asked about attendance that was noted wrong."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.kinds import ActivityState, CorrectionState
from contracts.roles import Role
from services.points.activities import refusals
from services.points.activities.answering_sheets import correction_of
from services.points.activities.entrypoints.acts import ORGANISERS
from services.points.activities.entrypoints.places import check_basis, check_skill
from services.points.activities.rules import acts
from services.points.activities.rules import sheets as rules
from services.points.activities.rules.sheets import Correction
from services.points.activities.store import acts as act_store
from services.points.activities.store import attending
from services.points.activities.store import sheets as store
from services.points.parties import store as party_store

CONFIRMERS = (Role.CONFIRMER, Role.COMMUNITY_STAFF)
SEES_ALL = (*CONFIRMERS, Role.AUDITOR)


class Corrections:
    """Mistakes at the door, put right by two persons with a reason that everybody may read."""

    @command(requests.ProposeCorrection, may=ORGANISERS)
    def propose_correction(self, work: Work, asked: requests.ProposeCorrection) -> answers.Correction:
        """Say when somebody came and left; the same again is answered alike.

        Refuses ActivityNotFound, NotActivityOrganiser, ActivityInOtherState, ShiftNotFound, PartyNotFound, AttendanceTimesUnfit,
        WorkBasisUnfit, QualificationNotVerified, AttendanceCounted, CorrectionIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        activity = attending.hold_activity(work, asked.activity_id)
        acts.check_runs(activity, act_store.hosts_of(work, [activity.activity_id]), by=by)
        activity.require(ActivityState.RUNNING, ActivityState.CLOSED)
        shift = act_store.require_shift(work, asked.shift_id, activity_id=activity.activity_id)
        party = party_store.require_party(work, asked.party_id)
        if store.find_correction(work, asked.correction_id) is None:
            rules.check_times(activity, shift, begins=asked.checked_in_at, ends=asked.checked_out_at, at=work.now)
            check_basis(
                work,
                asked.basis,
                asked.organisation_id,
                party=party,
                since=asked.checked_in_at,
                until=asked.checked_out_at,
            )
            check_skill(work, shift, party.party_id)
            rules.check_correctable(attending.find_attendance(work, shift.shift_id, party.party_id))
        proposed = Correction(
            correction_id=asked.correction_id,
            activity_id=activity.activity_id,
            shift_id=shift.shift_id,
            party_id=party.party_id,
            basis=asked.basis,
            organisation_id=asked.organisation_id,
            checked_in_at=asked.checked_in_at,
            checked_out_at=asked.checked_out_at,
            reason=asked.reason,
            state=CorrectionState.PROPOSED,
            proposed_by=by.party_id,
            proposed_at=work.now,
        )
        return correction_of(store.add_correction(work, proposed))

    @command(requests.DecideCorrection, may=CONFIRMERS)
    def decide_correction(self, work: Work, asked: requests.DecideCorrection) -> answers.Correction:
        """Accept it, and it is the attendance; or decline it. Time that was submitted meanwhile is no more corrected here.

        Refuses CorrectionNotFound, CorrectionDecided, OwnCorrection, AttendanceCounted, ActorUnknown.
        """
        by = party_store.hand_of(work)
        correction = store.require_correction(work, asked.correction_id, lock=True)
        work.expect_version(correction.version)
        party = party_store.require_party(work, correction.party_id)
        # Held, so that it is not closed between this look and what is written.
        attending.hold_activity(work, correction.activity_id)
        was = attending.find_attendance(work, correction.shift_id, correction.party_id, lock=True)
        decided = store.save_correction(
            work, rules.decide(correction, accepts=asked.accepts, by=by, party=party, was=was)
        )
        if asked.accepts:
            attendance = rules.corrected(decided, was=was, new_id=new_id("atd"))
            if was is not None:
                attending.save_attendance(work, attendance)
            elif not attending.add_attendance(work, attendance):
                raise refusals.AttendanceCounted
            store.was_there(work, decided.shift_id, [decided.party_id])
        return correction_of(decided)

    @query(requests.ListCorrections, may=(*ORGANISERS, *SEES_ALL))
    def list_corrections(self, work: Work, asked: requests.ListCorrections) -> answers.CorrectionPage:
        """An activity's corrections. Refuses ActivityNotFound, NotActivityOrganiser, ActorUnknown."""
        activity = act_store.require_activity(work, asked.activity_id)
        if not work.actor.is_any(*SEES_ALL):
            hosts = act_store.hosts_of(work, [activity.activity_id])
            acts.check_runs(activity, hosts, by=party_store.hand_of(work))
        found, next_key = store.correction_page(
            work, activity_id=activity.activity_id, after=asked.after, limit=asked.limit
        )
        return answers.CorrectionPage(items=tuple(correction_of(one) for one in found), next_key=next_key)
