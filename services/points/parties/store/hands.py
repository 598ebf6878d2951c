"""Whoever asks, with everybody they stand for and everybody they are one identity with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.database import Work
from contracts.kinds import PartyId
from services.points.parties import rules
from services.points.parties.rules import Hand, Party
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


def links_of(works: Sequence[Work], known: Mapping[PartyId, Party]) -> dict[PartyId, frozenset[PartyId]]:
    """With whom those who ask, and those they stand for, are one identity; one statement for any number who ask."""
    askers = [party for work in works if (party := known.get(work.actor.party_id or "")) is not None]
    stands_for = [*(party.ties for party in askers), *(work.actor.parties for work in works)]
    everybody: set[PartyId] = set().union(*stands_for)
    return linked(works[0], everybody)
