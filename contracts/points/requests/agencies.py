"""What points can be asked about who acts for whom."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import PartyId
from contracts.points.answers import agencies as answers
from contracts.points.ids import AgencyId
from contracts.request import Command, PageQuery


@dataclass(frozen=True, kw_only=True)
class GrantAgency(Command[answers.Agency]):
    """Let a person act for the own organisation; as platform staff, propose it to both sides."""

    service = "points"
    answer = answers.Agency

    agency_id: AgencyId
    organisation_id: PartyId
    agent_id: PartyId


@dataclass(frozen=True, kw_only=True)
class AgreeAgency(Command[answers.Agency]):
    """Agree to act for the organisation, as the person named."""

    service = "points"
    answer = answers.Agency

    agency_id: AgencyId


@dataclass(frozen=True, kw_only=True)
class EndAgency(Command[answers.Agency]):
    """End it at once, or say no to what is proposed: as the person, the organisation, or whoever proposed it."""

    service = "points"
    answer = answers.Agency

    agency_id: AgencyId


@dataclass(frozen=True, kw_only=True)
class ListAgencies(PageQuery[answers.AgencyPage]):
    """The agencies of oneself and the own organisation, or all for staff and auditors; of one person or organisation if named."""

    service = "points"
    answer = answers.AgencyPage

    party_id: PartyId | None = None
