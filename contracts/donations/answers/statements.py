"""What can be read about the federation's statements and what their lines were matched with."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

from contracts.donations.kinds import (
    GiftId,
    LineOutcome,
    LineState,
    MatchKind,
    RoundUpBatchId,
    StatementId,
    StatementLineId,
)
from contracts.kinds import Code, Count, Fen, PartyId, PositiveCount, PositiveFen, Sha256, ShortText, Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class LineResult:
    """What the import did with one line; `reason` tells why it was refused or waits. `batch_id`: it pays many round-ups at once."""

    line: PositiveCount
    outcome: LineOutcome
    reason: Code | None
    line_id: StatementLineId | None
    gift_id: GiftId | None
    batch_id: RoundUpBatchId | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Statement:
    """One imported statement, never changed afterwards. `sha256` is over its lines as they came, so that two can be compared."""

    statement_id: StatementId
    fund_code: Code
    day: date
    sha256: Sha256
    imported_at: datetime
    total: Fen
    matched: Count
    waiting: Count
    duplicates: Count
    refused: Count
    results: tuple[LineResult, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class StatementLine:
    """Money that reached the federation, for one gift or for a batch of round-ups. Who paid stands here masked only.

    `overdue_on`: since then it has waited for more than three working days (rulebook §21).
    """

    line_id: StatementLineId
    statement_id: StatementId
    fund_code: Code
    channel_number: Code
    paid_on: date
    amount: PositiveFen
    reference: ShortText
    payer_masked: ShortText
    state: LineState
    match: MatchKind
    gift_id: GiftId | None
    proposed_gift_id: GiftId | None
    proposed_by: PartyId | None
    reason: ShortText | None
    version: Version
    batch_id: RoundUpBatchId | None = None
    proposed_batch_id: RoundUpBatchId | None = None
    overdue_on: date | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class StatementLinePage:
    """Lines, oldest first: what has waited longest comes first."""

    items: tuple[StatementLine, ...]
    next_key: str | None
