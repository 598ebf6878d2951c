"""Reads a statement line by line and decides which gift each line pays (rulebook §12, §21)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.donations.answers import LineResult, Project, RoundUpBatch, Statement, StatementLine
from contracts.donations.kinds import GiftChoice, LineOutcome, LineState, MatchKind, RoundUpBatchState
from contracts.donations.requests import ImportStatement, RawLine
from services.donations.gifts.rules import Arrived, Gift, Recorder, confirm, running, unnamed
from services.donations.roundups.rules import pay
from services.donations.statements import refusals

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", re.ASCII)
AMOUNT = re.compile(r"(0|[1-9]\d{0,9})(\.\d{1,2})?", re.ASCII)
REFERENCE_MAX = 120
WAITS_DAYS = 3
"""Working days: what waits longer, both the federation and the community are told of (rulebook §21)."""
LARGE_FEN = 2_000_00
"""A gift for points of this amount on is never confirmed by an import alone: from it on a claim waits seven days in public (rulebook §3)."""


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
    """Which gift or batch a line pays and how that is known; a PLAN match names the project in which a gift begins."""

    kind: MatchKind
    gift: Gift | None = None
    project: Project | None = None
    batch: RoundUpBatch | None = None


def fingerprint(lines: Sequence[RawLine]) -> str:
    """SHA-256 over the lines as they came: the same file has the same fingerprint, whoever sends it."""
    rows = [[ln.channel_number, ln.paid_on, ln.amount, ln.reference, ln.payer, ln.plan_number] for ln in lines]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def same(stored: Statement, asked: ImportStatement, *, sha256: str) -> None:
    """A second import under the same id must bring the same lines. Raises StatementIdTaken."""
    if (stored.sha256, stored.fund_code, stored.day) != (sha256, asked.fund_code, asked.day):
        raise refusals.StatementIdTaken


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


def decide(
    line: ReadLine,
    *,
    gifts: Mapping[str, Gift],
    batches: Mapping[str, RoundUpBatch],
    projects: Sequence[Project],
    own: Collection[str] = (),
) -> Decision:
    """What a line pays. `gifts` and `batches` by payment reference, as they stand after the lines before; `projects` are the fund's.

    `own` are the references of what the importer has a part in: such a line fits and waits all the same.
    """
    gift = gifts.get(line.reference)
    if gift is not None:
        kind = _kind(line, paid=gift.received is not None, amount=gift.amount, own=line.reference in own)
        large = gift.choice is GiftChoice.POINTS and gift.amount >= LARGE_FEN
        return Decision(kind=MatchKind.LARGE if large and kind is MatchKind.EXACT else kind, gift=gift)
    batch = batches.get(line.reference)
    if batch is not None:
        paid = batch.state is RoundUpBatchState.PAID
        return Decision(kind=_kind(line, paid=paid, amount=batch.amount, own=line.reference in own), batch=batch)
    for project in projects:
        if line.plan_number and project.plan_number == line.plan_number and running(project, on=line.paid_on):
            return Decision(kind=MatchKind.PLAN, project=project)
    return Decision(kind=MatchKind.NONE)


def _kind(line: ReadLine, *, paid: bool, amount: int, own: bool) -> MatchKind:
    if paid:
        return MatchKind.PAID_BEFORE
    if amount != line.amount:
        return MatchKind.AMOUNT_DIFFERS
    return MatchKind.OWN if own else MatchKind.EXACT


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What a statement comes to: new lines, a result for each line, gifts and batches that got their money, gifts that begin with it."""

    lines: list[StatementLine] = field(default_factory=list)
    results: list[LineResult] = field(default_factory=list)
    confirmed: list[Gift] = field(default_factory=list)
    begun: list[Gift] = field(default_factory=list)
    forwarded: list[RoundUpBatch] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known before a statement is settled: lines by channel number, gifts and batches by payment reference, the fund's projects.

    `own` are the references of those gifts and batches in which the importer has a part.
    """

    lines: Mapping[str, StatementLine]
    gifts: Mapping[str, Gift]
    projects: Sequence[Project]
    batches: Mapping[str, RoundUpBatch] = field(default_factory=dict)
    own: Collection[str] = ()


def settle(
    asked: ImportStatement,
    lines: Sequence[ReadLine | BadLine],
    *,
    known: Known,
    line_ids: Sequence[str],
    recorder: Recorder,
) -> Settled:
    """Decide line by line, each as the lines before it left things; `line_ids` are for new lines, one for each line."""
    settled = Settled()
    channels, gifts, batches = dict(known.lines), dict(known.gifts), dict(known.batches)
    for line, line_id in zip(lines, line_ids, strict=True):
        if isinstance(line, BadLine):
            settled.results.append(_result(line.number, LineOutcome.REFUSED, reason=line.reason))
            continue
        before = channels.get(line.channel_number)
        if before is not None:
            settled.results.append(_repeated(line, before))
            continue
        decision = decide(line, gifts=gifts, batches=batches, projects=known.projects, own=known.own)
        paid = _paid(line, decision, line_id=line_id, recorder=recorder)
        if isinstance(paid, RoundUpBatch):
            settled.forwarded.append(paid)
            batches[line.reference] = paid
        elif paid is not None:
            (settled.confirmed if decision.gift else settled.begun).append(paid)
            gifts[line.reference] = paid
        row = _row(asked, line, decision, line_id=line_id, paid=paid)
        channels[line.channel_number] = row
        settled.lines.append(row)
        outcome = LineOutcome.MATCHED if paid else LineOutcome.OPEN
        reason = None if paid else row.match.value
        result = _result(line.number, outcome, reason=reason)
        settled.results.append(replace(result, line_id=line_id, gift_id=row.gift_id, batch_id=row.batch_id))
    return settled


def _paid(line: ReadLine, decision: Decision, *, line_id: str, recorder: Recorder) -> Gift | RoundUpBatch | None:
    if decision.kind is MatchKind.EXACT and decision.gift is not None:
        return confirm(decision.gift, received=line.amount, on=recorder.on, paid_on=line.paid_on)
    if decision.kind is MatchKind.EXACT and decision.batch is not None:
        return pay(decision.batch, on=min(line.paid_on, recorder.on))
    if decision.project is not None:
        project = decision.project
        money = Arrived(
            fund_code=project.fund_code,
            project_code=project.project_code,
            amount=line.amount,
            lane=project.lane,
            paid_on=line.paid_on,
        )
        return unnamed(money, gift_id=gift_of(line_id), recorder=recorder)
    return None


def gift_of(line_id: str) -> str:
    """The id of the gift that begins with a line: the line's own, of another kind."""
    return "gft_" + line_id[4:]


