"""What can be asked about sealed batches, and the month's end that seals them."""

from __future__ import annotations

from chassis.actor import system
from chassis.clock import civil_month
from chassis.database import Work
from chassis.entrypoints import command, periodic, query
from contracts.points import answers, requests
from contracts.roles import Role
from services.points.fee_rewards import answering, consenting, refusals, telling
from services.points.fee_rewards.answering import batch_of
from services.points.fee_rewards.rules import batches as rules
from services.points.fee_rewards.rules import rewards as reward_rules
from services.points.fee_rewards.rules import undos as undo_rules
from services.points.fee_rewards.rules.batches import Batch, Line
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.rules.rewards import Reward
from services.points.fee_rewards.rules.undos import Undo
from services.points.fee_rewards.store import batches as store
from services.points.fee_rewards.store import programmes as programme_store
from services.points.fee_rewards.store import rewards as reward_store
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store

SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
BATCHES_AT_ONCE = 20


class Batches:
    """One month of one programme, immutable, for the company to fetch (rulebook §9)."""

    @command(requests.SealBatch, may=(Role.COMMUNITY_STAFF,))
    def seal_batch(self, work: Work, asked: requests.SealBatch) -> answers.Batch:
        """Close what was accepted so far, and what is to be taken back. Refuses ProgrammeNotFound, NothingToSeal, MonthNotBegun."""
        rules.check_month(asked.month, this_month=civil_month(work.now))
        batch = _seal(work, asked.programme_id, asked.month)
        if batch is None:
            raise refusals.NothingToSeal
        return batch_of(batch, store.lines_of(work, batch.batch_number), {})

    @periodic("month")
    def seal_month(self, work: Work, period: str) -> None:
        """Seal what every programme of every community has accepted when a month has ended."""
        for community, programme_id in reward_store.waiting(work):
            own = work.on_behalf(system(community), work.cause)
            for _ in range(BATCHES_AT_ONCE):
                if _seal(own, programme_id, period) is None:
                    break

    @query(requests.GetBatch, may=(Role.PROPERTY_BILLING_OFFICER, *SEES_ALL))
    def get_batch(self, work: Work, asked: requests.GetBatch) -> answers.Batch:
        """A batch with its lines, for its company and staff. Refuses BatchNotFound."""
        batch = _visible(work, asked.batch_number)
        number = batch.batch_number
        return batch_of(batch, store.lines_of(work, number), store.answers_of(work, number))

    @query(requests.GetBatchText, may=(Role.PROPERTY_BILLING_OFFICER, *SEES_ALL))
    def get_batch_text(self, work: Work, asked: requests.GetBatchText) -> answers.BatchText:
        """The text whose hash the batch carries, for its company and staff. Refuses BatchNotFound."""
        batch = _visible(work, asked.batch_number)
        lines = store.lines_of(work, batch.batch_number)
        return answers.BatchText(
            batch_number=batch.batch_number, sha256=batch.sha256, text=rules.canonical(lines.values())
        )

    @query(requests.ListBatches, may=(Role.PROPERTY_BILLING_OFFICER, *SEES_ALL))
    def list_batches(self, work: Work, asked: requests.ListBatches) -> answers.BatchPage:
        """The company's own batches, or all for staff; since an instant, or with open lines."""
        companies = None if work.actor.is_any(*SEES_ALL) else work.actor.parties
        found, next_key = store.page(
            work,
            companies=companies,
            since=asked.since,
            open_only=asked.open_only,
            after=asked.after,
            limit=asked.limit,
        )
        return answers.BatchPage(items=tuple(answering.summary_of(one) for one in found), next_key=next_key)


def _visible(work: Work, batch_number: str) -> Batch:
    batch = store.require_batch(work, batch_number)
    if batch.company_id not in work.actor.parties and not work.actor.is_any(*SEES_ALL):
        raise refusals.BatchNotFound
    return batch


def _seal(work: Work, programme_id: str, month: str) -> Batch | None:
    """One batch of what waits under the programme's lock, first what is to be taken back; None if nothing does.

    Whoever has withdrawn the consent is left out. What is taken back goes all the same: its line tells nothing that did not leave before.
    """
    programme = programme_store.require_programme(work, programme_id, lock=True)
    undone = reward_store.waiting_undos(work, programme_id, limit=rules.LINES_MAX)
    waiting, left_out = _consenting(work, programme, limit=rules.LINES_MAX - len(undone))
    if not undone and not waiting:
        return None
    lines = [*_undo_lines(work, undone), *_reward_lines(work, waiting, after=len(undone))]
    said = rules.Sealing(at=work.now, ack_days=card_store.rulebook_now(work).ack_days)
    number = store.next_number(work, month)
    batch = rules.seal(programme, lines, said=said, number=number, month=month, left_out=left_out)
    store.add_batch(work, batch, lines)
    numbered = {line.undo_id or line.reward_id: line.line_number for line in lines}
    reward_store.save_rewards(
        work,
        [reward_rules.submit(one, batch_number=number, line_number=numbered[one.reward_id]) for one in waiting],
    )
    reward_store.save_undos(
        work,
        [undo_rules.submitted(one, batch_number=number, line_number=numbered[one.undo_id]) for one in undone],
    )
    work.emit(telling.sealed(batch, community=work.community))
    return batch


def _consenting(work: Work, programme: Programme, *, limit: int) -> tuple[list[Reward], int]:
    """The accepted rewards that are still consented to, and how many others were ended."""
    left_out = 0
    # Once more only if everybody of the first thousand has withdrawn, and more people wait behind them.
    while waiting := reward_store.accepted(work, programme.programme_id, limit=limit):
        kept = consenting.leave_out(work, programme, waiting)
        left_out += len(waiting) - len(kept)
        if kept:
            return kept, left_out
        programme = programme_store.require_programme(work, programme.programme_id, lock=True)
    return [], left_out


def _undo_lines(work: Work, undone: list[Undo]) -> list[Line]:
    if not undone:
        return []
    originals = store.original_lines(work, [undo.reward_id for undo in undone])
    lines = []
    for turn, undo in enumerate(undone, start=1):
        batch_number, original = originals[undo.reward_id]
        lines.append(rules.undo_line(undo, original, turn, batch_number=batch_number))
    return lines


def _reward_lines(work: Work, waiting: list[Reward], *, after: int) -> list[Line]:
    households = party_store.find_parties(work, {reward.household_id for reward in waiting})
    return [
        rules.line_of(reward, turn, household_number=households[reward.household_id].name)
        for turn, reward in enumerate(waiting, start=after + 1)
    ]
