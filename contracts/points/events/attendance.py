"""What points says of places in shifts and of who came: ids only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.event import Event
from contracts.kinds import ActivityId, Count, PartyId
from contracts.points.ids import AttendanceId, ShiftId, SignUpId
from contracts.points.kinds import SignUpState


@dataclass(frozen=True, kw_only=True)
class PersonSignedUp(Event):
    """Somebody has a place in a shift, or stands in line for one."""

    source = "points"
    subject = "sign_up_id"

    sign_up_id: SignUpId
    activity_id: ActivityId
    shift_id: ShiftId
    party_id: PartyId
    state: SignUpState


@dataclass(frozen=True, kw_only=True)
class PlaceOffered(Event):
    """A place became free for the head of the line, until `offer_ends_at`."""

    source = "points"
    subject = "sign_up_id"

    sign_up_id: SignUpId
    activity_id: ActivityId
    party_id: PartyId
    offer_ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class SignUpEnded(Event):
    """A place, an offer or a turn in line was given back, or the offer lapsed."""

    source = "points"
    subject = "sign_up_id"

    sign_up_id: SignUpId
    activity_id: ActivityId
    party_id: PartyId
    state: SignUpState


@dataclass(frozen=True, kw_only=True)
class PersonCheckedIn(Event):
    """Somebody came."""

    source = "points"
    subject = "attendance_id"

    attendance_id: AttendanceId
    activity_id: ActivityId
    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class PersonCheckedOut(Event):
    """Somebody left."""

    source = "points"
    subject = "attendance_id"

    attendance_id: AttendanceId
    activity_id: ActivityId
    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class ActivityClosed(Event):
    """An act of charity is over; what time was given goes to be confirmed."""

    source = "points"
    subject = "activity_id"

    activity_id: ActivityId
    attended: Count
    absent: Count
