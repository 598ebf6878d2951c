"""What proves a contribution, for whoever gave it, for those who judge it, and for auditors."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.roles import EVERYBODY, Role
from services.points.contributions import answering, drafting, papers, refusals, store
from services.points.contributions.rules.valuing import needs
from services.points.documents import opening
from services.points.documents import refusals as no
from services.points.documents import store as document_store
from services.points.documents.rules import Look
from services.points.parties import store as party_store
from services.points.personal.entrypoints.keyed import Keyed
from services.points.rate_cards import store as card_store


class Proving(Keyed):
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
        then = card_store.rulebook_on(work, claim.performed_on)
        own = party_store.is_own(work, claim.party_id, claim.giver)
        if not own:
            papers.check_judges(work, claim)
        documents = store.documents_of(work, claim.contribution_id)
        return answering.evidence_of(
            claim,
            documents=documents,
            files=map(opening.shown, papers.open_to(work, claim, documents).values()),
            goods=goods,
            appraisals=made,
            needs=needs(claim.contribution_type, goods, made, fen=claim.fen, rulebook=then),
            own=own,
        )

    @query(requests.GetDocumentFile, may=EVERYBODY, slow=True)
    def get_document_file(self, work: Work, asked: requests.GetDocumentFile) -> answers.DocumentFile:
        """The file of a document, for whoever gave it, for those who judge it, and for auditors who have said why.

        Refuses ContributionNotFound, DocumentNotFound, TooClose, LookReasonNeeded, ActorUnknown.
        """
        claim = store.require_claim(work, asked.contribution_id)
        documents = [one for one in store.documents_of(work, claim.contribution_id) if one.sha256 == asked.sha256]
        if not party_store.is_own(work, claim.party_id, claim.giver):
            papers.check_opens(work, claim, asked.sha256)
        if asked.sha256 not in papers.open_to(work, claim, documents):
            raise no.DocumentNotFound
        return opening.opened(work, self.keys, asked.sha256)

    @command(requests.LookAtDocument, may=(Role.AUDITOR,))
    def look_at_document(self, work: Work, asked: requests.LookAtDocument) -> answers.DocumentLook:
        """Say why one looks; the same look again is answered alike, and ends when it ended.

        Refuses ContributionNotFound, DocumentNotFound, DocumentLookIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        claim = store.require_claim(work, asked.contribution_id)
        if asked.sha256 not in {one.sha256 for one in store.documents_of(work, claim.contribution_id)}:
            raise no.DocumentNotFound
        look = Look(
            look_id=asked.look_id,
            contribution_id=claim.contribution_id,
            sha256=asked.sha256,
            by=by.party_id,
            at=work.now,
            reason=asked.reason,
        )
        return _told(document_store.add_look(work, look))

    @query(requests.ListDocumentLooks, may=EVERYBODY)
    def list_document_looks(self, work: Work, asked: requests.ListDocumentLooks) -> answers.DocumentLookPage:
        """Who looked, for whoever gave it and for auditors. Refuses ContributionNotFound."""
        claim = store.require_claim(work, asked.contribution_id)
        if not party_store.is_own(work, claim.party_id, claim.giver) and not work.actor.is_any(Role.AUDITOR):
            raise refusals.ContributionNotFound
        found, next_key = document_store.look_page(work, claim.contribution_id, after=asked.after, limit=asked.limit)
        return answers.DocumentLookPage(items=tuple(map(_told, found)), next_key=next_key)


def _told(look: Look) -> answers.DocumentLook:
    return answers.DocumentLook(**vars(look), ends_at=look.ends_at)


def _draft(work: Work, contribution_id: str) -> answers.ContributionEvidence:
    _, evidence = drafting.mine(work, contribution_id)
    if evidence is None:
        raise refusals.ContributionNotFound
    return evidence
