"""What the company says of a line, and what becomes of the reward (rulebook §9)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from contracts.kinds import PartyId
from contracts.points.kinds import AckResult, ArrearsRule, RewardState, SuspenseCause, UndoState
from services.points.fee_rewards import refusals
from services.points.fee_rewards.rules.batches import Line
from services.points.fee_rewards.rules.rewards import Reward
from services.points.fee_rewards.rules.undos import Undo
from services.points.parties.rules import Hand

ACKS_MAX = 200
NOT_ANSWERED = "NOT_ANSWERED"
"""The reason of lines that two persons of the community closed, because the company never answered them for good."""
ARREARS = "ARREARS"
"""The reason for which a discount may wait, where the programme says so, but is never rejected (rulebook §9)."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the company said of one line. `applied` in fen; of a line that takes something back it is negative too."""

    line_number: int
    result: AckResult
    applied: int | None = None
    credit_note: str | None = None
    reason: str | None = None

    @property
    def fingerprint(self) -> str:
        """Tells one content from another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Suspended:
    """An answer that fits no open line: it is in no books, until a person has cleared it with a reason."""

    suspense_id: str
    batch_number: str
    line_number: int
    result: AckResult
    applied: int | None
    credit_note: str | None
    reason: str | None
    fingerprint: str
    cause: SuspenseCause
    delivered_by: PartyId
    delivered_at: datetime
    cleared_by: PartyId | None = None
    cleared_at: datetime | None = None
    clearing: str | None = None
    version: int = 1


class Sorted(NamedTuple):
    """Answers by what is to be done with them."""

    new: list[Answer]
    suspended: list[tuple[Answer, SuspenseCause]]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What answers are held against: the lines of a batch, what was answered before, the programme's word on arrears.

    `own`: lines of whoever answers, of their household, or of somebody who is one identity with them.
    """

    lines: Mapping[int, Line]
    before: Mapping[int, Answer]
    arrears: ArrearsRule
    own: frozenset[int] = frozenset()


def check_acks(answers: Sequence[Answer], *, desk: Desk) -> list[Answer]:
    """Those that change something. Refuses all of them if one does not fit: AcksUnfit, ArrearsDoNotReject, LineAnswered, OwnLine.

    Applied: a credit note and 0 < applied ≤ amount, or exactly the amount of a line that takes back. Rejected: a reason. Deferred:
    nothing, or ARREARS where the programme lets discounts wait for that.
    """
    _check_count(answers)
    for answer in answers:
        check_ack(answer, desk=desk)
    new = [answer for answer in answers if is_new(answer, before=desk.before.get(answer.line_number))]
    for answer in new:
        check_not_own(answer, desk=desk)
    return new


def check_ack(answer: Answer, *, desk: Desk) -> None:
    """Refuse AcksUnfit, ArrearsDoNotReject if the answer does not fit its line."""
    if not _fits(answer, desk):
        raise refusals.AcksUnfit(line=answer.line_number)
    if not _heeds_arrears(answer, desk):
        raise refusals.ArrearsDoNotReject(line=answer.line_number)


def check_not_own(answer: Answer, *, desk: Desk) -> None:
    """Refuse OwnLine. What another person of the company has answered may be said again."""
    if answer.line_number in desk.own:
        raise refusals.OwnLine(line=answer.line_number)


def sort_acks(answers: Sequence[Answer], *, desk: Desk) -> Sorted:
    """Take what fits and set the rest aside: of an unknown line, closed otherwise, unfit, or one's own. Refuses AcksUnfit for too many."""
    if not 0 < len(answers) <= ACKS_MAX:
        raise refusals.AcksUnfit(line=0)
    found, before = Sorted([], []), dict(desk.before)
    for answer in answers:
        if answer.line_number not in desk.lines:
            found.suspended.append((answer, SuspenseCause.UNKNOWN_LINE))
        elif not _fits(answer, desk) or not _heeds_arrears(answer, desk):
            found.suspended.append((answer, SuspenseCause.UNFIT))
        elif _contradicts(answer, before.get(answer.line_number)):
            found.suspended.append((answer, SuspenseCause.ANSWERED_OTHERWISE))
        elif answer == before.get(answer.line_number):
            continue
        elif answer.line_number in desk.own:
            found.suspended.append((answer, SuspenseCause.OWN_LINE))
        else:
            before[answer.line_number] = answer
    new = [answer for number, answer in before.items() if answer != desk.before.get(number)]
    return Sorted(new, found.suspended)


