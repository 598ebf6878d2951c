"""What points says of parties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.event import Event
from contracts.kinds import (
    PartyId,
    ShortText,
)
from contracts.points.ids import LinkId, NeedProfileId
from contracts.points.kinds import LinkKind
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


@dataclass(frozen=True, kw_only=True)
class PartiesLinked(Event):
    """Two parties are one identity from now on: a second person has confirmed it."""

    source = "points"
    subject = "link_id"

    link_id: LinkId
    one_id: PartyId
    other_id: PartyId
    kind: LinkKind


@dataclass(frozen=True, kw_only=True)
class PartiesUnlinked(Event):
    """A confirmed link has ended."""

    source = "points"
    subject = "link_id"

    link_id: LinkId
    one_id: PartyId
    other_id: PartyId


@dataclass(frozen=True, kw_only=True)
class NeedProfileApproved(Event):
    """The council has put a new version of the need groups in force."""

    source = "points"
    subject = "profile_id"

    profile_id: NeedProfileId


@dataclass(frozen=True, kw_only=True)
class PartyErased(Event):
    """A person was forgotten: whoever remembers a name for the id forgets it too. What was given and earned stays."""

    source = "points"
    subject = "party_id"

    party_id: PartyId
    erased_on: date
