"""What can be asked about customers' round-ups (rulebook §12)."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from contracts.donations.answers import roundups as answers
from contracts.donations.kinds import CustomerToken, PurposeCode, RoundUpBatchState
from contracts.kinds import Code, PartyId, PositiveFen
from contracts.request import Command, PageQuery, Query


@dataclasses.dataclass(frozen=True, kw_only=True)
class RawRound:
    """One round-up at a till: of a customer, or of somebody unknown behind a token.

    `agreed`: the customer said yes at this payment; `shown_apart`: it stood on a line of its own. Both are off until the till says otherwise.
    """

    payment_reference: Code
    paid_at: datetime
    amount: PositiveFen
    agreed: bool = False
    shown_apart: bool = False
    customer_id: PartyId | None = None
    token: CustomerToken | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReportRounds(Command[answers.RoundsReport]):
    """Report round-ups that a shop collected; each payment counts once, and a bad one is named without stopping the others."""

    service = "donations"
    answer = answers.RoundsReport

    merchant_id: PartyId
    fund_code: PurposeCode
    rounds: tuple[RawRound, ...]
    project_code: PurposeCode | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class CloseRoundUpBatches(Command[answers.ClosedRoundUpBatches]):
    """Put together what a shop has collected and not forwarded yet; the answer says how to pay it."""

    service = "donations"
    answer = answers.ClosedRoundUpBatches

    merchant_id: PartyId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListRoundUpBatches(PageQuery[answers.RoundUpBatchPage]):
    """Batches, perhaps in one state: own ones for shops, all for who keeps the fund."""

    service = "donations"
    answer = answers.RoundUpBatchPage

    state: RoundUpBatchState | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListRounds(PageQuery[answers.RoundPage]):
    """The round-ups of the person who asks."""

    service = "donations"
    answer = answers.RoundPage


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetRoundUpConversion(Query[answers.RoundUpConversion]):
    """How many of those who round up come to give by themselves, for the federation."""

    service = "donations"
    answer = answers.RoundUpConversion
