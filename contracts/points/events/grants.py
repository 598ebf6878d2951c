"""What points says of what was credited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.event import Event
from contracts.kinds import (
    CentiPoints,
    Code,
    PartyId,
)
from contracts.points.ids import (
    GrantId,
)
from contracts.points.kinds import ContributionType


@dataclass(frozen=True, kw_only=True)
class PointsGranted(Event):
    """A party was credited contribution value, and perhaps spendable points, for one source (a contribution, a gift, a panel).

    `sp_repaid` of `sp` went at once to what the party had spent before it was taken back (rulebook §5). `told_as`: the id by which another
    service told of a contribution (goods, a judge's hours on a panel).
    """

    source = "points"
    subject = "party_id"

    grant_id: GrantId
    party_id: PartyId
    contribution_type: ContributionType
    cv: CentiPoints
    sp: CentiPoints
    source_id: Code
    granted_on: date
    sp_repaid: CentiPoints = 0
    told_as: Code | None = None
