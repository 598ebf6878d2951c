"""What follows from a finding that the council has upheld, for a party and whoever confirmed for it (rulebook §7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import ConsequenceKind


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """Until `until` this confirmer needs a second one for the party; or the proposal to take back this contribution of the party."""

    consequence_id: str
    finding_id: str
    kind: ConsequenceKind
    party_id: PartyId
    confirmer_id: PartyId
    began_at: datetime
    until: datetime | None = None
    contribution_id: str | None = None
    proposal_id: str | None = None
