"""Who is at the door, as far as HTTP is concerned."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.actor import Actor
from contracts.roles import Role

EVERY_COMMUNITY = "*"
"""In a key's communities: it may name any community (the operator who sets communities up)."""


@dataclass(frozen=True, kw_only=True)
class Principal:
    """The holder of a key: for which party it speaks, with which roles, in which communities."""

    key_id: str
    party_id: str
    roles: frozenset[Role]
    communities: tuple[str, ...]
    organisation_id: str | None = None

    def belongs_to(self, community: str) -> bool:
        """May the key be used in this community?"""
        return community in self.communities or EVERY_COMMUNITY in self.communities

    def actor_in(self, community: str) -> Actor:
        """For whom a service is asked."""
        return Actor(
            community=community, party_id=self.party_id, roles=self.roles, organisation_id=self.organisation_id
        )
