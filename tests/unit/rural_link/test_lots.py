"""The life of a lot and the grams in it (rulebook §18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rural_link.kinds import LotState, ProduceCategory
from services.rural_link.lots import refusals, rules
from services.rural_link.stocks import rules as stocks
from services.rural_link.stocks.refusals import AcceptingOwnOffer, CostAbovePrice

TODAY = date(2023, 3, 18)
DRAFT = rules.Lot(lot_id="lot_1", partner_id="ptn_1", category=ProduceCategory.VEGETABLES, product="新鲜蔬菜")
HARVEST = rules.Harvest(
    lot_number="GQ-0318", grower_name="李明华", plot="三组东田", variety="莴笋", harvested_on=TODAY, grams=40_000
)
OFFER = rules.PackOffer(price=450, pack_grams=500, packs=60, grower_shown_as="李大哥", published_on=TODAY)
COMMISSIONED = rules.commission(DRAFT, harvest=HARVEST, today=TODAY)
PUBLISHED = rules.publish(rules.certify(COMMISSIONED), offer=OFFER)
GIFT = stocks.Donation(
    donation_id="ldn_1",
    lot_id="lot_1",
    donor_id="pty_village",
    product="新鲜蔬菜",
    grams=8_000,
    cost=7_200,
    fund_code="CLP-FUND",
    offered_by="pty_agent",
    offered_on=TODAY,
)


def acceptance(*, by="pty_staff"):
    return stocks.Acceptance(accepted_by=by, donated_on=TODAY)


def test_a_harvest_of_tomorrow_is_refused():
    with pytest.raises(refusals.HarvestInFuture):
        rules.commission(DRAFT, harvest=replace(HARVEST, harvested_on=date(2023, 3, 19)), today=TODAY)


def test_a_commissioned_lot_is_locked():
    with pytest.raises(refusals.LotLocked):
        rules.revise(COMMISSIONED, category=ProduceCategory.FRUIT, product="苹果")
    with pytest.raises(refusals.LotLocked):
        rules.commission(COMMISSIONED, harvest=HARVEST, today=TODAY)


def test_nothing_is_published_before_the_gate():
    with pytest.raises(refusals.WrongLotState):
        rules.publish(COMMISSIONED, offer=OFFER)


def test_no_more_packs_are_offered_than_were_harvested():
    certified = rules.certify(COMMISSIONED)

    assert rules.publish(certified, offer=replace(OFFER, packs=80)).packs_left == 80
    with pytest.raises(refusals.NotEnoughLeft):
        rules.publish(certified, offer=replace(OFFER, packs=81))


def test_the_last_pack_is_promised_once():
    sold_out = rules.promise(PUBLISHED, packs=60)

    assert (sold_out.packs_left, sold_out.left_grams, sold_out.promised_grams) == (0, 10_000, 30_000)
    with pytest.raises(refusals.SoldOut):
        rules.promise(sold_out, packs=1)


def test_packs_given_back_are_on_offer_again():
    assert rules.give_back(rules.promise(PUBLISHED, packs=7), packs=7) == PUBLISHED


def test_packs_for_which_no_grams_are_left_are_not_on_offer():
    after = rules.take_out(PUBLISHED, grams=25_250)

    assert after.packs_left == 29


@pytest.mark.parametrize("lot", [COMMISSIONED, rules.certify(COMMISSIONED), PUBLISHED], ids=lambda lot: lot.state)
def test_a_released_lot_goes_on_where_it_stopped(lot):
    assert rules.release(rules.hold(lot, because="异味")) == lot


def test_nothing_leaves_a_held_lot():
    held = rules.hold(rules.promise(PUBLISHED, packs=2), because="异味")

    with pytest.raises(refusals.WrongLotState):
        rules.promise(held, packs=1)
    with pytest.raises(refusals.WrongLotState):
        rules.hand_over(held, grams=1_000)
    with pytest.raises(refusals.WrongLotState):
        stocks.check_giving(held, grams=500, cost=100)


def test_a_recalled_lot_takes_promises_back_but_offers_nothing():
    recalled = rules.recall(rules.hold(rules.promise(PUBLISHED, packs=2), because="农残超标"))

    freed = rules.give_back(recalled, packs=2)

    assert (freed.state, freed.packs_left, freed.left_grams) == (LotState.RECALLED, 0, 40_000)


def test_forty_kilograms_close():
    """40.0 kg = 30.0 (60 packs × 0.5) + 8.0 (dishes) + 1.6 loss + 0.4 on hand."""
    balance = stocks.Balance(inflow=40_000, sold=60 * 500, transformed=8_000, lost=1_600, on_hand=400)

    assert balance.difference == 0
    assert balance.closes


@pytest.mark.parametrize(("inflow", "allowed"), [(40_000, 800), (25_000, 500), (10_000, 500), (1_000_000, 20_000)])
def test_weights_may_differ_by_two_percent_or_half_a_kilogram(inflow, allowed):
    assert stocks.Balance(inflow=inflow, on_hand=inflow - allowed).closes
    assert stocks.Balance(inflow=inflow, on_hand=inflow + allowed).closes
    assert not stocks.Balance(inflow=inflow, on_hand=inflow - allowed - 1).closes


def test_more_out_than_in_holds_the_lot_by_itself():
    within = stocks.record(COMMISSIONED, grams=40_800)
    beyond = stocks.record(COMMISSIONED, grams=40_801)

    assert (within.state, within.left_grams) == (LotState.COMMISSIONED, -800)
    assert (beyond.state, beyond.left_grams) == (LotState.HELD, -801)
    with pytest.raises(refusals.StillOutOfBalance):
        rules.release(beyond)


def test_the_books_follow_the_scales_within_tolerance():
    counted, missing = stocks.count(rules.promise(PUBLISHED, packs=60), on_hand=39_300)

    assert missing == 700
    assert (counted.state, counted.left_grams, counted.promised_grams) == (LotState.PUBLISHED, 9_300, 30_000)


def test_a_count_beyond_tolerance_holds_the_lot_and_writes_nothing_off():
    counted, missing = stocks.count(PUBLISHED, on_hand=39_199)

    assert missing == 0
    assert (counted.state, counted.left_grams) == (LotState.HELD, 40_000)


def test_a_gift_counts_at_cost_and_never_above_its_price():
    """8 kg at ¥4.50 for 500 g cost ¥72.00 in the shop."""
    after, given = stocks.accept(PUBLISHED, GIFT, acceptance(), selves=())

    assert (after.left_grams, given.acceptance.accepted_by) == (32_000, "pty_staff")
    with pytest.raises(CostAbovePrice):
        stocks.check_giving(PUBLISHED, grams=8_000, cost=7_201)


def test_nobody_accepts_what_he_offered():
    with pytest.raises(AcceptingOwnOffer):
        stocks.accept(PUBLISHED, GIFT, acceptance(by=GIFT.offered_by), selves=())


def test_nothing_uncertified_is_given_away():
    with pytest.raises(refusals.WrongLotState):
        stocks.check_giving(COMMISSIONED, grams=500, cost=1)


def test_nobody_gives_what_is_promised_to_others():
    with pytest.raises(refusals.NotEnoughLeft):
        stocks.check_giving(rules.promise(PUBLISHED, packs=60), grams=10_001, cost=1)


@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["promise", "give_back", "hand_over", "take_out", "donate"]), st.integers(1, 12)),
        max_size=40,
    )
)
def test_no_order_of_moves_loses_or_makes_a_gram(moves):
    """Harvest = left + promised + delivered + taken out + given, and packs on offer are always covered."""
    lot, promised, gone = PUBLISHED, 0, 0
    for move, packs in moves:
        grams = packs * OFFER.pack_grams
        if move == "promise" and packs <= lot.packs_left:
            lot, promised = rules.promise(lot, packs=packs), promised + packs
        elif move == "give_back" and packs <= promised:
            lot, promised = rules.give_back(lot, packs=packs), promised - packs
        elif move == "hand_over" and packs <= promised:
            lot, promised, gone = rules.hand_over(lot, grams=grams), promised - packs, gone + grams
        elif move == "take_out":
            lot, gone = rules.take_out(lot, grams=grams + 37), gone + grams + 37
        elif move == "donate" and grams <= lot.left_grams:
            lot, gone = stocks.accept(lot, replace(GIFT, grams=grams, cost=1), acceptance(), selves=())[0], gone + grams

        assert lot.left_grams + lot.promised_grams + gone == HARVEST.grams
        assert lot.promised_grams == promised * OFFER.pack_grams
        assert 0 <= lot.packs_left * OFFER.pack_grams <= max(lot.left_grams, 0)
