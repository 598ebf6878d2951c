"""Objections while the notice runs, and the council's decision on them (rulebook §3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import ChallengeState
from contracts.points.kinds import ContributionState as State
from services.points.contributions import refusals
from services.points.contributions.rules import steps
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.steps import TO_COUNCIL, Near
from services.points.parties.rules import Hand


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """An objection to a contribution. `raised_by` is told to nobody; it only keeps whoever objected from deciding."""

    challenge_id: str
    contribution_id: str
    raised_by: PartyId
    reason: str
    state: ChallengeState
    raised_at: datetime
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    version: int = 1

    def same_as(self, other: Challenge) -> bool:
        """Was the other one raised with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        return (self.challenge_id, self.contribution_id, self.raised_by, self.reason)


def challenged(claim: Claim, *, by: Hand) -> Claim:
    """Somebody objects: the council decides now. Refuses NotUnderNotice, OwnContribution."""
    running = claim.notice_ends_at is not None and by.at < claim.notice_ends_at
    if claim.state not in {State.UNDER_NOTICE, State.CHALLENGED} or not running:
        raise refusals.NotUnderNotice
    if by.party_id in claim.entered_by:
        raise refusals.OwnContribution
    return replace(claim, state=State.CHALLENGED, escalation=TO_COUNCIL)


def lapsed(raised: Collection[Challenge], *, at: datetime) -> list[Challenge]:
    """Objections that are open, to what does not stand any more."""
    return [
        replace(challenge, state=ChallengeState.LAPSED, decided_at=at)
        for challenge in raised
        if challenge.state is ChallengeState.OPEN
    ]


def decide(
    claim: Claim, raised: Collection[Challenge], *, by: Hand, near: Near, upheld: bool, reason: str
) -> tuple[Claim, list[Challenge]]:
    """The council's decision on all objections that are open: rejected, or approved once the notice is over.

    Refuses NotChallenged, NoticeRunning, OwnContribution, ApprovingOwnConfirmation, TooClose (to the claimant or to whoever objected).
    """
    if claim.state is not State.CHALLENGED:
        raise refusals.NotChallenged
    steps.check_third_hand(claim, by=by, near=near)
    if by.concerned(*(challenge.raised_by for challenge in raised)):
        raise refusals.TooClose
    if not upheld:
        steps.check_notice_over(claim, by=by)
    outcome = ChallengeState.UPHELD if upheld else ChallengeState.DISMISSED
    ended = [
        replace(challenge, state=outcome, decided_by=by.party_id, decided_at=by.at)
        for challenge in raised
        if challenge.state is ChallengeState.OPEN
    ]
    return steps.rejected(claim, by=by, reason=reason) if upheld else steps.settled(claim, by=by), ended
