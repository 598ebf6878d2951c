"""The council's numbers: what version 1 says, between what they may be set, and that the rules go by them (rulebook §0)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.clock import CIVIL
from contracts import shape
from contracts.points.answers import RateCard, RateParameter, RateParameterMeaning
from contracts.points.kinds import ContributionType as Type
from contracts.points.kinds import Evidence, GoodsCondition, Limit, PartyKind, PriceSource
from services.points.checks.rules import shares
from services.points.contributions.rules import steps, valuing
from services.points.contributions.rules.claims import Goods
from services.points.contributions.rules.estimating import estimate
from services.points.contributions.rules.listed import at_night
from services.points.contributions.rules.watching import too_much_by_one, unusual, unusual_value
from services.points.grants.rules import Earning, Headroom, weigh
from services.points.rate_cards import refusals, rules
from services.points.rate_cards.rules import FIRST_CARD, FIRST_RULEBOOK, NUMBERS
from tests.unit.points.test_contributions import CLAIM, NOON, hand

FIRST = {
    "least_minutes": 30,
    "day_hours": 8,
    "night_from_hour": 22,
    "night_until_hour": 6,
    "second_appraiser_yuan": 2_000,
    "independent_yuan": 2_000,
    "like_new_percent": 50,
    "good_percent": 40,
    "worn_percent": 30,
    "food_15_days_percent": 50,
    "food_8_days_percent": 40,
    "food_4_days_percent": 30,
    "food_2_days_percent": 20,
    "food_1_day_percent": 10,
    "unbroken_months": 6,
    "submit_days": 14,
    "late_days": 7,
    "replace_days": 7,
    "confirm_days": 7,
    "notice_days": 3,
    "long_notice_days": 7,
    "long_notice_cv": 200,
    "long_notice_yuan": 2_000,
    "approve_days": 3,
    "sample_percent": 5,
    "sp_cap_person": 3_000,
    "sp_cap_organisation": 20_000,
    "warning_percent": 80,
    "lot_months": 24,
    "grace_days": 30,
    "first_lapse_notice_days": 30,
    "second_lapse_notice_days": 7,
    "last_lapse_notice_days": 1,
    "pool_months": 6,
    "repaid_percent": 50,
    "expected_rate_percent": 80,
    "green_percent": 100,
    "amber_percent": 80,
    "amber_mint_percent": 75,
    "red_mint_percent": 50,
    "mutual_days": 30,
    "mutual_most": 3,
    "share_days": 90,
    "share_percent": 40,
    "share_least_cv": 100,
    "share_least_count": 3,
    "second_confirmer_days": 90,
    "sigmas": 3,
    "habit_weeks": 26,
    "habit_least_weeks": 8,
    "spread_least_minutes": 60,
    "spread_least_yuan": 1_000,
    "quote_minutes": 10,
    "hold_minutes": 15,
    "stock_minutes": 15,
    "provider_hours": 24,
    "fetch_hours": 24,
    "after_slot_hours": 2,
    "feedback_days": 7,
    "reward_offer_days": 7,
    "ack_days": 5,
    "first_reminder_hours": 1,
    "second_reminder_hours": 6,
    "third_reminder_hours": 24,
    "asked_again_days": 30,
}


def card(**values: int) -> RateCard:
    named = tuple(RateParameter(name=name, value=value) for name, value in values.items())
    return replace(FIRST_CARD, number=2, in_force_from="2023-05", rates=(), parameters=named)


def following(after=FIRST_CARD, **values: int) -> RateCard:
    return rules.next_card(card(**values), after=after, this_month="2023-04")


def test_version_1_says_what_the_rulebook_says():
    assert {name: getattr(FIRST_RULEBOOK, name) for name in NUMBERS} == FIRST
    assert rules.rulebook_of(FIRST_CARD) == FIRST_RULEBOOK


def test_every_number_lies_within_its_bounds_and_is_told_in_both_languages():
    for one in rules.meanings():
        assert one.least <= one.first <= one.most, one.name
        assert shape.load(RateParameterMeaning, shape.dump(one)) == one


def test_a_card_keeps_the_numbers_it_does_not_name_and_shows_all():
    second = following(notice_days=5, sp_cap_person=2_000)
    third = rules.next_card(
        replace(card(confirm_days=4), number=3, in_force_from="2023-06"), after=second, this_month="2023-04"
    )

    assert {one.name for one in second.parameters} == set(NUMBERS)
    assert rules.rulebook_of(second) == replace(FIRST_RULEBOOK, notice_days=5, sp_cap_person=2_000)
    assert rules.rulebook_of(third) == replace(FIRST_RULEBOOK, notice_days=5, sp_cap_person=2_000, confirm_days=4)


@pytest.mark.parametrize("name", NUMBERS)
def test_no_number_goes_beyond_its_bounds(name: str):
    bounds = NUMBERS[name].metadata
    for value in (bounds["least"] - 1, bounds["most"] + 1):
        with pytest.raises(refusals.ParameterOutOfBounds):
            following(**{name: value})


@pytest.mark.parametrize("name", ["receipted_earns_points", "certificate_notice_days", "persons", "heavy_cv_percent"])
def test_what_the_law_says_and_what_nobody_knows_is_no_parameter(name: str):
    with pytest.raises(refusals.ParameterUnknown):
        following(**{name: 1})


def test_no_number_stands_there_twice():
    twice = replace(card(), parameters=(RateParameter(name="notice_days", value=4),) * 2)
    with pytest.raises(refusals.ParameterUnknown):
        rules.next_card(twice, after=FIRST_CARD, this_month="2023-04")


@pytest.mark.parametrize(
    "values",
    [
        {"notice_days": 8},
        {"long_notice_days": 2},
        {"late_days": 15},
        {"submit_days": 6},
        {"food_4_days_percent": 41},
        {"food_15_days_percent": 39},
        {"habit_least_weeks": 9, "habit_weeks": 8},
        {"first_lapse_notice_days": 14, "second_lapse_notice_days": 15},
        {"second_lapse_notice_days": 3, "last_lapse_notice_days": 4},
        {"pool_months": 24, "lot_months": 23},
        {"first_reminder_hours": 7},
    ],
    ids=str,
)
def test_no_number_passes_the_one_it_belongs_to(values):
    with pytest.raises(refusals.ParameterOutOfBounds):
        following(**values)


def test_both_may_be_set_together():
    assert rules.rulebook_of(following(notice_days=8, long_notice_days=9)).long_notice_days == 9


def test_a_card_of_an_earlier_time_has_the_rulebooks_own_numbers():
    assert rules.rulebook_of(replace(FIRST_CARD, number=2, parameters=())) == FIRST_RULEBOOK


def test_the_numbers_of_the_day_hold():
    second = following(notice_days=5)

    assert rules.rulebook_on([second], on=date(2023, 4, 30)).notice_days == 3
    assert rules.rulebook_on([second], on=date(2023, 5, 1)).notice_days == 5


changed = st.fixed_dictionaries(
    {},
    optional={
        name: st.integers(one.metadata["least"], one.metadata["most"])
        for name, one in NUMBERS.items()
        if name not in {pair for both in rules.rulebook.ORDERED for pair in both}
    },
)


@given(changed)
def test_whatever_was_set_can_be_read_again(values):
    found = rules.rulebook_of(following(**values))

    assert found == replace(FIRST_RULEBOOK, **values)


@given(
    minutes=st.integers(0, 600),
    fen=st.integers(0, 10_000_00),
    kind=st.sampled_from([Type.H1, Type.H2, Type.G2, Type.F1, Type.F1W]),
    points=st.integers(0, 4_000_00),
    debt=st.integers(0, 500_00),
)
def test_a_second_card_that_changes_nothing_gives_what_the_first_does(minutes, fen, kind, points, debt):
    hours = kind in {Type.H1, Type.H2}
    earning = Earning(
        source_id="",
        party_id="pty_ANNA",
        contribution_type=kind,
        performed_on=date(2023, 5, 2),
        minutes=minutes if hours else 0,
        fen=0 if hours else fen,
    )
    room = Headroom(minutes=40 * 60, points=points, debt=debt)
    second = following()

    assert weigh(earning, card=second, headroom=room) == weigh(earning, card=FIRST_CARD, headroom=room)
    first, again = (estimate(earning, card=one, headroom=room, cap=3_000_00) for one in (FIRST_CARD, second))
    assert replace(again, rate_card=1) == first


def test_version_1_weighs_limits_as_the_rulebook_does():
    two_hours = Earning(
        source_id="", party_id="pty_ANNA", contribution_type=Type.H1, performed_on=date(2023, 3, 18), minutes=120
    )
    weighed = weigh(two_hours, card=FIRST_CARD, headroom=Headroom(minutes=2400, points=3_000_00, debt=100_00))
    told = estimate(two_hours, card=FIRST_CARD, headroom=Headroom(minutes=2400, points=620_00), cap=3_000_00)
    below = estimate(two_hours, card=FIRST_CARD, headroom=Headroom(minutes=2400, points=620_01), cap=3_000_00)

    assert weighed.sp_repaid == 10_00
    assert (told.warning, below.warning, told.limited_by) == (True, False, Limit.NONE)
    assert [FIRST_RULEBOOK.sp_room(PartyKind.PERSON, balance=balance) for balance in (0, 2_999_99, 3_100_00)] == [
        3_000_00,
        1,
        0,
    ]


def test_steps_take_as_long_as_the_numbers_say():
    slower = replace(
        FIRST_RULEBOOK, confirm_days=10, notice_days=4, long_notice_days=12, long_notice_cv=100, long_notice_yuan=50
    )
    slower = replace(slower, approve_days=5)
    by = hand("pty_C")
    little, much = (steps.begin_notice(CLAIM, by=by, cv=cv, rulebook=slower) for cv in (99_99, 100_00))
    dear = steps.begin_notice(replace(CLAIM, fen=50_00), by=by, cv=0, rulebook=slower)

    assert [one.notice_ends_at - NOON for one in (little, much, dear)] == [timedelta(days=days) for days in (4, 12, 12)]
    assert little.due_at == NOON + timedelta(days=9)
    assert steps.escalate(replace(CLAIM, due_at=NOON), rulebook=slower).due_at == NOON + timedelta(days=10)


def test_the_floor_and_the_second_appraiser_go_by_their_sums():
    cheaper = replace(FIRST_RULEBOOK, independent_yuan=500)

    assert [valuing.floor(Type.G2, fen=fen, rulebook=FIRST_RULEBOOK) for fen in (2_000_00, 2_000_01)] == [
        Evidence.E2,
        Evidence.E3,
    ]
    assert [valuing.floor(Type.G2, fen=fen, rulebook=cheaper) for fen in (500_00, 500_01)] == [Evidence.E2, Evidence.E3]


def test_second_hand_things_count_by_condition_as_the_council_set():
    sofa = Goods(
        item="沙发", quantity=1, unit_fen=1_000_00, source=PriceSource.QUOTATIONS, condition=GoodsCondition.WORN
    )
    dearer = replace(FIRST_RULEBOOK, worn_percent=35)
    day = date(2023, 5, 2)

    found = [valuing.percent(Type.G3, sofa, given_on=day, rulebook=one) for one in (FIRST_RULEBOOK, dearer)]
    lowest = valuing.appraised(Type.G3, sofa, [], given_on=day, rulebook=dearer)

    assert (found, lowest) == ([30, 35], 350_00)


@pytest.mark.parametrize(
    ("begins", "ends", "first", "second"),
    [
        ("22:00", "06:00", True, False),
        ("21:59", "06:00", False, False),
        ("22:00", "06:01", False, False),
        ("21:00", "05:00", False, True),
        ("20:59", "05:00", False, False),
        ("22:00", "05:01", True, False),
        ("02:00", "04:00", True, True),
        ("14:00", "16:00", False, False),
    ],
)
def test_it_is_night_by_the_hours_that_the_council_set(begins, ends, first, second):
    day = datetime(2023, 5, 2, tzinfo=CIVIL)
    start, end = (day + timedelta(hours=int(one[:2]), minutes=int(one[3:])) for one in (begins, ends))
    end += timedelta(days=1 if end < start else 0)
    earlier = replace(FIRST_RULEBOOK, night_from_hour=21, night_until_hour=5)

    assert [at_night(start, end, rulebook=one) for one in (FIRST_RULEBOOK, earlier)] == [first, second]


@pytest.mark.parametrize(
    ("left", "first", "second"),
    [
        (15, 50, 50),
        (14, 40, 35),
        (8, 40, 35),
        (7, 30, 30),
        (4, 30, 30),
        (3, 20, 20),
        (2, 20, 20),
        (1, 10, 0),
        (0, 0, 0),
    ],
)
def test_food_counts_by_days_left_as_the_council_set(left, first, second):
    day = date(2023, 5, 2)
    bread = Goods(
        item="面包", quantity=1, unit_fen=10_00, source=PriceSource.QUOTATIONS, best_before=day + timedelta(days=left)
    )
    stricter = replace(FIRST_RULEBOOK, food_8_days_percent=35, food_1_day_percent=0)

    found = [valuing.percent(Type.G4, bread, given_on=day, rulebook=one) for one in (FIRST_RULEBOOK, stricter)]

    assert found == [first, second]


def test_what_is_too_little_to_look_at_the_council_says():
    last = CLAIM.performed_on
    weekly = {last - timedelta(days=7 * turn): 120 for turn in range(1, 6)} | {last: 300}
    sooner = replace(FIRST_RULEBOOK, habit_least_weeks=5, spread_least_minutes=30)
    goods = replace(CLAIM, contribution_type=Type.G2, minutes=0, fen=1)
    cheaper = replace(FIRST_RULEBOOK, spread_least_yuan=500)
    confirmed = [("pty_C", 50_00, 2)]
    fewer = replace(FIRST_RULEBOOK, share_least_cv=50, share_least_count=2)

    assert [unusual(CLAIM, weekly, month_minutes=2400, rulebook=one) for one in (FIRST_RULEBOOK, sooner)] == [
        False,
        True,
    ]
    assert [unusual_value(goods, {last: 1_500_01}, rulebook=one) for one in (FIRST_RULEBOOK, cheaper)] == [False, True]
    assert [too_much_by_one(CLAIM, confirmed, by=hand("pty_C"), rulebook=one) for one in (FIRST_RULEBOOK, fewer)] == [
        False,
        True,
    ]
    credited = [("pty_ANNA", "pty_C", 60_00, 3)]
    assert [len(shares(credited, rulebook=one)) for one in (FIRST_RULEBOOK, fewer)] == [0, 1]


def test_half_repays_or_what_the_council_set():
    earning = Earning(
        source_id="", party_id="pty_ANNA", contribution_type=Type.H1, performed_on=date(2023, 5, 2), minutes=60
    )
    found = weigh(
        earning, card=following(repaid_percent=20), headroom=Headroom(minutes=2400, points=3_000_00, debt=100_00)
    )

    assert found.sp_repaid == 2_00
