"""Points into goods and services: two persons offer, one code opens, each once (rulebook §8)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from contracts.points.ids import RedemptionCode
from contracts.points.kinds import ItemKind, ItemState, RedemptionState
from services.points.parties.rules import Hand
from services.points.redemptions import refusals, rules
from services.points.redemptions.codes import ALPHABET, code_of, opens
from services.points.redemptions.rules import Item, Redemption

NOON = datetime(2023, 3, 18, 4, 0, tzinfo=UTC)
NOODLES = Item(
    item_id="itm_1",
    provider_id="pty_SHOP",
    name="一碗面",
    kind=ItemKind.GOODS,
    price=12_00,
    stock=2,
    first_stock=2,
    state=ItemState.OFFERED,
    proposed_by="pty_STAFF",
)
HELD = Redemption(
    redemption_id="rdm_1",
    item_id="itm_1",
    provider_id="pty_SHOP",
    party_id="pty_ANNA",
    price=12_00,
    state=RedemptionState.HELD,
    held_at=NOON,
    expires_at=NOON + timedelta(minutes=15),
)


def hand(name, *ties: str) -> Hand:
    return Hand(party_id=name, ties=frozenset({name, *ties}), at=NOON)


def test_another_person_offers_an_item():
    proposed = replace(NOODLES, state=ItemState.PROPOSED)

    assert rules.approve(proposed, by=hand("pty_OTHER")).state is ItemState.OFFERED
    for by in (hand("pty_STAFF"), hand("pty_CLERK", "pty_SHOP")):
        with pytest.raises(refusals.OwnItem):
            rules.approve(proposed, by=by)
    with pytest.raises(refusals.ItemNotProposed):
        rules.approve(NOODLES, by=hand("pty_OTHER"))


def test_a_piece_is_taken_at_the_price_that_was_shown_while_there_is_one():
    assert rules.take_one(NOODLES, price=12_00).stock == 1
    with pytest.raises(refusals.PriceChanged):
        rules.take_one(NOODLES, price=11_99)
    with pytest.raises(refusals.OutOfStock):
        rules.take_one(replace(NOODLES, stock=0), price=12_00)
    for state in (ItemState.PROPOSED, ItemState.WITHDRAWN):
        with pytest.raises(refusals.ItemNotOffered):
            rules.take_one(replace(NOODLES, state=state), price=12_00)


def test_goods_wait_a_quarter_of_an_hour_and_services_two_hours_after_their_time():
    haircut = replace(NOODLES, kind=ItemKind.SERVICE)
    slot = NOON + timedelta(days=2)

    assert rules.hold_until(NOODLES, at=NOON, slot_at=None) == NOON + timedelta(minutes=15)
    assert rules.hold_until(haircut, at=NOON, slot_at=slot) == slot + timedelta(hours=2)
    for item, wrong in ((NOODLES, slot), (haircut, None), (haircut, NOON), (haircut, NOON + timedelta(days=61))):
        with pytest.raises(refusals.SlotUnfit):
            rules.hold_until(item, at=NOON, slot_at=wrong)


def test_the_right_code_opens_it_once():
    opened = rules.try_code(HELD, right=True, by="pty_CLERK", at=NOON)

    assert opened.state is RedemptionState.FULFILLED
    with pytest.raises(refusals.AlreadyFulfilled):
        rules.try_code(opened, right=True, by="pty_CLERK", at=NOON)
    with pytest.raises(refusals.AlreadyFulfilled):
        rules.cancel(opened, by="pty_ANNA", reason="不要了", at=NOON)


def test_five_wrong_codes_lock_it_for_the_right_one_too():
    tried = HELD
    for left in (4, 3, 2, 1, 0):
        tried = rules.try_code(tried, right=False, by="pty_CLERK", at=NOON)
        assert (tried.state, tried.tries_left) == (RedemptionState.HELD, left)

    with pytest.raises(refusals.CodeLocked):
        rules.try_code(tried, right=True, by="pty_CLERK", at=NOON)


def test_late_is_lapsed_even_before_the_sweep():
    late = HELD.expires_at
    with pytest.raises(refusals.Lapsed):
        rules.try_code(HELD, right=True, by="pty_CLERK", at=late)
    with pytest.raises(refusals.Lapsed):
        rules.cancel(HELD, by="pty_ANNA", reason="不要了", at=late)


def test_a_code_is_bound_to_its_redemption_item_person_provider_and_the_services_secret():
    codes = {
        code_of(secret, redemption_id=redemption, item_id=item, party_id=party, provider_id=provider)
        for secret in (b"one secret", b"another")
        for redemption in ("rdm_1", "rdm_2")
        for item in ("itm_1", "itm_2")
        for party in ("pty_ANNA", "pty_BELA")
        for provider in ("pty_SHOP", "pty_OTHER")
    }

    assert len(codes) == 32
    assert all(re.fullmatch(get_args(RedemptionCode)[1].regex, code) for code in codes)
    assert all(opens(code, code) and not opens(code, other) for code in codes for other in codes - {code})


def test_every_letter_is_met_in_every_place_of_a_code():
    ids = {"item_id": "itm_1", "party_id": "pty_ANNA", "provider_id": "pty_SHOP"}
    codes = [code_of(b"one secret", redemption_id=f"rdm_{number}", **ids) for number in range(2_000)]

    assert [len(set(letters)) for letters in zip(*codes, strict=True)] == [len(ALPHABET)] * 10
