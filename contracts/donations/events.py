"""What donations says happened. Facts for the other services: no names, no payment details, never a household."""

from __future__ import annotations

import dataclasses
from datetime import date

from contracts.donations.kinds import (
    AppraisalBasis,
    GiftChoice,
    GiftId,
    GiftOrigin,
    GoodsId,
    GoodsKind,
    Lane,
    MandateId,
    PackRunId,
    PackSerial,
    PositiveQuantity,
    RefundId,
    RefundKind,
    StatementLineId,
)
from contracts.donations.removal_kinds import GoodsRemovalId, RemovalCause
from contracts.event import Event
from contracts.kinds import ActivityId, Code, Count, Fen, Grams, PartyId, PositiveCount, PositiveFen, ShortText
from contracts.rural_link.ids import LotDonationId

__all__ = [
    "GiftChoice",
    "GiftConfirmed",
    "GiftExpired",
    "GiftPackHandedOut",
    "GiftPacksPacked",
    "GiftRecorded",
    "GiftRefunded",
    "GoodsKind",
    "InKindAccepted",
    "InKindReturned",
    "Lane",
    "MandateCancelled",
    "MandateSigned",
    "ReceiptIssued",
    "ReceiptRequested",
    "ReceiptVoided",
    "StatementLineMatched",
]


@dataclasses.dataclass(frozen=True, kw_only=True)
class GiftRecorded(Event):
    """Somebody means to give money; none has arrived yet."""

    source = "donations"
    subject = "gift_id"

    gift_id: GiftId
    fund_code: Code
    amount: PositiveFen


@dataclasses.dataclass(frozen=True, kw_only=True)
class GiftConfirmed(Event):
    """The federation's statement shows the money. `donor_id` is empty for an anonymous gift, which earns nobody anything.

    `unbroken_months` of a monthly gift counts the months charged without a gap up to this one, and this one with them. `origin` tells
    what a merchant pledged of its sales, and what a customer added at the till, from what somebody gave by an act of its own.
    `activity_id` names the shared act of charity to which it was given (rulebook §10), if any.
    `paid_on` is the bank's day of payment, never after `confirmed_on`: the gift was performed on it (rulebook §2). Without it, on `confirmed_on`.
    """

    source = "donations"
    subject = "gift_id"

    gift_id: GiftId
    donor_id: PartyId | None
    amount: PositiveFen
    choice: GiftChoice
    lane: Lane
    fund_code: Code
    project_code: Code | None
    confirmed_on: date
    mandate_id: MandateId | None = None
    unbroken_months: Count = 0
    origin: GiftOrigin = GiftOrigin.OWN
    activity_id: ActivityId | None = None
    paid_on: date | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class GiftRefunded(Event):
    """A confirmed gift went back to who gave it, whole: what it earned is taken back (rulebook §12)."""

    source = "donations"
    subject = "gift_id"

    gift_id: GiftId
    refund_id: RefundId
    donor_id: PartyId | None
    amount: PositiveFen
    kind: RefundKind


@dataclasses.dataclass(frozen=True, kw_only=True)
class GiftExpired(Event):
    """An online order was not paid in time. Money that still arrives is matched all the same."""

    source = "donations"
    subject = "gift_id"

    gift_id: GiftId


@dataclasses.dataclass(frozen=True, kw_only=True)
class StatementLineMatched(Event):
    """A line of the federation's statement found its gift, by itself or by two people."""

    source = "donations"
    subject = "gift_id"

    gift_id: GiftId
    line_id: StatementLineId
    by_hand: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class StatementLineUnmatched(Event):
    """A line of the federation's statement has waited for more than three working days: both sides are told, once (rulebook §21)."""

    source = "donations"
    subject = "line_id"

    line_id: StatementLineId
    fund_code: Code
    amount: PositiveFen
    overdue_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReceiptRequested(Event):
    """The donor asks the federation for a donation receipt."""

    source = "donations"
    subject = "gift_id"

    gift_id: GiftId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReceiptIssued(Event):
    """The federation's receipt system gave a number."""

    source = "donations"
    subject = "gift_id"

    gift_id: GiftId
    issued_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReceiptVoided(Event):
    """The federation took a receipt back."""

    source = "donations"
    subject = "gift_id"

    gift_id: GiftId


@dataclasses.dataclass(frozen=True, kw_only=True)
class MandateSigned(Event):
    """A donor agreed to give every month."""

    source = "donations"
    subject = "mandate_id"

    mandate_id: MandateId
    donor_id: PartyId
    amount: PositiveFen
    fund_code: Code
    project_code: Code


@dataclasses.dataclass(frozen=True, kw_only=True)
class MandateCancelled(Event):
    """A donor ended a monthly promise, or was forgotten; nothing is charged any more."""

    source = "donations"
    subject = "mandate_id"

    mandate_id: MandateId


@dataclasses.dataclass(frozen=True, kw_only=True)
class InKindAccepted(Event):
    """Goods arrived and were taken over, or a service was rendered.

    `appraised` is the value of what arrived, with the condition of used goods already taken off (rulebook §2, G3 and G4).
    `activity_id` names the shared act of charity to which it was given (rulebook §10), if any. `title`: what it is, as it was offered.
    `recorded_by` wrote the offer down, perhaps the donor; `appraised_by` said what it is worth, by `basis`; `accepted_by` agreed to take
    it; `received_by` counted it and took it over. What was told before they were named names nobody.
    """

    source = "donations"
    subject = "gift_id"

    gift_id: GoodsId
    donor_id: PartyId
    goods_kind: GoodsKind
    appraised: PositiveFen
    receipted: bool
    accepted_on: date
    grams: Grams = 0
    activity_id: ActivityId | None = None
    title: ShortText | None = None
    recorded_by: PartyId | None = None
    appraised_by: tuple[PartyId, ...] = ()
    accepted_by: PartyId | None = None
    received_by: PartyId | None = None
    basis: AppraisalBasis | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class InKindReturned(Event):
    """Some of the goods that were taken over went back to who gave them: what they earned is taken back (rulebook §5, RETURNED_GOODS).

    `appraised` is their part of the value that InKindAccepted told, in fen: the parts of one gift never add up to more, and to all of it
    when all of it has gone back. `quantity` is in the measure of the goods. `lot_donation_id`: the gift out of a village's lot that
    the goods were, whose grams are the village's again.
    """

    source = "donations"
    subject = "gift_id"

    gift_id: GoodsId
    removal_id: GoodsRemovalId
    donor_id: PartyId
    cause: RemovalCause
    quantity: PositiveQuantity
    appraised: Fen
    returned_on: date
    lot_donation_id: LotDonationId | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class GiftPacksPacked(Event):
    """Gift packs were made out of goods in store."""

    source = "donations"
    subject = "run_id"

    run_id: PackRunId
    fund_code: Code
    packs: PositiveCount


@dataclasses.dataclass(frozen=True, kw_only=True)
class GiftPackHandedOut(Event):
    """A gift pack reached a household; which one is nobody else's business."""

    source = "donations"
    subject = "run_id"

    run_id: PackRunId
    serial: PackSerial
    fund_code: Code
    handed_out_on: date
