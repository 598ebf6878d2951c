"""The way of a contribution from its submission to its settlement, and who may take which step (rulebook §3).

SUBMITTED → CONFIRMED → UNDER_NOTICE (confirmed by a second person, or a second confirmer too) → APPROVED → SETTLED (by a third).
CONFIRMED and APPROVED are passed through in the same instant, unless a second confirmer or a review is waited for. Below the evidence
floor, or by hand: RETURNED. By whoever gave it, before it is confirmed: WITHDRAWN. By an approver's decision:
REJECTED. Returned, withdrawn and rejected time is free again: better evidence comes as a
new contribution, which replaces the returned one (`replacing`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import ContributionState as State
from services.points.contributions import refusals
from services.points.contributions.rules.claims import GOODS, Claim
from services.points.contributions.rules.proving import Proof, check_grade, check_kept
from services.points.contributions.rules.valuing import floor
from services.points.parties.rules import Hand, Party
from services.points.parties.rules.guardians import check_adult
from services.points.rate_cards.rules import Rulebook

TO_SECOND = 1
TO_COUNCIL = 2
DECIDED = frozenset({State.SETTLED, State.REJECTED, State.RETURNED, State.WITHDRAWN, State.REVERSED})


@dataclass(frozen=True, kw_only=True)
class Near:
    """Whose matter a contribution is: whom it is credited to, and who gave it. `appraisers` said what its goods are worth.

    `acting_for`: the organisations for which whoever gave it acts or lately acted; it is their people's matter too. `children`: those
    of the people who take a step with it who are under 14.
    """

    kin: tuple[Party, ...]
    appraisers: frozenset[PartyId] = frozenset()
    acting_for: frozenset[PartyId] = frozenset()
    children: frozenset[PartyId] = frozenset()

    def close_to(self, by: Hand) -> bool:
        """Is it too near for this person to judge?"""
        return by.concerned(*self.acting_for) or any(by.close_to(party) for party in self.kin)


@dataclass(frozen=True, kw_only=True)
class Caution:
    """What keeps a confirmed contribution from its notice (rulebook §7): a second confirmer is wanted, or it is held for review."""

    wants_second: bool = False
    held: bool = False


NO_CAUTION = Caution()


def second_entry(claim: Claim, *, by: Hand, near: Near) -> Claim:
    """Somebody else stands up for what was entered by hand or late; only then can it be confirmed.

    Refuses SecondPersonNotNeeded, OwnContribution, TooClose.
    """
    if not claim.manual or claim.seconded_by is not None or claim.state is not State.SUBMITTED:
        raise refusals.SecondPersonNotNeeded
    check_hand(claim, by=by, near=near)
    return replace(claim, seconded_by=by.party_id)


def confirm(
    claim: Claim,
    *,
    by: Hand,
    near: Near,
    proof: Proof,
    then: Rulebook,
    now: Rulebook,
    caution: Caution = NO_CAUTION,
) -> Claim:
    """Confirmed by a second person: its notice begins, unless a second confirmer or a review is waited for; below the floor: returned.

    `then` held when it was performed and says the floor, `now` the times of the step that begins. Refuses NotWaitingForConfirmation, OwnContribution, TooClose, SecondPersonMissing, NotAppraised,
    DocumentMissing, DocumentNotKept, EvidenceNotProved, NotTheCounterpart.
    """
    if claim.state is State.CONFIRMED and claim.wants_second:
        return _confirm_again(claim, by=by, near=near, rulebook=now)
    _check_waiting(claim)
    check_hand(claim, by=by, near=near)
    _check_ready(claim, proof)
    check_kept(claim, unkept=proof.unkept)
    vouched = check_grade(claim, proof, by=by)
    graded = replace(claim, evidence=proof.evidence, as_counterpart=vouched)
    confirmed = replace(graded, confirmed_by=by.party_id, confirmed_at=by.at, assigned_to=None)
    least = floor(claim.contribution_type, fen=claim.fen, rulebook=then)
    if proof.evidence.value < least.value:
        return returned(confirmed, reason=refusals.BELOW_FLOOR.format(floor=least.value))
    cautious = replace(confirmed, wants_second=caution.wants_second, held=caution.held)
    return _noticed(cautious, by=by, cv=claim.cv, rulebook=now)


def send_back(claim: Claim, *, by: Hand, near: Near, reason: str) -> Claim:
    """Returned for better evidence, instead of being confirmed. Refuses NotWaitingForConfirmation, OwnContribution, TooClose."""
    _check_waiting(claim)
    check_hand(claim, by=by, near=near)
    return returned(replace(claim, confirmed_by=by.party_id, confirmed_at=by.at), reason=reason)


def withdraw(claim: Claim) -> Claim:
    """Taken back by whoever gave it, and off the desk of whoever was to confirm it. Refuses NotWaitingForConfirmation."""
    _check_waiting(claim)
    return replace(claim, state=State.WITHDRAWN, due_at=None, assigned_to=None)


def undone(claim: Claim, *, reason: str) -> Claim:
    """What another service told does not hold any more, before anybody has decided: withdrawn, whatever it waited for."""
    return replace(claim, state=State.WITHDRAWN, reason=reason, due_at=None, assigned_to=None)


def approve(claim: Claim, *, by: Hand, near: Near) -> Claim:
    """Approved by a third person after the notice; what it earns is added when it is credited.

    Refuses AlreadyDecided, UnderChallenge, NotConfirmed, NoticeRunning, OwnContribution, ApprovingOwnConfirmation, TooClose.
    """
    _check_decidable(claim)
    check_third_hand(claim, by=by, near=near)
    if claim.notice_ends_at is None or claim.state is not State.UNDER_NOTICE:
        raise refusals.NotConfirmed
    check_notice_over(claim, by=by)
    return settled(claim, by=by)


def reject(claim: Claim, *, by: Hand, near: Near, reason: str) -> Claim:
    """Declined for good, at any time before it is settled. Refuses as `approve` does, but needs no notice."""
    _check_decidable(claim)
    check_third_hand(claim, by=by, near=near)
    return rejected(claim, by=by, reason=reason)


def escalate(claim: Claim, *, rulebook: Rulebook) -> Claim:
    """A step that nobody took in time is somebody else's now: the second confirmer's, then the council's. Nothing is approved by it.

    Reckoned from the instant it was due, not from when this was noticed.
    """
    due_at = (claim.due_at or claim.submitted_at) + timedelta(days=rulebook.confirm_days)
    waiting = claim.state is State.SUBMITTED and claim.escalation < TO_SECOND
    return replace(claim, escalation=TO_SECOND if waiting else TO_COUNCIL, due_at=due_at, assigned_to=None)


def settled(claim: Claim, *, by: Hand) -> Claim:
    """As it is once somebody who may has approved it."""
    decided = replace(claim, state=State.SETTLED, decided_by=by.party_id, decided_at=by.at)
    return replace(decided, due_at=None, assigned_to=None)


def rejected(claim: Claim, *, by: Hand, reason: str) -> Claim:
    """As it is once somebody who may has declined it."""
    decided = replace(claim, state=State.REJECTED, decided_by=by.party_id, decided_at=by.at, reason=reason)
    return replace(decided, due_at=None, assigned_to=None)


def taken(claim: Claim, *, cv: int, sp: int) -> Claim:
    """So much more of what it earned was taken back; when all of it was, it is reversed and its time is free again."""
    reversed_cv, reversed_sp = claim.reversed_cv + cv, claim.reversed_sp + sp
    whole = reversed_cv >= claim.cv and reversed_sp >= claim.sp
    state = State.REVERSED if whole else claim.state
    return replace(claim, reversed_cv=reversed_cv, reversed_sp=reversed_sp, state=state)


def notice_days(*, cv: int, fen: int = 0, rulebook: Rulebook) -> int:
    """By the rulebook 3 days, and 7 from 200 CV or ¥2,000 on (§3)."""
    much = cv >= rulebook.long_notice_least_cv or fen >= rulebook.long_notice_fen
    return rulebook.long_notice_days if much else rulebook.notice_days


def check_notice_over(claim: Claim, *, by: Hand) -> None:
    """Refuse NoticeRunning while anybody may still object."""
    if claim.notice_ends_at is not None and by.at < claim.notice_ends_at:
        raise refusals.NoticeRunning(ends=claim.notice_ends_at.isoformat())


def check_hand(claim: Claim, *, by: Hand, near: Near) -> None:
    """Claimant, whoever entered it, confirmer and approver are different persons (rulebook §3, §22 invariant 11).

    Several identities of one person count as one. No role is asked about, so that no change of role helps.
    Refuses OwnContribution, TooClose, ChildMayNot.
    """
    check_adult(by.party_id, children=near.children)
    earlier = claim.entered_by | near.appraisers
    if by.party_id in earlier:
        raise refusals.OwnContribution
    if near.close_to(by) or by.linked & earlier:
        raise refusals.TooClose


def asks_organisers(claim: Claim) -> bool:
    """Does it wait for an appraisal or a second person? Organisers give these, and need to know nothing of what others entered else."""
    unseconded = claim.manual and claim.seconded_by is None
    return claim.state is State.SUBMITTED and (unseconded or claim.contribution_type in GOODS)


def check_third_hand(claim: Claim, *, by: Hand, near: Near) -> None:
    """As `check_hand`, and whoever confirmed does not decide. Refuses ApprovingOwnConfirmation."""
    check_hand(claim, by=by, near=near)
    if _confirmers(claim) & ({by.party_id} | by.linked):
        raise refusals.ApprovingOwnConfirmation


def returned(claim: Claim, *, reason: str) -> Claim:
    """Returned for better evidence, or because its time counts already."""
    return replace(claim, state=State.RETURNED, reason=reason, due_at=None, assigned_to=None)


def begin_notice(claim: Claim, *, by: Hand, cv: int, rulebook: Rulebook) -> Claim:
    """Its notice begins now, and with it the time to approve. Longer for much, by value or by worth (rulebook §3)."""
    ends = by.at + timedelta(days=notice_days(cv=cv, fen=claim.fen, rulebook=rulebook))
    due_at = ends + timedelta(days=rulebook.approve_days)
    return replace(claim, state=State.UNDER_NOTICE, notice_ends_at=ends, due_at=due_at, escalation=0, assigned_to=None)


def release(claim: Claim, *, by: Hand, near: Near, cv: int, rulebook: Rulebook) -> Claim:
    """The council found nothing wrong with what was held for review: it goes on.

    Refuses NotHeld, OwnContribution, ApprovingOwnConfirmation, TooClose.
    """
    if not claim.held or claim.state is not State.CONFIRMED:
        raise refusals.NotHeld
    check_third_hand(claim, by=by, near=near)
    return _noticed(replace(claim, held=False), by=by, cv=cv, rulebook=rulebook)


def _noticed(claim: Claim, *, by: Hand, cv: int, rulebook: Rulebook) -> Claim:
    if claim.wants_second or claim.held:
        due_at = by.at + timedelta(days=rulebook.confirm_days)
        return replace(claim, state=State.CONFIRMED, due_at=due_at, escalation=0, assigned_to=None)
    return begin_notice(claim, by=by, cv=cv, rulebook=rulebook)


def _confirm_again(claim: Claim, *, by: Hand, near: Near, rulebook: Rulebook) -> Claim:
    check_third_hand(claim, by=by, near=near)
    return _noticed(
        replace(claim, wants_second=False, second_confirmed_by=by.party_id), by=by, cv=claim.cv, rulebook=rulebook
    )


def _confirmers(claim: Claim) -> frozenset[PartyId]:
    return frozenset(one for one in (claim.confirmed_by, claim.second_confirmed_by) if one is not None)


def _check_ready(claim: Claim, proof: Proof) -> None:
    if claim.manual and claim.seconded_by is None:
        raise refusals.SecondPersonMissing
    if proof.appraisals_missing:
        raise refusals.NotAppraised(missing=proof.appraisals_missing)


def _check_waiting(claim: Claim) -> None:
    if claim.state is not State.SUBMITTED:
        raise refusals.NotWaitingForConfirmation


def _check_decidable(claim: Claim) -> None:
    if claim.state in DECIDED:
        raise refusals.AlreadyDecided
    if claim.state is State.CHALLENGED:
        raise refusals.UnderChallenge


def involved(claim: Claim, *, more: Collection[PartyId] = ()) -> frozenset[PartyId]:
    """Everybody who had a hand in it so far."""
    decided = frozenset() if claim.decided_by is None else frozenset({claim.decided_by})
    return claim.entered_by | _confirmers(claim) | decided | frozenset(more)
