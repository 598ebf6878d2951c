"""Places in shifts and who came, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import ActivityId, Code, Count, PageKey, PartyId, ShortText, Version
from contracts.points.ids import AttendanceId, ContributionId, QualificationId, ShiftId, SignUpId
from contracts.points.ids import VenueCode as VenueCodeText
from contracts.points.kinds import AttendanceSource, AttendanceState, Basis, Evidence, SignUpState


@dataclass(frozen=True, kw_only=True)
class Qualification:
    """What somebody may do by a document: worth something once another person has seen the document."""

    qualification_id: QualificationId
    party_id: PartyId
    code: Code
    document: ShortText
    valid_until: date | None
    verified_by: PartyId | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class QualificationPage:
    """Qualifications, the newest id first."""

    items: tuple[Qualification, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class SignUp:
    """One person's place in a shift, or in the line for it. `ahead` counts who stands before; an offered place waits until `offer_ends_at`."""

    sign_up_id: SignUpId
    activity_id: ActivityId
    shift_id: ShiftId
    party_id: PartyId
    basis: Basis
    organisation_id: PartyId | None
    state: SignUpState
    ahead: Count | None
    offer_ends_at: datetime | None
    no_show: bool
    signed_at: datetime
    version: Version


@dataclass(frozen=True, kw_only=True)
class SignUpPage:
    """Places, the newest id first."""

    items: tuple[SignUp, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class VenueCode:
    """The code on the organiser's screen: good for this activity, now and for one minute after `changes_at`. `svg` is the same as a picture."""

    activity_id: ActivityId
    code: VenueCodeText
    changes_at: datetime
    svg: str


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """Somebody came. Both scans make E2 by server time; without the second the time ends as planned and is E1 (rulebook §3).

    `minutes` is the raw time, whatever is granted for it. After the closing, `contribution_id` says what it became, or `refusal` why not.
    """

    attendance_id: AttendanceId
    activity_id: ActivityId
    shift_id: ShiftId
    party_id: PartyId
    basis: Basis
    organisation_id: PartyId | None
    checked_in_at: datetime
    checked_out_at: datetime | None
    minutes: Count
    evidence: Evidence | None
    source: AttendanceSource
    state: AttendanceState
    contribution_id: ContributionId | None
    refusal: Code | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class AttendancePage:
    """Attendances, the newest id first."""

    items: tuple[Attendance, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What came of a code. A wrong one is counted: after the fifth the activity's door stays shut for this person for a quarter of an hour."""

    accepted: bool
    tries_left: Count
    attendance: Attendance | None
