"""What donations hears about parties."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.database import Work
from chassis.entrypoints import reaction
from contracts.points.events import PartyRegistered
from services.donations.parties import store


class Parties:
    """Remembers who belongs to a community."""

    @reaction(PartyRegistered, batch=True)
    def remember_parties(self, work: Work, events: Sequence[PartyRegistered]) -> None:
        """Know the new parties, so that gifts in their name are taken from now on."""
        store.remember(work, events)
