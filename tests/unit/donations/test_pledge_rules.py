"""What a merchant owes of its sales, and how late it may be, as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.donations.kinds import PledgeBasis, PledgeState, SalesBand, SettlementState
from contracts.donations.requests import StateSales
from services.donations.pledges import rules
from services.donations.pledges.rules import Pledge, Settlement

LAST = date(2023, 6, 30)


def pledge(**more: Any) -> Pledge:
    made = Pledge(
        pledge_id="plg_0",
        merchant_id="pty_shop",
        fund_code="F",
        project_code="P",
        items="面包",
        basis=PledgeBasis.SHARE,
        share=333,
        per_piece=None,
        least=None,
        most=None,
        starts_on=date(2023, 1, 15),
        ends_on=LAST,
        publication="店内",
        terms_sha256="a" * 64,
        state=PledgeState.ACTIVE,
        agreement_number="CS-2023-00000000",
        drafted_by=None,
        signed_by=None,
        countersigned_by=None,
        agreed_by=None,
        signed_at=None,
        agreed_at=None,
        version=1,
    )
    return replace(made, **more)


def stated(agreed: Pledge, sales: list[int]) -> list[Settlement]:
    """Every month of the pledge, stated in turn."""
    found = rules.expected(agreed)
    for place, (month, sold) in enumerate(zip(list(found), sales, strict=True)):
        pieces = None if agreed.per_piece is None else sold
        asked = StateSales(pledge_id="plg_0", month=month.month, sales=sold, document="d", pieces=pieces)
        found[place] = rules.state_sales(agreed, found, asked, gift_id=f"gft_{place}", on=date(2024, 1, 1))
    return found


amounts = st.lists(st.integers(0, 10**9), min_size=6, max_size=6)


@given(
    sales=amounts,
    share=st.integers(1, 10_000),
    least=st.none() | st.integers(0, 10**8),
    room=st.none() | st.integers(0, 10**9),
)
def test_in_whatever_months_it_was_sold_what_is_due_of_all_is_the_share_of_all(sales, share, least, room):
    most = None if room is None else max(1, (least or 0) + room)
    owed = [month.amount for month in stated(pledge(share=share, least=least, most=most), sales)]

    exact = -(-sum(sales) * share // 10_000)
    bounded = exact if most is None else min(exact, most)
    assert sum(owed) == max(bounded, least or 0)
    assert min(owed) >= 0


@given(pieces=amounts, per_piece=st.integers(1, 10_000))
def test_so_much_for_each_piece(pieces, per_piece):
    agreed = pledge(basis=PledgeBasis.PER_PIECE, share=None, per_piece=per_piece)

    assert [month.amount for month in stated(agreed, pieces)] == [count * per_piece for count in pieces]


@given(sales=amounts)
def test_a_gift_is_expected_exactly_where_something_is_due(sales):
    for month in stated(pledge(), sales):
        due = month.state is SettlementState.DUE
        assert due == bool(month.amount) == (month.gift_id is not None)


def test_a_month_is_due_on_the_tenth_of_the_next_over_the_end_of_a_year():
    agreed = pledge(starts_on=date(2023, 11, 30), ends_on=date(2024, 1, 1))

    assert [(month.month, month.due_on) for month in rules.expected(agreed)] == [
        ("2023-11", date(2023, 12, 10)),
        ("2023-12", date(2024, 1, 10)),
        ("2024-01", date(2024, 2, 10)),
    ]


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2023, 2, 10), PledgeState.ACTIVE),
        (date(2023, 2, 24), PledgeState.ACTIVE),
        (date(2023, 2, 25), PledgeState.BANNER_OFF),
        (date(2023, 3, 11), PledgeState.BANNER_OFF),
        (date(2023, 3, 12), PledgeState.SUSPENDED),
    ],
)
def test_the_oldest_open_month_decides(on, standing):
    assert rules.standing(rules.expected(pledge()), on=on) is standing
    closed = [replace(month, state=SettlementState.PAID) for month in rules.expected(pledge())]
    assert rules.standing(closed, on=on) is PledgeState.COMPLETED


@pytest.mark.parametrize(
    ("paid_on", "on", "in_time"),
    [
        (date(2023, 2, 24), date(2023, 3, 10), True),
        (date(2023, 2, 25), date(2023, 3, 10), False),
        (date(2023, 2, 24), date(2023, 3, 25), False),
    ],
)
def test_in_time_is_what_the_bank_had_before_the_banner_came_down(paid_on, on, in_time):
    first, *others = rules.expected(pledge())

    assert rules.in_time([replace(first, state=SettlementState.PAID, paid_on=paid_on), *others], on=on) is in_time


@pytest.mark.parametrize(
    ("sales", "band"),
    [
        (0, SalesBand.UNDER_1K),
        (999_99, SalesBand.UNDER_1K),
        (1_000_00, SalesBand.UNDER_5K),
        (99_999_99, SalesBand.UNDER_100K),
        (100_000_00, SalesBand.FROM_100K),
    ],
)
def test_sales_are_shown_as_a_band(sales, band):
    assert rules.band(sales) is band


@pytest.mark.parametrize(
    ("state", "on", "shown"),
    [
        (PledgeState.ACTIVE, date(2023, 1, 1), True),
        (PledgeState.ACTIVE, LAST, True),
        (PledgeState.ACTIVE, date(2023, 7, 1), False),
        (PledgeState.BANNER_OFF, LAST, False),
        (PledgeState.SUSPENDED, LAST, False),
        (PledgeState.COUNTERSIGNED, date(2023, 1, 1), False),
    ],
)
def test_a_banner_hangs_while_its_pledge_is_active(state, on, shown):
    assert rules.shows(pledge(state=state), on=on) is shown
