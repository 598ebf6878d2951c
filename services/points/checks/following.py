"""What follows when the council upholds a finding (rulebook §7): nothing is taken back by it alone, and nobody is marked in public."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.clock import CIVIL
from chassis.database import Work
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points.kinds import ConsequenceKind, FindingKind, FindingState, ProposalState, ReversalReason
from services.points.checks import store
from services.points.checks.rules import Finding
from services.points.contributions import store as contribution_store
from services.points.contributions.rules.consequences import Consequence
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store
from services.points.reversals import store as reversals
from services.points.reversals.rules import Proposal

UNPROVED = "确认线索经议事会认定成立（{finding_id}）：互相确认，所作的确认不能作为证明。"
COUNTED = "线索经议事会认定成立（{finding_id}）：同一件事已由其他途径计分。"


def follow(work: Work, finding: Finding, *, by: PartyId) -> None:
    """Do what follows from a decided finding; from a cleared one nothing does."""
    if finding.state is not FindingState.UPHELD:
        return
    if finding.kind is FindingKind.SHARE:
        contribution_store.add_consequences(work, [_watch(work, finding)])
    else:
        _propose(work, finding, by=by)


def _watch(work: Work, finding: Finding) -> Consequence:
    party_id, confirmer_id = finding.parties
    return Consequence(
        consequence_id=new_id("cqs"),
        finding_id=finding.finding_id,
        kind=ConsequenceKind.SECOND_CONFIRMER,
        party_id=party_id,
        confirmer_id=confirmer_id,
        began_at=work.now,
        until=work.now + timedelta(days=card_store.rulebook_now(work).second_confirmer_days),
    )


def _propose(work: Work, finding: Finding, *, by: PartyId) -> None:
    until = datetime.combine(finding.found_on, datetime.min.time(), CIVIL) + timedelta(days=1)
    since = until - timedelta(days=card_store.rulebook_on(work, finding.found_on).mutual_days)
    twice = finding.kind is FindingKind.TWICE
    if twice:
        named = store.counted_twice(work, since=since, until=until, parties=finding.parties)
    else:
        named = store.named(work, party_store.linked(work, finding.parties), since=since, until=until)
    proposals = [
        Proposal(
            proposal_id=new_id("rvp"),
            source_id=one.contribution_id,
            party_id=one.party_id,
            reason=ReversalReason.DUPLICATE if twice else ReversalReason.EVIDENCE_WITHDRAWN,
            amount=None,
            note=(COUNTED if twice else UNPROVED).format(finding_id=finding.finding_id),
            state=ProposalState.PROPOSED,
            proposed_by=by,
        )
        for one in named
    ]
    reversals.add_proposals(work, proposals)
    contribution_store.add_consequences(
        work,
        [
            Consequence(
                consequence_id=new_id("cqs"),
                finding_id=finding.finding_id,
                kind=ConsequenceKind.REVERSAL_PROPOSED,
                party_id=one.party_id,
                confirmer_id=one.confirmer_id,
                began_at=work.now,
                contribution_id=one.contribution_id,
                proposal_id=proposal.proposal_id,
            )
            for one, proposal in zip(named, proposals, strict=True)
        ],
    )
