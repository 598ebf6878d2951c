"""Every statement about links between identities, and which parties are one by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import or_, text

from chassis.database import Work
from contracts.kinds import PartyId
from services.points import rows
from services.points.parties.rules import groups
from services.points.parties.rules.links import IdentityLink, LinkIdTaken, LinkKnown, LinkNotFound
from services.points.parties.tables import identity_links

# Each step of the walk looks at four indexes for each party it has reached, so it costs by the size of the groups that are asked
# for, never by that of the community.
PAIRS = text("""
WITH RECURSIVE reached(party_id) AS (
    SELECT unnest(CAST(:party_ids AS text[]))
    UNION
    SELECT beside.party_id FROM reached CROSS JOIN LATERAL (
        SELECT other_id AS party_id FROM identity_links
         WHERE community = :community AND one_id = reached.party_id AND state = 'confirmed'
         UNION ALL
        SELECT one_id FROM identity_links
         WHERE community = :community AND other_id = reached.party_id AND state = 'confirmed'
         UNION ALL
        SELECT household_id FROM parties
         WHERE community = :community AND party_id = reached.party_id AND household_id IS NOT NULL
         UNION ALL
        SELECT party_id FROM parties WHERE community = :community AND household_id = reached.party_id
    ) AS beside
)
SELECT reached.party_id, beside.party_id AS other_id FROM reached CROSS JOIN LATERAL (
    SELECT other_id AS party_id FROM identity_links
     WHERE community = :community AND one_id = reached.party_id AND state = 'confirmed'
     UNION ALL
    SELECT household_id FROM parties
     WHERE community = :community AND party_id = reached.party_id AND household_id IS NOT NULL
) AS beside
""")


def collapsed(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, PartyId]:
    """Each of the ids to the representative of its group of identities, the smallest id in it (rulebook §10).

    Parties are one group by confirmed links and by their household, however long the chain. One statement for any number of ids;
    an id that nobody registered stands for itself.
    """
    found = _groups(work, party_ids)
    return {party_id: found[party_id] for party_id in party_ids}


def linked(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, frozenset[PartyId]]:
    """Each of the ids to everybody in its group of identities, itself included."""
    found = _groups(work, party_ids)
    members: dict[PartyId, set[PartyId]] = defaultdict(set)
    for party_id, representative in found.items():
        members[representative].add(party_id)
    return {party_id: frozenset(members[found[party_id]]) for party_id in party_ids}


def add_link(work: Work, link: IdentityLink) -> IdentityLink:
    """Keep a recorded link, or answer the one with the same content. Refuses LinkKnown, LinkIdTaken."""
    if rows.add(work, identity_links, link):
        return link
    known = rows.find(work, identity_links, IdentityLink, link.link_id)
    if known is None:
        raise LinkKnown
    if not known.same_as(link):
        raise LinkIdTaken
    return known


def require_link(work: Work, link_id: str, *, lock: bool = False) -> IdentityLink:
    """The link, perhaps locked. Refuses LinkNotFound."""
    link = rows.find(work, identity_links, IdentityLink, link_id, lock=lock)
    if link is None:
        raise LinkNotFound
    return link


def save_link(work: Work, link: IdentityLink) -> IdentityLink:
    """Write a link that was locked."""
    return rows.save(work, identity_links, link)


def link_page(
    work: Work, *, of: Collection[PartyId] | None, after: str | None, limit: int
) -> tuple[list[IdentityLink], str | None]:
    """Links in the order of their ids, ended ones too; of these parties, or all."""
    ends = (identity_links.c.one_id, identity_links.c.other_id)
    where = [] if of is None else [or_(*(end.in_(of) for end in ends))]
    return rows.page(work, identity_links, IdentityLink, *where, after=after, limit=limit)


def _groups(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, PartyId]:
    wanted = sorted(set(party_ids))
    if not wanted:
        return {}
    pairs = work.connection.execute(PAIRS, {"community": work.community, "party_ids": wanted})
    return groups(wanted, [(one, other) for one, other in pairs])
