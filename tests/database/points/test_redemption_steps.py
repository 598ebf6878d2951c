"""The saga step by step on real tables: repeated, out of order, late, interrupted after every step, at once (rulebook §8)."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from contracts.points import requests
from contracts.points.events import (
    PointsHoldReleased,
    ProviderAccepted,
    ProviderAsked,
    ProviderDeclined,
    RedemptionCancelled,
    RedemptionLapsed,
    RedemptionQuoted,
    StockReleased,
    StockReserved,
)
from contracts.points.kinds import ItemKind, RedemptionState
from contracts.roles import Role
from tests.database.points.saga import PRICE, Saga, one_identity, other_clerk, refused
from tests.database.points.town import at_once
from tests.faults.counts import LONG
from tests.support.bench import AskRefused, actor

State = RedemptionState
OPEN = (State.QUOTED, State.POINTS_HELD, State.RESERVED, State.ASKED, State.HELD)
ENDS = {
    State.FULFILLED: "points.already_fulfilled",
    State.DISPUTED: "points.already_fulfilled",
    State.REFUNDED: "points.already_fulfilled",
    State.CANCELLED: "points.already_cancelled",
    State.DECLINED: "points.already_declined",
    State.LAPSED: "points.redemption_lapsed",
}
NOT_YET = "points.step_out_of_order"
STEPS = {
    "hold": dict.fromkeys(OPEN, "ok"),
    "reserve": dict.fromkeys(OPEN, "ok") | {State.QUOTED: NOT_YET},
    "ask": dict.fromkeys(OPEN, "ok") | dict.fromkeys(OPEN[:2], NOT_YET),
    "accept": dict.fromkeys(OPEN, "ok") | dict.fromkeys(OPEN[:3], NOT_YET),
    "decline": dict.fromkeys(OPEN, NOT_YET) | {State.ASKED: "ok"},
    "fulfil": dict.fromkeys(OPEN, NOT_YET) | {State.HELD: "ok"},
    "pass": dict.fromkeys(OPEN, NOT_YET) | {State.HELD: "ok"},
    "cancel": dict.fromkeys(OPEN, "ok"),
}
HANDED_OVER = (State.FULFILLED, State.DISPUTED, State.REFUNDED)
EXPECTED = {name: ENDS | outcomes for name, outcomes in STEPS.items()} | {
    "quote": dict.fromkeys(State, "ok"),
    "redeem": dict.fromkeys(State, "ok"),
    "rate": dict.fromkeys(State, "points.not_fulfilled") | dict.fromkeys(HANDED_OVER, "ok"),
    "dispute": dict.fromkeys(State, "points.not_fulfilled") | dict.fromkeys(HANDED_OVER, "ok"),
    "decide": dict.fromkeys(State, "points.dispute_not_found") | dict.fromkeys((State.DISPUTED, State.REFUNDED), "ok"),
}
"""Command → state → what it comes to: an effect (or what is there already), or a refusal by name."""
PAIRS = list(itertools.product(EXPECTED, repeat=2))


@pytest.fixture
def saga(town) -> Saga:
    """Anna has two thousand points; the noodles have to be asked for."""
    town.earn("anna", 2_900_00)
    made = Saga(town)
    made.item_id = made.offer(asks_provider=True)
    return made


def commands(saga: Saga, redemption_id: str) -> dict[str, object]:
    """Every command about a redemption, ready to be called."""
    me, shop = saga.by_me, saga.at_shop
    again = requests.Redeem(redemption_id=redemption_id, item_id=saga.item_id, price=PRICE)
    return {
        "quote": lambda: saga.quote(redemption_id),
        "redeem": lambda: saga.town.ask(again, "anna"),
        "hold": lambda: me(requests.HoldPoints, redemption_id),
        "reserve": lambda: me(requests.ReserveStock, redemption_id),
        "ask": lambda: me(requests.AskProvider, redemption_id),
        "accept": lambda: shop(requests.AcceptRedemption, redemption_id),
        "decline": lambda: shop(requests.DeclineRedemption, redemption_id, reason="今天不营业"),
        "fulfil": lambda: saga.fulfil(redemption_id),
        "pass": lambda: me(requests.GetRedemptionPass, redemption_id),
        "cancel": lambda: me(requests.CancelRedemption, redemption_id, reason="不要了"),
        "rate": lambda: me(requests.RateRedemption, redemption_id, stars=4),
        "dispute": lambda: me(requests.DisputeRedemption, redemption_id, reason="面是凉的"),
        "decide": lambda: saga.decide(redemption_id),
    }


def test_step_by_step_to_the_counter(town, saga):
    quote = town.ask(requests.QuoteRedemption(redemption_id=saga.bring(State.QUOTED), item_id=saga.item_id), "anna")
    rdm = quote.redemption.redemption_id
    assert (quote.missing, [lot.amount for lot in quote.lots], quote.rulebook, quote.rate_card) == (
        0,
        [PRICE],
        "ccs-1",
        1,
    )
    assert quote.valid_until == town.now + timedelta(minutes=10)
    assert town.balance("anna").sp_held == 0

    held = saga.by_me(requests.HoldPoints, rdm)
    assert (held.state, held.expires_at) == (State.POINTS_HELD, town.now + timedelta(minutes=15))
    assert (town.balance("anna").sp_held, town.ask(requests.GetItem(item_id=saga.item_id), "anna").stock) == (
        PRICE,
        500,
    )

    reserved = saga.by_me(requests.ReserveStock, rdm)
    assert (reserved.state, reserved.expires_at) == (State.RESERVED, town.now + timedelta(minutes=15))
    assert town.ask(requests.GetItem(item_id=saga.item_id), "anna").stock == 499

    asked = saga.by_me(requests.AskProvider, rdm)
    assert (asked.state, asked.expires_at, asked.code) == (State.ASKED, town.now + timedelta(hours=24), None)

    accepted = saga.at_shop(requests.AcceptRedemption, rdm)
    assert (accepted.state, accepted.code) == (State.HELD, None), "the shop is not told the code"
    done = saga.fulfil(rdm)
    assert (done.fulfilled, town.balance("anna").sp) == (True, 2_890_00)
    told = town.bench.said_types()
    assert {RedemptionQuoted, StockReserved, ProviderAsked, ProviderAccepted} <= set(told)
    saga.assert_sound()


def test_what_is_listed_is_accepted_at_once_and_the_code_is_told(town, saga):
    saga.item_id = saga.offer()
    rdm = saga.bring(State.RESERVED)

    held = saga.by_me(requests.AskProvider, rdm)

    assert (held.state, held.expires_at) == (State.HELD, town.now + timedelta(minutes=15))
    assert saga.at_shop(requests.FulfilRedemption, rdm, code=held.code).fulfilled
    assert town.ask(requests.GetRedemption(redemption_id=rdm), "anna").code is None


def test_the_short_way_asks_the_provider_too(town, saga):
    asked = requests.Redeem(redemption_id="rdm_01HQ3Z5N8T7W9XKJ4M2V6BCDEF", item_id=saga.item_id, price=PRICE)

    answer = town.ask(asked, "anna")

    assert (answer.state, answer.code, answer.expires_at) == (State.ASKED, None, town.now + timedelta(hours=24))
    assert saga.at_shop(requests.AcceptRedemption, asked.redemption_id).expires_at == town.now + timedelta(hours=24)


@pytest.mark.parametrize("state", list(State))
def test_every_command_in_every_state_has_an_effect_or_is_refused_by_name_and_so_again(saga, state):
    for name, expected in EXPECTED.items():
        rdm = saga.bring(state)
        before = saga.state(rdm)
        first = refused(commands(saga, rdm)[name])
        after = saga.state(rdm)
        again = refused(commands(saga, rdm)[name])

        assert before is state
        assert first == expected[state], (state, name)
        assert again == expected[after], (state, name, "again")
        assert saga.state(rdm) is after, "a repeat changes nothing"
        if first != "ok":
            assert after is state, "a refusal changes nothing"
    saga.assert_sound()


@pytest.mark.parametrize("place", range(len(State)))
def test_every_pair_of_commands_comes_to_what_each_comes_to_alone(saga, place):
    """Each pair, out of order too, from one state; from every state in the long form."""
    states = list(State)
    for number, (first, second) in enumerate(PAIRS):
        if not LONG and number % len(states) != place:
            continue
        rdm = saga.bring(states[place])
        for name in (first, second):
            standing = saga.state(rdm)
            assert refused(commands(saga, rdm)[name]) == EXPECTED[name][standing], (states[place], first, second)
    saga.assert_sound()


@pytest.mark.parametrize("state", OPEN)
def test_whoever_is_gone_after_any_step_gets_everything_back_in_time(town, saga, state):
    """The process dies after the step; another one's sweeps find what was committed, and nothing else is needed."""
    rdm = saga.bring(state)
    until = town.ask(requests.GetRedemption(redemption_id=rdm), "anna").expires_at

    town.bench.clock.at = until
    town.bench.service.lapse_redemptions()
    town.bench.service.lapse_redemptions()

    assert saga.state(rdm) is State.LAPSED
    assert (town.balance("anna").sp_held, town.balance("anna").sp_available) == (0, 2_900_00)
    told = town.bench.said_types()
    assert told.count(RedemptionLapsed) == 1
    assert told.count(PointsHoldReleased) == (state is not State.QUOTED)
    assert told.count(StockReleased) == (state not in {State.QUOTED, State.POINTS_HELD})
    saga.assert_sound()


