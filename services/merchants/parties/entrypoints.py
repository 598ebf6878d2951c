"""What merchants hears about parties."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.database import Work
from chassis.entrypoints import reaction
from contracts.points.events import PartiesUnlinked, PartyErased, PartyHouseholdChanged, PartyRegistered
from services.merchants.parties import store


class Parties:
    """Who may apply, sign, witness or judge."""

    @reaction(PartyRegistered, batch=True)
    def know_parties(self, work: Work, events: Sequence[PartyRegistered]) -> None:
        """Remember the parties that were registered, so that ids of strangers are refused before anything is written."""
        store.remember(work, events)

    @reaction(PartyHouseholdChanged, batch=True)
    def follow_households(self, work: Work, events: Sequence[PartyHouseholdChanged]) -> None:
        """Know where persons live from now on, so that who is close is judged by it; late, twice or in any order."""
        store.note_households(work, events)

    @reaction(PartiesUnlinked, batch=True)
    def end_links(self, work: Work, events: Sequence[PartiesUnlinked]) -> None:
        """Take them for two again, also where this is heard before the link itself; whatever was decided before stays."""
        store.end_links(work, events)

    @reaction(PartyErased, batch=True)
    def forget_persons(self, work: Work, events: Sequence[PartyErased]) -> None:
        """Forget the names of erased persons, told before they were announced, after, or twice; ballots and assents know ids only."""
        store.forget(work, events)
