"""What can be asked about programmes."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.kinds import PartyKind, ProgrammeState
from contracts.roles import ANYONE, Role
from services.points.fee_rewards import refusals, telling
from services.points.fee_rewards.answering import programme_of
from services.points.fee_rewards.rules import programmes as rules
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.store import programmes as store
from services.points.parties import store as party_store


class Programmes:
    """A property company's promises."""

    @command(requests.DraftProgramme, may=(Role.COMMUNITY_STAFF,))
    def draft_programme(self, work: Work, asked: requests.DraftProgramme) -> answers.Programme:
        """Write down a company's promise. Refuses PartyNotFound, ProgrammeIdTaken, TermsUnfit, ActorUnknown."""
        by = party_store.hand_of(work)
        company = party_store.require_party(work, asked.company_id)
        draft = Programme(
            programme_id=asked.programme_id,
            company_id=company.party_id,
            name=asked.name,
            budget=asked.budget,
            committed=0,
            cap_percent=asked.cap_percent,
            billing_periods=asked.billing_periods,
            criteria=asked.criteria,
            work_types=tuple(sorted(set(asked.work_types))),
            arrears=asked.arrears,
            state=ProgrammeState.DRAFT,
            drafted_by=by.party_id,
        )
        rules.check_terms(draft, organisation=company.kind is PartyKind.ORGANISATION)
        return programme_of(store.add_programme(work, draft))

    @command(requests.SignProgramme, may=(Role.PROPERTY_BILLING_OFFICER,))
    def sign_programme(self, work: Work, asked: requests.SignProgramme) -> answers.Programme:
        """Sign for the company that pays. Refuses ProgrammeNotFound (another company's too), ProgrammeNotDraft, ActorUnknown."""
        by = party_store.hand_of(work)
        programme = store.require_programme(work, asked.programme_id, lock=True)
        if programme.company_id not in by.ties:
            raise refusals.ProgrammeNotFound
        work.expect_version(programme.version)
        return programme_of(store.save_programme(work, rules.sign(programme, by=by.party_id)))

    @command(requests.ActivateProgramme, may=(Role.COUNCIL_MEMBER,))
    def activate_programme(self, work: Work, asked: requests.ActivateProgramme) -> answers.Programme:
        """Open a signed programme to residents. Refuses ProgrammeNotFound, ProgrammeNotSigned, OwnProgramme, ActorUnknown."""
        programme = store.require_programme(work, asked.programme_id, lock=True)
        work.expect_version(programme.version)
        active = rules.activate(programme, by=party_store.hand_of(work))
        return programme_of(store.save_programme(work, active))

    @command(requests.CloseProgramme, may=(Role.PROPERTY_BILLING_OFFICER, Role.COUNCIL_MEMBER))
    def close_programme(self, work: Work, asked: requests.CloseProgramme) -> answers.Programme:
        """End a programme: an officer that of the own company, the council any. Refuses ProgrammeNotFound, ProgrammeNotOpen, ActorUnknown."""
        by = party_store.hand_of(work)
        programme = store.require_programme(work, asked.programme_id, lock=True)
        if programme.company_id not in by.ties and not work.actor.is_any(Role.COUNCIL_MEMBER):
            raise refusals.ProgrammeNotFound
        work.expect_version(programme.version)
        closed = store.save_programme(work, rules.close(programme, by=by.party_id))
        work.emit(telling.closed(closed, community=work.community))
        return programme_of(closed)

    @query(requests.GetProgramme, may=ANYONE)
    def get_programme(self, work: Work, asked: requests.GetProgramme) -> answers.Programme:
        """One programme with its published criteria. Refuses ProgrammeNotFound."""
        return programme_of(store.require_programme(work, asked.programme_id))

    @query(requests.ListProgrammes, may=ANYONE)
    def list_programmes(self, work: Work, asked: requests.ListProgrammes) -> answers.ProgrammePage:
        """The programmes of the community."""
        found, next_key = store.programme_page(work, after=asked.after, limit=asked.limit)
        return answers.ProgrammePage(items=tuple(programme_of(one) for one in found), next_key=next_key)
