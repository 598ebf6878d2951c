"""Drafts: all that was filled in, kept for whoever wrote it until it is put forward or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chassis.database import Work
from contracts import shape
from contracts.points import answers
from contracts.points.kinds import ContributionState as State
from services.points.contributions import refusals, store
from services.points.contributions.answering import answer_of, evidence_of
from services.points.contributions.rules.claims import Claim, Wanted
from services.points.contributions.rules.valuing import Needs, floor
from services.points.rate_cards import store as card_store


def save(work: Work, wanted: Wanted, claim: Claim) -> answers.Contribution:
    """Keep it, or keep it anew. Refuses ContributionIdTaken, also for what was put forward."""
    if store.find_claim(work, claim.contribution_id) is not None:
        raise refusals.ContributionIdTaken
    draft = replace(claim, state=State.DRAFT, due_at=None)
    answer = answer_of(draft)
    then = card_store.rulebook_on(work, draft.performed_on)
    # Nobody has seen the goods yet.
    needs = Needs(floor(draft.contribution_type, fen=draft.fen, rulebook=then), appraisals=0)
    evidence = evidence_of(draft, documents=wanted.documents, goods=wanted.goods, needs=needs, own=True)
    content = {"contribution": shape.dump(answer), "evidence": shape.dump(evidence)}
    store.save_draft(work, draft.contribution_id, content, by=draft.submitted_by)
    return answer


def mine(work: Work, contribution_id: str) -> tuple[answers.Contribution, answers.ContributionEvidence | None]:
    """One's own draft, and what was filled in to prove it. Refuses ContributionNotFound."""
    found = store.drafts_of(work, work.actor.party_id or "", only=contribution_id)
    if not found:
        raise refusals.ContributionNotFound
    content = found[0]
    if "contribution" not in content:
        return read(content), None
    return read(content), shape.load(answers.ContributionEvidence, content["evidence"], tolerant=True)


def read(content: Mapping[str, Any]) -> answers.Contribution:
    """The draft as a contribution."""
    # Drafts from before the evidence was kept are the contribution and nothing else.
    return shape.load(answers.Contribution, content.get("contribution", content), tolerant=True)
