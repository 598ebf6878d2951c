"""Turns who came into contributions: any number with the same few statements, each under an id of its own that never changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.answers import RateCard
from contracts.points.kinds import (
    AttendanceSource,
    AttendanceState,
    Channel,
    ContributionType,
    DocumentKind,
    Evidence,
    HostState,
)
from contracts.refused import Refused
from contracts.sectors import Sector
from services.points.activities.rules import attending as rules
from services.points.activities.rules.acts import Activity, Shift
from services.points.activities.rules.attending import Attendance
from services.points.activities.store import acts, sheets
from services.points.activities.store import attending as store
from services.points.contributions.rules.claims import Document, Wanted
from services.points.contributions.rules.entering import LONGEST_HOURS
from services.points.contributions.submitting import submit
from services.points.parties import store as party_store
from services.points.parties.rules import Hand, Party
from services.points.rate_cards import store as card_store
from services.points.rate_cards.rules import rulebook_on

LATE_REASON = "活动结束较晚，时长于活动结束后提交"
TEXT_MAX = 120
"""As much of an activity's name and task as fits a contribution."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the attendances of a step are held against."""

    activities: Mapping[str, Activity]
    shifts: Mapping[str, Shift]
    hosts: Mapping[str, Collection[PartyId]]
    parties: Mapping[PartyId, Party]
    hands: Mapping[PartyId, Hand]
    scans: Mapping[str, str]
    cards: Sequence[RateCard]


@dataclass(frozen=True)
class Way:
    """By whom and how a group of attendances is put forward."""

    channel: Channel
    by: PartyId
    second: PartyId | None


def count(work: Work, came: Sequence[Attendance]) -> None:
    """Submit what earns, note what does not, and why what was refused was; the attendances are locked and their activities closed."""
    seen = _see(work, came)
    ways: dict[Way, list[Attendance]] = defaultdict(list)
    counted: list[Attendance] = []
    for one in came:
        if rules.earns(one, known=seen.parties, hosts=seen.hosts[one.activity_id]):
            ways[_way(one, seen)].append(one)
        else:
            counted.append(replace(one, state=AttendanceState.RECORDED))
    for way, group in ways.items():
        counted += _submitted(work, way, group, seen)
    store.save_attendances(work, counted)


def _see(work: Work, came: Sequence[Attendance]) -> Seen:
    ids = sorted({one.activity_id for one in came})
    activities = acts.find_activities(work, ids)
    hosts: dict[str, set[PartyId]] = {activity_id: set() for activity_id in ids}
    for host in acts.hosts_of(work, ids):
        if host.state is HostState.ACCEPTED:
            hosts[host.activity_id].add(host.party_id)
    persons = party_store.find_parties(work, {one.party_id for one in came})
    employers = {one.organisation_id for one in came} | {party.organisation_id for party in persons.values()}
    return Seen(
        activities=activities,
        shifts={shift.shift_id: shift for shift in acts.shifts_of(work, ids)},
        hosts=hosts,
        parties=persons | party_store.find_parties(work, employers),
        hands=party_store.hands(work, _hands(came, activities)),
        scans=sheets.scans(work, {_serial(one) for one in came if one.reference is not None}),
        cards=card_store.published(work),
    )


def _submitted(work: Work, way: Way, group: Sequence[Attendance], seen: Seen) -> list[Attendance]:
    second = None if way.second is None else seen.hands[way.second]
    wanted = [_wanted(one, seen, work) for one in group]
    results = submit(work, wanted, by=seen.hands[way.by], channel=way.channel, second=second)
    return [
        replace(one, state=AttendanceState.REFUSED, refusal=result.code)
        if isinstance(result, Refused)
        else replace(one, state=AttendanceState.SUBMITTED, contribution_id=result.contribution_id)
        for one, result in zip(group, results, strict=True)
    ]


def _way(one: Attendance, seen: Seen) -> Way:
    by = _submitter(one, seen.activities)
    if one.source is AttendanceSource.PAPER:
        return Way(Channel.PAPER, by, one.second_by)
    if one.source is AttendanceSource.CORRECTION:
        return Way(Channel.BACK_OFFICE, by, one.second_by)
    # In and out by the code is the system's own word; without the second scan it is but the organiser's list.
    return Way(Channel.ACTIVITY if one.evidence is Evidence.E2 else Channel.ORGANISER, by, None)


def _submitter(one: Attendance, activities: Mapping[str, Activity]) -> PartyId:
    """Who put it forward: whoever entered it by hand, else who closed the activity, else who drafted it."""
    activity = activities[one.activity_id]
    return one.entered_by if one.source is not AttendanceSource.CODE else activity.ended_by or activity.drafted_by


def _wanted(one: Attendance, seen: Seen, work: Work) -> Wanted:
    activity, shift = seen.activities[one.activity_id], seen.shifts[one.shift_id]
    employer = seen.parties.get(seen.parties[one.party_id].organisation_id or "")
    performed_on = civil_day(one.checked_in_at)
    then = rulebook_on(seen.cards, on=performed_on)
    late = civil_day(work.now) - performed_on > timedelta(days=then.late_days)
    return Wanted(
        contribution_id=one.claim_id,
        party_id=one.party_id,
        on_behalf_of=one.organisation_id,
        contribution_type=ContributionType(shift.hours_type.value),
        activity=f"{activity.name}：{shift.task}"[:TEXT_MAX],
        activity_id=activity.activity_id,
        level=shift.level,
        by_task=True,
        qualification=shift.qualification,
        strain=shift.strain,
        started_at=one.checked_in_at,
        # The raw time: what of it counts on its day is said with the contribution (rulebook §2). One entry is of one day.
        minutes=min(one.minutes, LONGEST_HOURS * 60),
        evidence=one.evidence or Evidence.E0,
        # Whose job the activity is has been settled: their time does not come here.
        off_duty=employer is not None and employer.sector is Sector.GOV and one.organisation_id != employer.party_id,
        entry_reason=one.reason or (LATE_REASON if late else None),
        reference=one.reference,
        documents=(Document(seen.scans[_serial(one)], DocumentKind.SIGNED_SHEET),) if one.reference else (),
        from_sheet=one.source is AttendanceSource.PAPER,
    )


def _serial(one: Attendance) -> str:
    return (one.reference or "").partition("/")[0]


def _hands(came: Sequence[Attendance], activities: Mapping[str, Activity]) -> set[PartyId]:
    second = {one.second_by for one in came if one.second_by is not None}
    return {_submitter(one, activities) for one in came} | second
