"""What counts as a round-up, and when a batch of them is late (rulebook §12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from contracts.donations.answers import RoundUpBatch, RoundUpConversion
from contracts.donations.kinds import RoundUpBatchState
from contracts.donations.requests import RawRound
from services.donations.parties.rules import KnownParty

ROUND_MAX_FEN = 10_00  # To the next ten yuan at most: more is no rounding but a gift of one's own.
PAY_DAYS = 7
BATCH_DAYS = 3
"""What a shop has not put together by itself after so many days is put together for it, so that time to pay is left."""

CONVERSION_DAYS = 90
CUSTOMERS_MIN = 10  # Below it a share says nothing, and a count points at people.
TOO_LITTLE = "数据不足"


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round-up as it is kept, in fen: of a customer, or of nobody known behind a token."""

    round_id: str
    merchant_id: str
    payment_reference: str
    fund_code: str
    project_code: str | None
    customer_id: str | None
    token: str | None
    amount: int
    paid_at: datetime
    reported_by: str | None
    reported_at: datetime
    batch_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Purse:
    """Where round-ups wait: a shop's, for one purpose."""

    merchant_id: str
    fund_code: str
    project_code: str | None


@dataclass(frozen=True, kw_only=True)
class Collected:
    """What of a purse went into a batch: how many round-ups, their sum in fen, and when the first was paid."""

    rounds: int
    amount: int
    first_at: datetime


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one customer gave in a batch, in fen; `customer_id` None: all whom nobody knows together."""

    batch_id: str
    customer_id: str | None
    amount: int


def trouble(asked: RawRound, *, parties: Mapping[str, KnownParty], at: datetime) -> str | None:
    """Why this is no round-up of a customer, or None. It must be agreed to, shown apart, small, past, and a person's or nobody's."""
    customer = parties.get(asked.customer_id or "")
    faults = (
        ("not_agreed", not asked.agreed),
        ("not_shown_apart", not asked.shown_apart),
        ("above_limit", asked.amount > ROUND_MAX_FEN),
        ("paid_in_future", asked.paid_at > at),
        ("customer_or_token", (asked.customer_id is None) == (asked.token is None)),
        # No organisation earns by it, the shop least of all.
        ("customer_unknown", asked.token is None and (customer is None or not customer.is_person)),
    )
    return next((reason for reason, wrong in faults if wrong), None)


def same(stored: Round, wanted: Round) -> bool:
    """Does a second report of a payment say the same?"""
    return _content(stored) == _content(wanted)


def _content(one: Round) -> tuple[object, ...]:
    return (one.fund_code, one.project_code, one.customer_id, one.token, one.amount, one.paid_at)


def close(purse: Purse, collected: Collected, *, batch_id: str, first_on: date) -> RoundUpBatch:
    """A batch that waits for its money; `first_on` is the civil day of its first round-up, from which the week counts."""
    return RoundUpBatch(
        batch_id=batch_id,
        merchant_id=purse.merchant_id,
        fund_code=purse.fund_code,
        project_code=purse.project_code,
        rounds=collected.rounds,
        amount=collected.amount,
        first_on=first_on,
        pay_by=first_on + timedelta(days=PAY_DAYS),
        payment_reference="R" + batch_id[-10:],
        state=RoundUpBatchState.AWAITING,
        late_on=None,
        paid_on=None,
        version=1,
    )


def payable(batch: RoundUpBatch, *, fund_code: str, amount: int) -> bool:
    """Can a line of that amount pay it? Whole and once: a part could not be shared out among the customers."""
    waits = batch.state is not RoundUpBatchState.PAID
    return waits and (batch.fund_code, batch.amount) == (fund_code, amount)


def pay(batch: RoundUpBatch, *, on: date) -> RoundUpBatch:
    """The batch, forwarded on the bank's day `on`. That it was late stays visible; that only its statement was late is forgotten."""
    late_on = None if on <= batch.pay_by else batch.late_on
    return replace(batch, state=RoundUpBatchState.PAID, paid_on=on, late_on=late_on)


def conversion(*, customers: int, converted: int) -> RoundUpConversion:
    """The share of customers who came to give by themselves, in thousandths, rounded down; nothing of fewer than ten."""
    if customers < CUSTOMERS_MIN:
        return RoundUpConversion(sufficient=False, note=TOO_LITTLE, customers=None, converted=None, permille=None)
    permille = converted * 1000 // customers
    return RoundUpConversion(sufficient=True, note=None, customers=customers, converted=converted, permille=permille)
