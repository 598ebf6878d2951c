"""What points can be asked about who lives together."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import PartyId
from contracts.points.answers import households as answers
from contracts.points.ids import HouseholdProposalId
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ProposeHousehold(Command[answers.HouseholdProposal]):
    """Propose who joins a registered household; minors come with a guardian who joins too or lives there."""

    service = "points"
    answer = answers.HouseholdProposal

    proposal_id: HouseholdProposalId
    household_id: PartyId
    adults: tuple[PartyId, ...]
    minors: tuple[PartyId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgreeHousehold(Command[answers.HouseholdProposal]):
    """Agree for oneself, and for the own children in it; with the last agreement they live together."""

    service = "points"
    answer = answers.HouseholdProposal

    proposal_id: HouseholdProposalId


@dataclass(frozen=True, kw_only=True)
class DeclineHousehold(Command[answers.HouseholdProposal]):
    """Decline for oneself, which ends it for all; or take the own proposal back."""

    service = "points"
    answer = answers.HouseholdProposal

    proposal_id: HouseholdProposalId


@dataclass(frozen=True, kw_only=True)
class LeaveHousehold(Command[answers.Household]):
    """Leave the household for oneself, or take the own child out; answers who stays."""

    service = "points"
    answer = answers.Household

    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class GetHouseholdProposal(Query[answers.HouseholdProposal]):
    """One proposal, for those whom it concerns, and staff."""

    service = "points"
    answer = answers.HouseholdProposal

    proposal_id: HouseholdProposalId


@dataclass(frozen=True, kw_only=True)
class ListHouseholdProposals(PageQuery[answers.HouseholdProposalPage]):
    """The proposals that concern oneself, or all for staff."""

    service = "points"
    answer = answers.HouseholdProposalPage
