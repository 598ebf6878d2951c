"""What can be asked about taking back: proposed by one person, decided by another (rulebook §5)."""

from __future__ import annotations

from dataclasses import asdict

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.kinds import ProposalState
from contracts.roles import Role
from services.points.accounts import store as accounts_store
from services.points.grants import store as grant_store
from services.points.parties import store as party_store
from services.points.reversals import refusals, rules, store
from services.points.reversals.hearing import GivenBack
from services.points.reversals.rules import Proposal, Reversal
from services.points.reversals.suspending import Suspensions

PROPOSERS = (Role.COMMUNITY_STAFF, Role.APPROVER)
DECIDERS = (Role.COUNCIL_MEMBER,)


class Reversals(Suspensions, GivenBack):
    """Reversals by hand, and suspensions of earning after fraud."""

    @command(requests.ProposeReversal, may=PROPOSERS)
    def propose_reversal(self, work: Work, asked: requests.ProposeReversal) -> answers.ReversalProposal:
        """Propose to take something back, with a reason. Refuses GrantNotFound, ReversalProposalIdTaken, ActorUnknown."""
        by = party_store.hand_of(work)
        grant = grant_store.find_by_source(work, [asked.source_id]).get(asked.source_id)
        if grant is None:
            raise refusals.GrantNotFound
        proposal = Proposal(
            proposal_id=asked.proposal_id,
            source_id=grant.source_id,
            party_id=grant.party_id,
            reason=asked.reason,
            amount=asked.amount,
            note=asked.note,
            state=ProposalState.PROPOSED,
            proposed_by=by.party_id,
        )
        return _answer(store.add_proposal(work, proposal))

    @command(requests.DecideReversal, may=DECIDERS)
    def decide_reversal(self, work: Work, asked: requests.DecideReversal) -> answers.ReversalProposal:
        """Take it back, or decline.

        Refuses ReversalProposalNotFound, ReversalProposalDecided, OwnReversal, ReversesMoreThanIsLeft, ReversedInWholeOnly, ActorUnknown.
        """
        proposal = store.lock_proposal(work, asked.proposal_id)
        work.expect_version(proposal.version)
        decided = rules.decide(
            proposal,
            by=party_store.hand_of(work),
            party=party_store.require_party(work, proposal.party_id),
            proposer=party_store.find_parties(work, [proposal.proposed_by]).get(proposal.proposed_by),
            involved=store.involved(work, proposal.source_id),
            answer=asked.answer_text,
        )
        if asked.accept:
            accounts_store.lock_earners(work, [proposal.party_id])
            wanted = Reversal(
                source_id=proposal.source_id,
                reason=proposal.reason,
                sequence=store.next_sequence(work, proposal.source_id, proposal.reason),
                amount=proposal.amount,
                because=proposal.proposal_id,
            )
            [reversed_now] = store.reverse(work, [wanted])
            decided = rules.accepted(decided, reversal_id=reversed_now.taken.reversal_id)
        return _answer(store.save_proposal(work, decided))

    @query(requests.ListReversalProposals, may=(*PROPOSERS, *DECIDERS, Role.AUDITOR))
    def list_reversal_proposals(
        self, work: Work, asked: requests.ListReversalProposals
    ) -> answers.ReversalProposalPage:
        """Proposals, for those who propose, decide and audit."""
        found, next_key = store.proposals_page(work, state=asked.state, after=asked.after, limit=asked.limit)
        return answers.ReversalProposalPage(items=tuple(_answer(one) for one in found), next_key=next_key)


def _answer(proposal: Proposal) -> answers.ReversalProposal:
    return answers.ReversalProposal(**asdict(proposal))
