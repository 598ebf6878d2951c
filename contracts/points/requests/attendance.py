"""What points can be asked about places in shifts and about who came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import ActivityId, Code, PartyId, PositiveCount, ShortText
from contracts.points.answers import activities as activity_answers
from contracts.points.answers import attendance as answers
from contracts.points.ids import QualificationId, ShiftId, SignUpId, VenueCode
from contracts.points.kinds import Basis
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class StateQualification(Command[answers.Qualification]):
    """Say what one may do by which document, for oneself or as staff for somebody. Another person verifies it."""

    service = "points"
    answer = answers.Qualification

    qualification_id: QualificationId
    party_id: PartyId
    code: Code
    document: ShortText
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class VerifyQualification(Command[answers.Qualification]):
    """Say, as another person, that one has seen the document."""

    service = "points"
    answer = answers.Qualification

    qualification_id: QualificationId


@dataclass(frozen=True, kw_only=True)
class ListQualifications(PageQuery[answers.QualificationPage]):
    """One's own qualifications, or for staff all or somebody's."""

    service = "points"
    answer = answers.QualificationPage

    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class SignUp(Command[answers.SignUp]):
    """Take a place in a shift, or stand in line if there is none. Organisers may sign up somebody without a phone, `party_id`.

    Who comes in paid time names the organisation: the time is then its own, never both's (rulebook §1).
    """

    service = "points"
    answer = answers.SignUp

    sign_up_id: SignUpId
    activity_id: ActivityId
    shift_id: ShiftId
    party_id: PartyId | None = None
    basis: Basis = Basis.UNPAID
    organisation_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class AcceptPlace(Command[answers.SignUp]):
    """Take the place that was offered to the head of the line, while the offer lasts."""

    service = "points"
    answer = answers.SignUp

    sign_up_id: SignUpId


@dataclass(frozen=True, kw_only=True)
class WithdrawSignUp(Command[answers.SignUp]):
    """Give a place, an offer or one's turn in line back. Later than 12 hours before the shift it is noted like not coming."""

    service = "points"
    answer = answers.SignUp

    sign_up_id: SignUpId


@dataclass(frozen=True, kw_only=True)
class ListSignUps(PageQuery[answers.SignUpPage]):
    """One's own places; with `activity_id`, for those who run it, all of an activity."""

    service = "points"
    answer = answers.SignUpPage

    activity_id: ActivityId | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeQuota(Command[activity_answers.Activity]):
    """Give a shift more or fewer places, never fewer than are taken; new places are offered to those who wait."""

    service = "points"
    answer = activity_answers.Activity

    activity_id: ActivityId
    shift_id: ShiftId
    quota: PositiveCount


@dataclass(frozen=True, kw_only=True)
class GetVenueCode(Query[answers.VenueCode]):
    """The code for the screen at the venue. It changes every minute and is stored nowhere."""

    service = "points"
    answer = answers.VenueCode

    activity_id: ActivityId


@dataclass(frozen=True, kw_only=True)
class CheckIn(Command[answers.Scan]):
    """Arrive, by the code at the venue. Without a place in a shift, `shift_id` says where one helps, if there is room."""

    service = "points"
    answer = answers.Scan

    activity_id: ActivityId
    code: VenueCode
    shift_id: ShiftId | None = None
    basis: Basis = Basis.UNPAID
    organisation_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class CheckOut(Command[answers.Scan]):
    """Leave, by the code at the venue; the time between both scans is the server's."""

    service = "points"
    answer = answers.Scan

    activity_id: ActivityId
    code: VenueCode
    shift_id: ShiftId | None = None


@dataclass(frozen=True, kw_only=True)
class CloseActivity(Command[activity_answers.Activity]):
    """End it: who never checked out is counted to the planned end, who never came is noted, and the time goes to be confirmed."""

    service = "points"
    answer = activity_answers.Activity

    activity_id: ActivityId


@dataclass(frozen=True, kw_only=True)
class ListAttendances(PageQuery[answers.AttendancePage]):
    """When one came oneself; with `activity_id`, for those who run it, who came."""

    service = "points"
    answer = answers.AttendancePage

    activity_id: ActivityId | None = None
