"""Every statement about volunteer records: what was granted, joined with how it was given."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, tuple_

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import Evidence
from services.points import rows
from services.points.activities.tables import attendances
from services.points.contributions.rules.claims import HOURS
from services.points.contributions.tables import contributions
from services.points.grants.tables import grants, taken_back
from services.points.volunteers.rules import Service

OTHER_SERVICE = "评审、议事等服务"
"""What a panel's service and the like is called, of which no contribution tells more."""

TAKEN = (
    select(func.coalesce(func.sum(taken_back.c.minutes), 0))
    .where(taken_back.c.community == grants.c.community, taken_back.c.grant_id == grants.c.grant_id)
    .scalar_subquery()
)
RAW = func.coalesce(attendances.c.minutes, grants.c.minutes) - TAKEN
"""Raw time: as it was attended, although at most eight hours of a day earn points (rulebook §2); without what was taken back (§5)."""


def page(
    work: Work, party_id: PartyId, *, first_day: date | None, last_day: date | None, after: str | None, limit: int
) -> tuple[list[Service], str | None]:
    """Up to `limit` services after the key `after` (day/source), by day, and where the next page begins."""
    wanted = _services(work, party_id, first_day=first_day, last_day=last_day)
    if after is not None:
        day, _, source_id = after.partition("/")
        wanted = wanted.where(
            tuple_(grants.c.performed_on, grants.c.source_id) > tuple_(func.to_date(day, "YYYY-MM-DD"), source_id)
        )
    found = work.connection.execute(wanted.limit(limit + 1)).mappings()
    services = [rows.thing_of(Service, row) for row in found]
    last = services[limit - 1] if len(services) > limit else None
    return services[:limit], f"{last.performed_on}/{last.source_id}" if last else None


def services_of(work: Work, party_id: PartyId, *, first_day: date, last_day: date, limit: int) -> list[Service]:
    """The services of a period, by day."""
    wanted = _services(work, party_id, first_day=first_day, last_day=last_day).limit(limit)
    return [rows.thing_of(Service, row) for row in work.connection.execute(wanted).mappings()]


def total(work: Work, party_id: PartyId, *, first_day: date | None, last_day: date | None) -> tuple[int, int, int]:
    """Minutes, services and days."""
    services = _services(work, party_id, first_day=first_day, last_day=last_day).order_by(None).subquery()
    summed = select(
        func.coalesce(func.sum(services.c.minutes), 0), func.count(), func.count(services.c.performed_on.distinct())
    )
    minutes, count, days = work.connection.execute(summed).one()
    return int(minutes), int(count), int(days)


def _services(
    work: Work, party_id: PartyId, *, first_day: date | None, last_day: date | None
) -> Select[tuple[object, ...]]:
    claim = and_(contributions.c.community == grants.c.community, contributions.c.contribution_id == grants.c.source_id)
    came = and_(attendances.c.community == grants.c.community, attendances.c.contribution_id == grants.c.source_id)
    where: list[ColumnElement[bool]] = [
        grants.c.community == work.community,
        grants.c.party_id == party_id,
        grants.c.contribution_type.in_([kind.value for kind in HOURS]),
        # What was taken back as a whole was not given.
        grants.c.minutes > TAKEN,
    ]
    if first_day is not None:
        where.append(grants.c.performed_on >= first_day)
    if last_day is not None:
        where.append(grants.c.performed_on <= last_day)
    return (
        select(
            grants.c.source_id,
            grants.c.activity_id,
            func.coalesce(contributions.c.activity, literal(OTHER_SERVICE)).label("activity"),
            grants.c.performed_on,
            grants.c.contribution_type,
            RAW.label("minutes"),
            func.coalesce(contributions.c.evidence, literal(Evidence.E2.value)).label("evidence"),
            contributions.c.confirmed_by,
        )
        .select_from(grants.outerjoin(contributions, claim).outerjoin(attendances, came))
        .where(*where)
        .order_by(grants.c.performed_on, grants.c.source_id)
    )
