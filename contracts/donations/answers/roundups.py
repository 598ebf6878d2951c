"""What can be read about customers' round-ups: by the customer, by the shop that forwards them, by who keeps the fund."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

from contracts.donations.kinds import (
    BatchReference,
    Permille,
    RoundId,
    RoundOutcome,
    RoundUpBatchId,
    RoundUpBatchState,
)
from contracts.kinds import Code, Count, PageKey, PartyId, PositiveCount, PositiveFen, ShortText, Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundResult:
    """What a report did with one round-up; `reason` tells why it was refused."""

    payment_reference: Code
    outcome: RoundOutcome
    reason: Code | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundsReport:
    """What became of the round-ups that a shop reported, in their order."""

    recorded: Count
    duplicates: Count
    refused: Count
    results: tuple[RoundResult, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundUpBatch:
    """Round-ups of one shop for one purpose that are paid together; to the shop a count and a sum, never who gave.

    `pay_by` is a week after the first of them; `late_on` stays where it was once late.
    """

    batch_id: RoundUpBatchId
    merchant_id: PartyId
    fund_code: Code
    project_code: Code | None
    rounds: PositiveCount
    amount: PositiveFen
    first_on: date
    pay_by: date
    payment_reference: BatchReference
    state: RoundUpBatchState
    late_on: date | None
    paid_on: date | None
    version: Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClosedRoundUpBatches:
    """The batches that were just closed, one for each purpose; none where nothing waited."""

    items: tuple[RoundUpBatch, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundUpBatchPage:
    """Batches, newest first."""

    items: tuple[RoundUpBatch, ...]
    next_key: PageKey | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Round:
    """One round-up, for the customer's eyes; `batch_id` is empty until the shop forwards it."""

    round_id: RoundId
    merchant_id: PartyId
    payment_reference: Code
    fund_code: Code
    project_code: Code | None
    amount: PositiveFen
    paid_at: datetime
    batch_id: RoundUpBatchId | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundPage:
    """Own round-ups, newest first."""

    items: tuple[Round, ...]
    next_key: PageKey | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundUpConversion:
    """How many of those who ever rounded up made a gift of their own within 90 days after they first did.

    Below ten customers `sufficient` is false, `note` says 数据不足, and there is no number: so few would point at people.
    """

    sufficient: bool
    note: ShortText | None
    customers: Count | None
    converted: Count | None
    permille: Permille | None
