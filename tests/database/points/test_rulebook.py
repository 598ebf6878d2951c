"""The council's numbers on a card: proposed by one, agreed by another, and kept to by what is performed or begins under them (rulebook §0)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from contracts.donations.kinds import GiftChoice
from contracts.points import requests
from contracts.points.answers import RateParameter
from contracts.points.kinds import PoolReason
from contracts.points.kinds import RedemptionState as State
from services.points.rate_cards.rules import NUMBERS
from tests.database.points.fees import asking, sealed
from tests.database.points.test_rate_cards import card, cards, code_of, decision, member, proposals
from tests.database.points.town import Town
from tests.support.bench import actor

APRIL = datetime(2023, 4, 3, 10, tzinfo=UTC)


def numbers(**values: int) -> requests.ProposeRateCard:
    """The second card, which changes nothing but these numbers."""
    named = tuple(RateParameter(name=name, value=value) for name, value in values.items())
    return card(rates=(), parameters=named)


def give(town, name: str, sp: int, paid_on: date) -> None:
    """So many centi-points for a gift that was paid on that day and read off the statement in April."""
    gift = town.give(name, sp * 20, choice=GiftChoice.POINTS, paid_on=paid_on, confirmed_on=APRIL.date())
    town.bench.tell(gift)


def shown(one) -> dict[str, int]:
    return {each.name: each.value for each in one.parameters}


@pytest.fixture
def april(town):
    """Sets numbers in March, and goes to April."""

    def go(**values: int) -> Town:
        town.put_in_force(numbers(**values))
        town.bench.clock.at = APRIL
        return town

    return go


def test_two_of_the_council_set_a_number_and_everybody_reads_it(town):
    proposed = numbers(notice_days=5, sp_cap_person=1_000)
    waiting = town.ask(proposed, "council")
    town.bench.ask(decision(proposed), as_=member(town, "stranger"))

    first, second = cards(town)
    march, april = (
        town.bench.ask(requests.GetRateCard(month=month), as_=actor(None)) for month in ("2023-03", "2023-04")
    )
    [listed] = proposals(town)

    assert shown(waiting.card) == shown(listed.card) == {"notice_days": 5, "sp_cap_person": 1_000}
    assert set(shown(first)) == set(NUMBERS)
    assert shown(second) == shown(first) | {"notice_days": 5, "sp_cap_person": 1_000}
    assert (shown(march), shown(april)) == (shown(first), shown(second))


def test_what_may_be_set_is_told_to_everybody(town):
    page = town.bench.ask(requests.ListRateParameters(), as_=actor(None))

    assert [one.name for one in page.items] == list(NUMBERS)
    assert (page.next_key, page.items[0].first) == (None, 30)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"notice_days": 0}, "points.parameter_out_of_bounds"),
        ({"notice_days": 8}, "points.parameter_out_of_bounds"),
        ({"certificate_notice_days": 1}, "points.parameter_unknown"),
    ],
)
def test_nothing_is_proposed_beyond_its_bounds_or_that_nobody_knows(town, values, code):
    assert code_of(lambda: town.ask(numbers(**values), "council")) == code


def test_the_same_proposal_again_is_answered_alike(town):
    proposed = numbers(notice_days=5)
    town.ask(proposed, "council")

    assert town.ask(proposed, "council").card.parameters == proposed.parameters
    other = replace(proposed, parameters=(RateParameter(name="notice_days", value=4),))
    assert code_of(lambda: town.ask(other, "council")) == "points.rate_proposal_id_taken"


def test_a_card_of_the_time_before_has_the_rulebooks_own_numbers(town, owner):
    one, other = (town.ids[name] for name in ("council", "stranger"))
    values = f"'changlinpan', 2, '2023-04', 150, 40, '[]', '{one}', '{other}', '2023-03-18'"
    columns = "community, number, in_force_from, heavy_cv_percent, sp_hours_per_month, rates, proposed_by, published_by, published_at"
    with owner.begin() as connection:
        connection.execute(text(f"INSERT INTO rate_cards ({columns}) VALUES ({values})"))

    first, second = cards(town)

    assert shown(first) == shown(second)


def test_a_cap_is_that_of_the_card_by_which_something_was_performed(april):
    town = april(sp_cap_person=1_000)
    give(town, "anna", 1_500_00, date(2023, 3, 31))
    give(town, "bela", 1_500_00, date(2023, 4, 1))

    assert [town.balance(name).sp for name in ("anna", "bela")] == [1_500_00, 1_000_00]
    assert [town.balance(name).sp_cap for name in ("anna", "shop")] == [1_000_00, 20_000_00]


def test_the_pool_and_a_household_fill_nobody_above_the_cap_of_today(april):
    town = april(sp_cap_person=100)
    town.earn("anna", 100_00)
    town.earn("carl", 100_00)
    town.ask(requests.GiveToPool(gift_id=new_id("pgf"), sp=60_00), "carl")
    asked = requests.ProposePoolGrant(
        grant_id=new_id("pgr"), party_id=town.ids["anna"], sp=10_00, reason=PoolReason.CANNOT_EARN
    )
    town.ask(asked, "staff")

    assert (
        code_of(lambda: town.ask(requests.ApprovePoolGrant(grant_id=asked.grant_id), "council"))
        == "points.pool_grant_no_room"
    )


def test_a_contribution_is_taken_by_the_numbers_of_the_day_it_was_performed(april):
    town = april(least_minutes=60, submit_days=10, late_days=2, day_hours=5)
    in_march = datetime(2023, 3, 31, 6, tzinfo=UTC)
    old = town.hours(started_at=in_march, minutes=30)
    new = town.hours(minutes=30)
    town.ask(old, "organiser")

    assert code_of(lambda: town.ask(new, "organiser")) == "points.too_short"
    long_day = town.ask(town.hours(minutes=301, started_at=APRIL - timedelta(hours=9)), "organiser")
    assert (long_day.minutes, long_day.counted_minutes) == (301, 300)
    late = town.hours("bela", started_at=datetime(2023, 4, 1, 2, tzinfo=UTC))
    town.bench.clock.at = datetime(2023, 4, 4, 10, tzinfo=UTC)
    assert code_of(lambda: town.ask(late, "organiser")) == "points.entry_reason_missing"
    # What was performed in March is late after seven days, as it was then.
    town.ask(town.hours("carl", started_at=in_march), "organiser")
    town.bench.clock.at = datetime(2023, 4, 12, 10, tzinfo=UTC)
    assert code_of(lambda: town.ask(replace(late, entry_reason="补录"), "organiser")) == "points.submitted_too_late"
    town.ask(town.hours("bela", started_at=in_march, entry_reason="补录"), "organiser")


def test_a_step_takes_as_long_as_held_when_it_began(town):
    town.put_in_force(numbers(confirm_days=3, notice_days=4, long_notice_days=9, approve_days=2))
    town.bench.clock.at = datetime(2023, 3, 31, 10, tzinfo=UTC)
    before = town.hours()
    submitted = town.ask(before, "organiser")
    town.bench.clock.at = APRIL
    later = town.ask(town.hours("bela"), "organiser")
    noticed = town.confirm(before.contribution_id)

    assert submitted.due_at - datetime(2023, 3, 31, 10, tzinfo=UTC) == timedelta(days=7)
    assert later.due_at - town.now == timedelta(days=3)
    # Performed in March, under notice in April.
    assert noticed.notice_ends_at - town.now == timedelta(days=4)
    assert noticed.due_at - noticed.notice_ends_at == timedelta(days=2)


def test_what_is_granted_lasts_as_its_own_card_says(april):
    town = april(lot_months=12)
    give(town, "anna", 10_00, date(2023, 3, 31))
    give(town, "bela", 10_00, date(2023, 4, 2))

    last_days = [town.balance(name).lots[0].expires_on.isoformat() for name in ("anna", "bela")]

    assert last_days == ["2025-04-30", "2024-04-30"]


def test_a_redemption_takes_the_times_of_today_and_says_which_card_that_is(april):
    town = april(quote_minutes=20, hold_minutes=30)
    town.earn("anna", 100_00)
    item = town.offer()
    asked = requests.QuoteRedemption(redemption_id=new_id("rdm"), item_id=item)
    quote = town.ask(asked, "anna")
    held = town.ask(requests.HoldPoints(redemption_id=asked.redemption_id), "anna")

    assert (quote.valid_until - town.now, quote.rate_card) == (timedelta(minutes=20), 2)
    assert (held.state, held.expires_at - town.now) == (State.POINTS_HELD, timedelta(minutes=30))
    [kept] = town.bench.rows("SELECT rulebook FROM ledger_holds")
    assert kept.rulebook == "ccs-1/card-2"


def test_a_company_is_reminded_after_the_days_that_held_when_its_batch_was_sealed(april, programme):
    town = april(ack_days=9)
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")

    assert sealed(town).next_at - town.now == timedelta(days=9)


def test_every_posting_says_by_which_card_it_was_made(april):
    town = april(notice_days=5)
    town.earn("anna", 100_00)
    town.ask(requests.GiveToPool(gift_id=new_id("pgf"), sp=10_00), "anna")

    found = town.bench.rows("SELECT DISTINCT rulebook FROM ledger_transfers")

    assert found
    assert all("/card-" in row.rulebook for row in found)


def test_how_much_is_minted_while_the_reserve_is_red_the_council_says(april):
    town = april(red_mint_percent=20, amber_mint_percent=60)
    town.earn("anna", 100_00)
    town.bench.clock.at = datetime(2023, 4, 5, 2, tzinfo=UTC)
    town.bench.run_periods()

    states = town.bench.ask(requests.ListReserveStates(), as_=actor(None)).items
    newest = max(states, key=lambda state: state.published_on)

    assert (newest.band.value, newest.mint_percent) == ("red", 20)


@pytest.mark.parametrize(("band", "percent"), [("green", 99), ("amber", 0), ("red", 101), ("blue", 100)])
def test_the_table_itself_refuses_a_band_or_a_percent_that_cannot_be(town, owner, band, percent):
    statement = text(
        "INSERT INTO reserve_states (community, published_on, reserve, outstanding, redemption_rate, rate_measured, coverage, band, "
        "mint_percent, in_force_from) VALUES ('changlinpan', '2023-03-18', 0, 0, 8000, false, NULL, :band, :percent, '2023-03-19')"
    )
    with pytest.raises(IntegrityError, match="reserve_states_"), owner.begin() as connection:
        connection.execute(statement, {"band": band, "percent": percent})
