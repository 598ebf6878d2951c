"""Round-ups earn the customer value alone, and rounding loses none of it over time."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.ids import new_id
from contracts.donations.kinds import GiftOrigin, Lane
from contracts.points.answers import Rate
from contracts.points.events import PointsGranted
from contracts.points.kinds import ContributionType, Measure
from contracts.points.requests import ProposeRateCard
from tests.database.points.test_given_back import refund
from tests.database.points.test_reversals import check_books
from tests.database.points.town import at_once


def added(town, name: str | None, fen: int, **more: object):
    """What one customer added in one batch."""
    return town.give(name, fen, lane=Lane.DIRECTED, origin=GiftOrigin.ROUND_UP, **more)


def test_what_rounding_keeps_of_one_batch_counts_with_the_next(town):
    for fen in (7, 7, 6):
        town.bench.tell(added(town, "anna", fen))

    granted = [event for event in town.bench.said() if isinstance(event, PointsGranted)]
    assert [(event.contribution_type, event.cv, event.sp) for event in granted] == [
        (ContributionType.F4, 0, 0),
        (ContributionType.F4, 1, 0),
        (ContributionType.F4, 1, 0),
    ]
    assert (town.balance("anna").cv, town.balance("anna").sp) == (2, 0)
    check_books(town)


def test_many_batches_of_several_customers_in_one_go_come_to_the_same_and_a_repeat_to_nothing(town):
    gifts = [added(town, name, fen) for name in ("anna", "bela") for fen in (9, 9, 9)]

    town.bench.tell(*gifts)
    town.bench.tell(*gifts)

    assert [town.balance(name).cv for name in ("anna", "bela")] == [2, 2]


def test_nobody_earns_for_somebody_unknown_and_own_gifts_carry_nothing(town):
    town.bench.tell(added(town, None, 1_00))
    town.bench.tell(added(town, "anna", 9))
    town.bench.tell(town.give("anna", 9))
    town.bench.tell(added(town, "bela", 1))

    assert [town.balance(name).cv for name in ("anna", "bela", "shop")] == [0, 0, 0]
    assert town.bench.count("grants") == 3


def test_batches_told_at_once_lose_and_double_nothing(town):
    gifts = [added(town, "anna", 3) for _ in range(10)]

    at_once([lambda gift=gift: town.bench.tell(gift) for gift in gifts])

    assert town.balance("anna").cv == 3
    check_books(town)


def test_what_is_kept_under_one_card_counts_under_the_next(town):
    dearer = Rate(contribution_type=ContributionType.F4, measure=Measure.TEN_YUAN, cv=1_30, sp=0)
    card = ProposeRateCard(
        proposal_id=new_id("rtp"),
        number=2,
        in_force_from="2023-04",
        heavy_cv_percent=150,
        sp_hours_per_month=40,
        rates=(dearer,),
        reason="零钱捐赠加计",
    )
    town.put_in_force(card)

    # 0.700 centi-points, then 0.910, then 0.390.
    earned = []
    for fen, month in ((7, 3), (7, 4), (3, 4)):
        town.bench.tell(added(town, "anna", fen, confirmed_on=date(2023, month, 18)))
        earned.append(town.balance("anna").cv)

    assert earned == [0, 1, 2]


def test_a_round_up_that_goes_back_takes_what_it_brought(town):
    first, second = added(town, "anna", 15), added(town, "anna", 15)
    town.bench.tell(first, second)
    assert town.balance("anna").cv == 3

    town.bench.tell(refund(second))

    assert town.balance("anna").cv == 1
    check_books(town)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(amounts=st.lists(st.integers(1, 1_500), min_size=1, max_size=12))
def test_whatever_the_batches_are_all_that_was_given_counts(town, amounts):
    for fen in amounts:
        town.bench.tell(added(town, "dora", fen))

    [sums] = town.bench.rows("SELECT sum(fen) AS fen, sum(cv) AS cv FROM grants WHERE contribution_type = 'F4'")
    assert sums.cv == sums.fen * 100 // 1000
    assert town.balance("dora").cv == sums.cv
