"""Who acts for whom, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import PageKey, PartyId, Version
from contracts.points.ids import AgencyId
from contracts.points.kinds import AgencyState


@dataclass(frozen=True, kw_only=True)
class Agency:
    """A person who acts for an organisation: from `began_at`, when both sides had said yes, to `ended_at`."""

    agency_id: AgencyId
    organisation_id: PartyId
    agent_id: PartyId
    state: AgencyState
    proposed_by: PartyId
    proposed_at: datetime
    expires_at: datetime
    granted_by: PartyId | None
    granted_at: datetime | None
    agreed_at: datetime | None
    began_at: datetime | None
    ended_by: PartyId | None
    ended_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class AgencyPage:
    """Agencies in the order of their ids, those that are over too."""

    items: tuple[Agency, ...]
    next_key: PageKey | None
