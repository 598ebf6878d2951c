"""Whose turn it is to take a step: fair, the same for everybody who computes it, and never somebody involved (rulebook §3)."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import DutyState, PassedOverReason, Task
from services.points.contributions import refusals
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.steps import TO_COUNCIL, Near, involved
from services.points.parties.rules import Hand


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who takes which step: proposed by one person, agreed by another."""

    duty_id: str
    party_id: PartyId
    task: Task
    state: DutyState
    appointed_by: PartyId
    appointed_at: datetime
    agreed_by: PartyId | None = None
    agreed_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 1

    def same_as(self, other: Duty) -> bool:
        """Was the other one proposed with the same content?"""
        return (self.party_id, self.task, self.appointed_by) == (other.party_id, other.task, other.appointed_by)


@dataclass(frozen=True, kw_only=True)
class PassedOver:
    """Somebody whose turn it was, passed over because they are involved in the contribution or close to the claimant."""

    contribution_id: str
    task: Task
    party_id: PartyId
    reason: PassedOverReason
    at: datetime


def agree(duty: Duty, *, by: Hand) -> Duty:
    """A second person agrees. Refuses DutyNotProposed, and OwnDuty to the appointee, the proposer and who is one identity with either."""
    if duty.state is not DutyState.PROPOSED:
        raise refusals.DutyNotProposed
    if by.concerned(duty.party_id, duty.appointed_by):
        raise refusals.OwnDuty
    return replace(duty, state=DutyState.ACTIVE, agreed_by=by.party_id, agreed_at=by.at)


def end(duty: Duty, *, at: datetime) -> Duty:
    """The duty ends. Refuses DutyEnded."""
    if duty.state is DutyState.ENDED:
        raise refusals.DutyEnded
    return replace(duty, state=DutyState.ENDED, ended_at=at)


def next_task(claim: Claim) -> Task | None:
    """What the contribution waits for."""
    if claim.state is State.CHALLENGED or (claim.escalation == TO_COUNCIL and claim.due_at is not None):
        return Task.DECIDE
    if claim.state is State.SUBMITTED:
        return Task.SECOND_CONFIRM if claim.escalation else Task.CONFIRM
    if claim.state is State.CONFIRMED:
        return Task.SECOND_CONFIRM if claim.wants_second else Task.DECIDE
    return Task.APPROVE if claim.state is State.UNDER_NOTICE else None


def route(
    claim: Claim, task: Task, holders: Sequence[Hand], *, near: Near, load: MutableMapping[PartyId, int]
) -> tuple[Claim, list[PassedOver]]:
    """The contribution, assigned to whoever of those on duty has least to do, and who was passed over on the way.

    Equal loads are ordered by a hash of contribution and person, which nobody chooses and anybody can compute.
    """
    passed: list[PassedOver] = []
    for hand in sorted(holders, key=lambda one: (load.get(one.party_id, 0), _lot(claim, one))):
        reason = _conflict(claim, hand, near)
        if reason is None:
            load[hand.party_id] = load.get(hand.party_id, 0) + 1
            return replace(claim, assigned_to=hand.party_id), passed
        passed.append(
            PassedOver(
                contribution_id=claim.contribution_id, task=task, party_id=hand.party_id, reason=reason, at=hand.at
            )
        )
    return replace(claim, assigned_to=None), passed


def _conflict(claim: Claim, hand: Hand, near: Near) -> PassedOverReason | None:
    hands = involved(claim, more=near.appraisers)
    if hand.party_id in hands:
        return PassedOverReason.INVOLVED
    return PassedOverReason.CLOSE if hand.concerned(*hands) or near.close_to(hand) else None


def _lot(claim: Claim, hand: Hand) -> str:
    return hashlib.sha256(f"{claim.contribution_id} {hand.party_id}".encode()).hexdigest()
