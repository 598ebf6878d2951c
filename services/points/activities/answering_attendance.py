"""Places in shifts and attendances as they are answered and made known."""

from __future__ import annotations

from contracts.points import answers
from contracts.points.events import PersonSignedUp, PlaceOffered, SignUpEnded
from services.points.activities.rules.attending import Attendance
from services.points.activities.rules.places import SignUp


def sign_up_of(sign_up: SignUp, *, ahead: int | None = None) -> answers.SignUp:
    """The place, with how many stand before it in line."""
    return answers.SignUp(
        sign_up_id=sign_up.sign_up_id,
        activity_id=sign_up.activity_id,
        shift_id=sign_up.shift_id,
        party_id=sign_up.party_id,
        basis=sign_up.basis,
        organisation_id=sign_up.organisation_id,
        state=sign_up.state,
        ahead=ahead,
        offer_ends_at=sign_up.offer_ends_at,
        no_show=sign_up.no_show,
        signed_at=sign_up.signed_at,
        version=sign_up.version,
    )


def attendance_of(attendance: Attendance) -> answers.Attendance:
    """The attendance for those who may see it."""
    return answers.Attendance(
        attendance_id=attendance.attendance_id,
        activity_id=attendance.activity_id,
        shift_id=attendance.shift_id,
        party_id=attendance.party_id,
        basis=attendance.basis,
        organisation_id=attendance.organisation_id,
        checked_in_at=attendance.checked_in_at,
        checked_out_at=attendance.checked_out_at,
        minutes=attendance.minutes,
        evidence=attendance.evidence,
        source=attendance.source,
        state=attendance.state,
        contribution_id=attendance.contribution_id,
        refusal=attendance.refusal,
        version=attendance.version,
    )


def signed(sign_up: SignUp, *, community: str) -> PersonSignedUp:
    """There is a new place, or turn in line."""
    return PersonSignedUp(
        community=community,
        sign_up_id=sign_up.sign_up_id,
        activity_id=sign_up.activity_id,
        shift_id=sign_up.shift_id,
        party_id=sign_up.party_id,
        state=sign_up.state,
    )


def offered(sign_up: SignUp, *, community: str) -> PlaceOffered:
    """The head of the line may have a place."""
    return PlaceOffered(
        community=community,
        sign_up_id=sign_up.sign_up_id,
        activity_id=sign_up.activity_id,
        party_id=sign_up.party_id,
        offer_ends_at=sign_up.offer_ends_at or sign_up.signed_at,
    )


def ended(sign_up: SignUp, *, community: str) -> SignUpEnded:
    """It was given back, or the offer lapsed."""
    return SignUpEnded(
        community=community,
        sign_up_id=sign_up.sign_up_id,
        activity_id=sign_up.activity_id,
        party_id=sign_up.party_id,
        state=sign_up.state,
    )
