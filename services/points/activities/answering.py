"""Acts of charity as they are answered and made known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.kinds import PartyId
from contracts.points import answers
from contracts.points.events import ActivityPublished
from contracts.points.kinds import HostState, NeedGroup
from services.points.activities.rules.acts import Activity, Host, Shift
from services.points.activities.rules.counts import Counts, Report, shown
from services.points.parties.rules import Party


def activity_of(
    activity: Activity,
    *,
    hosts: Sequence[Host],
    shifts: Sequence[Shift],
    waiting: Mapping[str, int],
    reached: Counts | None,
    names: Mapping[PartyId, Party],
) -> answers.Activity:
    """The activity with these hosts and shifts; `waiting` counts by shift who stands in line."""
    return answers.Activity(
        activity_id=activity.activity_id,
        name=activity.name,
        place=activity.place,
        about=activity.about,
        needs=tuple(NeedGroup(need) for need in activity.needs),
        planned_start=activity.planned_start,
        planned_end=activity.planned_end,
        sign_up_closes_at=activity.sign_up_closes_at,
        state=activity.state,
        hosts=tuple(
            answers.Host(party_id=host.party_id, public_name=names[host.party_id].public_name, state=host.state)
            for host in hosts
        ),
        shifts=tuple(shift_of(shift, waiting=waiting.get(shift.shift_id, 0)) for shift in shifts),
        beneficiaries=()
        if reached is None
        else tuple(answers.PublicCount(group=group, people=shown(reached.get(group, 0))) for group in NeedGroup),
        reason=activity.reason,
        version=activity.version,
    )


def shift_of(shift: Shift, *, waiting: int) -> answers.Shift:
    """The shift as everybody sees it."""
    return answers.Shift(
        shift_id=shift.shift_id,
        task=shift.task,
        hours_type=shift.hours_type,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        quota=shift.quota,
        places_left=shift.room,
        waiting=waiting,
        level=shift.level,
        qualification=shift.qualification,
        strain=shift.strain,
    )


def report_of(report: Report, counts: Counts) -> answers.BeneficiaryReport:
    """The report with its exact counts."""
    return answers.BeneficiaryReport(
        report_id=report.report_id,
        activity_id=report.activity_id,
        number=report.number,
        counts=tuple(answers.GroupCount(group=group, people=people) for group, people in counts.items()),
        reason=report.reason,
        entered_by=report.entered_by,
        entered_at=report.entered_at,
        confirmed_by=report.confirmed_by,
        confirmed_at=report.confirmed_at,
    )


def published(activity: Activity, hosts: Sequence[Host], *, community: str) -> ActivityPublished:
    """It was made known."""
    return ActivityPublished(
        community=community,
        activity_id=activity.activity_id,
        name=activity.name,
        host_ids=tuple(host.party_id for host in hosts if host.state is HostState.ACCEPTED),
        needs=tuple(NeedGroup(need) for need in activity.needs),
        planned_start=activity.planned_start,
        planned_end=activity.planned_end,
    )
