"""Remembers parties and finds them again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select, text

from chassis import bulk
from chassis.database import Work
from contracts.points.events import PartyRegistered
from contracts.sectors import Sector
from services.donations.parties.rules import KnownParty, PartyNotFound
from services.donations.parties.tables import known_parties

PARTIES = text("""
SELECT party_id, sector, is_person, household_id, organisation_id, public_name
  FROM known_parties
 WHERE community = :community AND party_id = ANY(:party_ids)
""")


def remember(work: Work, events: Sequence[PartyRegistered]) -> None:
    """Keep what was announced; a party that is known already stays as it is. The events may be of several communities."""
    rows = [
        {
            "community": event.community,
            "party_id": event.party_id,
            "sector": event.sector.value,
            "is_person": event.is_person,
            "household_id": event.household_id,
            "organisation_id": event.organisation_id,
            "public_name": event.public_name,
            "registered_on": event.registered_on,
        }
        for event in events
    ]
    bulk.add_new(work.connection, known_parties, rows)


def require_parties(work: Work, party_ids: Sequence[str]) -> dict[str, KnownParty]:
    """The parties by id. Raises PartyNotFound if one of them is not of this community."""
    parties = find_parties(work, party_ids)
    if set(party_ids) - parties.keys():
        raise PartyNotFound
    return parties


def find_parties(work: Work, party_ids: Collection[str]) -> dict[str, KnownParty]:
    """The parties by id; those that nobody announced in this community (yet) are left out."""
    if not party_ids:
        return {}
    rows = work.connection.execute(PARTIES, {"community": work.community, "party_ids": sorted(set(party_ids))})
    return {row.party_id: _party(row) for row in rows}


def find_party(work: Work, party_id: str) -> KnownParty | None:
    """The party; None if nobody announced it in this community (yet)."""
    where = (known_parties.c.community == work.community, known_parties.c.party_id == party_id)
    row = work.connection.execute(select(known_parties).where(*where)).first()
    return None if row is None else _party(row)


def require_party(work: Work, party_id: str) -> KnownParty:
    """The party. Raises PartyNotFound if it is not of this community."""
    return require_parties(work, [party_id])[party_id]


def names_of(work: Work, party_ids: Collection[str]) -> dict[str, str]:
    """The public names of parties by id; unknown ones are left out."""
    return {party_id: party.public_name for party_id, party in find_parties(work, party_ids).items()}


def _party(row: Row[Any]) -> KnownParty:
    return KnownParty(
        party_id=row.party_id,
        sector=Sector(row.sector),
        is_person=row.is_person,
        household_id=row.household_id,
        organisation_id=row.organisation_id,
        public_name=row.public_name,
    )
