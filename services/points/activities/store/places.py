"""Every statement about places in shifts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import and_, exists, func, select, update

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import SignUpState as State
from services.points import rows
from services.points.activities import refusals
from services.points.activities.rules.acts import Shift
from services.points.activities.rules.places import ACTIVE, IN_TIME, SignUp
from services.points.activities.tables import attendances, sign_ups
from services.points.acts.tables import shifts

ACTIVE_STATES = [state.value for state in ACTIVE]


def add_sign_up(work: Work, sign_up: SignUp) -> None:
    """Keep a new place; its shift is locked. Refuses SignUpIdTaken."""
    if not rows.add(work, sign_ups, sign_up):
        raise refusals.SignUpIdTaken


def find_sign_up(work: Work, sign_up_id: str) -> SignUp | None:
    """The place, if there is one with this id."""
    return rows.find(work, sign_ups, SignUp, sign_up_id)


def require_sign_up(work: Work, sign_up_id: str, *, lock: bool = False) -> SignUp:
    """The place, perhaps locked. Refuses SignUpNotFound."""
    sign_up = rows.find(work, sign_ups, SignUp, sign_up_id, lock=lock)
    if sign_up is None:
        raise refusals.SignUpNotFound
    return sign_up


def save_sign_up(work: Work, sign_up: SignUp) -> SignUp:
    """Write a place that was locked."""
    return rows.save(work, sign_ups, sign_up)


def save_sign_ups(work: Work, changed: Sequence[SignUp]) -> list[SignUp]:
    """Write places that were locked, in one statement."""
    return rows.save_all(work, sign_ups, changed)


def signed_of(work: Work, party_id: PartyId, *, activity_id: str | None = None) -> list[SignUp]:
    """The person's places and turns in line that stand, perhaps of one activity."""
    wanted = select(sign_ups).where(
        sign_ups.c.community == work.community, sign_ups.c.party_id == party_id, sign_ups.c.state.in_(ACTIVE_STATES)
    )
    if activity_id is not None:
        wanted = wanted.where(sign_ups.c.activity_id == activity_id)
    return [rows.thing_of(SignUp, row) for row in work.connection.execute(wanted).mappings()]


def shifts_held(work: Work, party_id: PartyId) -> list[Shift]:
    """The shifts to come for which the person has signed up."""
    mine = and_(
        sign_ups.c.community == shifts.c.community,
        sign_ups.c.shift_id == shifts.c.shift_id,
        sign_ups.c.party_id == party_id,
        sign_ups.c.state.in_(ACTIVE_STATES),
    )
    wanted = select(shifts).where(
        shifts.c.community == work.community, shifts.c.ends_at > work.now, exists().where(mine)
    )
    return [rows.thing_of(Shift, row) for row in work.connection.execute(wanted).mappings()]


def line(work: Work, shift_id: str, *, limit: int) -> list[SignUp]:
    """The heads of the shift's line, locked; the shift is locked too."""
    wanted = (
        select(sign_ups)
        .where(
            sign_ups.c.community == work.community,
            sign_ups.c.shift_id == shift_id,
            sign_ups.c.state == State.WAITING.value,
        )
        .order_by(sign_ups.c.position)
        .limit(limit)
        .with_for_update(key_share=True)
    )
    return [rows.thing_of(SignUp, row) for row in work.connection.execute(wanted).mappings()]


def waiting(work: Work, activity_ids: Collection[str]) -> dict[str, int]:
    """How many stand in line, by shift."""
    wanted = (
        select(sign_ups.c.shift_id, func.count())
        .where(
            sign_ups.c.community == work.community,
            sign_ups.c.activity_id.in_(activity_ids),
            sign_ups.c.state == State.WAITING.value,
        )
        .group_by(sign_ups.c.shift_id)
    )
    return {shift_id: int(count) for shift_id, count in work.connection.execute(wanted)}


