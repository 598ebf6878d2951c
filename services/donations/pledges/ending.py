"""How a merchant steps back from a pledge: before it is agreed, or early while it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from contracts.donations.kinds import PledgeState, SettlementState
from services.donations.pledges import refusals
from services.donations.pledges.rules import AGREED, Pledge, Settlement

UNAGREED = (PledgeState.DRAFT, PledgeState.SIGNED, PledgeState.COUNTERSIGNED)


def decline(pledge: Pledge) -> Pledge:
    """Not agreed, and never to be; said twice, it is one. Raises PledgeWrongState once it is agreed."""
    if pledge.state not in (*UNAGREED, PledgeState.DECLINED):
        raise refusals.PledgeWrongState(state=pledge.state.value)
    return replace(pledge, state=PledgeState.DECLINED)


def end(pledge: Pledge, *, on: date) -> Pledge:
    """Over with this day; said twice, it is over since the first. Raises PledgeWrongState, SaleIsOver."""
    if pledge.ended_on is not None:
        return pledge
    if pledge.state not in AGREED:
        raise refusals.PledgeWrongState(state=pledge.state.value)
    if on > pledge.ends_on:
        raise refusals.SaleIsOver
    return replace(pledge, ended_on=on)


def spared(pledge: Pledge, months: Sequence[Settlement]) -> list[Settlement]:
    """The months in which nothing is sold under an ended pledge any more: nothing is due of them.

    The month in which it ended is stated as ever, and is the last: with it comes what is missing to the least that customers were promised.
    Who ends before the sale began owes nothing.
    """
    if pledge.ended_on is None:
        return []
    last = "" if pledge.ended_on < pledge.starts_on else pledge.ended_on.strftime("%Y-%m")
    pieces = None if pledge.per_piece is None else 0
    return [
        replace(month, state=SettlementState.NOTHING_DUE, sales=0, pieces=pieces, amount=0)
        for month in months
        if month.month > last and month.state is SettlementState.EXPECTED
    ]
