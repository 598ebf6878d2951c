"""What merchants hears about parties."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.database import Work
from chassis.entrypoints import reaction
from contracts.points.events import PartyRegistered
from services.merchants.parties import store


class Parties:
    """Who may apply, sign, witness or judge."""

    @reaction(PartyRegistered, batch=True)
    def know_parties(self, work: Work, events: Sequence[PartyRegistered]) -> None:
        """Remember the parties that were registered, so that ids of strangers are refused before anything is written."""
        store.remember(work, events)
