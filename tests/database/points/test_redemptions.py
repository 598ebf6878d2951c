"""Points into goods and services on real tables: never oversold, never twice, never for a stranger."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from unittest.mock import Mock

import pytest
from sqlalchemy import text

from chassis.config import SettingsMissing
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import (
    PointsHeld,
    PointsHoldReleased,
    PointsRedeemed,
    ProviderAccepted,
    RedemptionCancelled,
    RedemptionFulfilled,
    RedemptionQuoted,
    StockReleased,
    StockReserved,
)
from contracts.points.kinds import ItemKind, ItemState, RedemptionState
from contracts.roles import Role
from services.points.service import PointsService
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor
from tests.support.counting import statements


def redeeming(item_id: str, **changes: object) -> requests.Redeem:
    return requests.Redeem(**({"redemption_id": new_id("rdm"), "item_id": item_id, "price": 10_00} | changes))


@pytest.fixture
def noodles(town) -> str:
    """An item for ten points; anna has twenty-five."""
    town.earn("anna", 25_00)
    return town.offer()


def stock(town, item_id) -> int:
    return town.ask(requests.GetItem(item_id=item_id), "anna").stock


def fulfil(town, redemption, code, name="clerk"):
    return town.ask(requests.FulfilRedemption(redemption_id=redemption.redemption_id, code=code), name)


def wrong(code: str) -> str:
    return ("3" if code[0] == "2" else "2") + code[1:]


def test_points_are_held_then_spent_against_the_code(town, noodles):
    held = town.ask(redeeming(noodles), "anna")
    assert (town.balance("anna").sp_held, town.balance("anna").sp_available, stock(town, noodles)) == (10_00, 15_00, 2)

    done = fulfil(town, held, held.code)

    assert (done.fulfilled, done.redemption.state) == (True, RedemptionState.FULFILLED)
    assert (town.balance("anna").sp, town.balance("anna").sp_held) == (15_00, 0)
    assert {PointsHeld, RedemptionFulfilled, PointsRedeemed} <= set(town.bench.said_types())


def test_the_code_is_told_again_to_whoever_redeems_again_and_to_nobody_else(town, noodles):
    asked = redeeming(noodles)
    first = town.ask(asked, "anna", key="one")

    assert town.ask(asked, "anna", key="one") == first
    assert town.ask(asked, "anna", key="two") == first
    assert stock(town, noodles) == 2
    assert town.ask(requests.GetRedemption(redemption_id=first.redemption_id), "anna").code is None
    assert town.ask(requests.ListRedemptions(), "staff").items[0].code is None
    assert fulfil(town, first, first.code).redemption.code is None


def test_no_table_holds_a_code(town, owner, noodles):
    held = [town.ask(redeeming(noodles), "anna", key=f"key-{number}") for number in range(2)]
    fulfil(town, held[0], held[0].code)
    with owner.connect() as connection:
        names = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
        rows = [str(row) for name in names for row in connection.execute(text(f'SELECT t::text FROM "{name}" t'))]

    everything = "\n".join(rows)
    assert held[1].redemption_id in everything
    for one in held:
        assert one.code not in everything
        for name in ("sha256", "md5", "sha1"):
            assert hashlib.new(name, one.code.encode()).hexdigest() not in everything


def test_a_service_without_its_secret_does_not_start():
    for secret in ("", "short"):
        container = Mock(config={"settings": Mock(service="points", secret=secret)})
        with pytest.raises(SettingsMissing, match="SECRET_POINTS"):
            PointsService.secret.bind(container, "secret").setup()


def test_a_code_opens_once_even_at_once(town, noodles):
    held = town.ask(redeeming(noodles), "anna")

    codes = at_once([lambda: fulfil(town, held, held.code) for _ in range(6)])

    assert sorted(codes) == ["ok"] + ["points.already_fulfilled"] * 5
    assert town.balance("anna").sp == 15_00


def test_five_wrong_codes_lock_it_and_cancelling_gives_everything_back(town, noodles):
    held = town.ask(redeeming(noodles), "anna")

    left = [fulfil(town, held, wrong(held.code)).tries_left for _ in range(5)]
    with pytest.raises(AskRefused) as refused:
        fulfil(town, held, held.code)
    town.ask(requests.CancelRedemption(redemption_id=held.redemption_id, reason="锁定"), "anna")

    assert left == [4, 3, 2, 1, 0]
    assert refused.value.code == "points.code_locked"
    assert (town.balance("anna").sp_available, stock(town, noodles)) == (25_00, 3)
    assert PointsHoldReleased in town.bench.said_types()


def test_one_step_tells_all_that_four_would_and_giving_up_tells_it_too(town, noodles):
    asked = redeeming(noodles)
    for _ in range(2):
        held = town.ask(asked, "anna")
    town.ask(requests.CancelRedemption(redemption_id=held.redemption_id, reason="不要了"), "anna")

    said = [event for event in town.bench.said() if getattr(event, "redemption_id", None) == held.redemption_id]
    assert [type(event) for event in said] == [
        RedemptionQuoted,
        StockReserved,
        PointsHeld,
        ProviderAccepted,
        PointsHoldReleased,
        StockReleased,
        RedemptionCancelled,
    ]
    quoted, cancelled = said[0], said[-1]
    assert (quoted.sp, sum(lot.amount for lot in quoted.lots)) == (held.price, held.price)
    assert quoted.valid_until == town.now + timedelta(minutes=10)
    assert (cancelled.state_before, cancelled.party_id) == (RedemptionState.HELD, town.ids["anna"])


def test_another_shops_clerk_finds_nothing(town, noodles):
    held = town.ask(redeeming(noodles), "anna")
    other = actor(town.ids["stranger"], Role.MERCHANT_CLERK, organisation_id=town.ids["other_shop"])
    for request, who in (
        (requests.FulfilRedemption(redemption_id=held.redemption_id, code=held.code), other),
        (requests.GetRedemption(redemption_id=held.redemption_id), other),
        (requests.CancelRedemption(redemption_id=held.redemption_id, reason="不要"), town.actor("bela")),
        (requests.GetRedemption(redemption_id=held.redemption_id), town.actor("bela")),
    ):
        with pytest.raises(AskRefused) as refused:
            town.bench.ask(request, as_=who)
        assert refused.value.code == "points.redemption_not_found"


def test_stock_is_never_oversold(town):
    item_id = town.offer(price=1_00, stock=3)
    for name in ("anna", "bela", "carl", "dora"):
        town.earn(name, 5_00)

    calls = [
        lambda name=name: town.ask(redeeming(item_id, price=1_00), name)
        for name in ("anna", "bela", "carl", "dora")
        for _ in range(2)
    ]
    codes = at_once(calls)

    assert sorted(codes) == ["ok"] * 3 + ["points.out_of_stock"] * 5
    assert stock(town, item_id) == 0
    assert sum(town.balance(name).sp_held for name in ("anna", "bela", "carl", "dora")) == 3_00


def test_a_balance_for_one_is_spent_once_whatever_is_redeemed_at_once(town):
    items = [town.offer(price=10_00) for _ in range(4)]
    town.earn("anna", 10_00)

    codes = at_once([lambda item_id=item_id: town.ask(redeeming(item_id), "anna") for item_id in items])

    assert sorted(codes) == ["ok"] + ["points.not_enough_points"] * 3
    assert sum(stock(town, item_id) for item_id in items) == 11


def test_what_nobody_fetches_lapses_and_comes_back(town, noodles):
    held = town.ask(redeeming(noodles), "anna")
    town.bench.clock.advance(minutes=15)

    with pytest.raises(AskRefused) as refused:
        fulfil(town, held, held.code)
    town.bench.run_sweeps()
    town.bench.run_sweeps()

    assert refused.value.code == "points.redemption_lapsed"
    assert (town.balance("anna").sp_available, stock(town, noodles)) == (25_00, 3)
    state = town.ask(requests.GetRedemption(redemption_id=held.redemption_id), "anna").state
    assert state is RedemptionState.LAPSED


def test_any_number_that_nobody_fetched_lapse_in_as_many_statements_as_one(town):
    item_ids = [town.offer(price=1_00, stock=20) for _ in range(2)]
    for name in ("anna", "bela"):
        town.earn(name, 20_00)
    sent = []
    for wanted in ([(0, "anna")], [(n % 2, name) for name in ("anna", "bela") for n in range(10)]):
        for place, name in wanted:
            town.ask(redeeming(item_ids[place], price=1_00), name)
        town.bench.clock.advance(minutes=15)

        with statements(town.bench.database.engine) as lapsing:
            town.bench.service.lapse_redemptions()
        sent.append(len(lapsing))

        assert [stock(town, item_id) for item_id in item_ids] == [20, 20]
        assert [town.balance(name).sp_available for name in ("anna", "bela")] == [20_00, 20_00]

    assert sent[1] == sent[0]
    assert town.bench.said_types().count(PointsHoldReleased) == 21


def test_a_service_waits_for_its_slot(town):
    town.earn("anna", 10_00)
    haircut = town.offer(kind=ItemKind.SERVICE)
    slot = town.now + timedelta(days=2)

    held = town.ask(redeeming(haircut, slot_at=slot), "anna")

    assert held.expires_at == slot + timedelta(hours=2)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"price": 9_99}, "points.price_changed"),
        ({"item_id": "itm_01HQ3Z5N8T7W9XKJ4M2V6BCDEF"}, "points.item_not_found"),
    ],
)
def test_what_cannot_be_redeemed_takes_nothing(town, noodles, changes, code):
    with pytest.raises(AskRefused) as refused:
        town.ask(redeeming(**({"item_id": noodles} | changes)), "anna")
    assert refused.value.code == code
    assert (town.balance("anna").sp_held, stock(town, noodles)) == (0, 3)


def test_the_same_id_for_something_else_is_refused(town, noodles):
    asked = redeeming(noodles)
    town.ask(asked, "anna")
    town.earn("bela", 10_00)
    with pytest.raises(AskRefused) as refused:
        town.ask(asked, "bela")
    assert refused.value.code == "points.redemption_id_taken"
    assert town.balance("bela").sp_held == 0


def test_nobody_offers_alone(town):
    item_id = new_id("itm")
    proposed = requests.ProposeItem(
        item_id=item_id, provider_id=town.ids["shop"], name="一碗面", kind=ItemKind.GOODS, price=1_00, stock=1
    )
    both = actor(town.ids["staff"], Role.COMMUNITY_STAFF, Role.APPROVER)
    at_the_shop = actor(town.ids["carl"], Role.APPROVER)
    town.bench.ask(proposed, as_=both)
    approve = requests.ApproveItem(item_id=item_id)
    for who in (both, at_the_shop):
        with pytest.raises(AskRefused) as refused:
            town.bench.ask(approve, as_=who)
        assert refused.value.code == "points.own_item"
    for request in (redeeming(item_id, price=1_00), requests.GetItem(item_id=item_id)):
        with pytest.raises(AskRefused):
            town.ask(request, "anna")
    assert town.ask(approve, "approver").state is ItemState.OFFERED
    assert [item.item_id for item in town.bench.ask(requests.ListItems(), as_=actor(None)).items] == [item_id]
    town.ask(requests.WithdrawItem(item_id=item_id), "staff")
    assert town.bench.ask(requests.ListItems(), as_=actor(None)).items == ()
