"""What the company answers, line by line, and what follows from it in the books."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.kinds import SuspenseCause
from contracts.roles import Role
from services.points.fee_rewards import refusals, telling
from services.points.fee_rewards.answering import batch_of
from services.points.fee_rewards.rules import acks as rules
from services.points.fee_rewards.rules.acks import Answer, Suspended
from services.points.fee_rewards.rules.batches import Batch
from services.points.fee_rewards.settling import desk_of, take
from services.points.fee_rewards.store import batches as store
from services.points.parties import store as party_store
from services.points.parties.rules import Hand

OFFICER = (Role.PROPERTY_BILLING_OFFICER,)


class Acks:
    """The company's answers: applied burns the points, rejected frees them, deferred leaves the line open (rulebook §9)."""

    @command(requests.AcknowledgeLines, may=OFFICER)
    def acknowledge_lines(self, work: Work, asked: requests.AcknowledgeLines) -> answers.Batch:
        """Take the company's answers, all or none. The same answer again changes nothing.

        Refuses BatchNotFound (another company's too), AcksUnfit, ArrearsDoNotReject, LineAnswered, OwnLine, ActorUnknown.
        """
        batch, by = _own_batch(work, asked.batch_number)
        work.expect_version(batch.version)
        desk = desk_of(work, batch, by=by)
        new = rules.check_acks([_answer(ack) for ack in asked.acks], desk=desk)
        return _answered(work, take(work, batch, new, desk, by=by.party_id))

    @command(requests.DeliverAnswers, may=OFFICER)
    def deliver_answers(self, work: Work, asked: requests.DeliverAnswers) -> answers.AnswersTaken:
        """Take the answers that fit; one of an unknown line, a second, an unfit or one's own lies in suspense and in no books.

        Refuses BatchNotFound (another company's too), AcksUnfit for none or too many, ActorUnknown.
        """
        batch, by = _own_batch(work, asked.batch_number)
        work.expect_version(batch.version)
        desk = desk_of(work, batch, by=by)
        found = rules.sort_acks([_answer(ack) for ack in asked.acks], desk=desk)
        kept = store.add_suspended(
            work, [_suspended(work, batch, answer, cause, by=by.party_id) for answer, cause in found.suspended]
        )
        if kept:
            work.emit(telling.suspended(batch, len(kept), community=work.community))
        after = take(work, batch, found.new, desk, by=by.party_id)
        return answers.AnswersTaken(
            batch=_answered(work, after), suspended=len(found.suspended), newly_suspended=len(kept)
        )


def _own_batch(work: Work, batch_number: str) -> tuple[Batch, Hand]:
    by = party_store.hand_of(work)
    batch = store.require_batch(work, batch_number, lock=True)
    if batch.company_id not in by.ties:
        raise refusals.BatchNotFound
    return batch, by


def _suspended(work: Work, batch: Batch, answer: Answer, cause: SuspenseCause, *, by: PartyId) -> Suspended:
    return Suspended(
        suspense_id=new_id("fsu"),
        batch_number=batch.batch_number,
        line_number=answer.line_number,
        result=answer.result,
        applied=answer.applied,
        credit_note=answer.credit_note,
        reason=answer.reason,
        fingerprint=answer.fingerprint,
        cause=cause,
        delivered_by=by,
        delivered_at=work.now,
    )


def _answered(work: Work, batch: Batch) -> answers.Batch:
    number = batch.batch_number
    return batch_of(batch, store.lines_of(work, number), store.answers_of(work, number))


def _answer(ack: requests.LineAck) -> Answer:
    return Answer(
        line_number=ack.line_number,
        result=ack.result,
        applied=ack.applied,
        credit_note=ack.credit_note,
        reason=ack.reason,
    )
