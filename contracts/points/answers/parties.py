"""Who takes part, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import (
    Count,
    PageKey,
    PartyId,
    ShortText,
    Version,
)
from contracts.points.kinds import (
    PartyKind,
)
from contracts.sectors import Sector


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who somebody is. Everybody sees `public_name`, of a person the mask.

    `name`: of an organisation, for staff the number of a household; never of a person, whose name is among the personal data. Links of a
    person are for staff and the person.
    """

    party_id: PartyId
    kind: PartyKind
    sector: Sector
    public_name: ShortText
    name: ShortText | None
    household_id: PartyId | None
    organisation_id: PartyId | None
    registered_at: datetime
    version: Version


@dataclass(frozen=True, kw_only=True)
class PartyPage:
    """Parties in the order of their ids."""

    items: tuple[Party, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class PartiesRegistered:
    """How many parties of a batch are new, and how many were known with the same content."""

    registered: Count
    known_before: Count
