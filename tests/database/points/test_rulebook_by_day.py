"""The council's smaller numbers hold from the month of their card on, and not a day before: worth of food, second looks, coming again (rulebook §0)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from contracts.points.kinds import ContributionState, Evidence, FindingKind, GoodsType
from tests.database.points.papers import upload
from tests.database.points.test_checks import settled
from tests.database.points.test_consequences import confirmed_by, consequences, decide, found
from tests.database.points.test_replacing import NOT_REPLACEABLE, again, code_of
from tests.database.points.test_rulebook import APRIL, numbers
from tests.database.points.test_submitting import goods

LAST_OF_MARCH = datetime(2023, 3, 31, 10, tzinfo=UTC)


def test_food_counts_by_the_percent_of_the_day_it_was_given(town):
    town.put_in_force(numbers(food_8_days_percent=35, food_1_day_percent=0))
    upload(town, "invoice")
    town.bench.clock.at = APRIL
    in_march = datetime(2023, 3, 31, 6, tzinfo=UTC)
    food = {"contribution_type": GoodsType.G4}

    before = town.ask(goods(town, given_at=in_march, best_before=date(2023, 4, 10), **food), "organiser")
    after = town.ask(goods(town, "carl", best_before=date(2023, 4, 13), **food), "organiser")

    # Ten days left, both.
    assert (before.value, after.value) == (180_00, 157_50)
    last_day = goods(town, "carl", best_before=date(2023, 4, 4), **food)
    assert code_of(lambda: town.ask(last_day, "organiser")) == "points.nothing_counts"


def test_what_was_returned_comes_again_in_the_days_that_held_then(town):
    town.put_in_force(numbers(replace_days=1))
    town.bench.clock.at = LAST_OF_MARCH
    old = town.hours(started_at=LAST_OF_MARCH - timedelta(days=1))
    town.ask(old, "anna")
    assert town.confirm(old.contribution_id, Evidence.E1).state is ContributionState.RETURNED
    town.bench.clock.at = APRIL
    new = town.hours("bela")
    town.ask(new, "bela")
    town.confirm(new.contribution_id, Evidence.E1)
    town.bench.clock.advance(days=2)

    # Returned in March: seven days. Returned in April: one.
    assert town.ask(again(old, documents=()), "anna").state is ContributionState.SUBMITTED
    assert code_of(lambda: town.ask(again(new, documents=()), "bela")) == NOT_REPLACEABLE


def test_a_second_confirmer_is_needed_for_the_days_that_hold_when_it_is_decided(town):
    town.put_in_force(numbers(second_confirmer_days=20))
    town.bench.clock.at = LAST_OF_MARCH
    decide(town, found(town, FindingKind.SHARE, "anna", "confirmer"))
    town.bench.clock.at = APRIL
    decide(town, found(town, FindingKind.SHARE, "carl", "confirmer"))

    until = {one.party_id: one.until - one.began_at for one in consequences(town)}

    assert until == {town.ids["anna"]: timedelta(days=90), town.ids["carl"]: timedelta(days=20)}


def test_a_share_of_little_is_looked_at_from_the_month_in_which_the_council_wants_it(town):
    town.put_in_force(numbers(share_least_cv=20, share_least_count=1))
    town.bench.clock.at = LAST_OF_MARCH - timedelta(days=4)
    settled(town, "anna")
    town.bench.clock.at = LAST_OF_MARCH

    assert confirmed_by(town, "anna", "confirmer").state is ContributionState.UNDER_NOTICE
    town.bench.clock.at = APRIL
    assert confirmed_by(town, "anna", "confirmer").state is ContributionState.CONFIRMED
