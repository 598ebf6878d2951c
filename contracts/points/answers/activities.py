"""Acts of charity as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import ActivityId, Code, Count, LongText, PageKey, PartyId, PositiveCount, ShortText, Version
from contracts.points.ids import BeneficiaryReportId, RoleLevel, ShiftId
from contracts.points.kinds import ActivityState, HostState, HoursType, NeedGroup, Strain


@dataclass(frozen=True, kw_only=True)
class Host:
    """One of those who hold it. Everybody sees those who accepted; the others are seen by those who run it and by themselves."""

    party_id: PartyId
    public_name: ShortText
    state: HostState


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A task at a time. `places_left` and `waiting` are for looking at, not for decisions: only signing up tells."""

    shift_id: ShiftId
    task: ShortText
    hours_type: HoursType
    starts_at: datetime
    ends_at: datetime
    quota: PositiveCount
    places_left: Count
    waiting: Count
    level: RoleLevel
    qualification: Code | None
    strain: Strain | None


@dataclass(frozen=True, kw_only=True)
class PublicCount:
    """How many people of one need group were reached; fewer than five are shown as "<5"."""

    group: NeedGroup
    people: ShortText


@dataclass(frozen=True, kw_only=True)
class Activity:
    """An act of charity. `beneficiaries` is empty until a second person has confirmed a report."""

    activity_id: ActivityId
    name: ShortText
    place: ShortText
    about: LongText
    needs: tuple[NeedGroup, ...]
    planned_start: datetime
    planned_end: datetime
    sign_up_closes_at: datetime
    state: ActivityState
    hosts: tuple[Host, ...]
    shifts: tuple[Shift, ...]
    beneficiaries: tuple[PublicCount, ...]
    reason: ShortText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class ActivityPage:
    """Activities, the newest id first."""

    items: tuple[Activity, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class GroupCount:
    """The exact count, for those who run the activity and for auditors."""

    group: NeedGroup
    people: Count


@dataclass(frozen=True, kw_only=True)
class BeneficiaryReport:
    """How many people an activity reached, said by one person and confirmed by another. The highest confirmed `number` counts."""

    report_id: BeneficiaryReportId
    activity_id: ActivityId
    number: Version
    counts: tuple[GroupCount, ...]
    reason: ShortText | None
    entered_by: PartyId
    entered_at: datetime
    confirmed_by: PartyId | None
    confirmed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class BeneficiaryReportPage:
    """Reports, the newest id first."""

    items: tuple[BeneficiaryReport, ...]
    next_key: PageKey | None