@pytest.mark.parametrize("state", OPEN)
def test_whatever_is_given_up_is_told_once_with_where_it_stood(town, saga, state):
    rdm = saga.bring(state)

    saga.by_me(requests.CancelRedemption, rdm, reason="不要了")
    assert refused(lambda: saga.by_me(requests.CancelRedemption, rdm, reason="不要了")) == "points.already_cancelled"

    [cancelled] = [event for event in town.bench.said() if isinstance(event, RedemptionCancelled)]
    assert (cancelled.redemption_id, cancelled.state_before) == (rdm, state)


@pytest.mark.parametrize("state", [State.POINTS_HELD, State.RESERVED])
def test_after_a_restart_the_steps_that_follow_by_themselves_are_taken(town, saga, state):
    rdm = saga.bring(state)
    saga.item_id = saga.offer()
    listed = saga.bring(state)

    town.bench.service.resume_redemptions()
    assert saga.state(rdm) is state, "whoever asked may still be there"
    town.bench.clock.advance(minutes=1)
    town.bench.service.resume_redemptions()
    town.bench.service.resume_redemptions()

    assert (saga.state(rdm), saga.state(listed)) == (State.ASKED, State.HELD)
    assert saga.by_me(requests.GetRedemptionPass, listed).code
    saga.assert_sound()


