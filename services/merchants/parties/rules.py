"""What merchants knows of a party, and how it says that it knows none."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import PartyId
from contracts.refused import NotFound

ERASED_SHOWN = "已注销"
"""What stands where the name of somebody who was forgotten stood (PIPL art. 47)."""


class PartyNotFound(NotFound):
    """No such party is known in this community."""

    code = "party-not-found"
    zh = "没有找到这个参与方。"
    en = "No such party is known here."


@dataclass(frozen=True, kw_only=True)
class KnownParty:
    """A person or organisation. `public_name` of a person is masked, and ERASED_SHOWN of one who was forgotten.

    `selves`: the party and whoever is one identity with it; `linked`: who is one identity with it, its household or its organisation (rulebook §3).
    """

    party_id: PartyId
    is_person: bool
    household_id: PartyId | None
    organisation_id: PartyId | None
    public_name: str
    selves: frozenset[PartyId] = frozenset()
    linked: frozenset[PartyId] = frozenset()


def circle(party: KnownParty) -> set[PartyId]:
    """Everything by which a party may be close to another: itself, its household, its organisation, and who is one identity with them."""
    return {one for one in (party.party_id, party.household_id, party.organisation_id) if one} | party.linked
