"""Every statement about known parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace

from sqlalchemy import select, text

from chassis import bulk
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.events import PartiesLinked, PartiesUnlinked, PartyErased, PartyHouseholdChanged, PartyRegistered
from services.merchants.parties.rules import ERASED_SHOWN, KnownParty, PartyNotFound, circle
from services.merchants.parties.tables import (
    ended_links,
    forgotten_parties,
    known_households,
    known_parties,
    party_links,
)

# Whoever has moved lives where the last change says; whoever has not, where they were registered.
PARTIES = text("""
SELECT known.party_id, known.sector, known.is_person, known.organisation_id, known.public_name,
       CASE WHEN moved.party_id IS NULL THEN known.household_id ELSE moved.household_id END AS household_id
  FROM known_parties AS known
  LEFT JOIN LATERAL (
       SELECT party_id, household_id FROM known_households
        WHERE community = known.community AND party_id = known.party_id
        ORDER BY party_version DESC LIMIT 1
       ) AS moved ON true
 WHERE known.community = :community AND known.party_id = ANY(:party_ids)
""")

# One identity with one identity with … : whoever is reached over links that have not ended, in either direction.
LINKED = text("""
WITH RECURSIVE edges AS (
    SELECT side.one, side.other
      FROM party_links AS link
     CROSS JOIN LATERAL (VALUES (link.one_id, link.other_id), (link.other_id, link.one_id)) AS side(one, other)
     WHERE link.community = :community
       AND NOT EXISTS (SELECT FROM ended_links WHERE community = link.community AND link_id = link.link_id)
), reached(start, party_id) AS (
    SELECT start, start FROM unnest(CAST(:party_ids AS text[])) AS start
     UNION
    SELECT reached.start, edges.other FROM reached JOIN edges ON edges.one = reached.party_id
)
SELECT start, party_id FROM reached WHERE start <> party_id
""")

# An announcement and an erasure of one person wait for each other, so that the one that comes second sees the first; announcements do not.
ANNOUNCING = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('merchants.parties', 0))")
ERASING = text("SELECT pg_advisory_xact_lock(hashtextextended('merchants.parties', 0))")
BLANK = text("""
UPDATE known_parties AS known SET public_name = ''
  FROM forgotten_parties AS forgotten, unnest(CAST(:communities AS text[]), CAST(:party_ids AS text[])) AS x(community, party_id)
 WHERE known.community = x.community AND known.party_id = x.party_id AND known.public_name <> ''
   AND forgotten.community = x.community AND forgotten.party_id = x.party_id
""")

BEFORE_VERSIONS = 0
"""The version of a change that was told without one: any other is later."""


def remember(work: Work, parties: Sequence[PartyRegistered]) -> None:
    """Keep the parties; one that is known already stays as it is, whichever event came first."""
    rows = [asdict(party) for party in parties]
    work.connection.execute(ANNOUNCING)
    bulk.add_new(work.connection, known_parties, rows)
    _blank(work, parties)


def forget(work: Work, events: Sequence[PartyErased]) -> None:
    """Keep no name of who was erased, whether they were announced before, come later, or are told twice; any communities."""
    work.connection.execute(ERASING)
    bulk.add_new(
        work.connection,
        forgotten_parties,
        [{"community": event.community, "party_id": event.party_id, "erased_on": event.erased_on} for event in events],
    )
    _blank(work, events)


def _blank(work: Work, events: Sequence[PartyErased] | Sequence[PartyRegistered]) -> None:
    names = {
        "communities": [event.community for event in events],
        "party_ids": [event.party_id for event in events],
    }
    work.connection.execute(BLANK, names)


def note_households(work: Work, events: Sequence[PartyHouseholdChanged]) -> None:
    """Keep where persons live, also of those that are not known yet. The events may be of several communities."""
    changes = [
        {
            "community": event.community,
            "party_id": event.party_id,
            "party_version": event.party_version or BEFORE_VERSIONS,
            "household_id": event.household_id,
            "changed_on": event.changed_on,
        }
        for event in events
    ]
    bulk.add_new(work.connection, known_households, changes)


def note_links(work: Work, events: Sequence[PartiesLinked]) -> None:
    """Keep which accounts are one identity. The events may be of several communities."""
    rows = [
        {"community": one.community, "link_id": one.link_id, "one_id": one.one_id, "other_id": one.other_id}
        for one in events
    ]
    bulk.add_new(work.connection, party_links, rows)


def end_links(work: Work, events: Sequence[PartiesUnlinked]) -> None:
    """Keep which links have ended, also of those that are not known yet. The events may be of several communities."""
    rows = [{"community": one.community, "link_id": one.link_id} for one in events]
    bulk.add_new(work.connection, ended_links, rows)


def find_parties(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, KnownParty]:
    """Those of the parties that are known, by id."""
    if not party_ids:
        return {}
    rows = work.connection.execute(PARTIES, {"community": work.community, "party_ids": sorted(set(party_ids))})
    return {
        row.party_id: KnownParty(
            party_id=row.party_id,
            is_person=row.is_person,
            household_id=row.household_id,
            organisation_id=row.organisation_id,
            public_name=row.public_name or ERASED_SHOWN,
        )
        for row in rows
    }


def find_near(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, KnownParty]:
    """As `find_parties`, with the linked identities by which it is judged who is close; one statement more."""
    parties = find_parties(work, party_ids)
    mine = {party_id: circle(party) for party_id, party in parties.items()}
    linked = _linked(work, set[PartyId]().union(*mine.values()))
    return {
        party_id: replace(
            party,
            selves=frozenset({party_id, *linked[party_id]}),
            linked=frozenset[PartyId]().union(*(linked[one] for one in mine[party_id])),
        )
        for party_id, party in parties.items()
    }


def selves(work: Work, party_id: PartyId) -> frozenset[PartyId]:
    """A person under every name: the party and whoever is one identity with it, also of those that nobody announced (yet)."""
    return frozenset({party_id, *_linked(work, {party_id})[party_id]})


def _linked(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, set[PartyId]]:
    found: dict[PartyId, set[PartyId]] = defaultdict(set)
    if party_ids:
        names = {"community": work.community, "party_ids": sorted(party_ids)}
        for row in work.connection.execute(LINKED, names):
            found[row.start].add(row.party_id)
    return found


def people_of(work: Work, organisation_id: PartyId, *, also: Collection[PartyId]) -> list[KnownParty]:
    """The persons who belong to an organisation, and others by id."""
    rows = work.connection.execute(
        select(known_parties.c.party_id).where(
            known_parties.c.community == work.community, known_parties.c.organisation_id == organisation_id
        )
    )
    return list(find_near(work, {*rows.scalars(), *also}).values())


def require_parties(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, KnownParty]:
    """The parties by id, with their linked identities. Raises PartyNotFound unless all of them are known, also for a party of another community."""
    found = find_near(work, party_ids)
    if set(party_ids) - found.keys():
        raise PartyNotFound
    return found


def require_party(work: Work, party_id: PartyId) -> KnownParty:
    """The party. Raises PartyNotFound, also for a party of another community."""
    return require_parties(work, [party_id])[party_id]
