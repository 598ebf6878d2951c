"""The reserve: recorded and approved by two persons, drawn once, published daily; drained, it slows minting and never value."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from chassis.actor import system
from chassis.ids import new_id
from contracts.donations.kinds import GiftChoice
from contracts.points import requests
from contracts.points.events import ReserveStateChanged
from contracts.points.kinds import Band, ContributionType, Limit, ReserveKind
from contracts.roles import Role
from services.points.reserve import refusals, store
from tests.database.points.test_reversals import check_books, spend
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, AskRefused, actor


def recorded(town, amount=1_000_00, **changes: object):
    plain = {
        "source_id": new_id("rsv"),
        "kind": ReserveKind.COMPANY_BUDGET,
        "title": "物业公司年度兑换预算",
        "amount": amount,
        "document": "协议 2023-07",
    }
    return town.ask(requests.RecordReserveSource(**(plain | changes)), "staff")


def approve(town, source, who="council", **changes: object):
    return town.ask(requests.DecideReserveSource(**({"source_id": source.source_id, "approve": True} | changes)), who)


def work(town):
    return town.bench.transactions.begin(system(COMMUNITY))


def draw(town, reference: str, amount: int, provider="shop") -> None:
    with work(town) as own:
        store.draw(own, reference=reference, provider_id=town.ids[provider], amount=amount)


def left(town) -> int:
    return town.bench.rows('SELECT sum("left") AS n FROM reserve_sources')[0].n


def next_morning(town) -> None:
    town.bench.clock.advance(days=1)
    town.bench.run_periods()


def states(town):
    return town.bench.ask(requests.ListReserveStates(), as_=town.actor("anna")).items


def test_a_source_counts_after_a_second_person_and_is_drawn_once(town):
    source = recorded(town)
    with pytest.raises(refusals.ReserveExhausted):
        draw(town, "stl_1", 1)
    approve(town, source)

    draw(town, "stl_1", 300_00)
    draw(town, "stl_1", 300_00)
    assert left(town) == 700_00
    with pytest.raises(refusals.DrawnOtherwise):
        draw(town, "stl_1", 200_00)
    for _ in range(2):
        with work(town) as own:
            store.give_back(own, reference="stl_1")
    assert left(town) == 1_000_00


def test_draws_at_once_never_take_more_than_there_is(town):
    approve(town, recorded(town, 100_00))

    def one(turn: int) -> None:
        with contextlib.suppress(refusals.ReserveExhausted):
            draw(town, f"stl_{turn}", 30_00)

    assert set(at_once([lambda turn=turn: one(turn) for turn in range(8)])) == {"ok"}
    assert (left(town), town.bench.count("reserve_draws")) == (10_00, 3)


def test_who_may_do_what_with_a_source(town):
    source = recorded(town)
    pledge = recorded(town, kind=ReserveKind.PLEDGED_GOODS, provider_id=town.ids["shop"])
    refused = {}
    for name, ask in {
        "resident records": lambda: town.ask(
            requests.RecordReserveSource(
                source_id=new_id("rsv"), kind=ReserveKind.COMPANY_BUDGET, title="x", amount=1, document="x"
            ),
            "anna",
        ),
        "recorder decides": lambda: approve(town, source, "staff"),
        "approver decides": lambda: approve(town, source, "approver"),
        "unknown": lambda: town.ask(requests.DecideReserveSource(source_id=new_id("rsv"), approve=True), "council"),
        "other content": lambda: recorded(town, source_id=source.source_id, amount=5),
        "pledge of nobody": lambda: recorded(town, kind=ReserveKind.PLEDGED_GOODS),
        "money of somebody": lambda: recorded(town, provider_id=town.ids["shop"]),
        "ended before approved": lambda: town.ask(
            requests.EndReserveSource(source_id=source.source_id, reason="撤回"), "council"
        ),
    }.items():
        with pytest.raises(AskRefused) as why:
            ask()
        refused[name] = why.value.code
    assert refused == {
        "resident records": "not-allowed",
        "recorder decides": "not-allowed",
        "approver decides": "not-allowed",
        "unknown": "points.reserve_source_not_found",
        "other content": "points.reserve_source_id_taken",
        "pledge of nobody": "points.pledge_names_its_giver",
        "money of somebody": "points.pledge_names_its_giver",
        "ended before approved": "points.reserve_source_decided",
    }
    # Somebody with both roles is still one person; and nobody decides about their own shop's pledge.
    for who, what in (
        (actor(town.ids["staff"], Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER), source),
        (actor(town.ids["carl"], Role.COUNCIL_MEMBER), pledge),
        (actor(town.ids["council"], Role.COUNCIL_MEMBER, organisation_id=town.ids["staff"]), source),
    ):
        with pytest.raises(AskRefused) as why:
            town.bench.ask(requests.DecideReserveSource(source_id=what.source_id, approve=True), as_=who)
        assert why.value.code == "points.own_reserve_source"
    approve(town, source)
    with pytest.raises(AskRefused):
        approve(town, source)
    assert town.ask(requests.ListReserveSources(), "staff").items[0].state.value in {"approved", "recorded"}


def test_the_database_knows_no_donation_as_a_source(town, owner):
    with pytest.raises(Exception, match="reserve_sources_kind_known"), owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO reserve_sources VALUES (:c, 'rsv_x', 'donation', NULL, 'x', 1, 1, NULL, 'x', 'recorded', 'p', NULL, NULL, 1)"
            ),
            {"c": COMMUNITY},
        )


def test_drained_the_reserve_slows_minting_from_the_next_day_and_never_value(town):
    source = recorded(town, 80_00)
    approve(town, source)
    town.earn("anna", 100_00)
    next_morning(town)
    today = town.now.date()
    [green] = states(town)
    # 80 / (100 × 0.8): exactly covered.
    assert (green.band, green.coverage, green.redemption_rate) == (Band.GREEN, 10_000, 8000)

    draw(town, "stl_1", 10_00)
    next_morning(town)
    announced = states(town)[0]
    assert (announced.band, announced.mint_percent, announced.coverage) == (Band.AMBER, 75, 8750)
    with work(town) as own:
        assert store.band(own) is Band.GREEN

    def give(name: str, on: date, **more: date) -> tuple[int, int]:
        before = town.balance(name)
        gift = town.give(name, 200_00, choice=GiftChoice.POINTS, confirmed_on=on, **more)
        town.bench.tell(gift)
        after = town.balance(name)
        return after.cv - before.cv, after.sp - before.sp

    tomorrow = today + timedelta(days=2)
    # What was performed up to the day of the announcement is minted in full, however late it is credited.
    assert give("bela", today) == (20_00, 10_00)
    assert give("bela", tomorrow - timedelta(days=1)) == (20_00, 10_00)
    assert give("bela", tomorrow) == (20_00, 7_50)
    # Money is given on the bank's day, not on the day of its statement.
    assert give("bela", tomorrow, paid_on=today) == (20_00, 10_00)

    draw(town, "stl_2", 40_00)
    next_morning(town)
    assert (states(town)[0].band, states(town)[0].mint_percent) == (Band.RED, 50)
    assert give("bela", tomorrow + timedelta(days=1)) == (20_00, 5_00)
    town.bench.clock.advance(days=1)
    with work(town) as own:
        assert store.band(own) is Band.RED
    # Whoever asks before is told the state of the reserve of that day, and that it is the reserve.
    asked = {
        "party_id": town.ids["anna"],
        "contribution_type": ContributionType.F1W,
        "performed_on": tomorrow + timedelta(days=1),
        "value": 200_00,
    }
    told = town.ask(requests.EstimateContribution(**asked), "anna")
    assert (told.cv, told.sp, told.full_sp) == (20_00, 5_00, 10_00)
    assert (told.limited_by, told.mint_percent) == (Limit.RESERVE, 50)
    # A receipted gift is recognition alone, in any state of the reserve.
    receipted = town.give("bela", 200_00, confirmed_on=tomorrow + timedelta(days=2))
    town.bench.tell(receipted)
    assert [event.band for event in town.bench.said() if isinstance(event, ReserveStateChanged)] == [
        Band.AMBER,
        Band.RED,
    ]

    why = town.ask(requests.GetGrant(source_id=receipted.gift_id), "bela")
    assert (why.cv, why.sp, why.sp_rated, why.reserve_percent) == (20_00, 0, 0, 50)
    check_books(town)


def test_a_day_is_published_once_and_a_missed_day_is_not_made_up(town):
    town.earn("anna", 100_00)
    next_morning(town)
    town.bench.run_periods()
    town.bench.clock.advance(days=3)
    town.bench.run_periods()

    assert len(states(town)) == 2
    for statement in ("UPDATE reserve_states SET band = 'green'", "DELETE FROM reserve_states"):
        with pytest.raises(Exception, match="permission denied"):
            town.bench.rows(statement)


def test_the_expected_rate_is_what_was_redeemed_of_what_was_granted_half_a_year_to_two_years_ago(town):
    town.earn("anna", 100_00)
    town.bench.clock.advance(days=200)
    spend(town, "anna", 62_00)
    with work(town) as own:
        early = store.measure(own, today=town.now.date())
    assert (early.granted, early.redeemed, early.months_of_data) == (100_00, 62_00, 6)
    town.earn("bela", 50_00)
    town.bench.clock.advance(days=200)
    with work(town) as own:
        later = store.measure(own, today=town.now.date())

    assert (later.granted, later.redeemed, later.outstanding, later.months_of_data) == (150_00, 62_00, 88_00, 13)