def test_what_cannot_be_had_any_more_is_not_held_for_nothing(town, saga):
    saga.item_id = saga.offer(stock=1)
    late = saga.bring(State.POINTS_HELD)
    saga.bring(State.RESERVED)

    town.bench.clock.advance(minutes=1)
    town.bench.service.resume_redemptions()

    assert saga.state(late) is State.LAPSED
    [row] = town.bench.rows("SELECT reason FROM redemptions WHERE redemption_id = :id", id=late)
    assert row.reason == "points.out_of_stock"
    saga.assert_sound()


def test_a_quote_holds_its_price_for_ten_minutes_whatever_becomes_of_the_item(town, saga):
    saga.item_id = old = saga.offer()
    quoted, late = saga.bring(State.QUOTED), saga.bring(State.QUOTED)
    dearer = saga.offer(price=20_00, replaces=old)
    assert town.ask(requests.GetItem(item_id=dearer), "anna").price == 20_00

    town.bench.clock.advance(minutes=9, seconds=59)
    for step in (requests.HoldPoints, requests.ReserveStock):
        saga.by_me(step, quoted)
    assert saga.by_me(requests.AskProvider, quoted).price == PRICE
    town.bench.clock.advance(seconds=1)
    assert refused(lambda: saga.by_me(requests.HoldPoints, late)) == "points.quote_lapsed"
    assert refused(saga.quote) == "points.item_not_offered"


def test_a_hold_that_cannot_be_paid_leaves_the_quote_standing(town, saga):
    saga.item_id = saga.offer(price=3_000_00)
    rdm = saga.quote()

    quote = town.ask(requests.QuoteRedemption(redemption_id=rdm, item_id=saga.item_id), "anna")
    assert quote.missing == 100_00
    assert refused(lambda: saga.by_me(requests.HoldPoints, rdm)) == "points.not_enough_points"
    assert saga.state(rdm) is State.QUOTED
    saga.assert_sound()


def test_what_the_provider_declines_comes_back(town, saga):
    rdm = saga.bring(State.DECLINED)

    assert (town.balance("anna").sp_held, saga.state(rdm)) == (0, State.DECLINED)
    assert {ProviderDeclined, PointsHoldReleased, StockReleased} <= set(town.bench.said_types())
    saga.assert_sound()


def test_nobody_moves_what_is_anothers(town, saga):
    rdm = saga.bring(State.ASKED)
    steps = (requests.HoldPoints, requests.ReserveStock, requests.AskProvider, requests.GetRedemptionPass)
    for request in steps:
        assert refused(lambda request=request: town.ask(request(redemption_id=rdm), "bela")) == (
            "points.redemption_not_found"
        )
    for request in (
        requests.AcceptRedemption(redemption_id=rdm),
        requests.DeclineRedemption(redemption_id=rdm, reason="不行"),
    ):
        assert refused(lambda request=request: town.bench.ask(request, as_=other_clerk(town))) == (
            "points.redemption_not_found"
        )
        assert refused(lambda request=request: town.ask(request, "anna")) == "not-allowed"


