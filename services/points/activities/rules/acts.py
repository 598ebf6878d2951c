"""The way of an act of charity: DRAFT → PUBLISHED → RUNNING → CLOSED, or CANCELLED (rulebook §2, §3, §10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chassis.clock import civil_day
from contracts.kinds import PartyId
from contracts.points.answers import RateCard
from contracts.points.kinds import ActivityState as State
from contracts.points.kinds import HostState, HoursType, Strain
from services.points.activities import refusals
from services.points.contributions.rules.listed import at_night
from services.points.parties.rules import Hand
from services.points.rate_cards.rules import Rulebook, rulebook_on

LONGEST = timedelta(days=3)
LONGEST_SHIFT = timedelta(hours=24)
DOORS_OPEN = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One act of charity. `needs` are the need groups it is for; `ended_*` tell of its closing or calling off."""

    activity_id: str
    name: str
    place: str
    about: str
    needs: tuple[str, ...]
    planned_start: datetime
    planned_end: datetime
    sign_up_closes_at: datetime
    state: State
    drafted_by: PartyId
    drafted_at: datetime
    published_by: PartyId | None = None
    published_at: datetime | None = None
    started_at: datetime | None = None
    ended_by: PartyId | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    version: int = 1

    def require(self, *states: State) -> None:
        """Refuse ActivityInOtherState unless it is in one of the states."""
        if self.state not in states:
            raise refusals.ActivityInOtherState(state=self.state.value)

    def same_as(self, other: Activity) -> bool:
        """Was the other one drafted with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        when = (self.planned_start, self.planned_end, self.sign_up_closes_at)
        return (self.activity_id, self.name, self.place, self.about, self.needs, *when, self.drafted_by)


@dataclass(frozen=True, kw_only=True)
class Host:
    """A party that was named as a host, and what it says to that."""

    activity_id: str
    party_id: PartyId
    state: HostState = HostState.NAMED
    answered_by: PartyId | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A task at a time. `taken` counts the places that are taken or offered; `queued` how many ever stood in its line."""

    shift_id: str
    activity_id: str
    task: str
    hours_type: HoursType
    starts_at: datetime
    ends_at: datetime
    quota: int
    level: int
    qualification: str | None = None
    strain: Strain | None = None
    taken: int = 0
    queued: int = 0
    version: int = 1

    @property
    def room(self) -> int:
        """How many places are left."""
        return max(0, self.quota - self.taken)

    def same_as(self, other: Shift) -> bool:
        """Was the other one drafted with the same content? The quota may have been changed since."""
        return replace(self, taken=0, queued=0, version=1, quota=1) == replace(
            other, taken=0, queued=0, version=1, quota=1
        )


def check_draft(
    activity: Activity, hosts: Sequence[PartyId], shifts: Sequence[Shift], *, cards: Sequence[RateCard], at: datetime
) -> None:
    """Refuse ActivityIncomplete, ActivityTimesUnfit, ShiftUnfit. When it is night, the card says that holds on the day of the task."""
    for listed in (hosts, activity.needs, [shift.shift_id for shift in shifts]):
        if not listed or len(set(listed)) < len(listed):
            raise refusals.ActivityIncomplete
    begins, ends = activity.planned_start, activity.planned_end
    if not at < begins < ends <= begins + LONGEST or activity.sign_up_closes_at > ends:
        raise refusals.ActivityTimesUnfit
    for shift in shifts:
        if not begins <= shift.starts_at < shift.ends_at <= min(ends, shift.starts_at + LONGEST_SHIFT):
            raise refusals.ActivityTimesUnfit
        _check_kind(shift, rulebook_on(cards, on=civil_day(shift.starts_at)))


def _check_kind(shift: Shift, rulebook: Rulebook) -> None:
    """H2 needs a qualification that can be looked up; H3 is for listed tasks only, so that nobody names any work heavy afterwards."""
    unseen = shift.hours_type is HoursType.H2 and shift.qualification is None
    unlisted = (shift.hours_type is HoursType.H3) is (shift.strain is None)
    by_day = shift.strain is Strain.NIGHT and not at_night(shift.starts_at, shift.ends_at, rulebook=rulebook)
    if unseen or unlisted or by_day:
        raise refusals.ShiftUnfit(begins=rulebook.night_from_hour, ends=rulebook.night_until_hour)


def check_runs(activity: Activity, hosts: Sequence[Host], *, by: Hand) -> None:
    """Refuse NotActivityOrganiser unless the hand drafted it or belongs to a host that accepted."""
    if not runs(activity, hosts, ties=by.ties):
        raise refusals.NotActivityOrganiser


def runs(activity: Activity, hosts: Sequence[Host], *, ties: frozenset[PartyId]) -> bool:
    """Is whoever has these ties among those who run it?"""
    accepted = {host.party_id for host in hosts if host.state is HostState.ACCEPTED}
    return activity.drafted_by in ties or bool(accepted & ties)


def answer_hosting(activity: Activity, host: Host, *, accepts: bool, by: PartyId, at: datetime) -> Host:
    """The host's own answer. The same again changes nothing; after publication a yes is not taken back.

    Refuses ActivityInOtherState, HostAnswered.
    """
    wanted = HostState.ACCEPTED if accepts else HostState.DECLINED
    if host.state is wanted:
        return host
    activity.require(State.DRAFT, State.PUBLISHED, State.RUNNING)
    if host.state is not HostState.NAMED and activity.state is not State.DRAFT:
        raise refusals.HostAnswered
    return replace(host, state=wanted, answered_by=by, answered_at=at)


def publish(activity: Activity, hosts: Sequence[Host], *, by: Hand) -> Activity:
    """Known to everybody, by another person. Refuses ActivityInOtherState, OwnActivity, NoHostYet, ActivityTimesUnfit."""
    activity.require(State.DRAFT)
    if by.concerned(activity.drafted_by):
        raise refusals.OwnActivity
    if not any(host.state is HostState.ACCEPTED for host in hosts):
        raise refusals.NoHostYet
    if by.at >= activity.planned_end:
        raise refusals.ActivityTimesUnfit
    return replace(activity, state=State.PUBLISHED, published_by=by.party_id, published_at=by.at)


def start(activity: Activity, *, at: datetime) -> Activity:
    """Under way. Refuses ActivityInOtherState, TooEarlyToStart."""
    activity.require(State.PUBLISHED)
    if at < activity.planned_start - DOORS_OPEN:
        raise refusals.TooEarlyToStart(hours=DOORS_OPEN // timedelta(hours=1))
    return replace(activity, state=State.RUNNING, started_at=at)


def cancel(activity: Activity, *, anybody_came: bool, by: PartyId, reason: str, at: datetime) -> Activity:
    """Called off. Refuses ActivityInOtherState, SomebodyCame."""
    activity.require(State.DRAFT, State.PUBLISHED, State.RUNNING)
    if anybody_came:
        raise refusals.SomebodyCame
    return replace(activity, state=State.CANCELLED, ended_by=by, ended_at=at, reason=reason)


def close(activity: Activity, *, by: PartyId | None, at: datetime) -> Activity:
    """Over; without `by` because nobody closed it. Refuses ActivityInOtherState."""
    activity.require(State.RUNNING)
    return replace(activity, state=State.CLOSED, ended_by=by, ended_at=at)


def resize(shift: Shift, *, quota: int) -> Shift:
    """More or fewer places. Refuses QuotaBelowTaken."""
    if quota < shift.taken:
        raise refusals.QuotaBelowTaken(taken=shift.taken)
    return replace(shift, quota=quota)
