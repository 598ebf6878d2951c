"""The mutual-aid pool: given by anybody, granted by two hands to people who cannot earn, never negative (rulebook §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import PointsPooled, PoolGrantDeclined, PoolGranted, PoolGrantProposed
from contracts.points.kinds import PoolCause, PoolGrantState, PoolReason
from contracts.roles import Role
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor


def refused_code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def in_pool(town) -> int:
    return town.bench.ask(requests.GetPool(), as_=actor(None)).sp


def giving(town, sp: int, name="anna"):
    asked = requests.GiveToPool(gift_id=new_id("pgf"), sp=sp)
    return asked, town.ask(asked, name)


def proposing(town, sp=50_00, name="bela", **changes: object) -> requests.ProposePoolGrant:
    plain = {"grant_id": new_id("pgr"), "party_id": town.ids[name], "sp": sp, "reason": PoolReason.CANNOT_EARN}
    return requests.ProposePoolGrant(**(plain | changes))


@pytest.fixture
def filled(town):
    """100 points in the pool, from anna."""
    town.earn("anna", 300_00)
    giving(town, 100_00)
    return town


def granted(town, asked: requests.ProposePoolGrant):
    town.ask(asked, "staff")
    return town.ask(requests.ApprovePoolGrant(grant_id=asked.grant_id), "council")


def test_everybody_sees_what_is_in_the_pool_and_anybody_may_give(town):
    assert in_pool(town) == 0
    town.earn("anna", 300_00)

    asked, gift = giving(town, 100_00)

    assert town.ask(asked, "anna") == gift
    assert (in_pool(town), town.balance("anna").sp) == (100_00, 200_00)
    assert refused_code(lambda: town.ask(replace(asked, sp=1), "anna")) == "points.pool_gift_id_taken"
    assert refused_code(lambda: town.ask(asked, "bela")) == "points.pool_gift_id_taken"
    assert refused_code(lambda: giving(town, 200_01)) == "points.not_enough_points"
    [said] = [event for event in town.bench.said() if isinstance(event, PointsPooled)]
    assert (said.sp, said.cause) == (100_00, PoolCause.GIFT)


def test_one_tap_gives_what_is_about_to_lapse_and_no_more(town):
    town.earn("anna", 30_00)
    town.bench.clock.advance(days=31)
    town.earn("anna", 50_00)
    tap = requests.GiveLapsing(gift_id=new_id("pgf"))
    assert refused_code(lambda: town.ask(tap, "anna")) == "points.nothing_lapses"
    town.bench.clock.advance(days=(date(2025, 3, 5) - town.now.date()).days)

    gift = town.ask(tap, "anna")

    assert town.ask(tap, "anna") == gift
    assert (gift.sp, in_pool(town), town.balance("anna").sp) == (30_00, 30_00, 50_00)
    assert refused_code(lambda: town.ask(tap, "bela")) == "points.pool_gift_id_taken"
    assert (
        refused_code(lambda: town.ask(requests.GiveLapsing(gift_id=new_id("pgf")), "anna")) == "points.nothing_lapses"
    )


def test_two_hands_grant_points_for_six_months(filled):
    asked = proposing(filled)
    proposed = filled.ask(asked, "staff")
    assert filled.ask(asked, "staff") == proposed
    assert refused_code(lambda: filled.ask(replace(asked, sp=1), "staff")) == "points.pool_grant_id_taken"
    assert filled.balance("bela").sp == 0

    approve = requests.ApprovePoolGrant(grant_id=asked.grant_id)
    done = filled.ask(approve, "council")

    assert filled.ask(approve, "council") == done
    assert (done.state, done.expires_on) == (PoolGrantState.GRANTED, date(2023, 9, 30))
    [lot] = filled.balance("bela").lots
    assert (lot.remaining, lot.expires_on, in_pool(filled)) == (50_00, date(2023, 9, 30), 50_00)
    assert {PoolGrantProposed, PoolGranted} <= set(filled.bench.said_types())


def test_what_is_granted_may_be_redeemed_and_given_back_but_not_passed_on_or_used_for_a_fee(filled):
    granted(filled, proposing(filled))
    item = filled.offer(price=10_00)

    filled.ask(requests.Redeem(redemption_id=new_id("rdm"), item_id=item, price=10_00), "bela")
    giving(filled, 10_00, "bela")
    move = requests.ProposeMove(move_id=new_id("hmv"), to_party_id=filled.ids["anna"], sp=1)

    assert refused_code(lambda: filled.ask(move, "bela")) == "points.not_enough_points"
    assert (filled.balance("bela").sp, filled.balance("bela").sp_held) == (40_00, 10_00)


def test_nobody_has_a_hand_in_what_is_theirs_or_decides_what_they_proposed(filled):
    anna_as_staff = actor(filled.ids["anna"], Role.COMMUNITY_STAFF)
    for party in ("anna", "bela"):
        wanted = proposing(filled, name=party)
        assert (
            refused_code(lambda wanted=wanted: filled.bench.ask(wanted, as_=anna_as_staff)) == "points.own_pool_grant"
        )
    asked = proposing(filled)
    filled.ask(asked, "staff")
    approve = requests.ApprovePoolGrant(grant_id=asked.grant_id)
    decline = requests.DeclinePoolGrant(grant_id=asked.grant_id, reason="重复申请")
    hands = [
        actor(filled.ids["staff"], Role.COUNCIL_MEMBER, Role.COMMUNITY_STAFF),
        actor(filled.ids["bela"], Role.COUNCIL_MEMBER),
        actor(filled.ids["anna"], Role.COUNCIL_MEMBER),
    ]
    for request in (approve, decline):
        for who in hands:
            assert refused_code(lambda r=request, w=who: filled.bench.ask(r, as_=w)) == "points.own_pool_grant"
        assert refused_code(lambda r=request: filled.ask(r, "staff")) == "not-allowed"
        assert refused_code(lambda r=request: filled.ask(r, "bela")) == "not-allowed"
    with pytest.raises(IntegrityError, match="pool_grants_hands"):
        filled.bench.rows(
            "UPDATE pool_grants SET state = 'granted', decided_by = proposed_by, decided_at = now(), expires_on = now()"
        )


def test_what_is_declined_is_over_and_says_why(filled):
    asked = proposing(filled)
    filled.ask(asked, "staff")
    decline = requests.DeclinePoolGrant(grant_id=asked.grant_id, reason="本月已有一笔")

    assert filled.ask(decline, "council").because == "本月已有一笔"

    for request in (decline, requests.ApprovePoolGrant(grant_id=asked.grant_id)):
        assert refused_code(lambda request=request: filled.ask(request, "council")) == "points.pool_grant_decided"
    assert (in_pool(filled), PoolGrantDeclined in filled.bench.said_types()) == (100_00, True)
    unknown = requests.ApprovePoolGrant(grant_id=new_id("pgr"))
    assert refused_code(lambda: filled.ask(unknown, "council")) == "points.pool_grant_not_found"


def test_the_pool_helps_persons_up_to_what_anybody_may_have(filled):
    assert refused_code(lambda: filled.ask(proposing(filled, name="shop"), "staff")) == "points.pool_helps_persons"
    assert (
        refused_code(lambda: filled.ask(proposing(filled, party_id=new_id("pty")), "staff")) == "points.party_not_found"
    )
    filled.earn("bela", 2_960_00)
    asked = proposing(filled)
    filled.ask(asked, "staff")

    approve = requests.ApprovePoolGrant(grant_id=asked.grant_id)

    assert refused_code(lambda: filled.ask(approve, "council")) == "points.pool_grant_no_room"


def test_the_pool_is_never_negative_whoever_is_granted_at_once(filled):
    wanted = [proposing(filled, sp=40_00, name=name) for name in ("bela", "dora", "carl", "stranger")]
    for one in wanted:
        filled.ask(one, "staff")

    codes = at_once(
        [lambda one=one: filled.ask(requests.ApprovePoolGrant(grant_id=one.grant_id), "council") for one in wanted]
    )

    assert sorted(codes) == ["ok"] * 2 + ["points.pool_too_small"] * 2
    assert in_pool(filled) == 20_00


def test_granted_at_once_it_is_granted_once(filled):
    asked = proposing(filled)
    filled.ask(asked, "staff")
    approve = requests.ApprovePoolGrant(grant_id=asked.grant_id)

    codes = at_once([lambda: filled.ask(approve, "council")] * 4)

    assert (set(codes), filled.balance("bela").sp, in_pool(filled)) == ({"ok"}, 50_00, 50_00)


def test_who_is_helped_sees_it_and_nobody_else(filled):
    asked = proposing(filled)
    filled.ask(asked, "staff")
    look = requests.GetPoolGrant(grant_id=asked.grant_id)
    assert refused_code(lambda: filled.ask(look, "bela")) == "points.pool_grant_not_found"
    filled.ask(requests.ApprovePoolGrant(grant_id=asked.grant_id), "council")

    assert filled.ask(look, "bela").sp == 50_00
    assert [one.grant_id for one in filled.ask(requests.ListPoolGrants(), "bela").items] == [asked.grant_id]
    assert refused_code(lambda: filled.ask(look, "anna")) == "points.pool_grant_not_found"
    assert filled.ask(requests.ListPoolGrants(), "anna").items == ()
    assert len(filled.ask(requests.ListPoolGrants(), "council").items) == 1
