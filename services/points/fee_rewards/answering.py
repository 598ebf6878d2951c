"""Programmes, rewards and batches as they are answered and made known."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.points import answers
from contracts.points.events import FeeBatchSealed, FeeRewardAccepted, FeeRewardApplied, FeeRewardRejected
from services.points.fee_rewards.rules import Answer, Batch, Line, Programme, Reward


def programme_of(programme: Programme) -> answers.Programme:
    """The programme as everybody sees it."""
    return answers.Programme(
        programme_id=programme.programme_id,
        company_id=programme.company_id,
        name=programme.name,
        budget=programme.budget,
        committed=programme.committed,
        cap_percent=programme.cap_percent,
        billing_periods=programme.billing_periods,
        criteria=programme.criteria,
        state=programme.state,
        version=programme.version,
    )


def reward_of(reward: Reward) -> answers.Reward:
    """The reward as the resident and staff see it."""
    return answers.Reward(
        reward_id=reward.reward_id,
        programme_id=reward.programme_id,
        party_id=reward.party_id,
        household_id=reward.household_id,
        billing_period=reward.billing_period,
        annual_fee=reward.annual_fee,
        discount=reward.discount,
        state=reward.state,
        batch_number=reward.batch_number,
        credit_note=reward.credit_note,
        reason=reward.reason,
        version=reward.version,
    )


def batch_of(batch: Batch, lines: Mapping[int, Line], acks: Mapping[int, Answer]) -> answers.Batch:
    """The batch as the company and staff see it."""
    return answers.Batch(
        batch_number=batch.batch_number,
        programme_id=batch.programme_id,
        company_id=batch.company_id,
        month=batch.month,
        sealed_at=batch.sealed_at,
        line_count=batch.line_count,
        open_lines=batch.open_lines,
        total=batch.total,
        sha256=batch.sha256,
        lines=tuple(_line_of(line, acks.get(number)) for number, line in lines.items()),
        version=batch.version,
    )


def summary_of(batch: Batch) -> answers.BatchSummary:
    """The batch without its lines."""
    return answers.BatchSummary(
        batch_number=batch.batch_number,
        programme_id=batch.programme_id,
        month=batch.month,
        line_count=batch.line_count,
        open_lines=batch.open_lines,
        total=batch.total,
        sha256=batch.sha256,
        version=batch.version,
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


def _line_of(line: Line, answer: Answer | None) -> answers.BatchLine:
    return answers.BatchLine(
        line_number=line.line_number,
        reward_id=line.reward_id,
        household_number=line.household_number,
        billing_period=line.billing_period,
        amount=line.amount,
        result=answer.result if answer else None,
        applied=answer.applied if answer else None,
        credit_note=answer.credit_note if answer else None,
        reason=answer.reason if answer else None,
    )
