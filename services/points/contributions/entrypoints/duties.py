"""Who is on duty, what waits for them, and what becomes of steps that nobody takes (rulebook §3)."""

from __future__ import annotations

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.points import answers, requests
from contracts.points.kinds import DutyState, Task
from contracts.roles import Role
from services.points.contributions import answering, store
from services.points.contributions.answering import answer_of, duty_of, passed_over_of
from services.points.contributions.routing import assigned
from services.points.contributions.rules.routing import Duty, agree, end
from services.points.contributions.rules.steps import TO_COUNCIL, escalate
from services.points.parties import store as party_store
from services.points.parties.rules.guardians import check_adult
from services.points.rate_cards import store as card_store

ESCALATED_AT_ONCE = 200
STAFF = (Role.COMMUNITY_STAFF,)
OVERSEERS = (*STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)
WORKERS = (Role.CONFIRMER, Role.APPROVER, Role.COUNCIL_MEMBER)


class Duties:
    """Staff appoints, a second person agrees; the queue is dealt by load and lot; what is late goes on to the next."""

    @command(requests.AppointDuty, may=STAFF)
    def appoint_duty(self, work: Work, asked: requests.AppointDuty) -> answers.Duty:
        """Propose somebody for a step. Refuses PartyNotFound, ChildMayNot, DutyIdTaken, ActorUnknown."""
        by = party_store.hand_of(work)
        party = party_store.require_party(work, asked.party_id)
        check_adult(party.party_id, children=party_store.children(work, [party.party_id]))
        duty = Duty(
            duty_id=asked.duty_id,
            party_id=party.party_id,
            task=asked.task,
            state=DutyState.PROPOSED,
            appointed_by=by.party_id,
            appointed_at=work.now,
        )
        return duty_of(store.add_duty(work, duty))

    @command(requests.AgreeDuty, may=(Role.COUNCIL_MEMBER, *STAFF))
    def agree_duty(self, work: Work, asked: requests.AgreeDuty) -> answers.Duty:
        """Agree as a second person. Refuses DutyNotFound, DutyNotProposed, OwnDuty, ActorUnknown."""
        by = party_store.hand_of(work)
        return duty_of(store.save_duty(work, agree(_locked(work, asked.duty_id), by=by)))

    @command(requests.EndDuty, may=(Role.COUNCIL_MEMBER, *STAFF))
    def end_duty(self, work: Work, asked: requests.EndDuty) -> answers.Duty:
        """End a duty. Refuses DutyNotFound, DutyEnded."""
        return duty_of(store.save_duty(work, end(_locked(work, asked.duty_id), at=work.now)))

    @query(requests.ListDuties, may=(*STAFF, *WORKERS, Role.AUDITOR))
    def list_duties(self, work: Work, asked: requests.ListDuties) -> answers.DutyPage:
        """All duties, ended ones too."""
        found, next_key = store.duty_page(work, after=asked.after, limit=asked.limit)
        return answers.DutyPage(items=tuple(duty_of(one) for one in found), next_key=next_key)

    @query(requests.ListPassedOver, may=OVERSEERS)
    def list_passed_over(self, work: Work, asked: requests.ListPassedOver) -> answers.PassedOverPage:
        """Who was passed over when contributions were dealt, and why; nothing where nobody was."""
        found, next_key = store.passed_over_page(
            work, contribution_id=asked.contribution_id, after=asked.after, limit=asked.limit
        )
        return answers.PassedOverPage(items=tuple(passed_over_of(one) for one in found), next_key=next_key)

    @query(requests.ListWork, may=WORKERS)
    def list_work(self, work: Work, asked: requests.ListWork) -> answers.WorkQueue:
        """What waits for whoever asks. Refuses ActorUnknown."""
        del asked
        mine = store.queue_of(work, party_store.hand_of(work).party_id)
        return answers.WorkQueue(items=tuple(answer_of(claim) for claim in mine))

    @sweep(seconds=30)
    def escalate_contributions(self, work: Work) -> None:
        """Hand on what nobody did in time, from the instant it is due; nothing is approved by it."""
        for community, late in store.overdue(work, limit=ESCALATED_AT_ONCE).items():
            own = work.on_behalf(system(community), work.cause)
            rulebook = card_store.rulebook_now(own)
            saved = store.save_claims(own, assigned(own, [escalate(claim, rulebook=rulebook) for claim in late]))
            own.emit(
                *(
                    answering.escalated(
                        claim,
                        community=community,
                        task=Task.DECIDE if claim.escalation == TO_COUNCIL else Task.SECOND_CONFIRM,
                        on=civil_day(own.now),
                    )
                    for claim in saved
                )
            )


def _locked(work: Work, duty_id: str) -> Duty:
    duty = store.lock_duty(work, duty_id)
    work.expect_version(duty.version)
    return duty
