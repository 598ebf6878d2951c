"""Every statement about known parties."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select, text

from chassis import bulk
from chassis.database import Work
from contracts.points.events import PartiesLinked, PartiesUnlinked, PartyErased, PartyRegistered
from contracts.sectors import Sector
from services.rural_link.parties.rules import ERASED_SHOWN, KnownParty, PartyNotFound
from services.rural_link.parties.tables import ended_links, forgotten_parties, known_parties, party_links

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
ANNOUNCING = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('rural_link.parties', 0))")
ERASING = text("SELECT pg_advisory_xact_lock(hashtextextended('rural_link.parties', 0))")
BLANK = text("""
UPDATE known_parties AS known SET public_name = ''
  FROM forgotten_parties AS forgotten, unnest(CAST(:communities AS text[]), CAST(:party_ids AS text[])) AS x(community, party_id)
 WHERE known.community = x.community AND known.party_id = x.party_id AND known.public_name <> ''
   AND forgotten.community = x.community AND forgotten.party_id = x.party_id
""")


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


def selves(work: Work, party_id: str) -> frozenset[str]:
    """A person under every name: the party and whoever is one identity with it, also of those that nobody announced (yet)."""
    names = {"community": work.community, "party_ids": [party_id]}
    return frozenset({party_id, *(row.party_id for row in work.connection.execute(LINKED, names))})


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
            party_id=row.party_id,
            sector=Sector(row.sector),
            is_person=row.is_person,
            public_name=row.public_name or ERASED_SHOWN,
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
    return {row.party_id: row.public_name or ERASED_SHOWN for row in rows}
