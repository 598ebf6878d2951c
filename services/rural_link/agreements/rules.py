"""Agreements of several parties (rulebook §21): laid out once, signed once by each, in force when all have signed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.refused import NotFound
from contracts.rural_link import answers
from contracts.rural_link.kinds import AgreementState
from services.rural_link.agreements.refusals import (
    AlreadySigned,
    DatesWrong,
    ObligationMetBefore,
    OwnerNotParty,
    PartiesWrong,
    SignedForAnother,
    TextDiffers,
    TooManyObligations,
    WrongAgreementState,
)

PARTIES_LEAST = 2
PARTIES_MOST = 6
OBLIGATIONS_MOST = 50
REVIEW_NOTICE_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """What one party owes; numbered from 1."""

    number: int
    owner_id: str
    duty: str
    due_on: date
    evidence: str
    met_on: date | None = None
    evidence_sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One party's signature; `signed_by` is the person who held the pen."""

    party_id: str
    signed_by: str
    authority: str
    text_sha256: str
    signed_on: date


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """An agreement with its signatures so far."""

    agreement_id: str
    title: str
    text_sha256: str
    parties: tuple[str, ...]
    obligations: tuple[Obligation, ...]
    review_on: date
    ends_on: date
    signatures: tuple[Signature, ...] = ()
    in_force_on: date | None = None
    version: int = 1


def check_draft(agreement: Agreement, *, today: date) -> None:
    """Refuse what cannot be laid out: PartiesWrong, OwnerNotParty, TooManyObligations, DatesWrong."""
    parties = set(agreement.parties)
    if len(parties) != len(agreement.parties) or not PARTIES_LEAST <= len(parties) <= PARTIES_MOST:
        raise PartiesWrong(least=PARTIES_LEAST, most=PARTIES_MOST)
    if len(agreement.obligations) > OBLIGATIONS_MOST:
        raise TooManyObligations(most=OBLIGATIONS_MOST)
    for obligation in agreement.obligations:
        if obligation.owner_id not in parties:
            raise OwnerNotParty(number=obligation.number)
    if not today < agreement.review_on <= agreement.ends_on:
        raise DatesWrong


def state_on(agreement: Agreement, day: date) -> AgreementState:
    """Where the agreement stands on that day; it ends by itself after its last day, signed or not."""
    if day > agreement.ends_on:
        return AgreementState.ENDED
    return AgreementState.SIGNING if agreement.in_force_on is None else AgreementState.IN_FORCE


def sign(agreement: Agreement, signature: Signature, *, selves: Collection[str]) -> Agreement:
    """Add a party's signature; the last one puts the agreement in force that day. `selves`: all identities of who signs.

    Refuses NotFound to strangers, AlreadySigned, SignedForAnother, TextDiffers, WrongAgreementState once it ended.
    """
    if signature.party_id not in agreement.parties:
        raise NotFound
    if any(given.party_id == signature.party_id for given in agreement.signatures):
        raise AlreadySigned
    if any(given.signed_by in {signature.signed_by, *selves} for given in agreement.signatures):
        raise SignedForAnother
    if signature.text_sha256 != agreement.text_sha256:
        raise TextDiffers
    state = state_on(agreement, signature.signed_on)
    if state is not AgreementState.SIGNING:
        raise WrongAgreementState(state=state.value)
    given = (*agreement.signatures, signature)
    complete = len(given) == len(agreement.parties)
    return replace(agreement, signatures=given, in_force_on=signature.signed_on if complete else None)


def meet(agreement: Agreement, *, number: int, by: str | None, evidence_sha256: str, today: date) -> Obligation:
    """The obligation, met today with this evidence. Refuses NotFound unless it is the asker's own, WrongAgreementState, ObligationMetBefore."""
    owed = next((each for each in agreement.obligations if (each.number, each.owner_id) == (number, by)), None)
    if owed is None:
        raise NotFound
    state = state_on(agreement, today)
    if state is not AgreementState.IN_FORCE:
        raise WrongAgreementState(state=state.value)
    if owed.met_on is not None:
        raise ObligationMetBefore
    return replace(owed, met_on=today, evidence_sha256=evidence_sha256)


def review_due(agreement: Agreement, *, today: date) -> bool:
    """Is it time to talk about renewal: from thirty days before the review date, while it is in force?"""
    in_force = state_on(agreement, today) is AgreementState.IN_FORCE
    return in_force and today >= agreement.review_on - timedelta(days=REVIEW_NOTICE_DAYS)


def answer_of(agreement: Agreement, *, names: Mapping[str, str], today: date) -> answers.Agreement:
    """The agreement as anybody may see it: parties and dates, no person's signature."""
    signed_on = {given.party_id: given.signed_on for given in agreement.signatures}
    return answers.Agreement(
        agreement_id=agreement.agreement_id,
        title=agreement.title,
        text_sha256=agreement.text_sha256,
        state=state_on(agreement, today),
        parties=tuple(
            answers.AgreementParty(party_id=party_id, name=names[party_id], signed_on=signed_on.get(party_id))
            for party_id in agreement.parties
        ),
        obligations=tuple(_obligation_answer(obligation) for obligation in agreement.obligations),
        review_on=agreement.review_on,
        ends_on=agreement.ends_on,
        in_force_on=agreement.in_force_on,
        review_due=review_due(agreement, today=today),
        version=agreement.version,
    )


def _obligation_answer(obligation: Obligation) -> answers.Obligation:
    return answers.Obligation(
        number=obligation.number,
        owner_id=obligation.owner_id,
        duty=obligation.duty,
        due_on=obligation.due_on,
        evidence=obligation.evidence,
        met_on=obligation.met_on,
    )
