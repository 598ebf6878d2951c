"""Who came and for how long: in and out by the code at the venue, to the planned end without the second scan (rulebook §1, §3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import AttendanceSource as Source
from contracts.points.kinds import AttendanceState as State
from contracts.points.kinds import Basis, Evidence
from contracts.sectors import Sector
from services.points.activities import refusals
from services.points.activities.rules.acts import Shift
from services.points.activities.rules.places import HOLDING, SignUp
from services.points.parties.rules import Party

TRIES_MAX = 5
LOCKED_FOR = timedelta(minutes=15)
EARLY = timedelta(minutes=60)
MINUTE = timedelta(minutes=1)
ID_LENGTH = 4  # Of the prefix that tells the kind of an id, "atd_".


@dataclass(frozen=True, kw_only=True)
class Tries:
    """How often somebody gave a wrong code at one activity since the last right one."""

    activity_id: str
    party_id: PartyId
    tries: int = 0
    locked_until: datetime | None = None

    @property
    def left(self) -> int:
        """How many more may be tried."""
        return max(0, TRIES_MAX - self.tries)


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One person's time in one shift. `minutes` is the raw time between both instants; for whom it counts is decided at the closing.

    `reference`: serial and line of the paper sheet it stands on.
    """

    attendance_id: str
    activity_id: str
    shift_id: str
    party_id: PartyId
    basis: Basis
    organisation_id: PartyId | None
    checked_in_at: datetime
    source: Source
    state: State
    entered_by: PartyId
    checked_out_at: datetime | None = None
    minutes: int = 0
    evidence: Evidence | None = None
    second_by: PartyId | None = None
    reason: str | None = None
    reference: str | None = None
    contribution_id: str | None = None
    refusal: str | None = None
    version: int = 1

    @property
    def claim_id(self) -> str:
        """The id its contribution gets: always the same one, so that a closing that is done twice submits once."""
        return "ctb_" + self.attendance_id[ID_LENGTH:]

    @property
    def worker_id(self) -> PartyId:
        """Whose time it is: the organisation's if it pays for it, else the person's; never both's (rulebook §1)."""
        return self.organisation_id or self.party_id


def try_code(tries: Tries, *, right: bool, at: datetime) -> Tries:
    """One more code given. Five wrong ones shut the door for a quarter of an hour. Refuses VenueCodeLocked."""
    if tries.locked_until is not None:
        if at < tries.locked_until:
            raise refusals.VenueCodeLocked(until=tries.locked_until.isoformat())
        tries = replace(tries, tries=0, locked_until=None)
    if right:
        return replace(tries, tries=0)
    counted = replace(tries, tries=tries.tries + 1)
    return counted if counted.left else replace(counted, locked_until=at + LOCKED_FOR)


def check_door(shift: Shift, *, at: datetime) -> None:
    """Refuse DoorNotOpen earlier than an hour before the shift, ShiftOver from its end on."""
    if at < shift.starts_at - EARLY:
        raise refusals.DoorNotOpen(minutes=EARLY // MINUTE)
    if at >= shift.ends_at:
        raise refusals.ShiftOver


def chosen(shifts: Mapping[str, Shift], signed: Sequence[SignUp], *, shift_id: str | None, at: datetime) -> str:
    """The shift that somebody arrives for: the one they name, else their own that is under way or begins soonest.

    Refuses ShiftNeeded.
    """
    if shift_id is not None:
        return shift_id
    mine = [shifts[one.shift_id] for one in signed if at < shifts[one.shift_id].ends_at]
    if not mine:
        raise refusals.ShiftNeeded
    # Who has a place goes before who stands in line.
    holding = {one.shift_id for one in signed if one.state in HOLDING}
    return min(mine, key=lambda shift: (shift.shift_id not in holding, shift.starts_at)).shift_id


def enter(shift: Shift, sign_up: SignUp | None) -> Shift:
    """The shift with this person in it: whoever holds a place has it, anybody else needs room. Refuses ShiftFull."""
    if sign_up is not None and sign_up.state in HOLDING:
        return shift
    if not shift.room:
        raise refusals.ShiftFull
    return replace(shift, taken=shift.taken + 1)


def left(attendance: Attendance, *, at: datetime) -> Attendance:
    """Out by the code: both scans prove the time (E2)."""
    return replace(
        attendance,
        checked_out_at=at,
        minutes=minutes_between(attendance.checked_in_at, at),
        evidence=Evidence.E2,
        state=State.DONE,
    )


def capped(attendance: Attendance, shift: Shift, *, at: datetime) -> Attendance:
    """Never checked out: the time ends as the shift was planned to, or with the activity if that ended sooner, and is E1."""
    ends = max(attendance.checked_in_at, min(shift.ends_at, at))
    return replace(
        attendance,
        checked_out_at=ends,
        minutes=minutes_between(attendance.checked_in_at, ends),
        evidence=Evidence.E1,
        state=State.DONE,
    )


def minutes_between(begins: datetime, ends: datetime) -> int:
    """Whole minutes."""
    return (ends - begins) // MINUTE


def earns(attendance: Attendance, *, known: Mapping[PartyId, Party], hosts: Collection[PartyId]) -> bool:
    """Does this time count for anybody? Not that of community staff whose job the activity is (rulebook §1).

    Their job it is whenever a public body pays for the time, and whenever the public body they work for is one of the hosts: whoever
    is employed there and says "unpaid", or "for somebody else", at the own employer's activity could not be told from one on duty.
    """
    party = known[attendance.party_id]
    employer = known.get(party.organisation_id or "")
    paid_by = known.get(attendance.organisation_id or "")
    if paid_by is not None and paid_by.sector is Sector.GOV:
        return False
    return employer is None or employer.sector is not Sector.GOV or employer.party_id not in hosts
