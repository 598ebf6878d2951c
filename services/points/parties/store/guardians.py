"""Every statement about who acts for a child."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import LinkState
from services.points import rows
from services.points.parties.rules import guardians as rules
from services.points.parties.rules.guardians import Guardianship
from services.points.parties.tables import guardianships


def guardians_of(work: Work, ward_ids: Collection[PartyId]) -> dict[PartyId, frozenset[PartyId]]:
    """Who consents for these persons today; persons without a guardian are left out."""
    wanted = select(guardianships.c.ward_id, guardianships.c.guardian_id).where(
        guardianships.c.community == work.community,
        guardianships.c.ward_id.in_(ward_ids),
        guardianships.c.state == LinkState.CONFIRMED.value,
        guardianships.c.until >= civil_day(work.now),
    )
    found: dict[PartyId, set[PartyId]] = {}
    for ward_id, guardian_id in work.connection.execute(wanted):
        found.setdefault(ward_id, set()).add(guardian_id)
    return {ward_id: frozenset(guardians) for ward_id, guardians in found.items()}


def children(work: Work, party_ids: Collection[PartyId]) -> frozenset[PartyId]:
    """Those of the persons who are under 14, as far as their guardians are known."""
    return frozenset(guardians_of(work, party_ids)) if party_ids else frozenset()


def is_guardian(work: Work, party_id: PartyId | None, *, ward_id: PartyId) -> bool:
    """Does this party consent for that child today?"""
    return party_id is not None and party_id in guardians_of(work, [ward_id]).get(ward_id, ())


def wards_of(work: Work, guardian_ids: Collection[PartyId]) -> dict[PartyId, frozenset[PartyId]]:
    """By guardian, the children for whom they act today; nobody is left out."""
    wanted = select(guardianships.c.guardian_id, guardianships.c.ward_id).where(
        guardianships.c.community == work.community,
        guardianships.c.guardian_id.in_(guardian_ids),
        guardianships.c.state == LinkState.CONFIRMED.value,
        guardianships.c.until >= civil_day(work.now),
    )
    found: dict[PartyId, set[PartyId]] = {guardian_id: set() for guardian_id in guardian_ids}
    for guardian_id, ward_id in work.connection.execute(wanted):
        found[guardian_id].add(ward_id)
    return {guardian_id: frozenset(wards) for guardian_id, wards in found.items()}


def add_guardianship(work: Work, guardianship: Guardianship) -> Guardianship:
    """Keep a recorded guardianship, or answer the one with the same content. Refuses GuardianshipKnown, GuardianshipIdTaken."""
    if rows.add(work, guardianships, guardianship):
        return guardianship
    known = rows.find(work, guardianships, Guardianship, guardianship.guardianship_id)
    if known is None:
        raise rules.GuardianshipKnown
    if not known.same_as(guardianship):
        raise rules.GuardianshipIdTaken
    return known


def lock_guardianship(work: Work, guardianship_id: str) -> Guardianship:
    """The guardianship, locked. Refuses GuardianshipNotFound."""
    guardianship = rows.find(work, guardianships, Guardianship, guardianship_id, lock=True)
    if guardianship is None:
        raise rules.GuardianshipNotFound
    return guardianship


def save_guardianship(work: Work, guardianship: Guardianship) -> Guardianship:
    """Write a guardianship that was locked."""
    return rows.save(work, guardianships, guardianship)


def guardianship_page(
    work: Work, *, of: PartyId | None, after: str | None, limit: int
) -> tuple[list[Guardianship], str | None]:
    """Guardianships, newest id first; those of one guardian or ward, or all."""
    where = [] if of is None else [(guardianships.c.ward_id == of) | (guardianships.c.guardian_id == of)]
    return rows.page(work, guardianships, Guardianship, *where, after=after, limit=limit, newest_first=True)
