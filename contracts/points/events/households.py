"""What points says of who lives together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.event import Event
from contracts.kinds import PartyId, Version
from contracts.points.ids import HouseholdProposalId


@dataclass(frozen=True, kw_only=True)
class HouseholdProposed(Event):
    """Somebody proposed who joins a household; those named must still agree."""

    source = "points"
    subject = "proposal_id"

    proposal_id: HouseholdProposalId
    household_id: PartyId
    must_agree: tuple[PartyId, ...]


@dataclass(frozen=True, kw_only=True)
class HouseholdProposalLapsed(Event):
    """Thirty days went by without the agreement of every adult: nobody joins, and who still wants to proposes anew."""

    source = "points"
    subject = "proposal_id"

    proposal_id: HouseholdProposalId
    household_id: PartyId
    proposed_by: PartyId


@dataclass(frozen=True, kw_only=True)
class PartyHouseholdChanged(Event):
    """A person joined a household with the consent of every adult, or left one; also by being forgotten.

    `party_version` orders the changes of one person: the highest tells where they live. Registration is before all of them.
    """

    source = "points"
    subject = "party_id"

    party_id: PartyId
    former_household_id: PartyId | None
    household_id: PartyId | None
    changed_on: date
    party_version: Version | None = None
