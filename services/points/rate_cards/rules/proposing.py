"""A rate card or a loan table, proposed by one council member and agreed by another who is not close to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from contracts import shape
from contracts.kinds import PartyId
from contracts.points.answers import LoanTable, RateCard
from contracts.points.kinds import RateProposalState as State
from services.points.parties.rules import Hand, Party
from services.points.rate_cards import refusals


class Subject(StrEnum):
    """What is proposed."""

    RATE_CARD = "rate_card"
    LOAN_TABLE = "loan_table"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What one council member proposed, as it was asked for (`content`), and what another one said to it."""

    proposal_id: str
    subject: Subject
    content: Mapping[str, Any]
    reason: str
    state: State
    proposed_by: PartyId
    proposed_at: datetime
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    answer: str | None = None
    version: int = 1

    @property
    def proposed(self) -> RateCard | LoanTable:
        """A card with the lines and parameters that would change, or a whole table."""
        kind: type[RateCard | LoanTable] = RateCard if self.subject is Subject.RATE_CARD else LoanTable
        return shape.load(kind, dict(self.content), tolerant=True)

    def same_as(self, other: Proposal) -> bool:
        """Did the same person propose the same?"""
        mine, its = ((one.subject, one.proposed, one.reason, one.proposed_by) for one in (self, other))
        return mine == its


def propose(content: RateCard | LoanTable, *, proposal_id: str, reason: str, by: Hand) -> Proposal:
    """A proposal that waits for a second council member."""
    return Proposal(
        proposal_id=proposal_id,
        subject=Subject.RATE_CARD if isinstance(content, RateCard) else Subject.LOAN_TABLE,
        content=shape.dump(content),
        reason=reason,
        state=State.PROPOSED,
        proposed_by=by.party_id,
        proposed_at=by.at,
    )


def decide(proposal: Proposal, *, by: Hand, proposer: Party, accept: bool, answer: str | None) -> Proposal:
    """Agreed by somebody who is not close to whoever proposed it; rejected by anybody of the council, who proposed it included.

    Refuses RateProposalDecided, OwnRateProposal.
    """
    if proposal.state is not State.PROPOSED:
        raise refusals.RateProposalDecided(state=proposal.state.value)
    if accept and (by.party_id == proposal.proposed_by or by.close_to(proposer)):
        raise refusals.OwnRateProposal
    state = State.AGREED if accept else State.REJECTED
    return replace(proposal, state=state, decided_by=by.party_id, decided_at=by.at, answer=answer)


def shown_state(proposal: Proposal, *, this_month: str) -> State:
    """What waited until its month had begun can no longer be agreed."""
    lapsed = proposal.state is State.PROPOSED and proposal.content["in_force_from"] <= this_month
    return State.LAPSED if lapsed else proposal.state