def _row(
    asked: ImportStatement, line: ReadLine, decision: Decision, *, line_id: str, paid: Gift | RoundUpBatch | None
) -> StatementLine:
    return StatementLine(
        line_id=line_id,
        statement_id=asked.statement_id,
        fund_code=asked.fund_code,
        channel_number=line.channel_number,
        paid_on=line.paid_on,
        amount=line.amount,
        reference=line.reference,
        payer_masked=line.payer_masked,
        state=LineState.MATCHED if paid else LineState.OPEN,
        match=decision.kind,
        gift_id=paid.gift_id if isinstance(paid, Gift) else None,
        proposed_gift_id=None,
        proposed_by=None,
        reason=None,
        version=1,
        batch_id=paid.batch_id if isinstance(paid, RoundUpBatch) else None,
    )


def _repeated(line: ReadLine, before: StatementLine) -> LineResult:
    # The same channel number with other content is never taken silently: somebody changed a line that was imported.
    same = repeats(before, line)
    result = _result(
        line.number,
        LineOutcome.DUPLICATE if same else LineOutcome.REFUSED,
        reason=None if same else "channel_number_says_otherwise",
    )
    return replace(result, line_id=before.line_id, gift_id=before.gift_id, batch_id=before.batch_id)


def _result(number: int, outcome: LineOutcome, *, reason: str | None) -> LineResult:
    return LineResult(line=number, outcome=outcome, reason=reason, line_id=None, gift_id=None)


def repeats(known: StatementLine, line: ReadLine) -> bool:
    """Does a line with a known channel number say the same as before?"""
    return (known.paid_on, known.amount, known.reference) == (line.paid_on, line.amount, line.reference)


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
