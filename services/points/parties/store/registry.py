"""Every statement about the register of parties."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.sectors import Sector
from services.points import rows
from services.points.parties import rules
from services.points.parties.rules import Party
from services.points.parties.tables import parties


def find_parties(work: Work, party_ids: Iterable[PartyId | None]) -> dict[PartyId, Party]:
    """Those of the ids that are registered in this community."""
    wanted = [party_id for party_id in party_ids if party_id]
    found = select(parties).where(parties.c.community == work.community, parties.c.party_id.in_(wanted))
    known = [rows.thing_of(Party, row) for row in work.connection.execute(found).mappings()]
    return {party.party_id: party for party in known}


def require_party(work: Work, party_id: PartyId) -> Party:
    """The party. Refuses PartyNotFound."""
    party = rows.find(work, parties, Party, party_id)
    if party is None:
        raise rules.PartyNotFound
    return party


def lock_party(work: Work, party_id: PartyId) -> Party:
    """The party, locked: what one person submits is looked at one after the other. Refuses PartyNotFound, PartyErased."""
    party = rows.find(work, parties, Party, party_id, lock=True)
    if party is None:
        raise rules.PartyNotFound
    if party.erased_at is not None:
        raise rules.PartyErased
    return party


def lock_parties(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, Party]:
    """Those of the parties that are registered, locked in the order of their ids."""
    return rows.find_all(work, parties, Party, party_ids, lock=True)


def erased(work: Work, party_ids: Iterable[PartyId]) -> set[PartyId]:
    """Those of the parties that were forgotten: they earn nothing new."""
    theirs = (parties.c.community == work.community, parties.c.party_id.in_(list(party_ids)))
    found = select(parties.c.party_id).where(*theirs, parties.c.erased_at.is_not(None))
    return set(work.connection.execute(found).scalars())


def forget_party(work: Work, party: Party, *, at: datetime) -> Party:
    """Write a pseudonym over the name of a person that was locked."""
    return rows.save(work, parties, rules.forgotten(party, at=at))


def show_as(work: Work, party: Party, mask: str) -> Party:
    """Write by which mask a person, who was locked, is shown from now on."""
    return party if mask == party.name else rows.save(work, parties, replace(party, name=mask))


def residents_of(work: Work, household_id: PartyId) -> frozenset[PartyId]:
    """Who lives in the household; lock its own row first if that must stay so."""
    theirs = (parties.c.community == work.community, parties.c.household_id == household_id)
    return frozenset(work.connection.execute(select(parties.c.party_id).where(*theirs)).scalars())


def inhabited(work: Work, household_ids: Collection[PartyId]) -> set[PartyId]:
    """Those of the households in which somebody lives; they are locked, so that nobody moves in meanwhile."""
    lock_parties(work, household_ids)
    theirs = (parties.c.community == work.community, parties.c.household_id.in_(household_ids))
    return set(work.connection.execute(select(parties.c.household_id).where(*theirs)).scalars())


def house(work: Work, party: Party, household_id: PartyId | None) -> Party:
    """Write where a person, who was locked, lives from now on."""
    return rows.save(work, parties, replace(party, household_id=household_id))


def add_parties(work: Work, new: Sequence[Party]) -> set[PartyId]:
    """Keep new parties; answers the ids of those that nobody else registered meanwhile.

    Households and organisations first, because persons point to them; one order for everybody, so that equal batches wait for each other.
    """
    in_order = sorted(new, key=lambda party: (party.household_id or party.organisation_id or "", party.party_id))
    return rows.add_missing(work, parties, in_order)


def page(work: Work, *, sector: Sector | None, after: str | None, limit: int) -> tuple[list[Party], str | None]:
    """Parties in the order of their ids, and where the next page begins."""
    where = [] if sector is None else [parties.c.sector == sector.value]
    return rows.page(work, parties, Party, *where, after=after, limit=limit)
