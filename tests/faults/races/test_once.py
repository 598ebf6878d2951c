"""What is there once is had once: a stock, a balance, a code, a deed (C-01 to C-04)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from chassis.ids import new_id
from contracts.points import requests
from tests.database.points.saga import brought_again, patient
from tests.database.points.town import at_once
from tests.faults.counts import many
from tests.faults.races.conftest import Replicated

STOCK = 10
BUYERS = 200
ROUNDS = many(2, 100)
CODES = many(4, 100)
DEEDS = many(10, 100)
PARALLEL = many(50, 200)
HANDS = many(3, 200)


HELD_FOR = """
SELECT coalesce(sum(amount), 0) AS held FROM ledger_holds JOIN redemptions ON reference = redemption_id
WHERE item_id = :item AND ledger_holds.state = 'held'
"""
STANDING = "SELECT contribution_id FROM contributions WHERE party_id = :party"


def redeeming(item_id: str, *, price: int) -> requests.Redeem:
    return requests.Redeem(redemption_id=new_id("rdm"), item_id=item_id, price=price)


def buying(replicas: Replicated, turn: int, item: str, name: str, *, price: int = 10) -> Callable[[], object]:
    """One redemption, at one replica or the other."""
    wanted = redeeming(item, price=price)
    return patient(lambda: replicas.replica(turn).ask(wanted, name))


def entering(replicas: Replicated, name: str) -> list[Callable[[], object]]:
    """The person and the organiser enter the same hours, each under an id of their own."""
    mine, entered = replicas.town.hours(name), replicas.other.hours(name)
    return [lambda: replicas.town.ask(mine, name), lambda: replicas.other.ask(entered, "organiser")]


def approving(replicas: Replicated, claim: str) -> list[Callable[[], object]]:
    """Two clicks under one key to every third under a key of its own, at one replica or the other."""
    keys = [f"click {claim}" if turn % 3 < 2 else None for turn in range(HANDS)]
    return [
        patient(lambda turn=turn, key=key: replicas.replica(turn).approve(claim, key=key))
        for turn, key in enumerate(keys)
    ]


@pytest.mark.timeout(900)
def test_two_hundred_want_one_of_ten_and_ten_get_one(replicas: Replicated):
    buyers = replicas.gather(BUYERS, points=90_00)

    for _ in range(ROUNDS):
        item = replicas.town.offer(price=10, stock=STOCK)
        codes = at_once([buying(replicas, turn, item, name) for turn, name in enumerate(buyers)])

        assert Counter(codes) == {"ok": STOCK, "points.out_of_stock": BUYERS - STOCK}
        assert replicas.stock(item) == 0
        assert replicas.town.bench.rows(HELD_FOR, item=item)[0].held == STOCK * 10
    replicas.assert_closed()


@pytest.mark.timeout(900)
def test_a_balance_for_one_buys_one_of_many_different_things(replicas: Replicated):
    items = [replicas.town.offer(price=10_00, stock=ROUNDS) for _ in range(PARALLEL)]
    shoppers = replicas.gather(ROUNDS, points=10_00)

    for name in shoppers:
        codes = at_once([buying(replicas, turn, item, name, price=10_00) for turn, item in enumerate(items)])
        assert Counter(codes) == {"ok": 1, "points.not_enough_points": PARALLEL - 1}
        balance = replicas.town.balance(name)
        assert (balance.sp, balance.sp_held, balance.sp_available) == (10_00, 10_00, 0)
    assert sum(replicas.stock(item) for item in items) == PARALLEL * ROUNDS - ROUNDS
    replicas.assert_closed()


@pytest.mark.timeout(900)
def test_a_code_presented_many_times_at_once_opens_once(replicas: Replicated):
    item = replicas.town.offer(price=1_00, stock=CODES)
    [name] = replicas.gather(1, points=CODES * 1_00)

    for _ in range(CODES):
        held = replicas.town.ask(redeeming(item, price=1_00), name)
        use = requests.FulfilRedemption(redemption_id=held.redemption_id, code=held.code)
        codes = at_once(
            [patient(lambda turn=turn, use=use: replicas.replica(turn).ask(use, "clerk")) for turn in range(PARALLEL)]
        )
        assert Counter(codes) == {"ok": 1, "points.already_fulfilled": PARALLEL - 1}
    assert replicas.town.balance(name).sp == 0
    assert replicas.town.bench.count("redemptions") == CODES
    replicas.assert_closed()


@pytest.mark.timeout(900)
def test_a_deed_entered_and_decided_by_many_hands_at_once_is_awarded_once(replicas: Replicated):
    """Whichever of two entries stands is approved by two clicks and a second key."""
    people = replicas.gather(DEEDS, points=1)
    claims = []
    for name in people:
        at_once(entering(replicas, name))
        [standing] = replicas.town.bench.rows(STANDING, party=replicas.town.ids[name])
        replicas.town.confirm(standing.contribution_id)
        claims.append(standing.contribution_id)
    replicas.town.bench.clock.advance(days=3)

    for claim in claims:
        codes = at_once(approving(replicas, claim))
        assert set(codes) <= {"ok", "points.already_decided"}
        assert "ok" in codes
    twice = "SELECT count(*) AS n FROM grants WHERE source_id LIKE 'ctb%'"
    assert replicas.town.bench.rows(twice)[0].n == len(people)
    postings = "SELECT count(*) AS n FROM ledger_transfers WHERE unit = 'CV' AND kind LIKE 'grant-H%'"
    assert replicas.town.bench.rows(postings)[0].n == len(people)
    replicas.assert_closed()


@pytest.mark.timeout(900)
def test_an_event_told_to_both_replicas_while_the_same_gift_is_told_again_is_awarded_once(replicas: Replicated):
    people = replicas.gather(DEEDS, points=1)
    gifts = [replicas.town.give(name, 60_00) for name in people]

    for gift in gifts:
        ids = [new_id("evt")]
        told = [ids if turn % 3 < 2 else None for turn in range(HANDS)]
        codes = at_once(
            [
                brought_again(
                    lambda turn=turn, gift=gift, ids=ids: replicas.replica(turn).bench.tell(gift, event_ids=ids)
                )
                for turn, ids in enumerate(told)
            ]
        )
        assert codes == ["ok"] * HANDS
    assert {replicas.town.balance(name).cv for name in people[:20]} == {replicas.town.balance(people[0]).cv}
    counted = "SELECT count(*) AS n FROM ledger_transfers WHERE unit = 'CV' AND reference = ANY(:gifts)"
    assert replicas.town.bench.rows(counted, gifts=[gift.gift_id for gift in gifts])[0].n == len(gifts)
    replicas.assert_closed()
