"""What proves a contribution, for whoever gave it, for those who judge it, and for auditors."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import query
from contracts.points import answers, requests
from contracts.roles import EVERYBODY, Role
from services.points.contributions import answering, drafting, refusals, store
from services.points.contributions.concerned import concerned
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.steps import asks_organisers
from services.points.contributions.rules.valuing import appraisals_missing
from services.points.parties import store as party_store

JUDGES = (Role.CONFIRMER, Role.APPROVER, Role.COUNCIL_MEMBER, Role.COMMUNITY_STAFF)


class Proving:
    """Nobody has to confirm, appraise or approve what they cannot look at."""

    @query(requests.GetContributionEvidence, may=EVERYBODY)
    def get_contribution_evidence(
        self, work: Work, asked: requests.GetContributionEvidence
    ) -> answers.ContributionEvidence:
        """Documents, goods, appraisals, and what is still missing. Who appraised, whoever gave it is not told.

        Refuses ContributionNotFound, TooClose, ActorUnknown.
        """
        claim = store.find_claim(work, asked.contribution_id)
        if claim is None:
            return _draft(work, asked.contribution_id)
        ids = [claim.contribution_id]
        goods = store.goods_of(work, ids).get(claim.contribution_id)
        made = store.appraisals_of(work, ids).get(claim.contribution_id, [])
        missing = 0 if goods is None else appraisals_missing(goods, made)
        own = party_store.is_own(work, claim.party_id, claim.giver)
        if not own:
            _check_judges(work, claim)
        return answering.evidence_of(
            claim,
            documents=store.documents_of(work, claim.contribution_id),
            goods=goods,
            appraisals=made,
            missing=missing,
            own=own,
        )


def _draft(work: Work, contribution_id: str) -> answers.ContributionEvidence:
    _, evidence = drafting.mine(work, contribution_id)
    if evidence is None:
        raise refusals.ContributionNotFound
    return evidence


def _check_judges(work: Work, claim: Claim) -> None:
    """Refuse ContributionNotFound to those who take no step with it, TooClose to those whose matter it is, ActorUnknown."""
    if work.actor.is_any(Role.AUDITOR) or work.actor.party_id in claim.entered_by:
        return
    waits = asks_organisers(claim) and work.actor.is_any(Role.ACTIVITY_ORGANISER)
    if not waits and not work.actor.is_any(*JUDGES):
        raise refusals.ContributionNotFound
    by = party_store.hand_of(work)
    if concerned(work, [claim], [by.party_id]).near(claim).close_to(by):
        raise refusals.TooClose
