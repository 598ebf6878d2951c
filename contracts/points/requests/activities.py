"""What points can be asked about acts of charity: who holds them, what is to be done, and how many people were reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import ActivityId, Code, Count, LongText, PartyId, PositiveCount, ShortText
from contracts.points.answers import activities as answers
from contracts.points.ids import BeneficiaryReportId, RoleLevel, ShiftId
from contracts.points.kinds import HoursType, NeedGroup, Strain
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class NewShift:
    """A task at a time with so many places. H2 names the `qualification` that is needed; H3 says by which `strain` it is listed.

    `level` is the least role that the task gives (rulebook §10): 1 attends, 2 contributes, 3 organises, 4 decides with others, 5 steward.
    """

    shift_id: ShiftId
    task: ShortText
    hours_type: HoursType
    starts_at: datetime
    ends_at: datetime
    quota: PositiveCount
    level: RoleLevel = 2
    qualification: Code | None = None
    strain: Strain | None = None


@dataclass(frozen=True, kw_only=True)
class DraftActivity(Command[answers.Activity]):
    """Write down an act of charity with its hosts, whom it is for, and its tasks. Each host is asked; another person publishes it."""

    service = "points"
    answer = answers.Activity

    activity_id: ActivityId
    name: ShortText
    place: ShortText
    about: LongText
    needs: tuple[NeedGroup, ...]
    planned_start: datetime
    planned_end: datetime
    sign_up_closes_at: datetime
    hosts: tuple[PartyId, ...]
    shifts: tuple[NewShift, ...]


@dataclass(frozen=True, kw_only=True)
class AnswerHosting(Command[answers.Activity]):
    """Say for a named host, oneself or the organisation one acts for, whether it wants to be named. Only hosts that accept are shown."""

    service = "points"
    answer = answers.Activity

    activity_id: ActivityId
    host_id: PartyId
    accepts: bool


@dataclass(frozen=True, kw_only=True)
class PublishActivity(Command[answers.Activity]):
    """Make a drafted activity known and open its sign-up: by another person than the one who drafted it."""

    service = "points"
    answer = answers.Activity

    activity_id: ActivityId


@dataclass(frozen=True, kw_only=True)
class StartActivity(Command[answers.Activity]):
    """Open the doors, two hours before the planned start at the earliest: the code at the venue works from now on."""

    service = "points"
    answer = answers.Activity

    activity_id: ActivityId


@dataclass(frozen=True, kw_only=True)
class CancelActivity(Command[answers.Activity]):
    """Call it off, with the reason that everybody reads; not after somebody has come."""

    service = "points"
    answer = answers.Activity

    activity_id: ActivityId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class GetActivity(Query[answers.Activity]):
    """One activity as everybody sees it; those who run it also see its draft."""

    service = "points"
    answer = answers.Activity

    activity_id: ActivityId


@dataclass(frozen=True, kw_only=True)
class ListActivities(PageQuery[answers.ActivityPage]):
    """What is coming or under way; with `past`, what is over."""

    service = "points"
    answer = answers.ActivityPage

    past: bool = False


@dataclass(frozen=True, kw_only=True)
class NeedCount:
    """How many people of one need group were reached: a count, never names."""

    group: NeedGroup
    people: Count


@dataclass(frozen=True, kw_only=True)
class ReportBeneficiaries(Command[answers.BeneficiaryReport]):
    """Say how many people of each need group an activity reached. A later report corrects the earlier ones and says why; they are kept."""

    service = "points"
    answer = answers.BeneficiaryReport

    report_id: BeneficiaryReportId
    activity_id: ActivityId
    counts: tuple[NeedCount, ...]
    reason: ShortText | None = None


@dataclass(frozen=True, kw_only=True)
class ConfirmBeneficiaries(Command[answers.BeneficiaryReport]):
    """Confirm a report as another person: from then on it counts."""

    service = "points"
    answer = answers.BeneficiaryReport

    report_id: BeneficiaryReportId


@dataclass(frozen=True, kw_only=True)
class ListBeneficiaryReports(PageQuery[answers.BeneficiaryReportPage]):
    """All reports on one activity, the corrected ones too."""

    service = "points"
    answer = answers.BeneficiaryReportPage

    activity_id: ActivityId
