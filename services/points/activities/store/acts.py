"""Every statement about activities, their hosts and their shifts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, insert, select, update

from chassis.database import Work
from contracts.points.kinds import ActivityState as State
from services.points import rows
from services.points.activities import refusals
from services.points.activities.rules.acts import Activity, Host, Shift
from services.points.acts.tables import activities, hosts, shifts

OVER = (State.CLOSED.value, State.CANCELLED.value)


def add_activity(work: Work, activity: Activity, named: Sequence[Host], tasks: Sequence[Shift]) -> None:
    """Keep a draft with its hosts and shifts, or find it there with the same content. Refuses ActivityIdTaken."""
    if not rows.add(work, activities, activity):
        known = require_activity(work, activity.activity_id)
        same_hosts = {host.party_id for host in hosts_of(work, [known.activity_id])} == {
            host.party_id for host in named
        }
        theirs = {shift.shift_id: shift for shift in shifts_of(work, [known.activity_id])}
        same_shifts = len(theirs) == len(tasks) and all(
            shift.shift_id in theirs and shift.same_as(theirs[shift.shift_id]) for shift in tasks
        )
        if not (known.same_as(activity) and same_hosts and same_shifts):
            raise refusals.ActivityIdTaken
        return
    work.connection.execute(insert(hosts), [{"community": work.community, **rows.values_of(host)} for host in named])
    if len(rows.add_missing(work, shifts, tasks)) < len(tasks):
        raise refusals.ActivityIdTaken


def find_activities(work: Work, activity_ids: Collection[str]) -> dict[str, Activity]:
    """Those of the activities that there are."""
    return rows.find_all(work, activities, Activity, activity_ids)


def require_activity(work: Work, activity_id: str, *, lock: bool = False) -> Activity:
    """The activity, perhaps locked. Refuses ActivityNotFound."""
    activity = rows.find(work, activities, Activity, activity_id, lock=lock)
    if activity is None:
        raise refusals.ActivityNotFound
    return activity


def save_activity(work: Work, activity: Activity) -> Activity:
    """Write an activity that was locked."""
    return rows.save(work, activities, activity)


def page(work: Work, *, past: bool, after: str | None, limit: int) -> tuple[list[Activity], str | None]:
    """What everybody may see of what is coming or under way, or of what is over; newest id first."""
    over = activities.c.state.in_(OVER) | (activities.c.planned_end <= work.now)
    known = activities.c.published_by.is_not(None)
    where: list[ColumnElement[bool]] = [known, over if past else ~over]
    return rows.page(work, activities, Activity, *where, after=after, limit=limit, newest_first=True)


def hosts_of(work: Work, activity_ids: Collection[str]) -> list[Host]:
    """The hosts of the activities, with their answers."""
    wanted = (
        select(hosts)
        .where(hosts.c.community == work.community, hosts.c.activity_id.in_(activity_ids))
        .order_by(hosts.c.activity_id, hosts.c.party_id)
    )
    return [rows.thing_of(Host, row) for row in work.connection.execute(wanted).mappings()]


def save_host(work: Work, host: Host) -> None:
    """Write a host's answer; its activity is locked."""
    mine = (hosts.c.activity_id == host.activity_id) & (hosts.c.party_id == host.party_id)
    said = {name: rows.values_of(host)[name] for name in hosts.info["updatable"]}
    work.connection.execute(update(hosts).where(hosts.c.community == work.community, mine).values(said))


def shifts_of(work: Work, activity_ids: Collection[str]) -> list[Shift]:
    """The shifts of the activities, the earliest first."""
    wanted = (
        select(shifts)
        .where(shifts.c.community == work.community, shifts.c.activity_id.in_(activity_ids))
        .order_by(shifts.c.activity_id, shifts.c.starts_at, shifts.c.shift_id)
    )
    return [rows.thing_of(Shift, row) for row in work.connection.execute(wanted).mappings()]


def require_shift(work: Work, shift_id: str, *, activity_id: str, lock: bool = False) -> Shift:
    """The shift of this activity, perhaps locked. Refuses ShiftNotFound."""
    shift = rows.find(work, shifts, Shift, shift_id, lock=lock)
    if shift is None or shift.activity_id != activity_id:
        raise refusals.ShiftNotFound
    return shift


def save_shift(work: Work, shift: Shift) -> Shift:
    """Write a shift that was locked."""
    return rows.save(work, shifts, shift)
