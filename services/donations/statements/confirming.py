"""What follows when a statement's lines found what they pay: postings, and the word to everybody whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.database import Work
from contracts.donations.answers import RoundUpBatch, StatementLine
from contracts.donations.events import GiftConfirmed, StatementLineMatched
from contracts.donations.kinds import GiftOrigin
from contracts.donations.shopping_events import RoundUpBatchPaid
from ledger.posting import post
from ledger.values import Transfer
from services.donations.funds.rules import bank_account, clearing_account, purpose_account
from services.donations.funds.store import UNIT
from services.donations.gifts.entrypoints import recorder_of
from services.donations.gifts.rules import Gift
from services.donations.mandates.store import mark_charged, unbroken_months
from services.donations.pledges.settling import settle
from services.donations.roundups.forwarding import forward

RULEBOOK = "v1"


def arrived(work: Work, lines: Sequence[StatementLine]) -> None:
    """Post money that reached the bank, before anything explains it."""
    post(work, [_arrival(line) for line in lines])


def confirmed(
    work: Work,
    matched: Sequence[tuple[StatementLine, Gift]],
    batched: Sequence[tuple[StatementLine, RoundUpBatch]],
    *,
    by_hand: bool,
) -> None:
    """Post and tell saved gifts with the lines that paid them, and begin, post and tell the gifts of paid, locked batches."""
    shared = forward(work, {batch.batch_id: batch for _, batch in batched}, recorder=recorder_of(work))
    gifts = [*(gift for _, gift in matched), *shared]
    post(work, [_explained(gift) for gift in gifts])
    monthly = [gift.gift_id for gift in gifts if gift.mandate_id]
    mark_charged(work, monthly)
    months = unbroken_months(work, monthly) if monthly else {}
    for line, gift in matched:
        work.emit(
            StatementLineMatched(community=work.community, gift_id=gift.gift_id, line_id=line.line_id, by_hand=by_hand)
        )
    for line, batch in batched:
        work.emit(_forwarded(line, batch, community=work.community, by_hand=by_hand))
    for gift in gifts:
        work.emit(_told(gift, community=work.community, unbroken_months=months.get(gift.gift_id, 0)))
    settle(work, [gift.gift_id for gift in gifts if gift.origin is GiftOrigin.PLEDGE])


def _forwarded(line: StatementLine, batch: RoundUpBatch, *, community: str, by_hand: bool) -> RoundUpBatchPaid:
    return RoundUpBatchPaid(
        community=community,
        batch_id=batch.batch_id,
        merchant_id=batch.merchant_id,
        line_id=line.line_id,
        rounds=batch.rounds,
        amount=batch.amount,
        by_hand=by_hand,
        paid_on=batch.paid_on,
    )


def _told(gift: Gift, *, community: str, unbroken_months: int) -> GiftConfirmed:
    assert gift.received is not None  # noqa: S101 - confirmed gifts only
    assert gift.confirmed_on is not None  # noqa: S101 - confirmed gifts only
    return GiftConfirmed(
        community=community,
        gift_id=gift.gift_id,
        donor_id=gift.donor_id,
        amount=gift.received,
        choice=gift.choice,
        lane=gift.lane,
        fund_code=gift.fund_code,
        project_code=gift.project_code,
        confirmed_on=gift.confirmed_on,
        mandate_id=gift.mandate_id,
        unbroken_months=unbroken_months,
        origin=gift.origin,
        activity_id=gift.activity_id,
        paid_on=gift.paid_on,
    )


def _arrival(line: StatementLine) -> Transfer:
    return Transfer(
        id=line.line_id,
        debit=bank_account(line.fund_code),
        credit=clearing_account(line.fund_code),
        unit=UNIT,
        amount=line.amount,
        kind="statement_line",
        reference=line.line_id,
        rulebook=RULEBOOK,
    )


def _explained(gift: Gift) -> Transfer:
    assert gift.received is not None  # noqa: S101 - confirmed gifts only
    return Transfer(
        id=gift.gift_id,
        debit=clearing_account(gift.fund_code),
        credit=purpose_account(gift.fund_code, gift.project_code),
        unit=UNIT,
        amount=gift.received,
        kind="gift",
        reference=gift.gift_id,
        rulebook=RULEBOOK,
    )
