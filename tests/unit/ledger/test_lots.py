"""Lots as values: when they end, which come first, what a refund puts back (rulebook §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.lots import expiry_after_refund, longest_lived_first, lot_expiry, usable
from ledger.values import Lot, Part


@pytest.mark.parametrize(
    ("granted_on", "expires_on"),
    [
        (date(2024, 6, 15), date(2026, 6, 30)),
        (date(2024, 12, 31), date(2026, 12, 31)),
        (date(2026, 2, 1), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2026, 2, 28)),
    ],
)
def test_a_lot_ends_with_the_month_two_years_later(granted_on: date, expires_on: date):
    assert lot_expiry(granted_on, months=24) == expires_on


def test_a_refund_never_shortens_a_lot_and_gives_thirty_days_at_least():
    july = date(2026, 7, 5)

    assert expiry_after_refund(date(2026, 6, 30), refunded_on=july, grace_days=30) == date(2026, 8, 4)
    assert expiry_after_refund(date(2026, 8, 4), refunded_on=july, grace_days=30) == date(2026, 8, 4)
    assert expiry_after_refund(date(2026, 12, 31), refunded_on=july, grace_days=30) == date(2026, 12, 31)


@pytest.mark.parametrize(("days", "last"), [(0, date(2026, 7, 5)), (7, date(2026, 7, 12)), (60, date(2026, 9, 3))])
def test_how_long_a_refund_can_be_used_at_least_the_caller_says(days: int, last: date):
    assert expiry_after_refund(date(2026, 6, 30), refunded_on=date(2026, 7, 5), grace_days=days) == last


def a_lot(name: str, expires_on: date, *, remaining: int = 100, held: int = 0) -> Lot:
    return Lot(
        id=name,
        account_id=1,
        opened_by=name,
        granted_by=name,
        granted_on=date(2026, 1, 1),
        expires_on=expires_on,
        amount=100,
        remaining=remaining,
        held=held,
    )


def test_lots_are_usable_through_their_last_day_but_not_when_used_up_or_held():
    day = date(2026, 6, 30)
    lots = [
        a_lot("later", date(2026, 7, 1)),
        a_lot("today", day),
        a_lot("held", day, held=100),
        a_lot("past", date(2026, 6, 29)),
    ]

    assert [lot.id for lot in usable(lots, on=day)] == ["today", "later"]
    assert [lot.id for lot in usable(lots, on=day, grant="past")] == ["past", "today", "later"]


def test_the_lot_that_expires_first_is_used_first_whenever_it_was_granted():
    young = replace(a_lot("young", date(2026, 7, 1)), granted_on=date(2026, 3, 1))
    old = a_lot("old", date(2026, 12, 31))

    assert [lot.id for lot in usable([old, young], on=date(2026, 6, 30))] == ["young", "old"]


def test_a_partial_refund_puts_back_the_longest_lived_slices_first():
    lots = {"L1": a_lot("L1", date(2026, 6, 30)), "L2": a_lot("L2", date(2026, 12, 31))}

    assert longest_lived_first([Part("L1", 12000), Part("L2", 3000)], 6000, lots=lots) == [
        Part("L2", 3000),
        Part("L1", 3000),
    ]
