"""Programmes, rewards, batches and what is to be looked after, as they are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.kinds import PartyId
from contracts.points import answers
from contracts.points.kinds import HoursType
from contracts.refused import Refused
from services.points.consents.rules import Words
from services.points.fee_rewards.rules.acks import Answer, Suspended
from services.points.fee_rewards.rules.batches import Batch, Case, Line
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.rules.rewards import Offer, Reward
from services.points.fee_rewards.rules.undos import Undo


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
        work_types=tuple(HoursType(each) for each in programme.work_types),
        arrears=programme.arrears,
    )


def option_of(offer: Offer, *, billing_period: str, hurdle: Refused | None) -> answers.RewardOption:
    """What could be had for one period."""
    return answers.RewardOption(
        billing_period=billing_period,
        fee=offer.fee,
        cap=offer.cap,
        discount=0 if hurdle else offer.discount,
        limit=offer.limit,
        hurdle=hurdle.code if hurdle else None,
    )


def options_of(
    programme: Programme, household_id: PartyId, *, points: int, options: Sequence[answers.RewardOption], words: Words
) -> answers.RewardOptions:
    """What a household could have of a programme."""
    return answers.RewardOptions(
        programme_id=programme.programme_id,
        household_id=household_id,
        points=points,
        budget_left=programme.left,
        cap_percent=programme.cap_percent,
        options=tuple(options),
        consent_text=words.version,
        consent_words=words.text,
        consent_sha256=words.sha256,
    )


def reward_of(reward: Reward, *, undo: Undo | None = None) -> answers.Reward:
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
        applied=reward.applied,
        offered_until=reward.offered_until,
        consented_at=reward.consented_at,
        consent_text=reward.consent_text,
        consent_id=reward.consent_id,
        confirmation=reward.confirmation,
        undo=undo.state if undo else None,
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
        left_out=batch.left_out,
        reminders=batch.reminders,
        next_at=batch.next_at,
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
        sealed_at=batch.sealed_at,
        reminders=batch.reminders,
        next_at=batch.next_at,
    )


def suspended_of(suspended: Suspended) -> answers.SuspendedAnswer:
    """An answer that is in no books."""
    return answers.SuspendedAnswer(
        suspense_id=suspended.suspense_id,
        batch_number=suspended.batch_number,
        line_number=suspended.line_number,
        result=suspended.result,
        applied=suspended.applied,
        credit_note=suspended.credit_note,
        reason=suspended.reason,
        cause=suspended.cause,
        delivered_by=suspended.delivered_by,
        delivered_at=suspended.delivered_at,
        cleared_by=suspended.cleared_by,
        cleared_at=suspended.cleared_at,
        clearing=suspended.clearing,
        version=suspended.version,
    )


def case_of(case: Case) -> answers.FeeCase:
    """A batch that nobody answered."""
    return answers.FeeCase(
        case_id=case.case_id,
        batch_number=case.batch_number,
        opened_at=case.opened_at,
        unanswered=case.unanswered,
        proposed_by=case.proposed_by,
        proposed_at=case.proposed_at,
        proposal=case.proposal,
        closed_by=case.closed_by,
        closed_at=case.closed_at,
        closing=case.closing,
        version=case.version,
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
        undoes=line.undoes,
    )
