"""A party as whoever asks may see it."""

from __future__ import annotations

from chassis.database import Work
from contracts.points import answers
from contracts.points.kinds import PartyKind
from contracts.roles import Role
from services.points.parties.rules import Party

SEES_LINKS = (Role.COMMUNITY_STAFF,)


def shown(work: Work, party: Party) -> answers.Party:
    """Links of a person, and the number of a household, are for staff and the person; the name of a person is nowhere here (ADR 0110)."""
    open_to = party.kind is PartyKind.ORGANISATION or party.party_id in work.actor.parties
    everything = open_to or work.actor.is_any(*SEES_LINKS)
    return answers.Party(
        party_id=party.party_id,
        kind=party.kind,
        sector=party.sector,
        public_name=party.public_name,
        name=party.name if everything and party.kind is not PartyKind.PERSON else None,
        household_id=party.household_id if everything else None,
        organisation_id=party.organisation_id if everything else None,
        registered_at=party.registered_at,
        version=party.version,
    )
