"""What rural_link hears about parties."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.database import Work
from chassis.entrypoints import reaction
from contracts.points.events import PartiesLinked, PartiesUnlinked, PartyRegistered
from services.rural_link.parties import store


class Parties:
    """Who may be a partner, sign, or order."""

    @reaction(PartyRegistered, batch=True)
    def know_parties(self, work: Work, events: Sequence[PartyRegistered]) -> None:
        """Remember the parties that were registered, so that ids of strangers are refused before anything is written."""
        store.remember(work, events)

    @reaction(PartiesLinked, batch=True)
    def follow_links(self, work: Work, events: Sequence[PartiesLinked]) -> None:
        """Take the two for one identity from now on wherever two persons are needed; whatever was decided before stays."""
        store.note_links(work, events)

    @reaction(PartiesUnlinked, batch=True)
    def end_links(self, work: Work, events: Sequence[PartiesUnlinked]) -> None:
        """Take them for two again, also where this is heard before the link itself."""
        store.end_links(work, events)
