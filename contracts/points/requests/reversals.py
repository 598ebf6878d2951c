"""What points can be asked about taking back what was credited."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Code, LongText, PartyId, PositiveCount
from contracts.points.answers import reversals as answers
from contracts.points.ids import ReversalId, ReversalProposalId, SuspensionId
from contracts.points.kinds import ProposalState, ReversalReason, SuspensionState
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ProposeReversal(Command[answers.ReversalProposal]):
    """Propose to take back what a source earned: `amount` minutes or fen of it, or all that is left. Somebody else decides."""

    service = "points"
    answer = answers.ReversalProposal

    proposal_id: ReversalProposalId
    source_id: Code
    reason: ReversalReason
    note: LongText
    amount: PositiveCount | None = None


@dataclass(frozen=True, kw_only=True)
class DecideReversal(Command[answers.ReversalProposal]):
    """Take it back, or decline, as somebody who neither proposed it nor had a hand in what is taken back."""

    service = "points"
    answer = answers.ReversalProposal

    proposal_id: ReversalProposalId
    accept: bool
    answer_text: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class ListReversalProposals(PageQuery[answers.ReversalProposalPage]):
    """Proposals, perhaps in one state, for those who propose, decide and audit."""

    service = "points"
    answer = answers.ReversalProposalPage

    state: ProposalState | None = None


@dataclass(frozen=True, kw_only=True)
class ProposeSuspension(Command[answers.Suspension]):
    """Propose, after a reversal for fraud, that the party earns nothing for 3 to 12 months (rulebook §5)."""

    service = "points"
    answer = answers.Suspension

    suspension_id: SuspensionId
    party_id: PartyId
    reversal_id: ReversalId
    months: PositiveCount
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class DecideSuspension(Command[answers.Suspension]):
    """Impose or decline it as a member of the council; it begins when the 14 days for an appeal are over."""

    service = "points"
    answer = answers.Suspension

    suspension_id: SuspensionId
    impose: bool
    answer_text: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class AppealSuspension(Command[answers.Suspension]):
    """Object to a suspension of one's own within 14 days; it does not begin before the appeal is decided."""

    service = "points"
    answer = answers.Suspension

    suspension_id: SuspensionId
    appeal: LongText


@dataclass(frozen=True, kw_only=True)
class DecideAppeal(Command[answers.Suspension]):
    """Lift or uphold it as another member of the council."""

    service = "points"
    answer = answers.Suspension

    suspension_id: SuspensionId
    lift: bool
    answer_text: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class GetSuspension(Query[answers.Suspension]):
    """One suspension: one's own, or any for those who propose, decide and audit."""

    service = "points"
    answer = answers.Suspension

    suspension_id: SuspensionId


@dataclass(frozen=True, kw_only=True)
class ListSuspensions(PageQuery[answers.SuspensionPage]):
    """Suspensions: all for those who propose, decide and audit, otherwise one's own and those of whom one acts for.

    `state`: those in one state, appealed ones for instance. `open_only`: what waits for the council or is running today.
    """

    service = "points"
    answer = answers.SuspensionPage

    state: SuspensionState | None = None
    open_only: bool = False
