"""Programmes, rewards and batches as they are made known."""

from __future__ import annotations

from contracts.points.events import (
    FeeAnswersSuspended,
    FeeBatchReminded,
    FeeBatchSealed,
    FeeCaseOpened,
    FeeProgrammeClosed,
    FeeRewardAccepted,
    FeeRewardApplied,
    FeeRewardConfirmed,
    FeeRewardOffered,
    FeeRewardRejected,
    FeeRewardReversed,
    FeeRewardUndoAsked,
    FeeRewardWithdrawn,
)
from contracts.points.kinds import Confirmation
from services.points.fee_rewards.rules.batches import Batch, Case
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.rules.rewards import Reward
from services.points.fee_rewards.rules.undos import Undo


def closed(programme: Programme, *, community: str) -> FeeProgrammeClosed:
    """No more requests."""
    return FeeProgrammeClosed(community=community, programme_id=programme.programme_id, company_id=programme.company_id)


def offered(reward: Reward, *, community: str) -> FeeRewardOffered:
    """A discount was worked out."""
    return FeeRewardOffered(
        community=community,
        reward_id=reward.reward_id,
        programme_id=reward.programme_id,
        household_id=reward.household_id,
        billing_period=reward.billing_period,
        discount=reward.discount,
        offered_until=reward.offered_until or reward.requested_at,
    )


def accepted(reward: Reward, *, community: str) -> FeeRewardAccepted:
    """A resident consented; points are held."""
    return FeeRewardAccepted(
        community=community,
        reward_id=reward.reward_id,
        programme_id=reward.programme_id,
        household_id=reward.household_id,
        billing_period=reward.billing_period,
        sp=reward.discount,
    )


def sealed(batch: Batch, *, community: str) -> FeeBatchSealed:
    """A month was closed."""
    return FeeBatchSealed(
        community=community,
        batch_number=batch.batch_number,
        programme_id=batch.programme_id,
        month=batch.month,
        lines=batch.line_count,
        total=batch.total,
        sha256=batch.sha256,
        left_out=batch.left_out,
    )


def applied(reward: Reward, *, community: str, company_id: str, company_cv: int) -> FeeRewardApplied:
    """The discount was given, the points are burned."""
    amount = reward.applied or 0
    return FeeRewardApplied(
        community=community,
        reward_id=reward.reward_id,
        programme_id=reward.programme_id,
        company_id=company_id,
        household_id=reward.household_id,
        billing_period=reward.billing_period,
        discount=amount,
        sp=amount,
        company_cv=company_cv,
    )


def rejected(reward: Reward, *, community: str) -> FeeRewardRejected:
    """The discount was not given, the points are free again."""
    return FeeRewardRejected(
        community=community,
        reward_id=reward.reward_id,
        programme_id=reward.programme_id,
        household_id=reward.household_id,
        billing_period=reward.billing_period,
        reason=reward.reason or "UNKNOWN",
        asked=reward.discount,
    )


def withdrawn(reward: Reward, *, community: str) -> FeeRewardWithdrawn:
    """The consent was taken back, the points are free again."""
    return FeeRewardWithdrawn(
        community=community,
        reward_id=reward.reward_id,
        programme_id=reward.programme_id,
        household_id=reward.household_id,
        billing_period=reward.billing_period,
        sp=reward.discount,
    )


def confirmed(reward_id: str, how: Confirmation, *, community: str) -> FeeRewardConfirmed:
    """Seen on the bill."""
    return FeeRewardConfirmed(community=community, reward_id=reward_id, confirmation=how)


def undo_asked(undo: Undo, *, community: str) -> FeeRewardUndoAsked:
    """To be taken back."""
    return FeeRewardUndoAsked(
        community=community,
        reward_id=undo.reward_id,
        programme_id=undo.programme_id,
        reason=undo.reason,
        discount=undo.amount,
    )


def undone(reward: Reward, undo: Undo, *, community: str, company_id: str, company_cv: int) -> FeeRewardReversed:
    """Taken back by the company."""
    return FeeRewardReversed(
        community=community,
        reward_id=reward.reward_id,
        programme_id=reward.programme_id,
        company_id=company_id,
        household_id=reward.household_id,
        billing_period=reward.billing_period,
        reason=undo.reason,
        discount=undo.amount,
        sp=undo.amount,
        company_cv=company_cv,
    )


def reminded(batch: Batch, unanswered: int, *, community: str) -> FeeBatchReminded:
    """Lines wait for an answer."""
    return FeeBatchReminded(
        community=community,
        batch_number=batch.batch_number,
        company_id=batch.company_id,
        reminder=batch.reminders,
        unanswered=unanswered,
    )


def case_opened(case: Case, batch: Batch, *, community: str) -> FeeCaseOpened:
    """A person must take it up."""
    return FeeCaseOpened(
        community=community,
        case_id=case.case_id,
        batch_number=case.batch_number,
        company_id=batch.company_id,
        unanswered=case.unanswered,
    )


def suspended(batch: Batch, count: int, *, community: str) -> FeeAnswersSuspended:
    """So many answers lie in suspense that did not before."""
    return FeeAnswersSuspended(community=community, batch_number=batch.batch_number, answers=count)
