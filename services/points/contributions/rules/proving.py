"""How well a contribution can be proved at most, whatever grade its confirmer says (rulebook §3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from contracts.kinds import PartyId
from contracts.points.kinds import Channel, DocumentKind, Evidence
from contracts.points.kinds import ContributionType as Type
from services.points.contributions import refusals
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.entering import MONEY
from services.points.contributions.rules.paper import signed_here
from services.points.contributions.rules.valuing import INDEPENDENT
from services.points.documents.refusals import DocumentNotKept
from services.points.parties.rules import Hand

AS_RECORDED = frozenset({Channel.ACTIVITY, Channel.PAPER})
"""What the scans, or the signatures on a sheet, made of it when it came in; nobody makes more of it later. Of paper that was not
printed here nobody knows who laid it out: it is a list.
"""
AS_TOLD = frozenset({Channel.SERVICE})
"""What another service has the papers for, E3 too: an invoice that was appraised, a receipt that it gives."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How well it is proved: the confirmer's grade, whether an independent document is there, what is still to be appraised.

    A document is there when its file is. `unkept`: the kinds that are named, of none of which there is a file.
    `as_counterpart`: the confirmer says to be the other side. `hosts`: who held the activity it names; nobody where it names none.
    """

    evidence: Evidence
    documented: bool = False
    appraisals_missing: int = 0
    as_counterpart: bool = False
    hosts: Collection[PartyId] = ()
    unkept: Collection[DocumentKind] = ()


def provable(claim: Claim, *, documented: bool) -> Evidence:
    """The best grade that it has without anybody's word: E3 by an independent document, else what its way of coming in is worth.

    What another service told as it told it; scans and signatures on a sheet of ours as recorded, E2 at most; other paper, and what
    somebody else entered is a list (E1); what the giver says is a statement (E0).
    """
    if documented:
        return Evidence.E3
    if claim.channel in AS_TOLD:
        return claim.evidence
    if claim.channel in AS_RECORDED:
        most = Evidence.E2 if claim.channel is Channel.ACTIVITY or signed_here(claim) else Evidence.E1
        return min(claim.evidence, most, key=_rank)
    return Evidence.E0 if claim.channel is Channel.SELF else Evidence.E1


def check_grade(claim: Claim, proof: Proof, *, by: Hand) -> bool:
    """Does the grade stand on the confirmer's own word as the counterpart? That is E2; nobody's word is a document.

    Refuses DocumentMissing, DocumentNotKept, EvidenceNotProved, NotTheCounterpart.
    """
    best = provable(claim, documented=proof.documented)
    if proof.evidence is Evidence.E3 and best is not Evidence.E3:
        for kind in sorted(INDEPENDENT & frozenset(proof.unkept)):
            raise DocumentNotKept(kind=kind.value)
        raise refusals.DocumentMissing(kind=Evidence.E3.value)
    if _rank(proof.evidence) <= _rank(best):
        return False
    if not proof.as_counterpart:
        raise refusals.EvidenceNotProved(best=best.value)
    # Whoever held the activity is known. Where none is named nobody knows the other side, and the word is kept with who gave it.
    if proof.hosts and not by.ties & frozenset(proof.hosts):
        raise refusals.NotTheCounterpart
    return True


def check_kept(claim: Claim, *, unkept: Collection[DocumentKind]) -> None:
    """Refuse DocumentNotKept where what the contribution stands on is a fingerprint: a second person looks at a paper, not at its number.

    That is the sheet of what was keyed from paper, the bank line of money, the waiver of a receipt.
    """
    for kind in _stands_on(claim):
        if kind in unkept:
            raise DocumentNotKept(kind=kind.value)


def _stands_on(claim: Claim) -> tuple[DocumentKind, ...]:
    sheet = (DocumentKind.SIGNED_SHEET,) if claim.channel is Channel.PAPER else ()
    money = (DocumentKind.BANK_LINE,) if claim.contribution_type in MONEY else ()
    waived = (DocumentKind.RECEIPT_WAIVER,) if claim.contribution_type is Type.F1W else ()
    return (*sheet, *money, *waived)


def _rank(evidence: Evidence) -> str:
    return evidence.value
