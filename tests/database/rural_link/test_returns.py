"""What of a donated lot went back to its village is in the lot again: once, whatever happened to the lot meanwhile (rulebook §18)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.ids import new_id
from contracts.donations.events import InKindReturned
from contracts.donations.removal_kinds import RemovalCause
from contracts.refused import NotYet
from contracts.rural_link import lot_requests
from contracts.rural_link.kinds import LotState
from tests.database.rural_link.village import TODAY, Village
from tests.support.bench import COMMUNITY


def given(village: Village, lot_id: str, *, grams: int = 15_000) -> str:
    """The id of a gift out of the lot that staff accepted."""
    offer = lot_requests.DonateFromLot(
        donation_id=new_id("ldn"), lot_id=lot_id, grams=grams, cost=9_000, fund_code="CLP-FUND"
    )
    village.bench.ask(offer, as_=village.agent)
    village.bench.ask(lot_requests.AcceptLotDonation(donation_id=offer.donation_id), as_=village.staff)
    return offer.donation_id


def returned(village: Village, donation_id: str | None, *, grams: int = 5_000) -> InKindReturned:
    """Goods went back to the village."""
    return InKindReturned(
        community=COMMUNITY,
        gift_id=new_id("gds"),
        removal_id=new_id("grm"),
        donor_id=village.organisation.party_id,
        cause=RemovalCause.MISTAKEN,
        quantity=grams,
        appraised=3_000,
        returned_on=TODAY,
        lot_donation_id=donation_id,
    )


def test_grams_that_went_back_are_in_the_balance_once_and_not_on_offer(village):
    lot_id = village.published().lot_id
    donation_id = given(village, lot_id)
    before = village.lot(lot_id)
    event = returned(village, donation_id)

    village.bench.tell(event)
    village.bench.tell(event)
    village.bench.tell(returned(village, donation_id, grams=1_000))

    after = village.lot(lot_id)
    assert (after.left_grams - before.left_grams, after.offer.packs_left) == (6_000, before.offer.packs_left)
    assert village.facts()["lots_in_balance"] == (1, 40_000, 1, 40_000, 0)
    assert village.facts()["lot_donations_traced"] == (1, 15_000, 1, 15_000, 0)
    steps = village.bench.rows("SELECT grams FROM steps WHERE kind = 'returned' ORDER BY grams")
    assert [row.grams for row in steps] == [1_000, 5_000]


def test_what_comes_back_of_a_recalled_lot_is_written_down_and_the_recall_stays(village):
    lot_id = village.published().lot_id
    donation_id = given(village, lot_id)
    village.bench.ask(lot_requests.HoldLot(lot_id=lot_id, reason="抽检不合格"), as_=village.agent)
    village.bench.ask(lot_requests.RecallLot(lot_id=lot_id, reason="农残超标"), as_=village.staff)

    village.bench.tell(returned(village, donation_id, grams=15_000))

    lot = village.lot(lot_id)
    assert (lot.state, lot.left_grams, lot.offer.packs_left) == (LotState.RECALLED, 40_000, 0)
    assert village.facts()["lots_in_balance"][4] == 0


def test_goods_of_no_lot_change_nothing_and_those_of_an_unknown_gift_come_back_later(village):
    lot_id = village.published().lot_id
    event = returned(village, None)

    village.bench.tell(event)
    with pytest.raises(NotYet):
        village.bench.tell(replace(event, lot_donation_id=new_id("ldn")))

    assert village.lot(lot_id).left_grams == 40_000
    assert village.bench.count("lot_returns") == 0
