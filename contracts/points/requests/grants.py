"""What points can be asked about what was credited."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Code, PartyId
from contracts.points.answers import grants as answers
from contracts.request import Query


@dataclass(frozen=True, kw_only=True)
class GetGrant(Query[answers.Grant]):
    """What one contribution, gift or service earned, and why it is that much; one's own, or any for staff."""

    service = "points"
    answer = answers.Grant

    source_id: Code


@dataclass(frozen=True, kw_only=True)
class GetClawback(Query[answers.Clawback]):
    """What a party still has to repay out of later earnings; one's own, or any for staff."""

    service = "points"
    answer = answers.Clawback

    party_id: PartyId
