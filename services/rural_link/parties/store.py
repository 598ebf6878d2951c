"""Every statement about known parties."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from chassis import bulk
from chassis.database import Work
from contracts.points.events import PartyRegistered
from contracts.sectors import Sector
from services.rural_link.parties.rules import KnownParty, PartyNotFound
from services.rural_link.parties.tables import known_parties


def remember(work: Work, parties: Sequence[PartyRegistered]) -> None:
    """Keep the parties; one that is known already stays as it is, whichever event came first."""
    rows = [
        {
            "community": party.community,
            "party_id": party.party_id,
            "sector": party.sector,
            "is_person": party.is_person,
            "public_name": party.public_name,
            "registered_on": party.registered_on,
        }
        for party in parties
    ]
    bulk.add_new(work.connection, known_parties, rows)


def require_party(work: Work, party_id: str) -> KnownParty:
    """The party. Raises PartyNotFound, also for a party of another community."""
    return require_parties(work, [party_id])[party_id]


def require_parties(work: Work, party_ids: Collection[str]) -> dict[str, KnownParty]:
    """The parties by id. Raises PartyNotFound unless all of them are known."""
    rows = work.connection.execute(
        select(known_parties).where(
            known_parties.c.community == work.community, known_parties.c.party_id.in_(set(party_ids))
        )
    )
    found = {
        row.party_id: KnownParty(
            party_id=row.party_id, sector=Sector(row.sector), is_person=row.is_person, public_name=row.public_name
        )
        for row in rows
    }
    if set(party_ids) - set(found):
        raise PartyNotFound
    return found


def names_of(work: Work, party_ids: Collection[str]) -> dict[str, str]:
    """The parties' public names, by id."""
    rows = work.connection.execute(
        select(known_parties.c.party_id, known_parties.c.public_name).where(
            known_parties.c.community == work.community, known_parties.c.party_id.in_(party_ids)
        )
    )
    return {row.party_id: row.public_name for row in rows}
