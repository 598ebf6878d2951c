"""What points says of what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.event import Event
from contracts.kinds import CentiPoints, Code, Count, Fen, PartyId, PositiveCentiPoints, Version
from contracts.points.ids import GrantId, ReversalId, SuspensionId
from contracts.points.kinds import ContributionType, ReversalReason


@dataclass(frozen=True, kw_only=True)
class PointsReversed(Event):
    """What a party was credited for one source was taken back, in part or whole (rulebook §5).

    `minutes` of the volunteer record, or `fen` of the value, fell away. `sp_owed` of `sp` was spent already and is repaid out of what
    the party earns from now on.
    """

    source = "points"
    subject = "party_id"

    reversal_id: ReversalId
    grant_id: GrantId
    party_id: PartyId
    contribution_type: ContributionType
    source_id: Code
    reason: ReversalReason
    sequence: Version
    minutes: Count
    fen: Fen
    cv: CentiPoints
    sp: CentiPoints
    sp_owed: CentiPoints
    performed_on: date
    reversed_on: date


@dataclass(frozen=True, kw_only=True)
class ClawbackOpened(Event):
    """A party had spent `sp_owed` of what was taken back; `sp_debt` is all it still has to repay, never in money (rulebook §5)."""

    source = "points"
    subject = "party_id"

    party_id: PartyId
    reversal_id: ReversalId
    sp_owed: PositiveCentiPoints
    sp_debt: PositiveCentiPoints


@dataclass(frozen=True, kw_only=True)
class EarningSuspended(Event):
    """For fraud, the council let a party earn nothing on these days (rulebook §5). For the party alone: never a public mark."""

    source = "points"
    subject = "party_id"

    suspension_id: SuspensionId
    party_id: PartyId
    begins_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class EarningSuspensionLifted(Event):
    """An appeal against a suspension was granted before it began: the party earns as everybody does."""

    source = "points"
    subject = "party_id"

    suspension_id: SuspensionId
    party_id: PartyId
