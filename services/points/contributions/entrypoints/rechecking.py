"""What is looked at again after it was settled, and what was held before (rulebook §3, §7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import ledger
from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, periodic, query, reaction
from contracts.points import answers, requests
from contracts.points.events import PointsReversed, RecheckFailed
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import RecheckState, ReversalReason
from contracts.roles import ANYONE, Role
from services.points.contributions import answering, store
from services.points.contributions.answering import answer_of, recheck_of
from services.points.contributions.concerned import concerned
from services.points.contributions.routing import assigned
from services.points.contributions.rules.sampling import Draw, Recheck, agree, check, month_of, sample, seed
from services.points.contributions.rules.steps import release, taken
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store
from services.points.reversals import store as reversal_store
from services.points.reversals.rules import Reversal

READERS = (Role.COUNCIL_MEMBER, Role.AUDITOR)


class Rechecking:
    """Five per cent of what was settled, drawn so that nobody can choose; and the council's review of what was held."""

    @command(requests.ReleaseContribution, may=(Role.COUNCIL_MEMBER,))
    def release_contribution(self, work: Work, asked: requests.ReleaseContribution) -> answers.Contribution:
        """Let go on what was held for review; to decline it, reject it.

        Refuses ContributionNotFound, NotHeld, OwnContribution, ApprovingOwnConfirmation, TooClose, ActorUnknown.
        """
        by = party_store.hand_of(work)
        claim = store.require_claim(work, asked.contribution_id, lock=True)
        work.expect_version(claim.version)
        near = concerned(work, [claim], [by.party_id]).near(claim)
        released = release(claim, by=by, near=near, cv=claim.cv, rulebook=card_store.rulebook_now(work))
        [routed] = assigned(work, [released])
        saved = store.save_claim(work, routed)
        if saved.state is State.UNDER_NOTICE:
            work.emit(answering.confirmed(saved, community=work.community))
        return answer_of(saved)

    @periodic("month")
    def draw_rechecks(self, work: Work, period: str) -> None:
        """Draw the month's sample in every community, by the hash of its ledger once all that was settled is sealed."""
        for community in store.communities_settling(work, period):
            own = work.on_behalf(system(community), work.cause)
            while ledger.seal(own).count:
                pass
            head = ledger.head(own)
            population = store.settled_in(own, period)
            # A card holds for whole months.
            rulebook = card_store.rulebook_on(own, month_of(period)[0])
            drawn = sample(population, seed=seed(seal_hash=head.hash.hex(), period=period), rulebook=rulebook)
            draw = Draw(
                period=period,
                seal_number=head.number,
                seal_hash=head.hash.hex(),
                population=len(population),
                drawn=len(drawn),
                drawn_at=own.now,
            )
            store.add_draw(
                own, draw, [Recheck(contribution_id=one, period=period, state=RecheckState.OPEN) for one in drawn]
            )

    @query(requests.GetRecheckDraw, may=ANYONE)
    def get_recheck_draw(self, work: Work, asked: requests.GetRecheckDraw) -> answers.RecheckDraw:
        """With what a month's sample was drawn, so that anybody can draw it again. Refuses NotDrawnYet."""
        draw = store.find_draw(work, asked.period)
        return answers.RecheckDraw(
            period=draw.period,
            seal_number=draw.seal_number,
            seal_hash=draw.seal_hash,
            seed=seed(seal_hash=draw.seal_hash, period=draw.period),
            population=draw.population,
            drawn=draw.drawn,
        )

    @query(requests.ListRecheckCandidates, may=ANYONE)
    def list_recheck_candidates(
        self, work: Work, asked: requests.ListRecheckCandidates
    ) -> answers.RecheckCandidatePage:
        """From what a month's sample was drawn: ids only, and which of them were. Refuses NotDrawnYet."""
        store.find_draw(work, asked.period)
        found, next_key = store.candidates(work, asked.period, after=asked.after, limit=asked.limit)
        items = tuple(answers.RecheckCandidate(contribution_id=one, drawn=drawn) for one, drawn in found)
        return answers.RecheckCandidatePage(items=items, next_key=next_key)

    @query(requests.ListRechecks, may=READERS)
    def list_rechecks(self, work: Work, asked: requests.ListRechecks) -> answers.RecheckPage:
        """What was drawn and what it came to."""
        found, next_key = store.recheck_page(work, period=asked.period, after=asked.after, limit=asked.limit)
        return answers.RecheckPage(items=tuple(recheck_of(one) for one in found), next_key=next_key)

    @command(requests.RecordRecheck, may=(Role.COUNCIL_MEMBER,))
    def record_recheck(self, work: Work, asked: requests.RecordRecheck) -> answers.Recheck:
        """Say what looking again came to; failed, a reversal is proposed by it.

        Refuses NotDrawn, AlreadyRechecked, OwnContribution, ApprovingOwnConfirmation, TooClose, ActorUnknown.
        """
        by = party_store.hand_of(work)
        recheck = store.lock_recheck(work, asked.contribution_id)
        work.expect_version(recheck.version)
        claim = store.require_claim(work, recheck.contribution_id)
        near = concerned(work, [claim], [by.party_id]).near(claim)
        done = check(recheck, claim, by=by, near=near, passed=asked.passed, reason=asked.reason)
        saved = store.save_recheck(work, done)
        if saved.state is RecheckState.FAILED:
            work.emit(
                RecheckFailed(
                    community=work.community,
                    contribution_id=saved.contribution_id,
                    period=saved.period,
                    failed_on=civil_day(work.now),
                )
            )
        return recheck_of(saved)

    @command(requests.AgreeReversal, may=(Role.COUNCIL_MEMBER,))
    def agree_reversal(self, work: Work, asked: requests.AgreeReversal) -> answers.Recheck:
        """Agree, as a second person, that what failed its re-check is taken back, and take back what of it still stands.

        Refuses NotDrawn, RecheckNotFailed, OwnContribution, ApprovingOwnConfirmation, TooClose, ActorUnknown.
        """
        by = party_store.hand_of(work)
        recheck = store.lock_recheck(work, asked.contribution_id)
        work.expect_version(recheck.version)
        claim = store.require_claim(work, recheck.contribution_id, lock=True)
        near = concerned(work, [claim], [by.party_id]).near(claim)
        saved = store.save_recheck(work, agree(recheck, claim, by=by, near=near))
        taken_back = Reversal(
            source_id=claim.contribution_id,
            reason=ReversalReason.EVIDENCE_WITHDRAWN,
            because=f"recheck:{recheck.period}:{claim.contribution_id}",
        )
        if claim.state is State.SETTLED:
            reversal_store.reverse(work, [taken_back])
        return recheck_of(saved)

    @reaction(PointsReversed, batch=True)
    def show_reversals(self, work: Work, events: Sequence[PointsReversed]) -> None:
        """Show on contributions what was taken back of them, by whatever way (rulebook §5): the whole, and they are reversed."""
        by_community: dict[str, list[PointsReversed]] = defaultdict(list)
        for event in events:
            by_community[event.community].append(event)
        for community, told in sorted(by_community.items()):
            own = work.on_behalf(system(community), work.cause)
            claims = store.lock_claims(own, {event.source_id for event in told})
            for event in told:
                if event.source_id in claims:
                    claims[event.source_id] = taken(claims[event.source_id], cv=event.cv, sp=event.sp)
            store.save_claims(own, list(claims.values()))