@pytest.mark.parametrize("state", [State.QUOTED, State.ASKED, State.HELD, State.DISPUTED])
def test_from_another_community_there_is_nothing_of_it(town, saga, state):
    rdm = saga.bring(state)
    everyone = {name: town.ids[name] for name in ("anna", "clerk", "council", "staff")}
    for name, party_id in everyone.items():
        here = town.actor(name)
        far = actor(party_id, *here.roles, community="elsewhere", organisation_id=here.organisation_id)
        for request in (
            requests.GetRedemption(redemption_id=rdm),
            requests.GetDispute(redemption_id=rdm),
            requests.HoldPoints(redemption_id=rdm),
            requests.FulfilRedemption(redemption_id=rdm, code="2345678923"),
            requests.CancelRedemption(redemption_id=rdm, reason="不要"),
            requests.DecideDispute(redemption_id=rdm, upheld=True, decision="已核实"),
        ):
            code = refused(lambda request=request, far=far: town.bench.ask(request, as_=far))
            assert code.endswith("_not_found") or code in {"not-allowed", "points.actor_not_registered"}, request
    assert saga.state(rdm) is state


def test_a_clerk_hands_nothing_over_to_themselves(town, saga):
    """Their shop would be paid in money for their own points."""
    town.earn("clerk", 20_00)
    own = Saga(town, name="clerk")
    clerk_as_resident = actor(town.ids["clerk"], Role.RESIDENT)
    asked = requests.Redeem(redemption_id="rdm_01HQ3Z5N8T7W9XKJ4M2V6BCDEF", item_id=saga.offer(), price=PRICE)
    held = town.bench.ask(asked, as_=clerk_as_resident)

    with pytest.raises(AskRefused) as no:
        own.at_shop(requests.FulfilRedemption, held.redemption_id, code=held.code)
    assert no.value.code == "points.own_redemption"
    one_identity(town, "anna", "clerk")
    rdm = saga.bring(State.HELD)
    assert refused(lambda: saga.fulfil(rdm)) == "points.own_redemption", "a second account of the clerk"


def test_a_service_at_slots_is_had_by_as_many_as_there_are_places(town, saga):
    at = town.now + timedelta(days=1)
    item = saga.offer(kind=ItemKind.SERVICE, price=1_00, slots=(requests.NewSlot(starts_at=at, capacity=2),), stock=10)
    for name in ("bela", "carl", "dora"):
        town.earn(name, 5_00)
    sagas = [Saga(town, name=name, item_id=item) for name in ("anna", "bela", "carl", "dora")]
    quoted = [(one, one.quote(slot_at=at)) for one in sagas]
    for one, rdm in quoted:
        held = one.by_me(requests.HoldPoints, rdm)
        assert held.expires_at == at + timedelta(hours=2)

    codes = at_once([lambda one=one, rdm=rdm: one.by_me(requests.ReserveStock, rdm) for one, rdm in quoted])

    assert sorted(codes) == ["ok", "ok", "points.slot_full", "points.slot_full"]
    assert refused(lambda: saga.quote(item_id=item, slot_at=at)) == "points.slot_full"
    assert refused(lambda: saga.quote(item_id=item, slot_at=at + timedelta(hours=1))) == "points.slot_unfit"
    [slot] = town.ask(requests.ListSlots(item_id=item), "anna").slots
    assert (slot.capacity, slot.left) == (2, 0)
    for one, rdm in quoted:
        one.by_me(requests.CancelRedemption, rdm, reason="改天")
    [slot] = town.ask(requests.ListSlots(item_id=item), "anna").slots
    assert slot.left == 2
    saga.assert_sound()


def test_the_same_step_at_once_is_taken_once(town, saga):
    for state, request in (
        (State.QUOTED, requests.HoldPoints),
        (State.POINTS_HELD, requests.ReserveStock),
        (State.RESERVED, requests.AskProvider),
    ):
        rdm = saga.bring(state)
        codes = at_once([lambda rdm=rdm, request=request: saga.by_me(request, rdm) for _ in range(6)])
        assert codes == ["ok"] * 6
    saga.assert_sound()


def test_fulfil_cancel_and_lapse_at_once_end_it_once(town, saga):
    rdm = saga.bring(State.HELD)
    saga.codes[rdm] = saga.by_me(requests.GetRedemptionPass, rdm).code
    calls = [lambda: saga.fulfil(rdm), lambda: saga.by_me(requests.CancelRedemption, rdm, reason="不要了")] * 3

    codes = at_once(calls)

    assert codes.count("ok") == 1
    assert set(codes) - {"ok"} <= {"points.already_fulfilled", "points.already_cancelled"}
    saga.assert_sound()