def ahead(work: Work, found: Sequence[SignUp]) -> dict[str, int]:
    """How many stand before each of those that wait, by the id of the place."""
    mine, other = sign_ups.alias("mine"), sign_ups.alias("other")
    before = and_(
        other.c.community == mine.c.community,
        other.c.shift_id == mine.c.shift_id,
        other.c.state == State.WAITING.value,
        other.c.position < mine.c.position,
    )
    ids = [one.sign_up_id for one in found if one.state is State.WAITING]
    if not ids:
        return {}
    wanted = (
        select(mine.c.sign_up_id, func.count(other.c.sign_up_id))
        .select_from(mine.outerjoin(other, before))
        .where(mine.c.community == work.community, mine.c.sign_up_id.in_(ids))
        .group_by(mine.c.sign_up_id)
    )
    return {sign_up_id: int(count) for sign_up_id, count in work.connection.execute(wanted)}


def page(
    work: Work, *, party_id: PartyId | None = None, activity_id: str | None = None, after: str | None, limit: int
) -> tuple[list[SignUp], str | None]:
    """Places, newest id first."""
    where = [] if party_id is None else [sign_ups.c.party_id == party_id]
    if activity_id is not None:
        where.append(sign_ups.c.activity_id == activity_id)
    return rows.page(work, sign_ups, SignUp, *where, after=after, limit=limit, newest_first=True)


def shifts_with_lapsed_offers(work: Work, *, limit: int) -> dict[str, list[Shift]]:
    """Shifts with offers whose time is over, by community, locked; those that somebody else works on are left out."""
    due = and_(
        sign_ups.c.community == shifts.c.community,
        sign_ups.c.shift_id == shifts.c.shift_id,
        sign_ups.c.state == State.OFFERED.value,
        sign_ups.c.offer_ends_at <= work.now,
    )
    wanted = (
        select(shifts)
        .where(exists().where(due))
        .order_by(shifts.c.community, shifts.c.shift_id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    found: dict[str, list[Shift]] = {}
    for row in work.connection.execute(wanted).mappings():
        found.setdefault(row["community"], []).append(rows.thing_of(Shift, row))
    return found


def lapsed_offers(work: Work, shift_id: str) -> list[SignUp]:
    """The shift's offers whose time is over, locked; the shift is locked too."""
    wanted = (
        select(sign_ups)
        .where(
            sign_ups.c.community == work.community,
            sign_ups.c.shift_id == shift_id,
            sign_ups.c.state == State.OFFERED.value,
            sign_ups.c.offer_ends_at <= work.now,
        )
        .order_by(sign_ups.c.sign_up_id)
        .with_for_update(key_share=True)
    )
    return [rows.thing_of(SignUp, row) for row in work.connection.execute(wanted).mappings()]


def note_absent(work: Work, activity_id: str) -> int:
    """Mark all who had a place, did not come and did not give it back in time, in one statement; answers how many.

    It is counted, and nothing is taken from anybody for it: there are no negative points (rulebook §7).
    """
    came = exists().where(
        attendances.c.community == sign_ups.c.community,
        attendances.c.shift_id == sign_ups.c.shift_id,
        attendances.c.party_id == sign_ups.c.party_id,
    )
    late = (sign_ups.c.state == State.WITHDRAWN.value) & (sign_ups.c.ended_at > shifts.c.starts_at - IN_TIME)
    absent = (
        update(sign_ups)
        .where(
            sign_ups.c.community == work.community,
            sign_ups.c.activity_id == activity_id,
            shifts.c.community == sign_ups.c.community,
            shifts.c.shift_id == sign_ups.c.shift_id,
            sign_ups.c.placed_at.is_not(None),
            (sign_ups.c.state == State.PLACED.value) | late,
            ~came,
        )
        .values(no_show=True, version=sign_ups.c.version + 1)
    )
    return int(work.connection.execute(absent).rowcount)


def release(work: Work, activity_id: str) -> None:
    """Everybody's place and turn in line is over, because the activity is called off; it is locked."""
    of_it = (shifts.c.community == work.community) & (shifts.c.activity_id == activity_id)
    work.connection.execute(update(shifts).where(of_it).values(taken=0, version=shifts.c.version + 1))
    over = (
        update(sign_ups)
        .where(
            sign_ups.c.community == work.community,
            sign_ups.c.activity_id == activity_id,
            sign_ups.c.state.in_(ACTIVE_STATES),
        )
        .values(state=State.LAPSED.value, offer_ends_at=None, ended_at=work.now, version=sign_ups.c.version + 1)
    )
    work.connection.execute(over)
