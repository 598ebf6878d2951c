"""Thirty at once on real tables: the short form of the races that the fault tier runs with two hundred (C-01 to C-05)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import ItemLimits
from contracts.points.kinds import ItemKind, PartyKind, RedemptionState
from contracts.points.requests import NewParty
from contracts.sectors import Sector
from tests.database.points.saga import Saga
from tests.database.points.town import at_once

AT_ONCE = 30


@pytest.fixture
def crowd(town) -> list[str]:
    """Thirty people of ten households with thirty points each."""
    names = [f"crowd {number}" for number in range(AT_ONCE)]
    homes = [f"house {number}" for number in range(10)]
    for name in (*names, *homes):
        town.ids[name] = new_id("pty")
    houses = [
        NewParty(party_id=town.ids[home], kind=PartyKind.HOUSEHOLD, sector=Sector.RES, name=f"9-{place}")
        for place, home in enumerate(homes)
    ]
    people = [
        NewParty(
            party_id=town.ids[name],
            kind=PartyKind.PERSON,
            sector=Sector.RES,
            name=name,
            household_id=town.ids[homes[place % 10]],
        )
        for place, name in enumerate(names)
    ]
    town.ask(requests.RegisterParties(parties=(*houses, *people)), "staff")
    for name in names:
        town.earn(name, 30_00)
    return names


def redeeming(item_id: str, price: int = 10_00) -> requests.Redeem:
    return requests.Redeem(redemption_id=new_id("rdm"), item_id=item_id, price=price)


def test_the_last_pieces(town, crowd):
    item = Saga(town).offer(stock=7)
    codes = at_once([partial(town.ask, redeeming(item), name) for name in crowd])
    assert Counter(codes) == {"ok": 7, "points.out_of_stock": AT_ONCE - 7}
    Saga(town).assert_sound()


def test_the_last_places_whether_in_one_step_or_step_by_step(town, crowd):
    at = town.now + timedelta(days=1)
    item = Saga(town).offer(kind=ItemKind.SERVICE, slots=(requests.NewSlot(starts_at=at, capacity=5),))
    held = {}
    for name in crowd[::2]:
        one = Saga(town, name=name, item_id=item)
        held[name] = one.quote(slot_at=at)
        one.by_me(requests.HoldPoints, held[name])
    short = requests.Redeem(redemption_id=new_id("rdm"), item_id=item, price=10_00, slot_at=at)

    def go(name: str) -> None:
        if name in held:
            town.ask(requests.ReserveStock(redemption_id=held[name]), name)
        else:
            town.ask(requests.Redeem(**(vars(short) | {"redemption_id": new_id("rdm")})), name)

    codes = at_once([lambda name=name: go(name) for name in crowd])

    assert Counter(codes) == {"ok": 5, "points.slot_full": AT_ONCE - 5}
    Saga(town).assert_sound()


def test_the_last_of_a_households_limit(town, crowd):
    item = Saga(town).offer(limits=ItemLimits(per_household=2))
    codes = at_once([partial(town.ask, redeeming(item), name) for name in crowd])
    assert Counter(codes) == {"ok": 20, "points.limit_reached": 10}
    Saga(town).assert_sound()


def test_the_last_points_whichever_of_thirty_things_is_bought(town, crowd):
    items = [Saga(town).offer(price=30_00) for _ in range(AT_ONCE)]
    codes = at_once([partial(town.ask, redeeming(item, 30_00), crowd[0]) for item in items])
    assert Counter(codes) == {"ok": 1, "points.not_enough_points": AT_ONCE - 1}
    Saga(town).assert_sound()


def test_one_redemption_is_ended_once_by_thirty_calls_and_two_sweeps(town, crowd):
    item = Saga(town).offer()
    held = town.ask(redeeming(item), crowd[0])
    rdm = held.redemption_id
    use = requests.FulfilRedemption(redemption_id=rdm, code=held.code)
    give_up = requests.CancelRedemption(redemption_id=rdm, reason="不要了")
    calls = [lambda: town.ask(use, "clerk"), lambda: town.ask(give_up, crowd[0])] * (AT_ONCE // 2)

    codes = at_once([*calls, town.bench.service.lapse_redemptions, town.bench.service.resume_redemptions])

    assert codes.count("ok") == 3, "one of the thirty, and the sweeps"
    assert set(codes) <= {"ok", "points.already_fulfilled", "points.already_cancelled"}
    ends = {RedemptionState.FULFILLED, RedemptionState.CANCELLED}
    assert town.ask(requests.GetRedemption(redemption_id=rdm), "staff").state in ends
    Saga(town).assert_sound()


def test_one_request_by_thirty_copies_is_one_redemption(town, crowd):
    asked = redeeming(Saga(town).offer())
    codes = at_once([lambda: town.ask(asked, crowd[0])] * AT_ONCE)
    assert codes == ["ok"] * AT_ONCE
    assert (town.balance(crowd[0]).sp_held, town.bench.count("redemptions")) == (10_00, 1)
    Saga(town).assert_sound()
