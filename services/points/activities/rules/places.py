"""Who has a place in a shift, who stands in line, and who may take what becomes free (rulebook §7, §20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import ActivityState, Basis
from contracts.points.kinds import SignUpState as State
from services.points.activities import refusals
from services.points.activities.rules.acts import Activity, Shift
from services.points.parties.rules import Agency, Party, acted_for

OFFERED_FOR = timedelta(hours=12)
IN_TIME = timedelta(hours=12)
"""Whoever gives a place back later than this before the shift counts as not having come."""

ACTIVE = (State.PLACED, State.WAITING, State.OFFERED)
HOLDING = (State.PLACED, State.OFFERED)


@dataclass(frozen=True, kw_only=True)
class SignUp:
    """A person's place, or turn in line: `position` is the number drawn there, smaller ones go first."""

    sign_up_id: str
    activity_id: str
    shift_id: str
    party_id: PartyId
    basis: Basis
    organisation_id: PartyId | None
    state: State
    signed_by: PartyId
    signed_at: datetime
    position: int = 0
    placed_at: datetime | None = None
    offer_ends_at: datetime | None = None
    ended_at: datetime | None = None
    no_show: bool = False
    version: int = 1

    def same_as(self, other: SignUp) -> bool:
        """Was the other one asked for with the same content?"""
        mine, its = (
            (it.activity_id, it.shift_id, it.party_id, it.basis, it.organisation_id, it.signed_by)
            for it in (self, other)
        )
        return mine == its


def check_basis(
    basis: Basis,
    organisation_id: PartyId | None,
    *,
    party: Party,
    agencies: Sequence[Agency],
    since: datetime,
    until: datetime,
) -> None:
    """Refuse WorkBasisUnfit unless paid time names the organisation that the person works or then acts for, and unpaid time none.

    Whether they still act for it when they have come is looked at once more when the time counts.
    """
    if (basis is Basis.PAID) != (organisation_id is not None):
        raise refusals.WorkBasisUnfit
    if organisation_id is not None and not acted_for(party, organisation_id, agencies, since=since, until=until):
        raise refusals.WorkBasisUnfit


def check_open(activity: Activity, shift: Shift, *, at: datetime) -> None:
    """Refuse ActivityInOtherState, SignUpClosed."""
    activity.require(ActivityState.PUBLISHED, ActivityState.RUNNING)
    if at >= min(activity.sign_up_closes_at, shift.starts_at):
        raise refusals.SignUpClosed


def check_overlap(shift: Shift, others: Sequence[Shift]) -> None:
    """Refuse PlacesOverlap with other shifts of the person."""
    if any(other.starts_at < shift.ends_at and shift.starts_at < other.ends_at for other in others):
        raise refusals.PlacesOverlap


def take(shift: Shift, asked: SignUp, *, at: datetime) -> tuple[Shift, SignUp]:
    """A place if there is room, else the end of the line. What is free is offered at once, so room means that nobody waits."""
    if shift.room:
        return replace(shift, taken=shift.taken + 1), replace(asked, state=State.PLACED, placed_at=at)
    queued = shift.queued + 1
    return replace(shift, queued=queued), replace(asked, state=State.WAITING, position=queued)


def check_withdrawal(sign_up: SignUp, shift: Shift, *, came: bool, at: datetime) -> None:
    """Refuse SignUpEnded, AlreadyCheckedIn, SignUpClosed."""
    if sign_up.state is State.LAPSED:
        raise refusals.SignUpEnded
    if came:
        raise refusals.AlreadyCheckedIn
    if at >= shift.starts_at:
        raise refusals.SignUpClosed


def end(shift: Shift, sign_up: SignUp, *, state: State, at: datetime) -> tuple[Shift, SignUp]:
    """Given back or lapsed; a place that was held is free again."""
    freed = 1 if sign_up.state in HOLDING else 0
    ended = replace(sign_up, state=state, offer_ends_at=None, ended_at=at)
    return replace(shift, taken=shift.taken - freed), ended


def offer(shift: Shift, line: Sequence[SignUp], *, at: datetime) -> tuple[Shift, list[SignUp]]:
    """Offer what is free to the heads of the line, for 12 hours and not beyond the beginning; after it nothing is offered."""
    if at >= shift.starts_at:
        return shift, []
    ends = min(at + OFFERED_FOR, shift.starts_at)
    heads = sorted(line, key=lambda one: one.position)[: shift.room]
    offered = [replace(one, state=State.OFFERED, offer_ends_at=ends) for one in heads]
    return replace(shift, taken=shift.taken + len(offered)), offered


def accept(sign_up: SignUp, *, at: datetime) -> SignUp:
    """The offered place is taken. Refuses OfferOver."""
    if sign_up.state is not State.OFFERED or sign_up.offer_ends_at is None or at >= sign_up.offer_ends_at:
        raise refusals.OfferOver
    return placed(sign_up, at=at)


def placed(sign_up: SignUp, *, at: datetime) -> SignUp:
    """The person has the place."""
    return replace(sign_up, state=State.PLACED, placed_at=at, offer_ends_at=None)
