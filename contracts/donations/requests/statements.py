"""What can be asked about the federation's statements."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Annotated

from contracts.donations import answers
from contracts.donations.kinds import GiftId, LineState, MatchKind, RoundUpBatchId, StatementId, StatementLineId
from contracts.kinds import Code, Count, Fen, ShortText, Written
from contracts.request import Command, PageQuery, Query

AsWritten = Annotated[str, Written(0, 200)]


@dataclasses.dataclass(frozen=True, kw_only=True)
class RawLine:
    """One line of the file, still as text: a bad line is named in the answer instead of stopping the file."""

    channel_number: AsWritten
    paid_on: AsWritten
    amount: AsWritten
    reference: AsWritten
    payer: AsWritten = ""
    plan_number: AsWritten = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ImportStatement(Command[answers.Statement]):
    """Take over one statement of the federation and match its lines with gifts. The declared count and total must fit the lines."""

    service = "donations"
    answer = answers.Statement

    statement_id: StatementId
    fund_code: Code
    day: date
    declared_count: Count
    declared_total: Fen
    lines: tuple[RawLine, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetStatement(Query[answers.Statement]):
    """One imported statement and what became of its lines on import."""

    service = "donations"
    answer = answers.Statement

    statement_id: StatementId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListStatementLines(PageQuery[answers.StatementLinePage]):
    """Lines of a fund's statements; with a state, or with why they match or wait, only those."""

    service = "donations"
    answer = answers.StatementLinePage

    fund_code: Code
    state: LineState | None = None
    match: MatchKind | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProposeMatch(Command[answers.StatementLine]):
    """Propose which gift, or batch of round-ups, a waiting line pays; with neither, that it be an anonymous one to the unrestricted part."""

    service = "donations"
    answer = answers.StatementLine

    line_id: StatementLineId
    reason: ShortText
    gift_id: GiftId | None = None
    batch_id: RoundUpBatchId | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ApproveMatch(Command[answers.StatementLine]):
    """Agree, as a second person, with what was proposed for a line."""

    service = "donations"
    answer = answers.StatementLine

    line_id: StatementLineId


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeclineMatch(Command[answers.StatementLine]):
    """Send a proposed line back to those that wait."""

    service = "donations"
    answer = answers.StatementLine

    line_id: StatementLineId
