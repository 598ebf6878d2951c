"""Every statement about suspensions of earning."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import SuspensionState as State
from services.points import rows
from services.points.clawbacks import refusals
from services.points.clawbacks.rules import Suspension
from services.points.clawbacks.tables import suspensions


def suspended(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, list[tuple[date, date]]]:
    """On which days, first and last, each of these parties earns nothing; who may earn is left out."""
    wanted = select(suspensions.c.party_id, suspensions.c.begins_on, suspensions.c.ends_on).where(
        suspensions.c.community == work.community,
        suspensions.c.party_id.in_(sorted(party_ids)),
        suspensions.c.begins_on.is_not(None),
    )
    found: dict[PartyId, list[tuple[date, date]]] = {}
    for party_id, begins_on, ends_on in work.connection.execute(wanted):
        found.setdefault(party_id, []).append((begins_on, ends_on))
    return found


def add(work: Work, suspension: Suspension) -> Suspension:
    """Keep a new proposal; the same again answers what is there. Refuses SuspensionIdTaken."""
    if rows.add(work, suspensions, suspension):
        return suspension
    known = rows.find(work, suspensions, Suspension, suspension.suspension_id)
    if known is None or not known.same_as(suspension):
        raise refusals.SuspensionIdTaken
    return known


def lock(work: Work, suspension_id: str) -> Suspension:
    """The suspension, locked. Refuses SuspensionNotFound."""
    return _found(rows.find(work, suspensions, Suspension, suspension_id, lock=True))


def require(work: Work, suspension_id: str) -> Suspension:
    """The suspension. Refuses SuspensionNotFound."""
    return _found(rows.find(work, suspensions, Suspension, suspension_id))


def save(work: Work, suspension: Suspension) -> Suspension:
    """Write a suspension that was locked."""
    return rows.save(work, suspensions, suspension)


def page(
    work: Work,
    *,
    of: Collection[PartyId] | None,
    state: State | None,
    open_on: date | None,
    after: str | None,
    limit: int,
) -> tuple[list[Suspension], str | None]:
    """Suspensions, newest id first: of these parties or all, in one state, and with `open_on` only what waits or runs on that day."""
    where: list[ColumnElement[bool]] = []
    if of is not None:
        where.append(suspensions.c.party_id.in_(of))
    if state is not None:
        where.append(suspensions.c.state == state.value)
    if open_on is not None:
        waits = suspensions.c.state.in_((State.PROPOSED.value, State.APPEALED.value))
        where.append(or_(waits, suspensions.c.ends_on >= open_on))
    return rows.page(work, suspensions, Suspension, *where, after=after, limit=limit, newest_first=True)


def _found(suspension: Suspension | None) -> Suspension:
    if suspension is None:
        raise refusals.SuspensionNotFound
    return suspension
