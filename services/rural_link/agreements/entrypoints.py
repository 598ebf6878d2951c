"""What can be asked about agreements: staff lay them out, each party's agent signs, each owner says what was done."""

from __future__ import annotations

from dataclasses import replace

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.refused import NotFound
from contracts.roles import ANYONE, Role
from contracts.rural_link import answers, requests
from contracts.rural_link.events import AgreementEnteredIntoForce, AgreementSigned, ObligationMet
from services.rural_link.agreements import rules, store
from services.rural_link.agreements.refusals import AgreementIdTaken
from services.rural_link.pages import page
from services.rural_link.parties import store as parties

SIGNERS = (Role.ORGANISATION_AGENT, Role.VILLAGE_AGENT, Role.MERCHANT_AGENT, Role.COMMUNITY_STAFF)
SEEING_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)


class Agreements:
    """Agreements between city and village."""

    @command(requests.DraftAgreement, may=(Role.COMMUNITY_STAFF,))
    def draft_agreement(self, work: Work, asked: requests.DraftAgreement) -> answers.Agreement:
        """Lay an agreement out for signature. Refusals: rules.check_draft, and AgreementIdTaken."""
        draft = _draft(asked)
        rules.check_draft(draft, today=civil_day(work.now))
        parties.require_parties(work, draft.parties)
        if not store.add_agreement(work, draft):
            known = store.agreement(work, draft.agreement_id)
            if not _same_draft(known, draft):
                raise AgreementIdTaken
            draft = known
        return _answer(work, draft)

    @command(requests.SignAgreement, may=SIGNERS)
    def sign_agreement(self, work: Work, asked: requests.SignAgreement) -> answers.Agreement:
        """Sign for one's own organisation (rulebook §21); the last signature puts the agreement in force. Refusals: rules.sign."""
        agreement = store.lock_agreement(work, asked.agreement_id)
        signature = rules.Signature(
            party_id=work.actor.organisation_id or "",
            signed_by=work.actor.party_id or "",
            authority=asked.authority,
            text_sha256=asked.text_sha256,
            signed_on=civil_day(work.now),
        )
        signed = rules.sign(agreement, signature, selves=parties.selves(work, signature.signed_by))
        work.expect_version(agreement.version)
        store.add_signature(work, agreement.agreement_id, signature)
        signed = store.save_agreement(work, signed)
        _tell(work, signed, signature)
        return _answer(work, signed)

    @command(requests.MeetObligation, may=SIGNERS)
    def meet_obligation(self, work: Work, asked: requests.MeetObligation) -> answers.Agreement:
        """Say that one's own organisation did what it owes, with evidence. Refusals: rules.meet."""
        agreement = store.lock_agreement(work, asked.agreement_id)
        met = rules.meet(
            agreement,
            number=asked.number,
            by=work.actor.organisation_id,
            evidence_sha256=asked.evidence_sha256,
            today=civil_day(work.now),
        )
        work.expect_version(agreement.version)
        store.save_met(work, agreement.agreement_id, met)
        store.save_agreement(work, agreement)
        work.emit(
            ObligationMet(
                community=work.community,
                agreement_id=agreement.agreement_id,
                number=met.number,
                owner_id=met.owner_id,
                met_on=civil_day(work.now),
            )
        )
        return _answer(work, store.agreement(work, agreement.agreement_id))

    @query(requests.GetAgreement, may=ANYONE)
    def get_agreement(self, work: Work, asked: requests.GetAgreement) -> answers.Agreement:
        """Show an agreement to anybody once it is in force, before that to its parties, staff and auditors."""
        agreement = store.agreement(work, asked.agreement_id)
        hidden = agreement.in_force_on is None and not work.actor.parties.intersection(agreement.parties)
        if hidden and not work.actor.is_any(*SEEING_ALL):
            raise NotFound
        return _answer(work, agreement)

    @query(requests.ListAgreements, may=ANYONE)
    def list_agreements(self, work: Work, asked: requests.ListAgreements) -> answers.AgreementPage:
        """Show the agreements the asker may see, newest first."""
        seen_by = None if work.actor.is_any(*SEEING_ALL) else work.actor.parties
        found = store.agreements_page(work, seen_by=seen_by, limit=asked.limit + 1, before=asked.after)
        shown, next_key = page(found, limit=asked.limit, key=lambda agreement: agreement.agreement_id)
        names = parties.names_of(work, {party_id for agreement in shown for party_id in agreement.parties})
        today = civil_day(work.now)
        return answers.AgreementPage(
            items=tuple(rules.answer_of(agreement, names=names, today=today) for agreement in shown),
            next_key=next_key,
        )


def _draft(asked: requests.DraftAgreement) -> rules.Agreement:
    return rules.Agreement(
        agreement_id=asked.agreement_id,
        title=asked.title,
        text_sha256=asked.text_sha256,
        parties=asked.parties,
        obligations=tuple(
            rules.Obligation(
                number=number,
                owner_id=stated.owner_id,
                duty=stated.duty,
                due_on=stated.due_on,
                evidence=stated.evidence,
            )
            for number, stated in enumerate(asked.obligations, start=1)
        ),
        review_on=asked.review_on,
        ends_on=asked.ends_on,
    )


def _same_draft(known: rules.Agreement, draft: rules.Agreement) -> bool:
    unmet = tuple(replace(each, met_on=None, evidence_sha256=None) for each in known.obligations)
    return replace(known, obligations=unmet, signatures=(), in_force_on=None, version=draft.version) == draft


def _tell(work: Work, signed: rules.Agreement, signature: rules.Signature) -> None:
    work.emit(
        AgreementSigned(
            community=work.community,
            agreement_id=signed.agreement_id,
            party_id=signature.party_id,
            signed_on=signature.signed_on,
        )
    )
    if signed.in_force_on is not None:
        work.emit(
            AgreementEnteredIntoForce(
                community=work.community,
                agreement_id=signed.agreement_id,
                parties=signed.parties,
                in_force_on=signed.in_force_on,
                ends_on=signed.ends_on,
            )
        )


def _answer(work: Work, agreement: rules.Agreement) -> answers.Agreement:
    names = parties.names_of(work, agreement.parties)
    return rules.answer_of(agreement, names=names, today=civil_day(work.now))
