"""Reads a statement line by line and decides which gift each line pays (rulebook §12, §21)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.donations.answers import Project, StatementLine
from contracts.donations.kinds import GiftState, LineState, MatchKind
from contracts.donations.requests import ImportStatement, RawLine
from services.donations.gifts.rules import Gift, running
from services.donations.statements import refusals

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", re.ASCII)
AMOUNT = re.compile(r"(0|[1-9]\d{0,9})(\.\d{1,2})?", re.ASCII)
REFERENCE_MAX = 120


@dataclass(frozen=True, kw_only=True)
class ReadLine:
    """A line that makes sense. `number` counts from 1; `amount` in fen; the payer's name is masked from here on."""

    number: int
    channel_number: str
    paid_on: date
    amount: int
    reference: str
    payer_masked: str
    plan_number: str | None


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line that makes no sense, and why."""

    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Which gift a line pays and how that is known; a PLAN match names the project in which a gift begins."""

    kind: MatchKind
    gift: Gift | None = None
    project: Project | None = None


def fingerprint(lines: Sequence[RawLine]) -> str:
    """SHA-256 over the lines as they came: the same file has the same fingerprint, whoever sends it."""
    rows = [[ln.channel_number, ln.paid_on, ln.amount, ln.reference, ln.payer, ln.plan_number] for ln in lines]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def read(asked: ImportStatement) -> list[ReadLine | BadLine]:
    """Every line, read or refused with its reason. Raises CountDiffers, TotalDiffers when the file is not what it says it is."""
    if len(asked.lines) != asked.declared_count:
        raise refusals.CountDiffers(declared=asked.declared_count, found=len(asked.lines))
    lines = [_read_line(raw, number=number, day=asked.day) for number, raw in enumerate(asked.lines, start=1)]
    # A line whose amount cannot be read leaves the total open; it can then only be checked from one side.
    total = sum(_fen(raw.amount) or 0 for raw in asked.lines)
    readable = all(_fen(raw.amount) is not None for raw in asked.lines)
    if total > asked.declared_total or (readable and total != asked.declared_total):
        raise refusals.TotalDiffers
    return lines


def _read_line(raw: RawLine, *, number: int, day: date) -> ReadLine | BadLine:
    paid_on, amount = _day(raw.paid_on), _fen(raw.amount)
    if not CODE.fullmatch(raw.channel_number):
        return BadLine(number=number, reason="channel_number_unreadable")
    if paid_on is None:
        return BadLine(number=number, reason="day_unreadable")
    if paid_on > day:
        return BadLine(number=number, reason="day_after_statement")
    if not amount:
        return BadLine(number=number, reason="amount_unreadable")
    if not raw.reference or len(raw.reference) > REFERENCE_MAX:
        return BadLine(number=number, reason="reference_unreadable")
    return ReadLine(
        number=number,
        channel_number=raw.channel_number,
        paid_on=paid_on,
        amount=amount,
        reference=raw.reference,
        payer_masked=masked(raw.payer),
        plan_number=raw.plan_number or None,
    )


def masked(name: str) -> str:
    """A payer's name with only its first character left: 张三丰 → 张**, nothing → *. Never longer than four characters."""
    return name[:1] + "*" * max(1, min(len(name) - 1, 3))


def decide(line: ReadLine, *, gifts: Mapping[str, Gift], projects: Sequence[Project]) -> Decision:
    """What a line pays. `gifts` by payment reference, as they stand after the lines before; `projects` are those of the fund."""
    gift = gifts.get(line.reference)
    if gift is not None:
        return Decision(kind=_kind(line, gift), gift=gift)
    for project in projects:
        if line.plan_number and project.plan_number == line.plan_number and running(project, on=line.paid_on):
            return Decision(kind=MatchKind.PLAN, project=project)
    return Decision(kind=MatchKind.NONE)


def _kind(line: ReadLine, gift: Gift) -> MatchKind:
    if gift.state is GiftState.CONFIRMED:
        return MatchKind.PAID_BEFORE
    return MatchKind.EXACT if gift.amount == line.amount else MatchKind.AMOUNT_DIFFERS


def repeats(known: StatementLine, line: ReadLine) -> bool:
    """Does a line with a known channel number say the same as before?"""
    return (known.paid_on, known.amount, known.reference) == (line.paid_on, line.amount, line.reference)


def propose(line: StatementLine, gift: Gift | None, *, reason: str) -> StatementLine:
    """The line with a proposal that waits for a second person. Raises LineNotOpen, GiftNotPayable."""
    if line.state is not LineState.OPEN:
        raise refusals.LineNotOpen(state=line.state.value)
    if gift is not None:
        _check_payable(line, gift)
    proposed = None if gift is None else gift.gift_id
    return replace(line, state=LineState.PROPOSED, proposed_gift_id=proposed, reason=reason)


def approve(line: StatementLine, gift: Gift | None, *, proposed_by: str | None, by: str | None) -> None:
    """May this person, as the second one, agree? Raises LineNotProposed, SamePerson, GiftNotPayable."""
    if line.state is not LineState.PROPOSED:
        raise refusals.LineNotProposed(state=line.state.value)
    if by is None or by == proposed_by:
        raise refusals.SamePerson
    if gift is not None:
        _check_payable(line, gift)


def matched(line: StatementLine, *, gift_id: str) -> StatementLine:
    """The line, matched by two people."""
    return replace(line, state=LineState.MATCHED, match=MatchKind.BY_HAND, gift_id=gift_id)


def decline(line: StatementLine) -> StatementLine:
    """The line back among those that wait. Raises LineNotProposed."""
    if line.state is not LineState.PROPOSED:
        raise refusals.LineNotProposed(state=line.state.value)
    return replace(line, state=LineState.OPEN, proposed_gift_id=None, reason=None)


def _check_payable(line: StatementLine, gift: Gift) -> None:
    if gift.fund_code != line.fund_code or gift.state is GiftState.CONFIRMED:
        raise refusals.GiftNotPayable


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2023-03-18") else None
    except ValueError:
        return None


def _fen(text: str) -> int | None:
    if not AMOUNT.fullmatch(text):
        return None
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)
