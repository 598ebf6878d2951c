"""Who lives together, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import PageKey, PartyId, Version
from contracts.points.ids import HouseholdProposalId
from contracts.points.kinds import HouseholdProposalState


@dataclass(frozen=True, kw_only=True)
class Household:
    """Who belongs to a household."""

    household_id: PartyId
    members: tuple[PartyId, ...]


@dataclass(frozen=True, kw_only=True)
class HouseholdProposal:
    """Who is to join a household, and who has agreed: the adults who join and those who live there must."""

    proposal_id: HouseholdProposalId
    household_id: PartyId
    adults: tuple[PartyId, ...]
    minors: tuple[PartyId, ...]
    agreed: tuple[PartyId, ...]
    state: HouseholdProposalState
    proposed_by: PartyId
    proposed_at: datetime
    expires_at: datetime
    ended_by: PartyId | None
    ended_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class HouseholdProposalPage:
    """Proposals, the newest id first."""

    items: tuple[HouseholdProposal, ...]
    next_key: PageKey | None
