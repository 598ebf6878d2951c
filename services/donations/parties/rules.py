"""What donations knows of a party, and how it says that it knows none."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.refused import NotFound
from contracts.sectors import Sector


class PartyNotFound(NotFound):
    """No such party in this community, or not one the caller may speak for: both look the same."""

    code = "party-not-found"
    zh = "没有找到这个参与方。"
    en = "There is no such party."


@dataclass(frozen=True, kw_only=True)
class KnownParty:
    """A party of this community. `public_name` of a person is masked at its source, and empty once they were forgotten.

    `selves`: the party and whoever is one identity with it; `linked`: who is one identity with it, its household or its organisation
    (rulebook §10).
    """

    party_id: str
    sector: Sector
    is_person: bool
    household_id: str | None
    organisation_id: str | None
    public_name: str
    selves: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()


def one_group(first: KnownParty, second: KnownParty) -> bool:
    """Do two parties have one interest: the same, one the other's organisation or household, or both of one of these?"""
    return bool(circle(first) & circle(second))


def circle(party: KnownParty) -> set[str]:
    """Everything by which a party may be close to another: itself, its household, its organisation, and who is one identity with them."""
    return {one for one in (party.party_id, party.household_id, party.organisation_id) if one} | party.linked
