"""Every statement about how many people were reached."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from chassis.database import Work
from contracts.points.kinds import NeedGroup
from services.points import rows
from services.points.activities import refusals
from services.points.activities.rules.counts import Counts, Report
from services.points.activities.tables import beneficiaries as lines
from services.points.activities.tables import reports


def beneficiaries(work: Work, activity_ids: Collection[str]) -> dict[str, dict[NeedGroup, int]]:
    """People reached by each activity, by need group, as confirmed by a second person; without such a report it is left out."""
    holds = (
        select(reports.c.activity_id, reports.c.report_id)
        .ext(distinct_on(reports.c.activity_id))
        .where(
            reports.c.community == work.community,
            reports.c.activity_id.in_(activity_ids),
            reports.c.confirmed_by.is_not(None),
        )
        .order_by(reports.c.activity_id, reports.c.number.desc())
        .subquery()
    )
    wanted = (
        select(holds.c.activity_id, lines.c.need_group, lines.c.people)
        .join(lines, lines.c.report_id == holds.c.report_id)
        .where(lines.c.community == work.community)
    )
    found: dict[str, dict[NeedGroup, int]] = {}
    for activity_id, group, people in work.connection.execute(wanted):
        found.setdefault(activity_id, {})[NeedGroup(group)] = people
    return found


def add_report(work: Work, report: Report, counts: Counts) -> Report:
    """Keep a report, or answer the one with the same content. Its activity is locked. Refuses BeneficiaryReportIdTaken."""
    if not rows.add(work, reports, report):
        known = require_report(work, report.report_id)
        mine, its = ((it.activity_id, it.reason, it.entered_by) for it in (report, known))
        if mine != its or counts_of(work, [known.report_id])[known.report_id] != dict(counts):
            raise refusals.BeneficiaryReportIdTaken
        return known
    given = [
        {"community": work.community, "report_id": report.report_id, "need_group": group.value, "people": people}
        for group, people in counts.items()
    ]
    work.connection.execute(insert(lines), given)
    return report


def find_report(work: Work, report_id: str) -> Report | None:
    """The report, if there is one with this id."""
    return rows.find(work, reports, Report, report_id)


def require_report(work: Work, report_id: str) -> Report:
    """The report. Refuses BeneficiaryReportNotFound."""
    report = find_report(work, report_id)
    if report is None:
        raise refusals.BeneficiaryReportNotFound
    return report


def save_report(work: Work, report: Report) -> Report:
    """Write a report; its activity is locked."""
    return rows.save(work, reports, report)


def newest(work: Work, activity_id: str, *, confirmed: bool = False) -> int:
    """The highest number among the activity's reports, or among the confirmed ones; 0 if there is none."""
    wanted = select(func.coalesce(func.max(reports.c.number), 0)).where(
        reports.c.community == work.community, reports.c.activity_id == activity_id
    )
    if confirmed:
        wanted = wanted.where(reports.c.confirmed_by.is_not(None))
    return int(work.connection.execute(wanted).scalar_one())


def counts_of(work: Work, report_ids: Collection[str]) -> dict[str, dict[NeedGroup, int]]:
    """What each report says."""
    wanted = select(lines).where(lines.c.community == work.community, lines.c.report_id.in_(report_ids))
    found: dict[str, dict[NeedGroup, int]] = {}
    for row in work.connection.execute(wanted.order_by(lines.c.need_group)):
        found.setdefault(row.report_id, {})[NeedGroup(row.need_group)] = row.people
    return found


def page(work: Work, *, activity_id: str, after: str | None, limit: int) -> tuple[list[Report], str | None]:
    """The activity's reports, newest id first."""
    mine = reports.c.activity_id == activity_id
    return rows.page(work, reports, Report, mine, after=after, limit=limit, newest_first=True)
