"""What donations hears about parties."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.database import Work
from chassis.entrypoints import reaction
from contracts.points.events import PartiesLinked, PartiesUnlinked, PartyHouseholdChanged, PartyRegistered
from services.donations.parties import store


class Parties:
    """Remembers who belongs to a community."""

    @reaction(PartyRegistered, batch=True)
    def remember_parties(self, work: Work, events: Sequence[PartyRegistered]) -> None:
        """Know the new parties, so that gifts in their name are taken from now on."""
        store.remember(work, events)

    @reaction(PartyHouseholdChanged, batch=True)
    def follow_households(self, work: Work, events: Sequence[PartyHouseholdChanged]) -> None:
        """Know where persons live from now on, so that who is close is judged by it; late, twice or in any order."""
        store.note_households(work, events)

    @reaction(PartiesLinked, batch=True)
    def follow_links(self, work: Work, events: Sequence[PartiesLinked]) -> None:
        """Take the two for one identity from now on wherever somebody must not be close; whatever was decided before stays."""
        store.note_links(work, events)

    @reaction(PartiesUnlinked, batch=True)
    def end_links(self, work: Work, events: Sequence[PartiesUnlinked]) -> None:
        """Take them for two again, also where this is heard before the link itself."""
        store.end_links(work, events)
