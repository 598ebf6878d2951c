"""Every statement about who came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ActivityState, AttendanceState
from services.points import rows
from services.points.activities import refusals
from services.points.activities.rules.acts import Activity
from services.points.activities.rules.attending import Attendance, Tries
from services.points.activities.tables import attendances, code_tries
from services.points.acts.tables import activities


def hold_activity(work: Work, activity_id: str) -> Activity:
    """The activity, kept as it is until the transaction ends; many may hold it at a time. Refuses ActivityNotFound.

    So nobody comes in while it is being closed, and hundreds who arrive at once do not wait for each other.
    """
    mine = (activities.c.community == work.community) & (activities.c.activity_id == activity_id)
    row = work.connection.execute(select(activities).where(mine).with_for_update(read=True)).mappings().first()
    if row is None:
        raise refusals.ActivityNotFound
    return rows.thing_of(Activity, row)


def lock_tries(work: Work, activity_id: str, party_id: PartyId) -> Tries:
    """How often the person gave a wrong code here, locked: guesses are counted one after the other."""
    new = {"community": work.community, "activity_id": activity_id, "party_id": party_id, "tries": 0}
    # Writing the old value takes the row's lock whether it was there or not.
    kept = insert(code_tries).values(new)
    locked = kept.on_conflict_do_update(constraint=code_tries.primary_key, set_={"tries": code_tries.c.tries})
    row = work.connection.execute(locked.returning(code_tries)).mappings().one()
    return rows.thing_of(Tries, row)


def save_tries(work: Work, tries: Tries) -> None:
    """Write what was locked."""
    t = code_tries.c
    mine = and_(t.community == work.community, t.activity_id == tries.activity_id, t.party_id == tries.party_id)
    said = {"tries": tries.tries, "locked_until": tries.locked_until}
    work.connection.execute(update(code_tries).where(mine).values(said))


def find_attendance(work: Work, shift_id: str, party_id: PartyId, *, lock: bool = False) -> Attendance | None:
    """The person's attendance in the shift, perhaps locked."""
    a = attendances.c
    wanted = select(attendances).where(a.community == work.community, a.shift_id == shift_id, a.party_id == party_id)
    row = work.connection.execute(wanted.with_for_update(key_share=True) if lock else wanted).mappings().first()
    return None if row is None else rows.thing_of(Attendance, row)


def attended(work: Work, activity_id: str, party_id: PartyId) -> list[Attendance]:
    """Where in the activity the person came, the latest last, locked."""
    a = attendances.c
    wanted = (
        select(attendances)
        .where(a.community == work.community, a.activity_id == activity_id, a.party_id == party_id)
        .order_by(a.checked_in_at, a.attendance_id)
        .with_for_update(key_share=True)
    )
    return [rows.thing_of(Attendance, row) for row in work.connection.execute(wanted).mappings()]


def add_attendance(work: Work, attendance: Attendance) -> bool:
    """Keep a new attendance; False if the person is in this shift already."""
    return rows.add(work, attendances, attendance)


def add_attendances(work: Work, new: Sequence[Attendance]) -> set[str]:
    """Keep those whose person is not in their shift yet, in one statement; answers their ids."""
    return rows.add_missing(work, attendances, new)


def save_attendance(work: Work, attendance: Attendance) -> Attendance:
    """Write an attendance that was locked."""
    return rows.save(work, attendances, attendance)


def save_attendances(work: Work, changed: Sequence[Attendance]) -> list[Attendance]:
    """Write attendances that were locked, in one statement."""
    return rows.save_all(work, attendances, changed)


def anybody_came(work: Work, activity_id: str) -> bool:
    """Has somebody attended it?"""
    came = exists().where(attendances.c.community == work.community, attendances.c.activity_id == activity_id)
    return bool(work.connection.execute(select(came)).scalar())


def count(work: Work, activity_id: str) -> int:
    """How many attendances there are."""
    a = attendances.c
    wanted = select(func.count()).where(a.community == work.community, a.activity_id == activity_id)
    return int(work.connection.execute(wanted).scalar_one())


def still_open(work: Work, activity_id: str) -> list[Attendance]:
    """Who never checked out, locked."""
    a = attendances.c
    wanted = (
        select(attendances)
        .where(a.community == work.community, a.activity_id == activity_id, a.state == AttendanceState.OPEN.value)
        .order_by(a.attendance_id)
        .with_for_update(key_share=True)
    )
    return [rows.thing_of(Attendance, row) for row in work.connection.execute(wanted).mappings()]


def waiting_to_count(work: Work, *, limit: int) -> dict[str, list[Attendance]]:
    """Attendances of closed activities that have not become contributions, by community, locked; others' are left out."""
    closed = exists().where(
        activities.c.community == attendances.c.community,
        activities.c.activity_id == attendances.c.activity_id,
        activities.c.state == ActivityState.CLOSED.value,
    )
    wanted = (
        select(attendances)
        .where(attendances.c.state == AttendanceState.DONE.value, closed)
        .order_by(attendances.c.community, attendances.c.activity_id, attendances.c.attendance_id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    found: dict[str, list[Attendance]] = {}
    for row in work.connection.execute(wanted).mappings():
        found.setdefault(row["community"], []).append(rows.thing_of(Attendance, row))
    return found


def forgotten(work: Work, *, ended_before: datetime, limit: int) -> dict[str, list[Activity]]:
    """Activities that nobody closed, by community, locked; those that somebody else works on are left out."""
    wanted = (
        select(activities)
        .where(activities.c.state == ActivityState.RUNNING.value, activities.c.planned_end < ended_before)
        .order_by(activities.c.community, activities.c.activity_id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    found: dict[str, list[Activity]] = {}
    for row in work.connection.execute(wanted).mappings():
        found.setdefault(row["community"], []).append(rows.thing_of(Activity, row))
    return found


def page(
    work: Work, *, party_id: PartyId | None = None, activity_id: str | None = None, after: str | None, limit: int
) -> tuple[list[Attendance], str | None]:
    """Attendances, newest id first."""
    where = [] if party_id is None else [attendances.c.party_id == party_id]
    if activity_id is not None:
        where.append(attendances.c.activity_id == activity_id)
    return rows.page(work, attendances, Attendance, *where, after=after, limit=limit, newest_first=True)
