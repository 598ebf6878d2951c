"""What can be asked about objections while a notice runs (rulebook §3)."""

from __future__ import annotations

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.kinds import ChallengeState
from contracts.roles import ACTING, EVERYBODY, Role
from services.points.contributions import answering, approving, refusals, store
from services.points.contributions.answering import answer_of
from services.points.contributions.concerned import concerned
from services.points.contributions.routing import assigned
from services.points.contributions.rules.challenging import Challenge, challenged, decide
from services.points.parties import store as party_store

SEES_ALL = (Role.COUNCIL_MEMBER, Role.AUDITOR)


class Challenging:
    """Anybody objects, the council decides, and nobody learns who objected."""

    @command(requests.ChallengeContribution, may=ACTING)
    def challenge_contribution(self, work: Work, asked: requests.ChallengeContribution) -> answers.Challenge:
        """Object while the notice runs; the same again answers what is there.

        Refuses ContributionNotFound, NotUnderNotice, OwnContribution, ChallengeIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        claim = store.require_claim(work, asked.contribution_id, lock=True)
        wanted = Challenge(
            challenge_id=asked.challenge_id,
            contribution_id=claim.contribution_id,
            raised_by=by.party_id,
            reason=asked.reason,
            state=ChallengeState.OPEN,
            raised_at=work.now,
        )
        known = store.find_challenge(work, wanted.challenge_id)
        if known is not None:
            if not known.same_as(wanted):
                raise refusals.ChallengeIdTaken
            return answering.challenge_of(known)
        [waiting] = assigned(work, [challenged(claim, by=by)])
        kept = store.add_challenge(work, wanted)
        store.save_claim(work, waiting)
        # Said by the system: an event tells its actor, and nobody is to learn who objected.
        quiet = work.on_behalf(system(work.community), work.cause)
        quiet.emit(answering.challenged(waiting, community=work.community, on=civil_day(work.now)))
        return answering.challenge_of(kept)

    @command(requests.DecideChallenge, may=(Role.COUNCIL_MEMBER,))
    def decide_challenge(self, work: Work, asked: requests.DecideChallenge) -> answers.Contribution:
        """Reject what is objected to, or, its notice over, approve and credit it.

        Refuses ContributionNotFound, NotChallenged, NoticeRunning, OwnContribution, ApprovingOwnConfirmation, TooClose, ActorUnknown.
        """
        by = party_store.hand_of(work)
        claim = store.require_claim(work, asked.contribution_id, lock=True)
        work.expect_version(claim.version)
        raised = store.challenges_to(work, claim.contribution_id)
        near = concerned(work, [claim], [by.party_id]).near(claim)
        decided, ended = decide(claim, raised, by=by, near=near, upheld=asked.upheld, reason=asked.reason)
        store.save_challenges(work, ended)
        if not asked.upheld:
            return approving.settle_one(work, decided)
        saved = store.save_claim(work, decided)
        work.emit(answering.refused(saved, community=work.community, final=True, on=civil_day(work.now)))
        return answer_of(saved)

    @query(requests.ListChallenges, may=EVERYBODY)
    def list_challenges(self, work: Work, asked: requests.ListChallenges) -> answers.ChallengePage:
        """One's own objections, or all for the council and the auditor, without who raised them. Refuses ActorUnknown."""
        raised_by = None if work.actor.is_any(*SEES_ALL) else party_store.hand_of(work).party_id
        found, next_key = store.challenge_page(
            work, raised_by=raised_by, contribution_id=asked.contribution_id, after=asked.after, limit=asked.limit
        )
        return answers.ChallengePage(items=tuple(answering.challenge_of(one) for one in found), next_key=next_key)
