"""How earning is suspended after fraud: proposed, decided by the council, and open to an appeal (rulebook §5)."""

from __future__ import annotations

from dataclasses import fields

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import EarningSuspended, EarningSuspensionLifted
from contracts.points.kinds import ReversalReason
from contracts.points.kinds import SuspensionState as State
from contracts.roles import EVERYBODY, Role
from services.points.clawbacks import refusals, rules, store
from services.points.clawbacks.rules import Suspension
from services.points.grants import store as grant_store
from services.points.parties import store as party_store

PROPOSERS = (Role.COMMUNITY_STAFF, Role.APPROVER)
COUNCIL = (Role.COUNCIL_MEMBER,)
SEES_ALL = (*PROPOSERS, *COUNCIL, Role.AUDITOR)
APPELLANTS = (Role.RESIDENT, Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.VILLAGE_AGENT)


class Suspensions:
    """Suspensions of earning."""

    @command(requests.ProposeSuspension, may=PROPOSERS)
    def propose_suspension(self, work: Work, asked: requests.ProposeSuspension) -> answers.Suspension:
        """Propose it after a reversal for fraud. Refuses SuspensionLength, SuspensionNeedsFraud, SuspensionIdTaken, ActorUnknown."""
        by = party_store.hand_of(work)
        proposed = Suspension(
            suspension_id=asked.suspension_id,
            party_id=asked.party_id,
            reversal_id=asked.reversal_id,
            months=asked.months,
            reason=asked.reason,
            state=State.PROPOSED,
            proposed_by=by.party_id,
        )
        rules.check_length(proposed)
        fraud = grant_store.find_taken(work, asked.reversal_id)
        if fraud is None or fraud.reason is not ReversalReason.FRAUD or fraud.party_id != asked.party_id:
            raise refusals.SuspensionNeedsFraud
        return _answer(store.add(work, proposed))

    @command(requests.DecideSuspension, may=COUNCIL)
    def decide_suspension(self, work: Work, asked: requests.DecideSuspension) -> answers.Suspension:
        """Impose or decline it. Refuses SuspensionNotFound, SuspensionState, OwnSuspension, ActorUnknown."""
        suspension = store.lock(work, asked.suspension_id)
        work.expect_version(suspension.version)
        decided = rules.decide(
            suspension,
            by=party_store.hand_of(work),
            party=party_store.require_party(work, suspension.party_id),
            impose=asked.impose,
            answer=asked.answer_text,
            on=civil_day(work.now),
        )
        return _save(work, decided)

    @command(requests.AppealSuspension, may=APPELLANTS)
    def appeal_suspension(self, work: Work, asked: requests.AppealSuspension) -> answers.Suspension:
        """Object to one's own. Refuses SuspensionNotFound, SuspensionState, AppealTooLate."""
        suspension = store.lock(work, asked.suspension_id)
        if not party_store.is_own(work, suspension.party_id):
            raise refusals.SuspensionNotFound
        work.expect_version(suspension.version)
        return _answer(store.save(work, rules.appeal(suspension, text=asked.appeal, on=civil_day(work.now))))

    @command(requests.DecideAppeal, may=COUNCIL)
    def decide_appeal(self, work: Work, asked: requests.DecideAppeal) -> answers.Suspension:
        """Lift or uphold it, as another member. Refuses SuspensionNotFound, SuspensionState, OwnSuspension, ActorUnknown."""
        suspension = store.lock(work, asked.suspension_id)
        work.expect_version(suspension.version)
        decided = rules.decide_appeal(
            suspension,
            by=party_store.hand_of(work),
            party=party_store.require_party(work, suspension.party_id),
            lift=asked.lift,
            answer=asked.answer_text,
            on=civil_day(work.now),
        )
        return _save(work, decided)

    @query(requests.GetSuspension, may=EVERYBODY)
    def get_suspension(self, work: Work, asked: requests.GetSuspension) -> answers.Suspension:
        """One's own, or any for those who propose, decide and audit. Refuses SuspensionNotFound."""
        suspension = store.require(work, asked.suspension_id)
        if not work.actor.is_any(*SEES_ALL) and not party_store.is_own(work, suspension.party_id):
            raise refusals.SuspensionNotFound
        return _answer(suspension)

    @query(requests.ListSuspensions, may=EVERYBODY)
    def list_suspensions(self, work: Work, asked: requests.ListSuspensions) -> answers.SuspensionPage:
        """All for those who propose, decide and audit, otherwise one's own and those of whom one acts for."""
        found, next_key = store.page(
            work,
            of=None if work.actor.is_any(*SEES_ALL) else party_store.own_parties(work),
            state=asked.state,
            open_on=civil_day(work.now) if asked.open_only else None,
            after=asked.after,
            limit=asked.limit,
        )
        return answers.SuspensionPage(items=tuple(map(_answer, found)), next_key=next_key)


def _save(work: Work, decided: Suspension) -> answers.Suspension:
    names = {"community": work.community, "suspension_id": decided.suspension_id, "party_id": decided.party_id}
    if decided.begins_on is not None and decided.ends_on is not None:
        work.emit(EarningSuspended(**names, begins_on=decided.begins_on, ends_on=decided.ends_on))
    elif decided.state is State.LIFTED:
        work.emit(EarningSuspensionLifted(**names))
    return _answer(store.save(work, decided))


def _answer(suspension: Suspension) -> answers.Suspension:
    # Who proposed and decided stays inside: the council answers as one.
    shown = {field.name: getattr(suspension, field.name) for field in fields(answers.Suspension)}
    return answers.Suspension(**shown)
