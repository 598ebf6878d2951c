"""The long ways of round-ups that several tests share."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from contracts.donations import answers, requests
from tests.database.donations.town import AGREED, FUND, Town

TOKEN = "cst_somebody_unknown_1"


def rounded(town: Town, customer: str | None, fen: int, **more: Any) -> requests.RawRound:
    """One round-up an hour ago, agreed to and shown apart, of a customer or of somebody unknown."""
    town.number += 1
    one = requests.RawRound(
        payment_reference=f"POS-{town.number:06d}",
        paid_at=town.bench.clock.now() - timedelta(hours=1),
        amount=fen,
        agreed=True,
        shown_apart=True,
        customer_id=town.ids[customer] if customer else None,
        token=None if customer else TOKEN,
    )
    return replace(one, **more)


def report(town: Town, *rounds: requests.RawRound, **more: Any) -> answers.RoundsReport:
    """What the bakery collected for the agreed project."""
    asked = requests.ReportRounds(
        merchant_id=town.ids["bakery"], fund_code=FUND, project_code=AGREED, rounds=tuple(rounds)
    )
    return town.ask(replace(asked, **more), "baker")


def close(town: Town) -> tuple[answers.RoundUpBatch, ...]:
    """Put it together."""
    return town.ask(requests.CloseRoundUpBatches(merchant_id=town.ids["bakery"]), "baker").items


def pay(town: Town, batch: answers.RoundUpBatch, **more: Any) -> answers.Statement:
    """The bank's line for it."""
    return town.bank(replace(town.line(batch.payment_reference, batch.amount), **more))


def batches(town: Town, who: str = "baker", **more: Any) -> tuple[answers.RoundUpBatch, ...]:
    """How far the shop's batches are."""
    return town.ask(requests.ListRoundUpBatches(**more), who).items


def forwarded(town: Town, *rounds: requests.RawRound) -> answers.RoundUpBatch:
    """Reported, put together, and paid."""
    report(town, *rounds)
    [batch] = close(town)
    pay(town, batch)
    return batch
