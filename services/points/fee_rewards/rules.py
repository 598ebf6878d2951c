"""Property-fee rewards: what a household may get, how a month is sealed, what the company may answer (rulebook §9).

The company pays from its own account, as a discount. One point stands for one yuan, so fen and centi-points are the same number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import AckResult, ProgrammeState, RewardState
from services.points.fee_rewards import refusals
from services.points.parties.rules import Hand, Party

LINES_MAX = 1000
"""Lines of one batch; billing systems import no more at once."""

ACKS_MAX = 200


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A company's promise: a budget in fen of which `committed` is promised or given, and a cap in percent of a household's fee."""

    programme_id: str
    company_id: PartyId
    name: str
    budget: int
    committed: int
    cap_percent: int
    billing_periods: tuple[str, ...]
    criteria: str
    state: ProgrammeState
    drafted_by: PartyId
    signed_by: PartyId | None = None
    activated_by: PartyId | None = None
    version: int = 1

    def same_as(self, other: Programme) -> bool:
        """Was the other one drafted with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        terms = (self.budget, self.cap_percent, self.billing_periods, self.criteria)
        return (self.programme_id, self.company_id, self.name, *terms)


@dataclass(frozen=True, kw_only=True)
class Reward:
    """One household's discount for one billing period. `discount` fen are held as centi-points until the company answers."""

    reward_id: str
    programme_id: str
    party_id: PartyId
    household_id: PartyId
    billing_period: str
    annual_fee: int
    discount: int
    state: RewardState
    requested_at: datetime
    at_most: int | None = None
    batch_number: str | None = None
    line_number: int | None = None
    applied: int | None = None
    credit_note: str | None = None
    reason: str | None = None
    version: int = 1

    def same_as(self, other: Reward) -> bool:
        """Was the other one asked for with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        whose = (self.programme_id, self.party_id, self.household_id, self.billing_period)
        return (self.reward_id, *whose, self.annual_fee, self.at_most)


@dataclass(frozen=True, kw_only=True)
class Line:
    """What the company is told of one reward: household number, period, amount in fen, and nothing else of the person."""

    line_number: int
    reward_id: str
    household_number: str
    billing_period: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A sealed month of one programme: its lines and hash never change, only how many lines still wait for an answer."""

    batch_number: str
    programme_id: str
    company_id: PartyId
    month: str
    sealed_at: datetime
    line_count: int
    open_lines: int
    total: int
    sha256: str
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the company said of one line. `applied` in fen."""

    line_number: int
    result: AckResult
    applied: int | None = None
    credit_note: str | None = None
    reason: str | None = None


def check_terms(programme: Programme, *, organisation: bool) -> None:
    """Refuse TermsUnfit unless an organisation promises at most the whole fee, for one period at least."""
    if not organisation or programme.cap_percent > 100 or not programme.billing_periods:
        raise refusals.TermsUnfit


def sign(programme: Programme, *, by: PartyId) -> Programme:
    """Signed by the company that pays. Refuses ProgrammeNotDraft."""
    if programme.state is not ProgrammeState.DRAFT:
        raise refusals.ProgrammeNotDraft
    return replace(programme, state=ProgrammeState.SIGNED, signed_by=by)


def activate(programme: Programme, *, by: Hand) -> Programme:
    """Opened to residents by somebody who neither drafted it nor belongs to the company. Refuses ProgrammeNotSigned, OwnProgramme."""
    if programme.state is not ProgrammeState.SIGNED:
        raise refusals.ProgrammeNotSigned
    if by.party_id in {programme.drafted_by, programme.signed_by} or programme.company_id in by.ties:
        raise refusals.OwnProgramme
    return replace(programme, state=ProgrammeState.ACTIVE, activated_by=by.party_id)


def check_request(
    programme: Programme, *, resident: Party, household_id: PartyId, billing_period: str, consent: bool
) -> None:
    """Refuse ProgrammeNotActive, PeriodNotOffered, ConsentMissing, NotOwnHousehold."""
    if programme.state is not ProgrammeState.ACTIVE:
        raise refusals.ProgrammeNotActive
    if billing_period not in programme.billing_periods:
        raise refusals.PeriodNotOffered
    if not consent:
        raise refusals.ConsentMissing
    if resident.household_id != household_id:
        raise refusals.NotOwnHousehold


def discount_of(programme: Programme, *, annual_fee: int, available: int, at_most: int | None) -> int:
    """The discount in fen: the least of the cap, the available centi-points, what is left of the budget, and what was asked.

    Refuses NothingToGive if that is nothing. Worked: ¥2,592 a year at 10 % and 300 points → ¥259.20.
    """
    cap = annual_fee * programme.cap_percent // 100
    left = programme.budget - programme.committed
    discount = min(cap, available, left, cap if at_most is None else at_most)
    if discount <= 0:
        raise refusals.NothingToGive
    return discount


def commit(programme: Programme, *, fen: int) -> Programme:
    """More (or, negative, less) of the budget is promised. What is used up is EXHAUSTED, what is given back ACTIVE again."""
    committed = programme.committed + fen
    state = programme.state
    if state in {ProgrammeState.ACTIVE, ProgrammeState.EXHAUSTED}:
        state = ProgrammeState.EXHAUSTED if committed >= programme.budget else ProgrammeState.ACTIVE
    return replace(programme, committed=committed, state=state)


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


def seal(programme: Programme, lines: Sequence[Line], *, number: str, month: str, at: datetime) -> Batch:
    """The batch of these lines."""
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
    )


def submit(reward: Reward, *, batch_number: str, line_number: int) -> Reward:
    """The reward once it stands in a batch."""
    return replace(reward, state=RewardState.SUBMITTED, batch_number=batch_number, line_number=line_number)


def digest(lines: Sequence[Line]) -> str:
    """SHA-256 over the lines in canonical JSON: what both sides compare at the end of a month."""
    plain = [asdict(line) for line in lines]
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def check_acks(answers: Sequence[Answer], *, lines: dict[int, Line]) -> None:
    """Refuse AcksUnfit unless each names a line once and carries what its result needs.

    Applied: a credit note and 0 < applied ≤ amount. Rejected: a reason. Deferred: nothing.
    """
    if not 0 < len(answers) <= ACKS_MAX or len({answer.line_number for answer in answers}) < len(answers):
        raise refusals.AcksUnfit(line=0)
    for answer in answers:
        line = lines.get(answer.line_number)
        if line is None or not _complete(answer, amount=line.amount):
            raise refusals.AcksUnfit(line=answer.line_number)


def is_new(answer: Answer, *, before: Answer | None) -> bool:
    """Does the answer change anything? The same one again does not. Refuses LineAnswered if the line was closed otherwise."""
    if before is None or before.result is AckResult.DEFERRED:
        return answer != before
    if answer == before:
        return False
    stored = {"line": before.line_number, "result": before.result.value, "credit_note": before.credit_note or ""}
    raise refusals.LineAnswered(**stored)


def settle(reward: Reward, answer: Answer) -> Reward:
    """The reward after the company's answer; a deferred one stays as it is."""
    match answer.result:
        case AckResult.APPLIED:
            return replace(reward, state=RewardState.APPLIED, applied=answer.applied, credit_note=answer.credit_note)
        case AckResult.REJECTED:
            return replace(reward, state=RewardState.REJECTED, reason=answer.reason)
        case AckResult.DEFERRED:
            return reward


def _complete(answer: Answer, *, amount: int) -> bool:
    match answer.result:
        case AckResult.APPLIED:
            fits = answer.applied is not None and 0 < answer.applied <= amount
            return fits and answer.credit_note is not None and answer.reason is None
        case AckResult.REJECTED:
            return answer.reason is not None and answer.applied is None and answer.credit_note is None
        case AckResult.DEFERRED:
            return answer.applied is None and answer.credit_note is None
