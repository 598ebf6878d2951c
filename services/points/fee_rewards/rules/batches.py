"""One month of one programme, sealed: its lines, its bytes, and whom to remind when nobody answers (rulebook §9)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from contracts.kinds import PartyId
from services.points.fee_rewards import refusals
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.rules.rewards import Reward
from services.points.fee_rewards.rules.undos import Undo
from services.points.parties.rules import Hand, Party
from services.points.rate_cards.rules import Rulebook

LINES_MAX = 1000
"""Lines of one batch; billing systems import no more at once."""

REMINDERS = 3
"""By the rulebook five days after the seal the company is reminded, and again 1 hour and 6 hours after that; another 24 hours, and a person takes over."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What the company is told of one reward: household number, period, amount in fen, and nothing else of the person.

    A negative amount takes back the line that `undoes` names, for the undo of that id.
    """

    line_number: int
    reward_id: str
    household_number: str
    billing_period: str
    amount: int
    undoes: str | None = None
    undo_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A sealed month of one programme: its lines and hash never change, only how many lines still wait for an answer.

    `left_out`: accepted rewards that ended with the seal, because their consent had been withdrawn.
    """

    batch_number: str
    programme_id: str
    company_id: PartyId
    month: str
    sealed_at: datetime
    line_count: int
    open_lines: int
    total: int
    sha256: str
    left_out: int = 0
    reminders: int = 0
    next_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Case:
    """A batch with lines that nobody answered for good; one person proposes to close it as not applied, another closes it, each with a reason."""

    case_id: str
    batch_number: str
    opened_at: datetime
    unanswered: int
    proposed_by: PartyId | None = None
    proposed_at: datetime | None = None
    proposal: str | None = None
    closed_by: PartyId | None = None
    closed_at: datetime | None = None
    closing: str | None = None
    version: int = 1


class Sealing(NamedTuple):
    """When a batch is sealed, and after how many days without an answer the company is reminded."""

    at: datetime
    ack_days: int


def check_month(month: str, *, this_month: str) -> None:
    """Refuse MonthNotBegun for a month of the future."""
    if month > this_month:
        raise refusals.MonthNotBegun


def line_of(reward: Reward, line_number: int, *, household_number: str) -> Line:
    """What the company is told of a reward."""
    return Line(
        line_number=line_number,
        reward_id=reward.reward_id,
        household_number=household_number,
        billing_period=reward.billing_period,
        amount=reward.discount,
    )


def undo_line(undo: Undo, original: Line, line_number: int, *, batch_number: str) -> Line:
    """The negative line that takes back the original one of that batch."""
    return replace(
        original,
        line_number=line_number,
        amount=-undo.amount,
        undoes=f"{batch_number}:{original.line_number}",
        undo_id=undo.undo_id,
    )


def seal(
    programme: Programme, lines: Sequence[Line], *, said: Sealing, number: str, month: str, left_out: int
) -> Batch:
    """The batch of these lines."""
    at = said.at
    return Batch(
        batch_number=number,
        programme_id=programme.programme_id,
        company_id=programme.company_id,
        month=month,
        sealed_at=at,
        line_count=len(lines),
        open_lines=len(lines),
        total=sum(line.amount for line in lines),
        sha256=digest(lines),
        left_out=left_out,
        next_at=at + timedelta(days=said.ack_days),
    )


def canonical(lines: Iterable[Line]) -> str:
    """The lines as the text that is hashed: a JSON array in the order of lines, keys sorted, no spaces, amounts in fen.

    `undoes` stands only in a line that takes something back, so that batches sealed before there were any keep their bytes.
    """
    plain = [
        {name: value for name, value in asdict(line).items() if name != "undo_id" and value is not None}
        for line in sorted(lines, key=lambda line: line.line_number)
    ]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(lines: Iterable[Line]) -> str:
    """SHA-256 over the canonical text in UTF-8: what both sides compare at the end of a month."""
    return hashlib.sha256(canonical(lines).encode()).hexdigest()


def remind(
    batch: Batch, *, unanswered: int, deferred_at: datetime | None, cased: bool, at: datetime, rulebook: Rulebook
) -> tuple[Batch, bool]:
    """The batch after its time has come, and whether a person must take it up now.

    With lines that are only deferred the company is asked 30 days after it last deferred one, or as many as the council set, and then
    each time; so it is once a case is open (`cased`). After three reminders a batch without an open case becomes one. With nothing open nobody is reminded.
    """
    if batch.open_lines == 0:
        return replace(batch, next_at=None), False
    later = timedelta(days=rulebook.asked_again_days)
    if unanswered == 0 and deferred_at is not None and at < deferred_at + later:
        return replace(batch, next_at=deferred_at + later), False
    if batch.reminders >= REMINDERS and not cased:
        return replace(batch, next_at=at + later), True
    waits = (rulebook.first_reminder_hours, rulebook.second_reminder_hours, rulebook.third_reminder_hours)
    soon = unanswered and batch.reminders < REMINDERS
    wait = timedelta(hours=waits[batch.reminders]) if soon else later
    return replace(batch, reminders=batch.reminders + 1, next_at=at + wait), False


def close_case(
    case: Case, batch: Batch, *, by: Hand, first: Party | None, own: Collection[int], reason: str, at: datetime
) -> Case:
    """Proposed to be closed by the first person, closed by the second; with no line open any more one closes it.

    Neither is close to the company, or to a household with an open line (`own`); the second not to the `first` either.
    Refuses CaseClosed, OwnCase.
    """
    if case.closed_at is not None:
        raise refusals.CaseClosed
    if by.concerned(batch.company_id) or own:
        raise refusals.OwnCase
    if batch.open_lines and case.proposed_by is None:
        return replace(case, proposed_by=by.party_id, proposed_at=at, proposal=reason)
    if by.party_id == case.proposed_by or (first is not None and by.close_to(first)):
        raise refusals.OwnCase
    return replace(case, closed_by=by.party_id, closed_at=at, closing=reason)


def withdraw_closure(case: Case, *, by: Hand) -> Case:
    """Nobody proposes to close it any more; by whoever did. Refuses CaseClosed, ClosureNotProposed."""
    if case.closed_at is not None:
        raise refusals.CaseClosed
    if case.proposed_by != by.party_id:
        raise refusals.ClosureNotProposed
    return replace(case, proposed_by=None, proposed_at=None, proposal=None)
