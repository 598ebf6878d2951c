"""What points says of who acts for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.event import Event
from contracts.kinds import PartyId
from contracts.points.ids import AgencyId


@dataclass(frozen=True, kw_only=True)
class AgencyProposed(Event):
    """A person is to act for an organisation; the person must still agree, and the organisation too unless it has granted it."""

    source = "points"
    subject = "agency_id"

    agency_id: AgencyId
    organisation_id: PartyId
    agent_id: PartyId
    granted: bool


@dataclass(frozen=True, kw_only=True)
class AgencyBegan(Event):
    """Both sides have said yes: from now on the person acts for the organisation."""

    source = "points"
    subject = "agency_id"

    agency_id: AgencyId
    organisation_id: PartyId
    agent_id: PartyId
    began_at: datetime


@dataclass(frozen=True, kw_only=True)
class AgencyEnded(Event):
    """The person acts for the organisation no longer, or never came to: `began_at` tells which."""

    source = "points"
    subject = "agency_id"

    agency_id: AgencyId
    organisation_id: PartyId
    agent_id: PartyId
    began_at: datetime | None
    ended_at: datetime
