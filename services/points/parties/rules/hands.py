"""Whoever puts a hand to something, and to whom they are too close to judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import PartyId
from services.points.parties.rules.registering import Party


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Whoever puts a hand to something: the party, everybody they stand for, and the instant.

    `linked`: the identities that are one group with the party or with whom it stands for, and the organisations for which it acts or
    lately acted. It may not act in their name (that is `ties`), but it is as close to their matters as to its own (rulebook §3, §10).
    """

    party_id: PartyId
    ties: frozenset[PartyId]
    at: datetime
    linked: frozenset[PartyId] = frozenset()

    def close_to(self, party: Party) -> bool:
        """Of the same household or organisation, the party itself, or one identity with any of these (rulebook §3)."""
        return bool((self.ties | self.linked) & party.ties)

    def concerned(self, *party_ids: PartyId | None) -> bool:
        """Is one of these the party itself, somebody it stands for, or one identity with them?"""
        return bool((self.ties | self.linked) & frozenset(party_ids))
