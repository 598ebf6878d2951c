"""What points says of indices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.event import Event
from contracts.kinds import Code, Count


@dataclass(frozen=True, kw_only=True)
class IndexRecomputed(Event):
    """A night's indices were computed anew from all settled entries: of so many parties, of which so many have enough for a number."""

    source = "points"
    subject = "community"

    day: date
    rulebook: Code
    party_count: Count
    party_count_with_index: Count
