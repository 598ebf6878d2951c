"""What can be read about gifts of money and their receipts."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

from contracts.donations.kinds import (
    GiftChoice,
    GiftId,
    GiftOrigin,
    GiftState,
    Lane,
    MandateId,
    PaymentChannel,
    PaymentReference,
    ReceiptState,
    Visibility,
)
from contracts.kinds import (
    ActivityId,
    Code,
    Count,
    Fen,
    PartyId,
    PositiveCount,
    PositiveFen,
    Sha256,
    ShortText,
    Version,
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Gift:
    """A gift of money. `amount` was promised, `received` is what the statement shows; `donor_id` is empty where it is not yours to see.

    `confirmed_on` is the day on which the statement was taken over, `paid_on` the bank's day of payment where it is known.
    """

    gift_id: GiftId
    fund_code: Code
    project_code: Code | None
    donor_id: PartyId | None
    amount: PositiveFen
    received: PositiveFen | None
    lane: Lane
    choice: GiftChoice
    visibility: Visibility
    shown_as: ShortText
    channel: PaymentChannel
    state: GiftState
    receipt: ReceiptState
    payment_reference: PaymentReference
    recorded_at: datetime
    expires_at: datetime | None
    confirmed_on: date | None
    mandate_id: MandateId | None
    version: Version
    origin: GiftOrigin = GiftOrigin.OWN
    activity_id: ActivityId | None = None
    paid_on: date | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class GiftPage:
    """Gifts, newest first."""

    items: tuple[Gift, ...]
    next_key: str | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class DonorSummary:
    """What one party has given, for its own eyes and those who care for it."""

    party_id: PartyId
    gifts: Count
    received: Fen
    awaiting: Count
    active_mandates: Count
    goods_given: Count


@dataclasses.dataclass(frozen=True, kw_only=True)
class Receipt:
    """One receipt of a gift; a voided one may be followed by another (`turn` counts them)."""

    gift_id: GiftId
    turn: PositiveCount
    state: ReceiptState
    amount: PositiveFen
    payer_name: ShortText
    number: Code | None
    issued_on: date | None
    pdf_sha256: Sha256 | None
    version: Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReceiptResult:
    """What the import did with one line: nothing is wrong where `refused` is empty."""

    line: PositiveCount
    gift_id: GiftId
    refused: Code | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReceiptImport:
    """The outcome of one file of receipts, line by line."""

    issued: Count
    refused: Count
    results: tuple[ReceiptResult, ...]
