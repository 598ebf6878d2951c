"""How a rate card or a loan table may follow the one before: by number, from a later month, never backwards (rulebook §2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from contracts.points.answers import LoanTable, RateCard
from services.points.rate_cards import refusals
from services.points.rate_cards.rules.earning import NEVER_SPENDABLE
from services.points.rate_cards.rules.parameters import following, parameters_of, rulebook_of


def next_card(card: RateCard, *, after: RateCard, this_month: str) -> RateCard:
    """The card as it will hold: lines and parameters that were left out as they were before.

    Refuses RateCardNotNext (never backwards: from the next month at the earliest), RateUnfit, ReceiptedEarnsNoPoints, ParameterUnknown,
    ParameterOutOfBounds.
    """
    latest = max(after.in_force_from, this_month)
    if card.number != after.number + 1 or card.in_force_from <= latest:
        raise refusals.RateCardNotNext(number=after.number + 1, after=latest)
    new = {rate.contribution_type: rate for rate in card.rates}
    measures = {rate.contribution_type: rate.measure for rate in after.rates}
    for rate in card.rates:
        name = rate.contribution_type.value
        if measures.get(rate.contribution_type) is not rate.measure or len(new) < len(card.rates):
            raise refusals.RateUnfit(type=name)
        if rate.sp and rate.contribution_type in NEVER_SPENDABLE:
            raise refusals.ReceiptedEarnsNoPoints(type=name)
    parameters = parameters_of(following(card.parameters, after=rulebook_of(after)))
    return replace(
        card, rates=tuple(new.get(rate.contribution_type, rate) for rate in after.rates), parameters=parameters
    )


def next_table(table: LoanTable, *, after: LoanTable, this_month: str) -> LoanTable:
    """The table as it will hold, whole. Refuses LoanTableNotNext, LoanTableUnfit."""
    latest = max(after.in_force_from, this_month)
    if table.number != after.number + 1 or table.in_force_from <= latest:
        raise refusals.LoanTableNotNext(number=after.number + 1, after=latest)
    repeated = [code for code, times in Counter(item.code for item in table.items).items() if times > 1]
    if repeated or not table.items:
        raise refusals.LoanTableUnfit(item=repeated[0] if repeated else "")
    return table
