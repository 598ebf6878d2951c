"""Every statement about qualifications."""

from __future__ import annotations

from sqlalchemy import select

from chassis.database import Work
from contracts.kinds import PartyId
from services.points import rows
from services.points.activities import refusals
from services.points.activities.rules.places import Qualification
from services.points.activities.tables import qualifications


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


def qualifications_of(work: Work, party_id: PartyId, code: str) -> list[Qualification]:
    """What of this kind the person may do."""
    q = qualifications.c
    wanted = select(qualifications).where(q.community == work.community, q.party_id == party_id, q.code == code)
    return [rows.thing_of(Qualification, row) for row in work.connection.execute(wanted).mappings()]


def qualification_page(
    work: Work, *, party_id: PartyId | None, after: str | None, limit: int
) -> tuple[list[Qualification], str | None]:
    """Qualifications, newest id first."""
    where = [] if party_id is None else [qualifications.c.party_id == party_id]
    return rows.page(work, qualifications, Qualification, *where, after=after, limit=limit, newest_first=True)