def is_new(answer: Answer, *, before: Answer | None) -> bool:
    """Does the answer change anything? The same one again does not. Refuses LineAnswered if the line was closed otherwise."""
    if before is not None and _contradicts(answer, before):
        stored = {"line": before.line_number, "result": before.result.value, "credit_note": before.credit_note or ""}
        raise refusals.LineAnswered(**stored)
    return answer != before


def settle(reward: Reward, answer: Answer) -> Reward:
    """The reward after the company's answer; a deferred one stays as it is."""
    match answer.result:
        case AckResult.APPLIED:
            return replace(reward, state=RewardState.APPLIED, applied=answer.applied, credit_note=answer.credit_note)
        case AckResult.REJECTED:
            return replace(reward, state=RewardState.REJECTED, reason=answer.reason)
        case AckResult.DEFERRED:
            return reward


def settle_undo(undo: Undo, answer: Answer) -> Undo:
    """The undo after the company's answer; a rejected one leaves the discount where it is."""
    match answer.result:
        case AckResult.APPLIED:
            return replace(undo, state=UndoState.DONE, credit_note=answer.credit_note)
        case AckResult.REJECTED:
            return replace(undo, state=UndoState.REFUSED, refusal=answer.reason)
        case AckResult.DEFERRED:
            return undo


def clear(
    suspended: Suspended, *, by: Hand, company_id: PartyId, own: Collection[int], reason: str, at: datetime
) -> Suspended:
    """Cleared by somebody close neither to who delivered it, nor to the company, nor to the household of the line (`own`).

    Refuses SuspenseCleared, OwnDelivery.
    """
    if suspended.cleared_at is not None:
        raise refusals.SuspenseCleared
    if by.concerned(suspended.delivered_by, company_id) or suspended.line_number in own:
        raise refusals.OwnDelivery
    return replace(suspended, cleared_by=by.party_id, cleared_at=at, clearing=reason)


def open_lines(desk: Desk) -> frozenset[int]:
    """The lines without an answer that holds for good."""
    final = {number for number, answer in desk.before.items() if answer.result is not AckResult.DEFERRED}
    return frozenset(desk.lines.keys() - final)


def not_applied(desk: Desk) -> list[Answer]:
    """What stands in the place of an answer to each open line: not applied, as if the company had rejected it."""
    return [
        Answer(line_number=number, result=AckResult.REJECTED, reason=NOT_ANSWERED)
        for number in sorted(open_lines(desk))
    ]


def _check_count(answers: Sequence[Answer]) -> None:
    if not 0 < len(answers) <= ACKS_MAX or len({answer.line_number for answer in answers}) < len(answers):
        raise refusals.AcksUnfit(line=0)


def _contradicts(answer: Answer, before: Answer | None) -> bool:
    return before is not None and before.result is not AckResult.DEFERRED and answer != before


def _heeds_arrears(answer: Answer, desk: Desk) -> bool:
    if answer.reason != ARREARS:
        return True
    return answer.result is AckResult.DEFERRED and desk.arrears is ArrearsRule.WAITS


def _fits(answer: Answer, desk: Desk) -> bool:
    line = desk.lines.get(answer.line_number)
    if line is None:
        return False
    match answer.result:
        case AckResult.APPLIED:
            whole = (answer.applied or 0) * (1 if line.amount > 0 else -1)
            least = 1 if line.amount > 0 else abs(line.amount)
            return least <= whole <= abs(line.amount) and answer.credit_note is not None and answer.reason is None
        case AckResult.REJECTED:
            return answer.reason is not None and answer.applied is None and answer.credit_note is None
        case AckResult.DEFERRED:
            return answer.applied is None and answer.credit_note is None
