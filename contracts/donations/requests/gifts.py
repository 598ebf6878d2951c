"""What can be asked about gifts of money and their receipts."""

from __future__ import annotations

import dataclasses
from datetime import date

from contracts.donations import answers
from contracts.donations.kinds import GiftChoice, GiftId, Lane, PaymentChannel, Visibility
from contracts.kinds import ActivityId, Code, PartyId, PositiveFen, Sha256, ShortText
from contracts.request import Command, PageQuery, Query


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordGift(Command[answers.Gift]):
    """Say that money is coming, and choose beforehand between a receipt and points.

    `waiver_number` is the document in which the donor gave up the receipt; it belongs to POINTS and to nothing else. `activity_id` names
    the shared act of charity to which it is given (rulebook §10).
    """

    service = "donations"
    answer = answers.Gift

    gift_id: GiftId
    fund_code: Code
    amount: PositiveFen
    lane: Lane
    choice: GiftChoice
    channel: PaymentChannel
    donor_id: PartyId | None = None
    project_code: Code | None = None
    waiver_number: Code | None = None
    visibility: Visibility = Visibility.ANONYMOUS
    alias: ShortText | None = None
    activity_id: ActivityId | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetGift(Query[answers.Gift]):
    """One gift."""

    service = "donations"
    answer = answers.Gift

    gift_id: GiftId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListGifts(PageQuery[answers.GiftPage]):
    """Gifts of a donor, of a fund, or of both. Who is no officer of the fund sees own gifts only."""

    service = "donations"
    answer = answers.GiftPage

    donor_id: PartyId | None = None
    fund_code: Code | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetDonorSummary(Query[answers.DonorSummary]):
    """What one party has given, in a few numbers."""

    service = "donations"
    answer = answers.DonorSummary

    party_id: PartyId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChangeVisibility(Command[answers.Gift]):
    """Choose another name, or none, under which the gift is shown from now on, in old lists too."""

    service = "donations"
    answer = answers.Gift

    gift_id: GiftId
    visibility: Visibility
    alias: ShortText | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequestReceipt(Command[answers.Receipt]):
    """Ask the federation for a receipt; `payer_name` is what it is to say."""

    service = "donations"
    answer = answers.Receipt

    gift_id: GiftId
    payer_name: ShortText


@dataclasses.dataclass(frozen=True, kw_only=True)
class WaiveReceipt(Command[answers.Gift]):
    """Declare that no receipt is wanted."""

    service = "donations"
    answer = answers.Gift

    gift_id: GiftId


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetReceipt(Query[answers.Receipt]):
    """The latest receipt of a gift."""

    service = "donations"
    answer = answers.Receipt

    gift_id: GiftId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReceiptLine:
    """One receipt as the federation's system gave it."""

    gift_id: GiftId
    number: Code
    issued_on: date
    amount: PositiveFen
    pdf_sha256: Sha256


@dataclasses.dataclass(frozen=True, kw_only=True)
class ImportReceipts(Command[answers.ReceiptImport]):
    """Take over receipts that the federation issued; a line that does not fit is named, the others are taken."""

    service = "donations"
    answer = answers.ReceiptImport

    lines: tuple[ReceiptLine, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class VoidReceipt(Command[answers.Receipt]):
    """Record that the federation took a receipt back."""

    service = "donations"
    answer = answers.Receipt

    gift_id: GiftId
    reason: ShortText
