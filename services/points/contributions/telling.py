"""Enters what other services tell was given, confirmed by its other side there, and undoes what they take back (rulebook §3, §5, ADR 0148)."""

from __future__ import annotations

from dataclasses import replace

from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import PassedOverReason, Task
from contracts.refused import NotYet, Refused
from services.points.acts import store as act_store
from services.points.contributions import answering, confirming, refusals, rules, store
from services.points.contributions.concerned import concerned
from services.points.contributions.entering import estimated
from services.points.contributions.routing import assigned
from services.points.contributions.rules.challenging import lapsed
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.proving import Proof
from services.points.contributions.rules.routing import PassedOver
from services.points.contributions.rules.steps import undone
from services.points.contributions.rules.telling import Told, lessened
from services.points.grants import store as grant_store
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store
from services.points.reversals import store as reversal_store
from services.points.reversals.rules import Reversal

EARNED = frozenset({State.SETTLED, State.REVERSED})
UNDECIDED = frozenset({State.SUBMITTED, State.CONFIRMED, State.UNDER_NOTICE, State.CHALLENGED, State.RETURNED})


def enter(work: Work, told: Told) -> None:
    """Keep what was told, once, and begin its notice, where nothing speaks against whoever confirmed it there.

    Who was erased earns nothing new. Time below what counts at all earns nothing; time that overlaps is returned: the first counts
    (rulebook §7). Refuses NotYet if whoever gave is not registered (yet).
    """
    giver = party_store.lock_parties(work, {told.claim.giver}).get(told.claim.giver)
    if giver is None:
        raise NotYet
    rulebook = card_store.rulebook_on(work, told.claim.performed_on)
    short = told.claim.is_time and told.claim.minutes < rulebook.least_minutes
    if giver.erased_at is not None or short or _known(work, told.told_as):
        return
    claim = _placed(work, told)
    store.add_claims(work, [claim])
    store.add_appraisals(work, told.appraisals)
    work.emit(answering.submitted(claim, community=work.community))
    if claim.state is State.RETURNED:
        work.emit(answering.refused(claim, community=work.community, final=False, on=civil_day(work.now)))
    elif not _confirmed(work, claim, told):
        [waiting] = assigned(work, [claim])
        store.save_claim(work, waiting)


def take_back(work: Work, back: Reversal, *, party_id: PartyId, why: str) -> None:
    """What another service told, in part or whole, does not hold any more; `back` names it by that service's id.

    Settled, so much is taken back of what it earned. Before that, returned for better evidence too, less of it is left to be decided
    on, or, as a whole, nothing. What was withdrawn or rejected had earned nothing. The same again (`because`) changes nothing.
    Refuses NotYet while it has not been told (its event is on the way).
    """
    claim = store.find_told(work, back.source_id, lock=True)
    if claim is None:
        if not _never_told(work, back.source_id, party_id=party_id):
            reversal_store.reverse_if_granted(work, [back])
    elif store.went_before(work, back.source_id, because=back.because):
        return
    elif claim.state in UNDECIDED:
        store.note_gone(work, claim.contribution_id, because=back.because, fen=back.amount)
        _lessen(work, claim, fen=back.amount, why=why)
    elif claim.state in EARNED:
        reversal_store.reverse_if_granted(work, [back])


def _never_told(work: Work, told_as: str, *, party_id: PartyId) -> bool:
    # Of who was erased nothing new is entered: nobody waits for it.
    return bool(party_store.erased(work, [party_id])) and not grant_store.find_by_source(work, [told_as])


def _known(work: Work, told_as: str) -> bool:
    # Before ADR 0148 it was credited at once.
    return store.find_told(work, told_as) is not None or bool(grant_store.find_by_source(work, [told_as]))


def _placed(work: Work, told: Told) -> Claim:
    """With what of it counts, what it would earn, and only an activity that there is; returned where it overlaps."""
    claim = told.claim
    activities = act_store.known(work, [] if claim.activity_id is None else [claim.activity_id])
    known = claim if claim.activity_id in activities else replace(claim, activity_id=None)
    if not claim.is_time:
        return estimated(work, known)
    rulebook = card_store.rulebook_on(work, claim.performed_on)
    if not told.timed:
        # Nobody said when it began: it fits into its day, and overlaps nothing.
        before = store.minutes_on(work, claim.giver, on=claim.performed_on)
        return estimated(work, rules.counted(known, before=before, rulebook=rulebook))
    others = store.claims_of(work, {claim.giver}, since=claim.started_at, until=claim.ended_at)
    try:
        return estimated(work, rules.check_day(known, others=others, rulebook=rulebook))
    except refusals.TimeOverlaps as overlap:
        return rules.returned(known, reason=overlap.zh)


def _confirmed(work: Work, claim: Claim, told: Told) -> bool:
    """Did its other side confirm it? Whoever is too close to it does not, and is logged as passed over: somebody here confirms it."""
    by = None if told.confirmer is None else party_store.hands(work, [told.confirmer]).get(told.confirmer)
    if by is None:
        return False
    about = concerned(work, [claim], [by.party_id])
    proof = Proof(evidence=claim.evidence)
    try:
        confirming.confirm(work, claim, by=by, about=about, proof=proof, published=card_store.published(work))
    except Refused as refusal:
        close = isinstance(refusal, refusals.TooClose)
        passed = PassedOver(
            contribution_id=claim.contribution_id,
            task=Task.CONFIRM,
            party_id=by.party_id,
            reason=PassedOverReason.CLOSE if close else PassedOverReason.INVOLVED,
            at=work.now,
        )
        store.add_passed_over(work, [passed])
        return False
    return True


def _lessen(work: Work, claim: Claim, *, fen: int | None, why: str) -> None:
    if fen is not None and fen < claim.fen:
        store.save_claim(work, estimated(work, lessened(claim, fen=fen)))
        return
    saved = store.save_claim(work, undone(claim, reason=why))
    store.save_challenges(work, lapsed(store.challenges_to(work, claim.contribution_id), at=work.now))
    work.emit(answering.withdrawn(saved, community=work.community, on=civil_day(work.now)))
