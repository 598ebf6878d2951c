"""Every statement about known parties."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict

from sqlalchemy import select

from chassis import bulk
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.events import PartyRegistered
from services.merchants.parties.rules import KnownParty, PartyNotFound
from services.merchants.parties.tables import known_parties


def remember(work: Work, parties: Sequence[PartyRegistered]) -> None:
    """Keep the parties; one that is known already stays as it is, whichever event came first."""
    rows = [asdict(party) for party in parties]
    bulk.add_new(work.connection, known_parties, rows)


def find_parties(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, KnownParty]:
    """Those of the parties that are known, by id."""
    rows = work.connection.execute(
        select(known_parties).where(
            known_parties.c.community == work.community, known_parties.c.party_id.in_(set(party_ids))
        )
    )
    return {
        row.party_id: KnownParty(
            party_id=row.party_id,
            is_person=row.is_person,
            household_id=row.household_id,
            organisation_id=row.organisation_id,
            public_name=row.public_name,
        )
        for row in rows
    }


def people_of(work: Work, organisation_id: PartyId, *, also: Collection[PartyId]) -> list[KnownParty]:
    """The persons who belong to an organisation, and others by id."""
    rows = work.connection.execute(
        select(known_parties.c.party_id).where(
            known_parties.c.community == work.community, known_parties.c.organisation_id == organisation_id
        )
    )
    return list(find_parties(work, {*rows.scalars(), *also}).values())


def require_party(work: Work, party_id: PartyId) -> KnownParty:
    """The party. Raises PartyNotFound, also for a party of another community."""
    found = find_parties(work, [party_id])
    if party_id not in found:
        raise PartyNotFound
    return found[party_id]
