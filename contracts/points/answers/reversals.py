"""Reversals by hand and suspensions of earning, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import Code, LongText, PageKey, PartyId, PositiveCount, Version
from contracts.points.ids import ReversalId, ReversalProposalId, SuspensionId
from contracts.points.kinds import ProposalState, ReversalReason, SuspensionState


@dataclass(frozen=True, kw_only=True)
class ReversalProposal:
    """That something should be taken back: `amount` minutes or fen of the source, or all that is left of it."""

    proposal_id: ReversalProposalId
    source_id: Code
    party_id: PartyId
    reason: ReversalReason
    amount: PositiveCount | None
    note: LongText
    state: ProposalState
    proposed_by: PartyId
    decided_by: PartyId | None
    answer: LongText | None
    reversal_id: ReversalId | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class ReversalProposalPage:
    """Proposals, the newest first."""

    items: tuple[ReversalProposal, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """A time in which a party earns nothing, because of fraud; for the party and those who decide, for nobody else."""

    suspension_id: SuspensionId
    party_id: PartyId
    reversal_id: ReversalId
    months: PositiveCount
    reason: LongText
    state: SuspensionState
    decided_on: date | None
    begins_on: date | None
    ends_on: date | None
    appeal: LongText | None
    answer: LongText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class SuspensionPage:
    """Suspensions, the newest first."""

    items: tuple[Suspension, ...]
    next_key: PageKey | None
