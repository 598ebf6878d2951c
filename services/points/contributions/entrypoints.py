"""What can be asked about contributions: five steps by three different persons, and what everybody may see of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chassis.clock import civil_day
from chassis.database import Work
from chassis.doors import Ask
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import ContributionType
from contracts.refused import Refused
from contracts.roles import ANYONE, Role
from services.points.contributions import answering, approving, refusals, rules, store
from services.points.contributions.answering import answer_of
from services.points.contributions.rules import Claim
from services.points.grants import rules as grants
from services.points.grants import store as grant_store
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store
from services.points.rate_cards.rules import Worth

SUBMITTERS = (Role.RESIDENT, Role.ACTIVITY_ORGANISER)
DECIDERS = (Role.APPROVER, Role.COUNCIL_MEMBER)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.CONFIRMER, *DECIDERS, Role.AUDITOR, Role.ACTIVITY_ORGANISER)


class Contributions:
    """Unpaid time, from its submission to its settlement (rulebook §2, §3)."""

    @command(requests.SubmitContribution, may=SUBMITTERS)
    def submit_contribution(self, work: Work, asked: requests.SubmitContribution) -> answers.Contribution:
        """Put forward one's own time or, as an organiser, somebody's; the same content again answers what is there.

        Refuses PartyNotFound, ContributionIdTaken, TimeOverlaps, TooLong, TooShort, TooLate, NotYetPerformed, HoursArePersonal,
        QualificationMissing, ActorUnknown.
        """
        by = party_store.hand_of(work)
        if asked.party_id != by.party_id and not work.actor.is_any(Role.ACTIVITY_ORGANISER):
            raise parties.PartyNotFound
        party = party_store.lock_party(work, asked.party_id)
        claim = _claim(work, asked, by=by.party_id)
        known = store.find_claim(work, claim.contribution_id)
        if known is not None:
            if not known.same_as(claim):
                raise refusals.ContributionIdTaken
            return answer_of(known)
        rules.check_submission(claim, party=party, at=work.now, today=civil_day(work.now))
        rules.check_day(claim, others=store.claims_near(work, party.party_id, claim.started_at))
        estimated = _estimated(work, claim)
        store.add_claim(work, estimated)
        work.emit(answering.submitted(estimated, community=work.community))
        return answer_of(estimated)

    @command(requests.ConfirmContribution, may=(Role.CONFIRMER,))
    def confirm_contribution(self, work: Work, asked: requests.ConfirmContribution) -> answers.Contribution:
        """Confirm as a second person; below the evidence floor it is returned instead.

        Refuses ContributionNotFound, NotWaitingForConfirmation, OwnContribution, TooClose, ActorUnknown.
        """
        claim = _locked(work, asked.contribution_id)
        party = party_store.require_party(work, claim.party_id)
        confirmed = rules.confirm(
            claim,
            by=party_store.hand_of(work),
            party=party,
            evidence=asked.evidence,
            worth=Worth(claim.cv, claim.sp),
        )
        saved = store.save_claim(work, confirmed)
        if saved.notice_ends_at is None:
            work.emit(answering.refused(saved, community=work.community, final=False, on=civil_day(work.now)))
        else:
            work.emit(answering.confirmed(saved, community=work.community))
        return answer_of(saved)

    @command(requests.ReturnContribution, may=(Role.CONFIRMER,))
    def return_contribution(self, work: Work, asked: requests.ReturnContribution) -> answers.Contribution:
        """Give it back for better evidence. Refuses as confirming does."""
        claim = _locked(work, asked.contribution_id)
        party = party_store.require_party(work, claim.party_id)
        returned = rules.send_back(claim, by=party_store.hand_of(work), party=party, reason=asked.reason)
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
        party = party_store.require_party(work, claim.party_id)
        rejected = rules.reject(claim, by=party_store.hand_of(work), party=party, reason=asked.reason)
        saved = store.save_claim(work, rejected)
        work.emit(answering.refused(saved, community=work.community, final=True, on=civil_day(work.now)))
        return answer_of(saved)

    @query(requests.GetContribution, may=tuple(Role))
    def get_contribution(self, work: Work, asked: requests.GetContribution) -> answers.Contribution:
        """One's own, or any for those who confirm, decide and audit. Refuses ContributionNotFound."""
        claim = store.require_claim(work, asked.contribution_id)
        if claim.party_id not in work.actor.parties and not work.actor.is_any(*SEES_ALL):
            raise refusals.ContributionNotFound
        return answer_of(claim)

    @query(requests.ListContributions, may=tuple(Role))
    def list_contributions(self, work: Work, asked: requests.ListContributions) -> answers.ContributionPage:
        """One's own, or all for those who confirm, decide and audit. Refuses PartyNotFound."""
        party_id = asked.party_id
        if not work.actor.is_any(*SEES_ALL):
            if party_id not in {None, work.actor.party_id} or work.actor.party_id is None:
                raise parties.PartyNotFound
            party_id = work.actor.party_id
        found, next_key = store.page(work, party_id=party_id, state=asked.state, after=asked.after, limit=asked.limit)
        return answers.ContributionPage(items=tuple(answer_of(claim) for claim in found), next_key=next_key)

    @query(requests.ListNotices, may=ANYONE)
    def list_notices(self, work: Work, asked: requests.ListNotices) -> answers.NoticePage:
        """What is under public notice now, with masked names, so that anybody may object (rulebook §3)."""
        found, next_key = store.page(
            work, state=State.UNDER_NOTICE, noticed_at=work.now, after=asked.after, limit=asked.limit
        )
        known = party_store.find_parties(work, [claim.party_id for claim in found])
        items = tuple(answering.notice_of(claim, known[claim.party_id]) for claim in found)
        return answers.NoticePage(items=items, next_key=next_key)


def _locked(work: Work, contribution_id: str) -> Claim:
    claim = store.require_claim(work, contribution_id, lock=True)
    work.expect_version(claim.version)
    return claim


def _claim(work: Work, asked: requests.SubmitContribution, *, by: str) -> Claim:
    return Claim(
        contribution_id=asked.contribution_id,
        party_id=asked.party_id,
        contribution_type=ContributionType(asked.contribution_type.value),
        activity=asked.activity,
        qualification=asked.qualification,
        started_at=asked.started_at,
        performed_on=civil_day(asked.started_at),
        minutes=asked.minutes,
        evidence=asked.evidence,
        state=State.SUBMITTED,
        submitted_by=by,
        submitted_at=work.now,
    )


def _estimated(work: Work, claim: Claim) -> Claim:
    earning = rules.earning_of(claim)
    card = cards.in_force(card_store.published(work), on=claim.performed_on)
    worth, _ = grants.decide(earning, card=card, headroom=grant_store.headroom(work, earning))
    return replace(claim, cv=worth.cv, sp=worth.sp, rate_card=card.number)
