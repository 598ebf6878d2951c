"""What can be asked about sealed batches, and the month's end that seals them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import ledger
from chassis.actor import system
from chassis.clock import civil_day, civil_month
from chassis.database import Work
from chassis.entrypoints import command, periodic, query
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.kinds import AckResult, ContributionType, RewardState
from contracts.roles import Role
from ledger import PostHold, VoidHold
from services.points.accounts import store as accounts
from services.points.fee_rewards import answering, batch_store, refusals, rules, store
from services.points.fee_rewards.answering import batch_of
from services.points.fee_rewards.rules import Answer, Batch, Line, Programme, Reward
from services.points.grants import rules as grants
from services.points.grants import store as grant_store
from services.points.grants.rules import Earning
from services.points.parties import store as party_store

SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
BATCHES_AT_ONCE = 20


class Batches:
    """One month of one programme, immutable, for the company to answer line by line (rulebook §9)."""

    @command(requests.SealBatch, may=(Role.COMMUNITY_STAFF,))
    def seal_batch(self, work: Work, asked: requests.SealBatch) -> answers.Batch:
        """Close what was accepted so far. Refuses ProgrammeNotFound, NothingToSeal, MonthNotBegun."""
        rules.check_month(asked.month, this_month=civil_month(work.now))
        programme = store.require_programme(work, asked.programme_id, lock=True)
        batch = _seal(work, programme, asked.month)
        if batch is None:
            raise refusals.NothingToSeal
        return batch_of(batch, batch_store.lines_of(work, batch.batch_number), {})

    @periodic("month")
    def seal_month(self, work: Work, period: str) -> None:
        """Seal what every programme of every community has accepted when a month has ended."""
        for community, programme_id in store.waiting(work):
            own = work.on_behalf(system(community), work.cause)
            programme = store.require_programme(own, programme_id, lock=True)
            for _ in range(BATCHES_AT_ONCE):
                if _seal(own, programme, period) is None:
                    break

    @query(requests.GetBatch, may=(Role.PROPERTY_BILLING_OFFICER, *SEES_ALL))
    def get_batch(self, work: Work, asked: requests.GetBatch) -> answers.Batch:
        """A batch with its lines, for its company and staff. Refuses BatchNotFound."""
        batch = batch_store.require_batch(work, asked.batch_number)
        if batch.company_id not in work.actor.parties and not work.actor.is_any(*SEES_ALL):
            raise refusals.BatchNotFound
        return _answered(work, batch)

    @query(requests.ListBatches, may=(Role.PROPERTY_BILLING_OFFICER, *SEES_ALL))
    def list_batches(self, work: Work, asked: requests.ListBatches) -> answers.BatchPage:
        """The company's own batches, or all for staff."""
        companies = None if work.actor.is_any(*SEES_ALL) else work.actor.parties
        found, next_key = batch_store.page(work, companies=companies, after=asked.after, limit=asked.limit)
        return answers.BatchPage(items=tuple(answering.summary_of(one) for one in found), next_key=next_key)

    @command(requests.AcknowledgeLines, may=(Role.PROPERTY_BILLING_OFFICER,))
    def acknowledge_lines(self, work: Work, asked: requests.AcknowledgeLines) -> answers.Batch:
        """Take the company's answers, all or none: applied burns the points, rejected frees them, deferred leaves the line open.

        The same answer again changes nothing. Refuses BatchNotFound (another company's too), AcksUnfit, LineAnswered, ActorUnknown.
        """
        by = party_store.hand_of(work)
        batch = batch_store.require_batch(work, asked.batch_number, lock=True)
        if batch.company_id not in by.ties:
            raise refusals.BatchNotFound
        work.expect_version(batch.version)
        lines = batch_store.lines_of(work, batch.batch_number)
        before = batch_store.answers_of(work, batch.batch_number)
        wanted = [_answer(ack) for ack in asked.acks]
        rules.check_acks(wanted, lines=lines)
        new = [answer for answer in wanted if rules.is_new(answer, before=before.get(answer.line_number))]
        if new:
            batch_store.put_answers(work, batch.batch_number, new, by=by.party_id)
            closed = _settle(work, batch, new, lines)
            batch = batch_store.save_batch(work, replace(batch, open_lines=batch.open_lines - closed))
        return _answered(work, batch)


def _seal(work: Work, programme: Programme, month: str) -> Batch | None:
    waiting = store.accepted(work, programme.programme_id, limit=rules.LINES_MAX)
    if not waiting:
        return None
    households = party_store.find_parties(work, {reward.household_id for reward in waiting})
    lines = [
        rules.line_of(reward, number, household_number=households[reward.household_id].name)
        for number, reward in enumerate(waiting, start=1)
    ]
    batch = rules.seal(programme, lines, number=batch_store.next_number(work, month), month=month, at=work.now)
    batch_store.add_batch(work, batch, lines)
    submitted = [
        rules.submit(reward, batch_number=batch.batch_number, line_number=line.line_number)
        for line, reward in zip(lines, waiting, strict=True)
    ]
    store.save_rewards(work, submitted)
    work.emit(answering.sealed(batch, community=work.community))
    return batch


def _settle(work: Work, batch: Batch, new: Sequence[Answer], lines: dict[int, Line]) -> int:
    """Close what was answered for good; how many lines that were."""
    final = {lines[answer.line_number].reward_id: answer for answer in new if answer.result is not AckResult.DEFERRED}
    if not final:
        return 0
    programme = store.require_programme(work, batch.programme_id, lock=True)
    rewards = store.lock_rewards(work, final)
    settled = store.save_rewards(
        work, [rules.settle(rewards[reward_id], final[reward_id]) for reward_id in sorted(final)]
    )
    store.save_programme(work, rules.commit(programme, fen=sum((one.applied or 0) - one.discount for one in settled)))
    # The company's account with its residents', as for any credit: whoever moves points locks those of the parties first.
    accounts.lock_sp(work, [batch.company_id, *(one.party_id for one in settled)])
    ledger.end_holds(work, [_ending(one) for one in settled])
    applied = [one for one in settled if one.state is RewardState.APPLIED]
    rejected = [one for one in settled if one.state is not RewardState.APPLIED]
    work.emit(*(answering.rejected(one, community=work.community) for one in rejected))
    _thank(work, batch.company_id, applied)
    return len(settled)


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
            answering.applied(reward, community=work.community, company_id=company_id, company_cv=grant.cv),
            grants.granted(grant, community=work.community),
        )


def _earning(work: Work, company_id: PartyId, reward: Reward) -> Earning:
    return Earning(
        source_id=reward.reward_id,
        party_id=company_id,
        contribution_type=ContributionType.FR,
        performed_on=civil_day(work.now),
        fen=reward.applied or 0,
    )


def _answered(work: Work, batch: Batch) -> answers.Batch:
    number = batch.batch_number
    return batch_of(batch, batch_store.lines_of(work, number), batch_store.answers_of(work, number))


def _answer(ack: requests.LineAck) -> Answer:
    return Answer(
        line_number=ack.line_number,
        result=ack.result,
        applied=ack.applied,
        credit_note=ack.credit_note,
        reason=ack.reason,
    )
