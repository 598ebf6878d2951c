"""What can be asked about confirming and deciding contributions: steps by different persons."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.clock import civil_day
from chassis.database import Work
from chassis.doors import Ask
from chassis.entrypoints import command
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.refused import Refused
from contracts.roles import Role
from services.points.acts import store as act_store
from services.points.contributions import answering, approving, confirming, rules, store
from services.points.contributions.answering import answer_of
from services.points.contributions.concerned import concerned
from services.points.contributions.rules import valuing
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.proving import Proof
from services.points.contributions.rules.steps import TO_COUNCIL
from services.points.contributions.rules.valuing import Appraisal
from services.points.documents import store as document_store
from services.points.parties import store as party_store
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store
from services.points.rate_cards.rules import Rulebook

CONFIRMERS = (Role.CONFIRMER, Role.COUNCIL_MEMBER)
"""The council only confirms, or returns, what escalated to it."""
DECIDERS = (Role.APPROVER, Role.COUNCIL_MEMBER)


class Deciding:
    """Contributions, confirmed by a second person and decided by a third (rulebook §3)."""

    @command(requests.ConfirmContribution, may=CONFIRMERS)
    def confirm_contribution(self, work: Work, asked: requests.ConfirmContribution) -> answers.Contribution:
        """Confirm as a second person; below the evidence floor it is returned instead.

        Refuses ContributionNotFound, NotWaitingForConfirmation, OwnContribution, TooClose, SecondPersonMissing, NotAppraised,
        DocumentMissing, DocumentNotKept, EvidenceNotProved, NotTheCounterpart, ActorUnknown.
        """
        claim = _waiting(work, asked.contribution_id)
        by = party_store.hand_of(work)
        about = concerned(work, [claim], [by.party_id])
        published = card_store.published(work)
        made = about.appraisals.get(claim.contribution_id, [])
        proof = _proof(work, claim, asked, appraisals=made, then=cards.rulebook_on(published, on=claim.performed_on))
        return answer_of(confirming.confirm(work, claim, by=by, about=about, proof=proof, published=published))

    @command(requests.ReturnContribution, may=CONFIRMERS)
    def return_contribution(self, work: Work, asked: requests.ReturnContribution) -> answers.Contribution:
        """Give it back for better evidence. Refuses as confirming does."""
        claim = _waiting(work, asked.contribution_id)
        by = party_store.hand_of(work)
        near = concerned(work, [claim], [by.party_id]).near(claim)
        returned = rules.send_back(claim, by=by, near=near, reason=asked.reason)
        saved = store.save_claim(work, returned)
        work.emit(answering.refused(saved, community=work.community, final=False, on=civil_day(work.now)))
        return answer_of(saved)

    @command(requests.ApproveContribution, may=DECIDERS, together=True)
    def approve_contribution(
        self, asks: Sequence[Ask[requests.ApproveContribution]]
    ) -> list[answers.Contribution | Refused]:
        """Accept a confirmed contribution after its notice and credit what it earns (rulebook §2, §3).

        Refuses ContributionNotFound, NotConfirmed, NoticeRunning, AlreadyDecided, OwnContribution, ApprovingOwnConfirmation,
        TooClose, ActorUnknown.
        """
        return approving.approve(asks)

    @command(requests.RejectContribution, may=DECIDERS)
    def reject_contribution(self, work: Work, asked: requests.RejectContribution) -> answers.Contribution:
        """Decline it for good. Refuses as approving does, but needs no notice."""
        claim = _locked(work, asked.contribution_id)
        by = party_store.hand_of(work)
        near = concerned(work, [claim], [by.party_id]).near(claim)
        rejected = rules.reject(claim, by=by, near=near, reason=asked.reason)
        saved = store.save_claim(work, rejected)
        work.emit(answering.refused(saved, community=work.community, final=True, on=civil_day(work.now)))
        return answer_of(saved)


def _waiting(work: Work, contribution_id: str) -> Claim:
    claim = _locked(work, contribution_id)
    if claim.escalation < TO_COUNCIL:
        work.actor.require(Role.CONFIRMER)
    return claim


def _locked(work: Work, contribution_id: str) -> Claim:
    claim = store.require_claim(work, contribution_id, lock=True)
    work.expect_version(claim.version)
    return claim


def _holders(work: Work, claim: Claim) -> frozenset[PartyId]:
    held = None if claim.activity_id is None else act_store.known(work, [claim.activity_id]).get(claim.activity_id)
    return frozenset() if held is None else held.holders


def _proof(
    work: Work, claim: Claim, asked: requests.ConfirmContribution, *, appraisals: Sequence[Appraisal], then: Rulebook
) -> Proof:
    goods = store.goods_of(work, [claim.contribution_id]) if valuing.is_goods(claim.contribution_type) else {}
    documents = store.documents_of(work, claim.contribution_id)
    files = document_store.kept(work, {document.sha256 for document in documents})
    there = {document.kind for document in documents if document.sha256 in files}
    missing = [valuing.appraisals_missing(one, appraisals, rulebook=then) for one in goods.values()]
    return Proof(
        evidence=asked.evidence,
        documented=bool(there & valuing.INDEPENDENT),
        appraisals_missing=sum(missing),
        as_counterpart=asked.as_counterpart,
        hosts=_holders(work, claim) if asked.as_counterpart else frozenset(),
        unkept={document.kind for document in documents} - there,
    )
