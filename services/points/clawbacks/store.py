"""Every statement about suspensions of earning."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from chassis.database import Work
from contracts.kinds import PartyId
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


def _found(suspension: Suspension | None) -> Suspension:
    if suspension is None:
        raise refusals.SuspensionNotFound
    return suspension
