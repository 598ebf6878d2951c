"""What follows from the company's answers in the books (rulebook §9): points burned or freed, the company thanked, or its thanks taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import ledger
from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import AckResult, ContributionType, ReversalReason, RewardState, UndoState
from ledger import PostHold, Reversal, VoidHold
from services.points.accounts import store as accounts
from services.points.fee_rewards import telling
from services.points.fee_rewards.rules import acks as rules
from services.points.fee_rewards.rules import programmes as programme_rules
from services.points.fee_rewards.rules import undos as undo_rules
from services.points.fee_rewards.rules.acks import Answer, Desk
from services.points.fee_rewards.rules.batches import Batch, Line
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.rules.rewards import Reward
from services.points.fee_rewards.rules.undos import Undo
from services.points.fee_rewards.store import batches as store
from services.points.fee_rewards.store import programmes as programme_store
from services.points.fee_rewards.store import rewards as reward_store
from services.points.grants import rules as grants
from services.points.grants import store as grant_store
from services.points.grants.rules import Earning
from services.points.parties.rules import Hand
from services.points.rate_cards import store as card_store
from services.points.reversals import store as reversals
from services.points.reversals.rules import Reversal as TakeBack

UNDONE = "fee-reward-undo"


def desk_of(work: Work, batch: Batch, *, by: Hand) -> Desk:
    """What answers to a batch are held against, with the lines that whoever answers is too close to; the batch is locked."""
    programme = programme_store.require_programme(work, batch.programme_id)
    number = batch.batch_number
    return Desk(
        lines=store.lines_of(work, number),
        before=store.answers_of(work, number),
        arrears=programme.arrears,
        own=store.lines_about(work, number, programme_rules.too_close(by, company_id=batch.company_id)),
    )


def take(work: Work, batch: Batch, new: Sequence[Answer], desk: Desk, *, by: PartyId) -> Batch:
    """Keep answers that fit, and do what follows from them; in as many statements for a thousand lines as for one."""
    if not new:
        return batch
    store.put_answers(work, batch.batch_number, new, by=by)
    closed = _settle(work, batch, new, desk.lines)
    return store.save_batch(work, replace(batch, open_lines=batch.open_lines - closed))


def _settle(work: Work, batch: Batch, new: Sequence[Answer], lines: Mapping[int, Line]) -> int:
    """Close what was answered for good; how many lines that were."""
    final = [(lines[answer.line_number], answer) for answer in new if answer.result is not AckResult.DEFERRED]
    if not final:
        return 0
    given = {line.reward_id: answer for line, answer in final if line.undo_id is None}
    undone = {line.undo_id: answer for line, answer in final if line.undo_id is not None}
    programme = programme_store.require_programme(work, batch.programme_id, lock=True)
    undos = reward_store.lock_undos(work, undone.keys())
    rewards = reward_store.lock_rewards(work, {*given, *(undo.reward_id for undo in undos.values())})
    # The company's account with its residents', as for any credit: whoever moves points locks those of the parties first.
    accounts.lock_sp(work, [batch.company_id, *(one.party_id for one in rewards.values())])
    settled = reward_store.save_rewards(work, [rules.settle(rewards[one], given[one]) for one in sorted(given)])
    freed = sum((one.applied or 0) - one.discount for one in settled)
    after = reward_store.save_undos(work, [rules.settle_undo(undos[one], undone[one]) for one in sorted(undos)])
    taken_back = [one for one in after if one.state is UndoState.DONE]
    freed -= sum(one.amount for one in taken_back)
    programme_store.save_programme(work, programme_rules.commit(programme, fen=freed))
    _give(work, programme, settled)
    _take_back(work, programme, taken_back, rewards)
    return len(final)


def _give(work: Work, programme: Programme, settled: Sequence[Reward]) -> None:
    if not settled:
        return
    ledger.end_holds(work, [_ending(one) for one in settled])
    applied = [one for one in settled if one.state is RewardState.APPLIED]
    rejected = [one for one in settled if one.state is not RewardState.APPLIED]
    work.emit(*(telling.rejected(one, community=work.community) for one in rejected))
    _thank(work, programme.company_id, applied)


def _ending(settled: Reward) -> PostHold | VoidHold:
    if settled.state is not RewardState.APPLIED:
        return VoidHold(settled.reward_id)
    # The points are burned, not moved to the company, which is thanked in value only (rulebook §9).
    return PostHold(settled.reward_id, settled.applied, settled.reward_id)


def _thank(work: Work, company_id: PartyId, applied: Sequence[Reward]) -> None:
    if not applied:
        return
    made = grant_store.credit(work, [_earning(work, company_id, reward) for reward in applied])
    for reward, grant in zip(applied, made, strict=True):
        work.emit(
            telling.applied(reward, community=work.community, company_id=company_id, company_cv=grant.cv),
            grants.granted(grant, community=work.community),
        )


def _take_back(work: Work, programme: Programme, undone: Sequence[Undo], rewards: Mapping[str, Reward]) -> None:
    """Points go back to the lots they came from, and the company's thanks are taken back as far as they were for this."""
    if not undone:
        return
    reversed_ones = [undo_rules.reverse(rewards[undo.reward_id]) for undo in undone]
    reward_store.save_rewards(work, reversed_ones)
    grace_days = card_store.rulebook_now(work).grace_days
    ledger.reverse_all(work, [_refund(undo, grace_days=grace_days) for undo in undone])
    taken = reversals.reverse_if_granted(work, [_thanks(undo) for undo in undone])
    cv = {one.taken.source_id: one.taken.cv for one in taken}
    for undo, reward in zip(undone, reversed_ones, strict=True):
        work.emit(
            telling.undone(
                reward,
                undo,
                community=work.community,
                company_id=programme.company_id,
                company_cv=cv.get(undo.reward_id, 0),
            )
        )


def _refund(undo: Undo, *, grace_days: int) -> Reversal:
    """The points were burned by the transfer that has the reward's id."""
    return Reversal(
        transfer_id=undo.reward_id,
        amount=undo.amount,
        reason=undo.reason.value,
        kind=UNDONE,
        reference=undo.reward_id,
        grace_days=grace_days,
    )


def _thanks(undo: Undo) -> TakeBack:
    """Of the company's contribution value, as much as was granted for the discount and is not taken back otherwise."""
    return TakeBack(source_id=undo.reward_id, reason=ReversalReason(undo.reason.value), because=undo.undo_id)


def _earning(work: Work, company_id: PartyId, reward: Reward) -> Earning:
    return Earning(
        source_id=reward.reward_id,
        party_id=company_id,
        contribution_type=ContributionType.FR,
        performed_on=civil_day(work.now),
        fen=reward.applied or 0,
    )
