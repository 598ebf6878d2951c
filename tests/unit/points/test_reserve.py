"""The coverage of points, to the digit of the rulebook (§6), and what an earning is worth after all limits."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.points.kinds import Band, ContributionType, ReserveKind, ReserveSourceState
from services.points.grants.rules import Earning, Headroom, weigh
from services.points.rate_cards.rules import FIRST_CARD, FIRST_RULEBOOK
from services.points.reserve import refusals, rules
from services.points.reserve.rules import Measured, Source

DAY = date(2026, 5, 10)


def measured(**changes: int) -> Measured:
    return Measured(
        **(
            {"reserve": 18_000_00, "outstanding": 26_000_00, "granted": 100_00, "redeemed": 62_00, "months_of_data": 24}
            | changes
        )
    )


def test_the_worked_example():
    state = rules.state_of(measured(), on=DAY, rulebook=FIRST_RULEBOOK)

    assert (state.redemption_rate, state.coverage, state.band, state.mint_percent) == (6200, 11166, Band.GREEN, 100)
    assert f"{state.coverage / 10_000:.2f}" == "1.12"
    assert state.in_force_from == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("reserve", "band", "percent"),
    [
        (16_120_00, Band.GREEN, 100),
        (16_119_99, Band.AMBER, 75),
        (12_896_00, Band.AMBER, 75),
        (12_895_99, Band.RED, 50),
        (0, Band.RED, 50),
    ],
)
def test_the_bands_begin_exactly_at_one_and_at_four_fifths(reserve, band, percent):
    state = rules.state_of(measured(reserve=reserve), on=DAY, rulebook=FIRST_RULEBOOK)

    assert (state.band, state.mint_percent) == (band, percent)


@pytest.mark.parametrize("changes", [{"months_of_data": 11}, {"granted": 0, "redeemed": 0}])
def test_without_a_year_of_data_four_fifths_are_expected_to_be_redeemed(changes):
    state = rules.state_of(measured(**changes), on=DAY, rulebook=FIRST_RULEBOOK)

    assert (state.redemption_rate, state.rate_measured, state.coverage) == (8000, False, 8653)


@pytest.mark.parametrize("changes", [{"outstanding": 0}, {"redeemed": 0}, {"outstanding": 0, "reserve": 0}])
def test_where_nothing_is_to_be_covered_there_is_no_ratio_and_no_throttle(changes):
    state = rules.state_of(measured(**changes), on=DAY, rulebook=FIRST_RULEBOOK)

    assert (state.coverage, state.band, state.mint_percent) == (None, Band.GREEN, 100)


amounts = st.integers(0, 10**12)


@given(reserve=amounts, outstanding=amounts, granted=st.integers(1, 10**12), share=st.integers(0, 100))
def test_the_band_follows_the_ratio_and_more_reserve_never_makes_it_worse(reserve, outstanding, granted, share):
    now = measured(reserve=reserve, outstanding=outstanding, granted=granted, redeemed=granted * share // 100)
    state, richer = (
        rules.state_of(one, on=DAY, rulebook=FIRST_RULEBOOK)
        for one in (now, measured(**(vars(now) | {"reserve": reserve + 1})))
    )

    assert richer.mint_percent >= state.mint_percent
    if state.coverage is not None:
        assert (state.coverage >= 10_000) == (state.band is Band.GREEN)
        assert (state.coverage < 8_000) == (state.band is Band.RED)


def source(source_id: str, amount: int, **changes: object) -> Source:
    plain = {
        "source_id": source_id,
        "kind": ReserveKind.COMPANY_BUDGET,
        "provider_id": None,
        "title": "x",
        "amount": amount,
        "left": amount,
        "usable_until": None,
        "document": "x",
        "state": ReserveSourceState.APPROVED,
        "recorded_by": "pty_1",
    }
    return Source(**(plain | changes))


def test_a_providers_own_pledge_pays_first_then_money_and_never_anothers_pledge():
    goods = ReserveKind.PLEDGED_GOODS
    sources = [
        source("money-late", 100),
        source("money-soon", 30, usable_until=date(2026, 6, 1)),
        source("money-over", 500, usable_until=date(2026, 5, 9)),
        source("not-yet", 500, state=ReserveSourceState.RECORDED),
        source("ours", 50, kind=goods, provider_id="shop"),
        source("theirs", 500, kind=goods, provider_id="other"),
    ]

    drawn = rules.draw(sources, reference="stl_1", provider_id="shop", amount=100, on=DAY)
    assert [(one.source_id, one.amount) for one in drawn] == [("ours", 50), ("money-soon", 30), ("money-late", 20)]

    with pytest.raises(refusals.ReserveExhausted):
        rules.draw(sources, reference="stl_1", provider_id="shop", amount=181, on=DAY)


hours = st.builds(
    Earning,
    source_id=st.just("ctb_1"),
    party_id=st.just("pty_1"),
    contribution_type=st.sampled_from([ContributionType.H1, ContributionType.H2, ContributionType.H3]),
    performed_on=st.just(DAY),
    minutes=st.integers(30, 480),
)
rooms = st.builds(
    Headroom,
    minutes=st.integers(-100, 2400),
    points=st.integers(0, 300_000),
    percent=st.sampled_from([100, 75, 50]),
    suspended=st.booleans(),
    debt=st.integers(0, 100_000),
)


@given(earning=hours, room=rooms)
def test_no_limit_touches_value_and_every_cut_is_told(earning, room):
    free = weigh(earning, card=FIRST_CARD, headroom=Headroom(minutes=10_000, points=10**9))
    weighed = weigh(earning, card=FIRST_CARD, headroom=room)

    earned = weighed.withheld if room.suspended else weighed.worth
    # Contribution value is never throttled, capped or held back for a debt.
    assert earned.cv == free.worth.cv
    assert weighed.sp_rated == free.worth.sp
    assert weighed.worth == (0, 0) or not room.suspended
    in_month = weighed.sp_minutes * 1000 // 60
    assert earned.sp + weighed.sp_over_cap == in_month * room.percent // 100
    assert earned.sp <= max(0, room.points)
    assert 0 <= weighed.sp_repaid <= min(room.debt, weighed.worth.sp // 2)
