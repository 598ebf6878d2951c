"""What donations says of giving that is linked to shopping: merchants' pledges and customers' round-ups (rulebook §12)."""

from __future__ import annotations

import dataclasses
from datetime import date

from contracts.donations.kinds import AgreementNumber, GiftId, PledgeId, RoundUpBatchId, StatementLineId
from contracts.event import Event
from contracts.kinds import Code, Month, PartyId, PositiveCount, PositiveFen

__all__ = [
    "PledgeAgreed",
    "PledgeBannerRemoved",
    "PledgeDue",
    "PledgeEnded",
    "PledgeResumed",
    "PledgeSettled",
    "PledgeSuspended",
    "RoundUpBatchClosed",
    "RoundUpBatchLate",
    "RoundUpBatchPaid",
]


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeAgreed(Event):
    """The federation's second person countersigned a merchant's pledge: its banner may show this number until `ends_on`."""

    source = "donations"
    subject = "pledge_id"

    pledge_id: PledgeId
    merchant_id: PartyId
    agreement_number: AgreementNumber
    fund_code: Code
    project_code: Code
    starts_on: date
    ends_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeDue(Event):
    """A merchant stated a month's sales; so much of them is to be paid until `due_on`."""

    source = "donations"
    subject = "pledge_id"

    pledge_id: PledgeId
    merchant_id: PartyId
    month: Month
    amount: PositiveFen
    due_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeSettled(Event):
    """The federation's statement shows what a merchant owed for a month; the gift itself is told as GiftConfirmed."""

    source = "donations"
    subject = "pledge_id"

    pledge_id: PledgeId
    merchant_id: PartyId
    month: Month
    gift_id: GiftId
    amount: PositiveFen


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeBannerRemoved(Event):
    """Something of a pledge is 15 days overdue: the banner is to be taken down."""

    source = "donations"
    subject = "pledge_id"

    pledge_id: PledgeId
    merchant_id: PartyId
    agreement_number: AgreementNumber


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeEnded(Event):
    """A merchant ended its pledge early: the banner is to be taken down, and what was sold until then stays due."""

    source = "donations"
    subject = "pledge_id"

    pledge_id: PledgeId
    merchant_id: PartyId
    agreement_number: AgreementNumber
    ended_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeSuspended(Event):
    """Something of a pledge is 30 days overdue; whoever admits merchants may act on it."""

    source = "donations"
    subject = "pledge_id"

    pledge_id: PledgeId
    merchant_id: PartyId
    agreement_number: AgreementNumber


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeResumed(Event):
    """Nothing of a pledge is so long overdue any more: the banner may show again.

    `in_time` says that by the bank's days of payment nothing of it ever was so long overdue: only the statement came late.
    """

    source = "donations"
    subject = "pledge_id"

    pledge_id: PledgeId
    merchant_id: PartyId
    agreement_number: AgreementNumber
    in_time: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundUpBatchClosed(Event):
    """The round-ups that a shop collected go together now; they are to be paid until `pay_by`, a week after the first of them."""

    source = "donations"
    subject = "batch_id"

    batch_id: RoundUpBatchId
    merchant_id: PartyId
    rounds: PositiveCount
    amount: PositiveFen
    pay_by: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundUpBatchLate(Event):
    """A shop has kept its customers' round-ups for more than a week."""

    source = "donations"
    subject = "batch_id"

    batch_id: RoundUpBatchId
    merchant_id: PartyId
    amount: PositiveFen
    pay_by: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundUpBatchPaid(Event):
    """The federation's statement shows a batch of round-ups; each customer's gift is told as GiftConfirmed.

    `paid_on` is the bank's day of payment; by it, and not by the day of the statement, a batch told as late may have been in time.
    """

    source = "donations"
    subject = "batch_id"

    batch_id: RoundUpBatchId
    merchant_id: PartyId
    line_id: StatementLineId
    rounds: PositiveCount
    amount: PositiveFen
    by_hand: bool
    paid_on: date | None = None
