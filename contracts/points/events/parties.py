"""What points says of parties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.event import Event
from contracts.kinds import (
    PartyId,
    ShortText,
)
from contracts.sectors import Sector


@dataclass(frozen=True, kw_only=True)
class PartyRegistered(Event):
    """A person, household or organisation became known. `public_name` of a person is masked: 张*华."""

    source = "points"
    subject = "party_id"

    party_id: PartyId
    sector: Sector
    is_person: bool
    household_id: PartyId | None
    organisation_id: PartyId | None
    public_name: ShortText
    registered_on: date
