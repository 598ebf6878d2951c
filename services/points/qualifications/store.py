"""Every statement about qualifications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from chassis.database import Work
from contracts.kinds import PartyId
from services.points import rows
from services.points.qualifications import refusals
from services.points.qualifications.rules import Qualification
from services.points.qualifications.tables import qualifications


def add_qualification(work: Work, stated: Qualification) -> Qualification:
    """Keep what somebody may do, or answer the same that is there. Refuses QualificationIdTaken."""
    if rows.add(work, qualifications, stated):
        return stated
    known = require_qualification(work, stated.qualification_id)
    if not known.same_as(stated):
        raise refusals.QualificationIdTaken
    return known


def require_qualification(work: Work, qualification_id: str, *, lock: bool = False) -> Qualification:
    """The qualification, perhaps locked. Refuses QualificationNotFound."""
    found = rows.find(work, qualifications, Qualification, qualification_id, lock=lock)
    if found is None:
        raise refusals.QualificationNotFound
    return found


def save_qualification(work: Work, qualification: Qualification) -> Qualification:
    """Write a qualification that was locked."""
    return rows.save(work, qualifications, qualification)


def verified_of(work: Work, persons: Collection[PartyId]) -> dict[PartyId, list[Qualification]]:
    """What these persons hold that somebody has verified, in one statement; valid or not any more."""
    held: dict[PartyId, list[Qualification]] = defaultdict(list)
    if not persons:
        return held
    q = qualifications.c
    wanted = select(qualifications).where(
        q.community == work.community, q.party_id.in_(sorted(persons)), q.verified_by.is_not(None)
    )
    for row in work.connection.execute(wanted).mappings():
        held[row["party_id"]].append(rows.thing_of(Qualification, row))
    return held


def qualification_page(
    work: Work, *, party_id: PartyId | None, after: str | None, limit: int
) -> tuple[list[Qualification], str | None]:
    """Qualifications, newest id first."""
    where = [] if party_id is None else [qualifications.c.party_id == party_id]
    return rows.page(work, qualifications, Qualification, *where, after=after, limit=limit, newest_first=True)
