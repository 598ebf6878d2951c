"""Which documents a contribution names, and who may look at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import DocumentKind
from contracts.refused import Refused
from contracts.roles import Role
from services.points.contributions import refusals, store
from services.points.contributions.concerned import concerned
from services.points.contributions.rules.claims import Claim, Document
from services.points.contributions.rules.steps import asks_organisers
from services.points.documents import rules as documents
from services.points.documents import store as document_store
from services.points.documents.refusals import LookReasonNeeded
from services.points.documents.rules import Use
from services.points.parties import store as party_store

JUDGES = (Role.CONFIRMER, Role.APPROVER, Role.COUNCIL_MEMBER, Role.COMMUNITY_STAFF)


def name_documents(work: Work, named: Sequence[tuple[Claim, Collection[Document]]], *, by: PartyId) -> None:
    """Keep which documents prove these contributions, and that they are about those who gave them."""
    store.add_documents(work, {claim.contribution_id: found for claim, found in named}, by=by)
    document_store.add_uses(
        work,
        [
            Use(sha256=sha256, about=about, source=claim.contribution_id, used_at=work.now)
            for claim, found in named
            for sha256 in sorted({document.sha256 for document in found})
            for about in sorted({claim.party_id, claim.giver})
        ],
    )


def check_judges(work: Work, claim: Claim) -> None:
    """Refuse ContributionNotFound to those who take no step with it, TooClose to those whose matter it is, ActorUnknown."""
    if not work.actor.is_any(Role.AUDITOR) and (refusal := _judges_not(work, claim)) is not None:
        raise refusal


def check_opens(work: Work, claim: Claim, sha256: str) -> None:
    """As for what it says of itself, but whoever sees it as an auditor only has said why. Refuses LookReasonNeeded as well."""
    refusal = _judges_not(work, claim)
    if refusal is None:
        return
    if not work.actor.is_any(Role.AUDITOR):
        raise refusal
    look = document_store.last_look(work, claim.contribution_id, sha256, by=party_store.hand_of(work).party_id)
    if look is None or look.ends_at < work.now:
        raise LookReasonNeeded


def open_to(work: Work, claim: Claim, named: Iterable[Document]) -> dict[str, documents.Document]:
    """Those of the documents it names whose file is there and may be opened by the actor, of whom it is known that they may see it.

    Whoever gave it opens what they, or who entered it for them, uploaded: a fingerprint that somebody got to know opens nothing. A signed
    sheet has others on it, and opens to givers only who brought it themselves.
    """
    named = list(named)
    kept = document_store.kept(work, {document.sha256 for document in named})
    if not party_store.is_own(work, claim.party_id, claim.giver):
        return kept
    uploaders = document_store.uploaders_of(work, kept)
    mine = {work.actor.party_id, claim.party_id, claim.giver}
    own = {
        document.sha256
        for document in named
        if uploaders[document.sha256]
        & (mine if document.kind is DocumentKind.SIGNED_SHEET else mine | claim.entered_by)
    }
    return {sha256: document for sha256, document in kept.items() if sha256 in own}


def _judges_not(work: Work, claim: Claim) -> Refused | None:
    if work.actor.party_id in claim.entered_by:
        return None
    waits = asks_organisers(claim) and work.actor.is_any(Role.ACTIVITY_ORGANISER)
    if not waits and not work.actor.is_any(*JUDGES):
        return refusals.ContributionNotFound()
    by = party_store.hand_of(work)
    return refusals.TooClose() if concerned(work, [claim], [by.party_id]).near(claim).close_to(by) else None
