"""Every statement about who acts for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import AgencyState as State
from services.points import rows
from services.points.parties.rules import agencies as rules
from services.points.parties.rules.agencies import Agency, AgencyIdTaken, AgencyKnown, AgencyNotFound
from services.points.parties.tables import agencies

OPEN = (State.PROPOSED.value, State.IN_FORCE.value)


def add_agency(work: Work, agency: Agency) -> Agency:
    """Keep a new agency, or answer, locked, the one of the same two under this id. Refuses AgencyKnown, AgencyIdTaken."""
    if rows.add(work, agencies, agency):
        return agency
    known = rows.find(work, agencies, Agency, agency.agency_id, lock=True)
    if known is None:
        raise AgencyKnown
    if not known.same_as(agency):
        raise AgencyIdTaken
    return known


def require_agency(work: Work, agency_id: str) -> Agency:
    """The agency, locked. Refuses AgencyNotFound."""
    agency = rows.find(work, agencies, Agency, agency_id, lock=True)
    if agency is None:
        raise AgencyNotFound
    return agency


def save_agency(work: Work, agency: Agency) -> Agency:
    """Write an agency that was locked."""
    return rows.save(work, agencies, agency)


def save_agencies(work: Work, changed: Sequence[Agency]) -> list[Agency]:
    """Write agencies that were locked, in one statement."""
    return rows.save_all(work, agencies, changed)


def end_all(work: Work, party_id: PartyId, *, by: PartyId) -> list[Agency]:
    """End whatever is open of a party that is forgotten, whichever side it is, and what waits for an answer."""
    sides = or_(agencies.c.agent_id == party_id, agencies.c.organisation_id == party_id)
    found = select(agencies.c.agency_id).where(
        agencies.c.community == work.community, sides, agencies.c.state.in_(OPEN)
    )
    locked = lock_agencies(work, list(work.connection.execute(found).scalars()))
    return save_agencies(work, [rules.end(one, by=by, at=work.now) for one in locked if one.state.value in OPEN])


def lock_agencies(work: Work, agency_ids: Collection[str]) -> list[Agency]:
    """The agencies with these ids, locked."""
    return list(rows.find_all(work, agencies, Agency, agency_ids, lock=True).values())


def unanswered(work: Work, *, limit: int) -> dict[str, list[str]]:
    """By community, proposals that nobody can answer any more."""
    found = (
        select(agencies.c.community, agencies.c.agency_id)
        .where(agencies.c.state == State.PROPOSED.value, agencies.c.expires_at <= work.now)
        .order_by(agencies.c.expires_at)
        .limit(limit)
    )
    by_community: dict[str, list[str]] = defaultdict(list)
    for row in work.connection.execute(found):
        by_community[row.community].append(row.agency_id)
    return by_community


def acting_for(work: Work, persons: Collection[PartyId]) -> dict[PartyId, frozenset[PartyId]]:
    """By person, the organisations for which they act, or acted so lately that they are still too close to judge."""
    lately = agencies.c.ended_at > work.now - rules.CLOSE_FOR
    found: dict[PartyId, set[PartyId]] = defaultdict(set)
    for row in work.connection.execute(_begun(work, persons).where(or_(agencies.c.ended_at.is_(None), lately))):
        found[row.agent_id].add(row.organisation_id)
    return {person_id: frozenset(theirs) for person_id, theirs in found.items()}


def acts_for(work: Work, persons: Collection[PartyId]) -> dict[PartyId, frozenset[PartyId]]:
    """By person, the organisations for which they act now; nobody is left out."""
    found: dict[PartyId, set[PartyId]] = {person_id: set() for person_id in persons}
    for row in work.connection.execute(_begun(work, persons).where(agencies.c.ended_at.is_(None))):
        found[row.agent_id].add(row.organisation_id)
    return {person_id: frozenset(theirs) for person_id, theirs in found.items()}


def agencies_of(work: Work, persons: Collection[PartyId]) -> dict[PartyId, tuple[Agency, ...]]:
    """By person, the agencies that ever were in force."""
    if not persons:
        return {}
    found: dict[PartyId, list[Agency]] = defaultdict(list)
    for row in work.connection.execute(_begun(work, persons)).mappings():
        found[row["agent_id"]].append(rows.thing_of(Agency, row))
    return {person_id: tuple(theirs) for person_id, theirs in found.items()}


def page(
    work: Work, *, of: Collection[PartyId] | None, party_id: PartyId | None, after: str | None, limit: int
) -> tuple[list[Agency], str | None]:
    """Agencies in the order of their ids, those that are over too; of these parties or all, and of one party if it is named."""
    where: list[ColumnElement[bool]] = []
    if of is not None:
        where.append(or_(agencies.c.agent_id.in_(of), agencies.c.organisation_id.in_(of)))
    if party_id is not None:
        where.append(or_(agencies.c.agent_id == party_id, agencies.c.organisation_id == party_id))
    return rows.page(work, agencies, Agency, *where, after=after, limit=limit)


def _begun(work: Work, persons: Collection[PartyId]) -> Select[Any]:
    return select(agencies).where(
        agencies.c.community == work.community,
        agencies.c.agent_id.in_(sorted(persons)),
        agencies.c.began_at.is_not(None),
    )
