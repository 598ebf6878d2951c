"""Points into goods and services: two persons offer, one code opens, each once (rulebook §8)."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from chassis.clock import CIVIL
from contracts.points.ids import RedemptionCode
from contracts.points.kinds import EligibilityKind, ItemKind, ItemState, LimitPeriod, RedemptionState
from contracts.sectors import Sector
from services.points.parties.rules import Hand
from services.points.rate_cards.rules import FIRST_RULEBOOK
from services.points.redemptions import offers, refusals, rules
from services.points.redemptions.codes import ALPHABET, code_of, opens
from services.points.redemptions.offers import Asker, Item
from services.points.redemptions.rules import Redemption

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
    begun_at=NOON,
    moved_at=NOON,
    expires_at=NOON + timedelta(minutes=15),
)


def hand(name, *ties: str) -> Hand:
    return Hand(party_id=name, ties=frozenset({name, *ties}), at=NOON)


def test_another_person_offers_an_item():
    proposed = replace(NOODLES, state=ItemState.PROPOSED)

    assert offers.approve(proposed, by=hand("pty_OTHER")).state is ItemState.OFFERED
    for by in (hand("pty_STAFF"), hand("pty_CLERK", "pty_SHOP")):
        with pytest.raises(refusals.OwnItem):
            offers.approve(proposed, by=by)
    with pytest.raises(refusals.ItemNotProposed):
        offers.approve(NOODLES, by=hand("pty_OTHER"))


def test_while_the_reserve_is_red_only_the_council_offers_something_new():
    proposed = replace(NOODLES, state=ItemState.PROPOSED)

    with pytest.raises(refusals.CouncilNeeded):
        offers.approve(proposed, by=hand("pty_OTHER"), reserve_is_red=True)
    offered = offers.approve(proposed, by=hand("pty_OTHER"), reserve_is_red=True, in_council=True)
    assert offered.state is ItemState.OFFERED


def test_a_piece_is_taken_while_there_is_one():
    assert offers.take_one(NOODLES).stock == 1
    with pytest.raises(refusals.OutOfStock):
        offers.take_one(replace(NOODLES, stock=0))


def test_an_item_is_offered_in_its_state_and_on_its_civil_days():
    for state in (ItemState.PROPOSED, ItemState.WITHDRAWN):
        with pytest.raises(refusals.ItemNotOffered):
            offers.check_offered(replace(NOODLES, state=state), at=NOON)
    today = replace(NOODLES, offered_from=date(2023, 3, 18), offered_until=date(2023, 3, 18))
    # 16:00 UTC is midnight in Shanghai.
    for at in (datetime(2023, 3, 17, 16, 0, tzinfo=UTC), datetime(2023, 3, 18, 15, 59, tzinfo=UTC)):
        offers.check_offered(today, at=at)
    for at in (datetime(2023, 3, 17, 15, 59, tzinfo=UTC), datetime(2023, 3, 18, 16, 0, tzinfo=UTC)):
        with pytest.raises(refusals.ItemNotOffered):
            offers.check_offered(today, at=at)


def test_goods_that_a_provider_is_asked_for_bind_points_for_two_days_and_half_an_hour_at_the_very_most():
    asking = replace(NOODLES, asks_provider=True)
    step = replace(HELD, state=RedemptionState.QUOTED)
    take = (rules.hold, rules.reserve, lambda one, **now: rules.ask(one, asking, **now), rules.accept)
    held_at = None
    for next_step in take:
        at = step.expires_at - timedelta(microseconds=1)
        step = next_step(step, at=at, rulebook=FIRST_RULEBOOK) or step
        held_at = held_at or at

    assert step.state is RedemptionState.HELD
    assert timedelta(days=2, minutes=29) < step.expires_at - held_at < timedelta(days=2, minutes=30)


def test_goods_wait_a_quarter_of_an_hour_and_services_two_hours_after_their_time():
    haircut = replace(NOODLES, kind=ItemKind.SERVICE)
    slot = NOON + timedelta(days=2)

    assert rules.hold_until(None, at=NOON, rulebook=FIRST_RULEBOOK) == NOON + timedelta(minutes=15)
    assert rules.hold_until(slot, at=NOON, rulebook=FIRST_RULEBOOK) == slot + timedelta(hours=2)
    for item, wrong in ((NOODLES, slot), (haircut, None), (haircut, NOON), (haircut, NOON + timedelta(days=61))):
        with pytest.raises(refusals.SlotUnfit):
            offers.check_time(item, wrong, at=NOON)


@pytest.mark.parametrize(
    ("period", "since"),
    [
        (LimitPeriod.DAY, datetime(2023, 3, 18, tzinfo=CIVIL)),
        (LimitPeriod.WEEK, datetime(2023, 3, 13, tzinfo=CIVIL)),
        (LimitPeriod.MONTH, datetime(2023, 3, 1, tzinfo=CIVIL)),
        (LimitPeriod.YEAR, datetime(2023, 1, 1, tzinfo=CIVIL)),
        (LimitPeriod.EVER, None),
    ],
)
def test_limits_count_from_the_beginning_of_the_civil_period(period: LimitPeriod, since: datetime | None):
    assert offers.limit_since(replace(NOODLES, limit_period=period), at=NOON) == since


@pytest.mark.parametrize(
    ("rule", "asker", "broken"),
    [
        ({"sectors": ("RES",)}, {"sector": Sector.RES}, None),
        ({"sectors": ("UNI", "SOC")}, {"sector": Sector.RES}, "sectors"),
        ({"buildings": ("3",)}, {"address": "3-2-1204"}, None),
        ({"buildings": ("3-2",)}, {"address": "3-2"}, None),
        ({"buildings": ("3",)}, {"address": "31-2-1204"}, "buildings"),
        ({"buildings": ("3",)}, {"address": None}, "buildings"),
        ({"registered_days": 17}, {"registered_on": date(2023, 3, 1)}, None),
        ({"registered_days": 18}, {"registered_on": date(2023, 3, 1)}, "registered_days"),
        ({"mutual_aid": True}, {"helped": True}, None),
        ({"mutual_aid": True}, {"helped": False}, "mutual_aid"),
    ],
)
def test_an_item_admits_whom_its_published_rules_admit(rule, asker, broken):
    somebody = Asker(**({"sector": Sector.RES, "registered_on": date(2023, 3, 1)} | asker))
    item = replace(NOODLES, **rule)

    if broken is None:
        offers.check_who(item, somebody, at=NOON)
    else:
        with pytest.raises(refusals.NotEligible) as refused:
            offers.check_who(item, somebody, at=NOON)
        assert refused.value.details == {"rule": broken}


def test_no_rule_of_the_closed_list_asks_for_donations_or_value():
    """Rulebook §7: whoever adds a kind of rule has to look at this list."""
    assert {kind.value for kind in EligibilityKind} == {"sectors", "buildings", "registered_days", "mutual_aid"}
    assert {field.name for field in fields(Asker)} == {"sector", "registered_on", "address", "helped"}


def test_what_a_price_is_paid_from_is_what_lapses_first():
    june, december, march = date(2026, 6, 30), date(2026, 12, 31), date(2027, 3, 31)
    lots = [(june, 120_00), (december, 80_00), (march, 50_00)]

    assert rules.paid_from(lots, 150_00) == ([(june, 120_00), (december, 30_00)], 0)
    assert rules.paid_from(lots, 260_00) == (lots, 10_00)
    assert rules.paid_from([(june, 1_00), (june, 2_00)], 3_00) == ([(june, 3_00)], 0)


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
