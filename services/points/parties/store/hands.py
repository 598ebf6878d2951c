"""Whoever asks, with everybody they stand for and everybody they are one identity with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from chassis.database import Work
from contracts.kinds import PartyId
from services.points.parties import rules
from services.points.parties.rules import Hand, Party
from services.points.parties.store import agencies
from services.points.parties.store.links import linked
from services.points.parties.store.registry import find_parties


def hand_of(work: Work) -> Hand:
    """Whoever asks, with everybody they stand for. Refuses ActorUnknown."""
    return hand_among(work, find_parties(work, [work.actor.party_id]))


def hand_among(
    work: Work, known: Mapping[PartyId, Party], *, links: Mapping[PartyId, frozenset[PartyId]] | None = None
) -> Hand:
    """Whoever asks, if among these parties. Refuses ActorUnknown.

    `links`: what `links_of` said of many askers with one statement; without it one statement asks for this one.
    """
    party = known.get(work.actor.party_id or "")
    if party is None or party.erased_at is not None:
        raise rules.ActorUnknown
    ties = party.ties | work.actor.parties
    groups = links_of([work], known) if links is None else links
    nobody: frozenset[PartyId] = frozenset()
    return Hand(
        party_id=party.party_id,
        ties=ties,
        at=work.now,
        linked=nobody.union(*(groups.get(tie, nobody) for tie in ties)),
    )


def links_of(
    works: Sequence[Work],
    known: Mapping[PartyId, Party],
    *,
    acting_for: Mapping[PartyId, frozenset[PartyId]] | None = None,
) -> dict[PartyId, frozenset[PartyId]]:
    """To whom those who ask, and those they stand for, are as near as to themselves; a few statements for any number who ask.

    `acting_for`: what `agencies.acting_for` said of them, if it was asked for already.
    """
    askers = [party for work in works if (party := known.get(work.actor.party_id or "")) is not None]
    stands_for = [*(party.ties for party in askers), *(work.actor.parties for work in works)]
    return _near(works[0], askers, set[PartyId]().union(*stands_for), acting_for)


def hands(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, Hand]:
    """Persons as they would put a hand to something, by id; those that are not registered are left out."""
    known = find_parties(work, sorted(party_ids))
    near = _near(work, list(known.values()), set[PartyId]().union(*(party.ties for party in known.values())), None)
    nobody: frozenset[PartyId] = frozenset()
    return {
        party.party_id: Hand(
            party_id=party.party_id,
            ties=party.ties,
            at=work.now,
            linked=nobody.union(*(near.get(tie, nobody) for tie in party.ties)),
        )
        for party in known.values()
    }


def _near(
    work: Work,
    persons: Sequence[Party],
    everybody: set[PartyId],
    acting_for: Mapping[PartyId, frozenset[PartyId]] | None,
) -> dict[PartyId, frozenset[PartyId]]:
    """By id the group of identities; for persons also the organisations they act for, and whoever is one identity with these.

    Who acts for an organisation does not become one identity with it: the group of anybody else stays as it is.
    """
    acting = agencies.acting_for(work, [party.party_id for party in persons]) if acting_for is None else acting_for
    organisations = {party.party_id: acting.get(party.party_id, frozenset[PartyId]()) for party in persons}
    groups = linked(work, everybody.union(*organisations.values()))
    near = {
        person_id: groups[person_id].union(theirs, *(groups[one] for one in theirs))
        for person_id, theirs in organisations.items()
    }
    return groups | near
