"""What can be asked about places in shifts: taken, waited for, offered to the head of the line, given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.points import answers, requests
from contracts.points.kinds import ActivityState, Basis
from contracts.points.kinds import SignUpState as State
from contracts.roles import ACTING, Role
from services.points.activities import answering_attendance as answering
from services.points.activities import refusals
from services.points.activities.answering_attendance import sign_up_of
from services.points.activities.entrypoints.acts import ORGANISERS, run_by, shown
from services.points.activities.rules import acts
from services.points.activities.rules import places as rules
from services.points.activities.rules.acts import Shift
from services.points.activities.rules.places import SignUp
from services.points.activities.store import acts as act_store
from services.points.activities.store import attending
from services.points.activities.store import places as store
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.parties.rules import Hand, Party
from services.points.qualifications import rules as qualifications
from services.points.qualifications import store as qualification_store

HELPERS = ACTING
"""Who may help: everybody but the roles that only look, and the system's operators, who have no business here (rulebook §1)."""
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
LAPSED_AT_ONCE = 50


class Places:
    """Places in shifts."""

    @command(requests.SignUp, may=HELPERS)
    def sign_up(self, work: Work, asked: requests.SignUp) -> answers.SignUp:
        """Take a place, or stand in line; the same again is answered alike. Those who run it may sign up others.

        Refuses ActivityNotFound, ShiftNotFound, PartyNotFound, ActivityInOtherState, SignUpClosed, WorkBasisUnfit,
        QualificationNotVerified, PlacesOverlap, AlreadySignedUp, SignUpIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        # The person is locked first: what they sign up for is looked at one after the other.
        party = party_store.lock_party(work, asked.party_id or by.party_id)
        activity = attending.hold_activity(work, asked.activity_id)
        if party.party_id != by.party_id and not _runs(work, activity, by):
            raise parties.PartyNotFound
        shift = act_store.require_shift(work, asked.shift_id, activity_id=activity.activity_id, lock=True)
        wanted = _wanted(work, asked, party_id=party.party_id, by=by)
        known = store.find_sign_up(work, wanted.sign_up_id)
        if known is not None:
            if not known.same_as(wanted):
                raise refusals.SignUpIdTaken
            return _with_line(work, known)
        rules.check_open(activity, shift, at=work.now)
        check_basis(work, wanted.basis, wanted.organisation_id, party=party, since=work.now, until=work.now)
        check_skill(work, shift, party.party_id)
        held = store.shifts_held(work, party.party_id)
        if shift.shift_id in {other.shift_id for other in held}:
            raise refusals.AlreadySignedUp
        rules.check_overlap(shift, held)
        fuller, signed = rules.take(shift, wanted, at=work.now)
        act_store.save_shift(work, fuller)
        store.add_sign_up(work, signed)
        work.emit(answering.signed(signed, community=work.community))
        return _with_line(work, signed)

    @command(requests.AcceptPlace, may=HELPERS)
    def accept_place(self, work: Work, asked: requests.AcceptPlace) -> answers.SignUp:
        """Take what was offered; a place that one has is answered. Refuses SignUpNotFound, OfferOver, ActorUnknown."""
        _, sign_up = _locked(work, asked.sign_up_id, by=party_store.hand_of(work))
        if sign_up.state is State.PLACED:
            return sign_up_of(sign_up)
        work.expect_version(sign_up.version)
        saved = store.save_sign_up(work, rules.accept(sign_up, at=work.now))
        work.emit(answering.signed(saved, community=work.community))
        return sign_up_of(saved)

    @command(requests.WithdrawSignUp, may=HELPERS)
    def withdraw_sign_up(self, work: Work, asked: requests.WithdrawSignUp) -> answers.SignUp:
        """Give it back before the shift begins; what was given back is answered alike. The head of the line is offered the place.

        Refuses SignUpNotFound, SignUpEnded, SignUpClosed, AlreadyCheckedIn, ActorUnknown.
        """
        shift, sign_up = _locked(work, asked.sign_up_id, by=party_store.hand_of(work))
        if sign_up.state is State.WITHDRAWN:
            return sign_up_of(sign_up)
        work.expect_version(sign_up.version)
        came = attending.find_attendance(work, shift.shift_id, sign_up.party_id) is not None
        rules.check_withdrawal(sign_up, shift, came=came, at=work.now)
        emptier, withdrawn = rules.end(shift, sign_up, state=State.WITHDRAWN, at=work.now)
        end(work, emptier, [withdrawn])
        return sign_up_of(withdrawn)

    @command(requests.ChangeQuota, may=ORGANISERS)
    def change_quota(self, work: Work, asked: requests.ChangeQuota) -> answers.Activity:
        """More or fewer places; new ones are offered to the line.

        Refuses ActivityNotFound, NotActivityOrganiser, ActivityInOtherState, ShiftNotFound, QuotaBelowTaken, ActorUnknown.
        """
        activity, _ = run_by(work, asked.activity_id)
        activity.require(ActivityState.DRAFT, ActivityState.PUBLISHED, ActivityState.RUNNING)
        shift = act_store.require_shift(work, asked.shift_id, activity_id=activity.activity_id, lock=True)
        end(work, acts.resize(shift, quota=asked.quota), [])
        return shown(work, activity)

    @query(requests.ListSignUps, may=(*HELPERS, Role.AUDITOR))
    def list_sign_ups(self, work: Work, asked: requests.ListSignUps) -> answers.SignUpPage:
        """One's own, or an activity's for those who run it. Refuses ActivityNotFound, NotActivityOrganiser, ActorUnknown."""
        party_id = None if asked.activity_id is not None else party_store.hand_of(work).party_id
        if asked.activity_id is not None:
            check_looks(work, asked.activity_id)
        found, next_key = store.page(
            work, party_id=party_id, activity_id=asked.activity_id, after=asked.after, limit=asked.limit
        )
        ahead = store.ahead(work, found)
        items = tuple(sign_up_of(one, ahead=ahead.get(one.sign_up_id)) for one in found)
        return answers.SignUpPage(items=items, next_key=next_key)

    @sweep(seconds=30)
    def lapse_offers(self, work: Work) -> None:
        """Offer on what the head of the line did not take in time."""
        for community, due in store.shifts_with_lapsed_offers(work, limit=LAPSED_AT_ONCE).items():
            own = work.on_behalf(system(community), work.cause)
            for shift in due:
                emptier, lapsed = shift, []
                for sign_up in store.lapsed_offers(own, shift.shift_id):
                    emptier, over = rules.end(emptier, sign_up, state=State.LAPSED, at=own.now)
                    lapsed.append(over)
                end(own, emptier, lapsed)


def end(work: Work, shift: Shift, over: Sequence[SignUp]) -> None:
    """Write what is over, and offer what is free now to the line; the shift is locked."""
    line = store.line(work, shift.shift_id, limit=shift.room) if shift.room else []
    fuller, offered = rules.offer(shift, line, at=work.now)
    act_store.save_shift(work, fuller)
    saved = store.save_sign_ups(work, [*over, *offered])
    for one in saved:
        tell = answering.offered if one.state is State.OFFERED else answering.ended
        work.emit(tell(one, community=work.community))


def check_skill(work: Work, shift: Shift, party_id: str) -> None:
    """Refuse QualificationNotVerified."""
    if shift.qualification is not None:
        held = qualification_store.verified_of(work, [party_id])[party_id]
        qualifications.check_held(shift.qualification, held, on=civil_day(shift.starts_at))


def check_basis(
    work: Work, basis: Basis, organisation_id: str | None, *, party: Party, since: datetime, until: datetime
) -> None:
    """Refuse WorkBasisUnfit; only where somebody names another organisation than their own is asked for whom they act."""
    elsewhere = [party.party_id] if organisation_id not in {None, party.organisation_id} else []
    agencies = party_store.agencies_of(work, elsewhere).get(party.party_id, ())
    rules.check_basis(basis, organisation_id, party=party, agencies=agencies, since=since, until=until)


def check_looks(work: Work, activity_id: str) -> None:
    """Refuse ActivityNotFound, NotActivityOrganiser, ActorUnknown to those who neither run it nor look after all activities."""
    activity = act_store.require_activity(work, activity_id)
    if not work.actor.is_any(*SEES_ALL) and not _runs(work, activity, party_store.hand_of(work)):
        raise refusals.NotActivityOrganiser


def _runs(work: Work, activity: acts.Activity, by: Hand) -> bool:
    organises = work.actor.is_any(*ORGANISERS)
    return organises and acts.runs(activity, act_store.hosts_of(work, [activity.activity_id]), ties=by.ties)


def _locked(work: Work, sign_up_id: str, *, by: Hand) -> tuple[Shift, SignUp]:
    """The shift and the place in it, in the order in which everybody locks them. Refuses SignUpNotFound."""
    known = store.require_sign_up(work, sign_up_id)
    if known.party_id != by.party_id and not _runs(work, act_store.require_activity(work, known.activity_id), by):
        raise refusals.SignUpNotFound
    shift = act_store.require_shift(work, known.shift_id, activity_id=known.activity_id, lock=True)
    return shift, store.require_sign_up(work, sign_up_id, lock=True)


def _with_line(work: Work, sign_up: SignUp) -> answers.SignUp:
    return sign_up_of(sign_up, ahead=store.ahead(work, [sign_up]).get(sign_up.sign_up_id))


def _wanted(work: Work, asked: requests.SignUp, *, party_id: str, by: Hand) -> SignUp:
    return SignUp(
        sign_up_id=asked.sign_up_id,
        activity_id=asked.activity_id,
        shift_id=asked.shift_id,
        party_id=party_id,
        basis=asked.basis,
        organisation_id=asked.organisation_id,
        state=State.WAITING,
        signed_by=by.party_id,
        signed_at=work.now,
    )
