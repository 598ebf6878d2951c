"""Remembers parties and finds them again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, text

from chassis import bulk
from chassis.database import Work
from contracts.points.events import PartiesLinked, PartiesUnlinked, PartyErased, PartyHouseholdChanged, PartyRegistered
from contracts.sectors import Sector
from services.donations.parties.rules import KnownParty, PartyNotFound, circle
from services.donations.parties.tables import (
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
ANNOUNCING = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('donations.parties', 0))")
ERASING = text("SELECT pg_advisory_xact_lock(hashtextextended('donations.parties', 0))")
BLANK = text("""
UPDATE known_parties AS known SET public_name = ''
  FROM forgotten_parties AS forgotten, unnest(CAST(:communities AS text[]), CAST(:party_ids AS text[])) AS x(community, party_id)
 WHERE known.community = x.community AND known.party_id = x.party_id AND known.public_name <> ''
   AND forgotten.community = x.community AND forgotten.party_id = x.party_id
""")

BEFORE_VERSIONS = 0
"""The version of a change that was told without one: any other is later."""


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
    work.connection.execute(ANNOUNCING)
    bulk.add_new(work.connection, known_parties, rows)
    _blank(work, events)


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


def require_parties(work: Work, party_ids: Sequence[str]) -> dict[str, KnownParty]:
    """The parties by id, with their linked identities. Raises PartyNotFound if one of them is not of this community."""
    parties = find_near(work, party_ids)
    if set(party_ids) - parties.keys():
        raise PartyNotFound
    return parties


def find_parties(work: Work, party_ids: Collection[str]) -> dict[str, KnownParty]:
    """The parties by id; those that nobody announced in this community (yet) are left out."""
    if not party_ids:
        return {}
    rows = work.connection.execute(PARTIES, {"community": work.community, "party_ids": sorted(set(party_ids))})
    return {row.party_id: _party(row) for row in rows}


def find_near(work: Work, party_ids: Collection[str]) -> dict[str, KnownParty]:
    """As `find_parties`, with the linked identities by which it is judged who is close; one statement more."""
    parties = find_parties(work, party_ids)
    if not parties:
        return {}
    mine = {party_id: circle(party) for party_id, party in parties.items()}
    linked = _linked(work, set[str]().union(*mine.values()))
    return {
        party_id: replace(
            party,
            selves=frozenset({party_id, *linked[party_id]}),
            linked=frozenset[str]().union(*(linked[one] for one in mine[party_id])),
        )
        for party_id, party in parties.items()
    }


def selves(work: Work, party_id: str) -> frozenset[str]:
    """A person under every name: the party and whoever is one identity with it, also of those that nobody announced (yet)."""
    return frozenset({party_id, *_linked(work, {party_id})[party_id]})


def _linked(work: Work, party_ids: Collection[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in work.connection.execute(LINKED, {"community": work.community, "party_ids": sorted(party_ids)}):
        found[row.start].add(row.party_id)
    return found


def find_party(work: Work, party_id: str) -> KnownParty | None:
    """The party with its linked identities; None if nobody announced it in this community (yet)."""
    return find_near(work, [party_id]).get(party_id)


def require_party(work: Work, party_id: str) -> KnownParty:
    """The party. Raises PartyNotFound if it is not of this community."""
    return require_parties(work, [party_id])[party_id]


def require_asking(work: Work) -> KnownParty:
    """The party that asks. Raises PartyNotFound, also where nobody signed in."""
    if work.actor.party_id is None:
        raise PartyNotFound
    return require_party(work, work.actor.party_id)


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
