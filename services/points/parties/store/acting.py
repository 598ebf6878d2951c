"""For whom the caller acts now, so that these matters are the caller's own (rulebook §1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chassis.actor import Actor
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.roles import SPEAKERS
from services.points.parties import rules
from services.points.parties.rules import Party
from services.points.parties.store import agencies, guardians
from services.points.parties.store.hands import hand_of
from services.points.parties.store.registry import require_party


def own_parties(work: Work) -> frozenset[PartyId]:
    """The person, the children whose guardian they are, and the organisations for which they act by their key or an agency in force."""
    person = work.actor.party_id
    return _by_key(work.actor) | (_acts_for(work, [person])[person] if person else frozenset())


def is_own(work: Work, *party_ids: PartyId | None) -> bool:
    """Is one of the parties the caller, or somebody for whom the caller acts now?"""
    [found] = are_own([(work, frozenset(one for one in party_ids if one))])
    return found


def are_own(asked: Sequence[tuple[Work, frozenset[PartyId]]]) -> list[bool]:
    """The same for many who ask of one community; only where the key does not answer is anything looked up."""
    persons = {
        work.actor.party_id for work, party_ids in asked if work.actor.party_id and not party_ids & _by_key(work.actor)
    }
    acts_for = _acts_for(asked[0][0], persons) if persons else {}
    return [
        bool(party_ids & (_by_key(work.actor) | acts_for.get(work.actor.party_id or "", frozenset())))
        for work, party_ids in asked
    ]


def acting_as(work: Work, party_id: PartyId | None) -> Party:
    """The party in whose name the caller acts: themselves unless another is named. Refuses PartyNotFound, ActorUnknown."""
    by = hand_of(work)
    if party_id is not None and not is_own(work, party_id):
        raise rules.PartyNotFound
    return require_party(work, party_id or by.party_id)


def _by_key(actor: Actor) -> frozenset[PartyId]:
    speaks = actor.organisation_id if actor.is_any(*SPEAKERS) else None
    return frozenset(one for one in (actor.party_id, speaks) if one)


def _acts_for(work: Work, persons: Collection[PartyId]) -> dict[PartyId, frozenset[PartyId]]:
    organisations, wards = agencies.acts_for(work, persons), guardians.wards_of(work, persons)
    return {person: organisations[person] | wards[person] for person in persons}
