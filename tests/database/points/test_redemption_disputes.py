"""What people say of what they got, and what comes back (rulebook §4's worked example, §8 step 8)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contracts.points import requests
from contracts.points.answers import ItemLimits
from contracts.points.events import DisputeDecided, PointsRefunded, RedemptionDisputed, RedemptionRated
from contracts.points.kinds import DisputeState, RedemptionState
from contracts.roles import Role
from tests.database.points.saga import PRICE, Saga, agent, one_identity, refused
from tests.database.points.town import at_once
from tests.support.bench import actor

State = RedemptionState
L1, L2, L3 = date(2026, 6, 30), date(2026, 12, 31), date(2027, 3, 31)
GRACE = date(2026, 8, 4)


@pytest.fixture
def saga(town) -> Saga:
    town.earn("anna", 100_00)
    made = Saga(town)
    made.item_id = made.offer(asks_provider=True)
    return made


def lots(town) -> dict[date, int]:
    found: dict[date, int] = {}
    for lot in town.balance("anna").lots:
        found[lot.expires_on] = found.get(lot.expires_on, 0) + lot.remaining
    return found


@pytest.mark.parametrize(
    ("refund", "lots_after"),
    [
        (None, {L2: 80_00, L3: 50_00, GRACE: 120_00}),
        (60_00, {L2: 80_00, L3: 50_00, GRACE: 30_00}),
        (30_00, {L2: 80_00, L3: 50_00}),
    ],
)
def test_the_rulebooks_worked_example(town, refund, lots_after):
    """Redeem 150 of L1 120, L2 80, L3 50; what comes back on 2026-07-05 goes to the longest-lived slices first, with 30 days of grace."""
    for day, sp in ((datetime(2024, 6, 10, tzinfo=UTC), 120_00), (datetime(2024, 12, 10, tzinfo=UTC), 80_00)):
        town.bench.clock.at = day
        town.earn("anna", sp)
    town.bench.clock.at = datetime(2025, 3, 10, tzinfo=UTC)
    town.earn("anna", 50_00)
    assert lots(town) == {L1: 120_00, L2: 80_00, L3: 50_00}

    town.bench.clock.at = datetime(2026, 5, 10, tzinfo=UTC)
    saga = Saga(town)
    saga.item_id = saga.offer(price=150_00, asks_provider=True)
    quote = town.ask(requests.QuoteRedemption(redemption_id=saga.quote(), item_id=saga.item_id), "anna")
    assert [(lot.expires_on, lot.amount) for lot in quote.lots] == [(L1, 120_00), (L2, 30_00)]
    rdm = saga.bring(State.DISPUTED)
    assert lots(town) == {L2: 50_00, L3: 50_00}
    town.bench.clock.at = datetime(2026, 7, 5, tzinfo=UTC)
    saga.decide(rdm, refund=refund)

    assert lots(town) == lots_after
    assert saga.state(rdm) is State.REFUNDED
    assert town.ask(requests.GetRedemption(redemption_id=rdm), "anna").refunded == (refund or 150_00)
    saga.assert_sound()


def test_a_rating_is_given_once_within_seven_days(town, saga):
    rdm = saga.bring(State.FULFILLED)
    town.bench.clock.advance(days=7)

    said = saga.by_me(requests.RateRedemption, rdm, stars=5, comment="很好吃")

    assert saga.by_me(requests.RateRedemption, rdm, stars=5, comment="很好吃") == said
    assert refused(lambda: saga.by_me(requests.RateRedemption, rdm, stars=1)) == "points.already_rated"
    assert refused(lambda: saga.by_me(requests.RateRedemption, rdm, stars=6)) == "invalid"
    late = saga.bring(State.FULFILLED)
    town.bench.clock.advance(days=7, seconds=1)
    assert refused(lambda: saga.by_me(requests.RateRedemption, late, stars=5)) == "points.feedback_over"
    assert refused(lambda: saga.by_me(requests.DisputeRedemption, late, reason="凉了")) == "points.feedback_over"
    assert town.bench.said_types().count(RedemptionRated) == 1


def test_a_complaint_is_made_once_and_decided_once(town, saga):
    rdm = saga.bring(State.DISPUTED)
    assert refused(lambda: saga.by_me(requests.DisputeRedemption, rdm, reason="别的")) == "points.already_disputed"

    decided = saga.decide(rdm, upheld=False)

    assert (decided.state, decided.refund, saga.state(rdm)) == (DisputeState.REJECTED, 0, State.FULFILLED)
    assert saga.decide(rdm, upheld=False) == decided
    assert refused(lambda: saga.decide(rdm)) == "points.dispute_decided_before"
    assert refused(lambda: saga.by_me(requests.DisputeRedemption, rdm, reason="再来")) == "points.already_disputed"
    told = town.bench.said_types()
    assert (told.count(RedemptionDisputed), told.count(DisputeDecided), told.count(PointsRefunded)) == (1, 1, 0)
    saga.assert_sound()


def test_nobody_who_is_involved_decides(town, saga):
    """Not the person, not their household, not the shop's people, not whoever handed it over, whatever roles they have."""
    rdm = saga.bring(State.DISPUTED)
    asked = requests.DecideDispute(redemption_id=rdm, upheld=True, decision="已核实")
    council = Role.COUNCIL_MEMBER

    for name in ("anna", "bela", "carl", "clerk"):
        who = actor(town.ids[name], council)
        assert refused(lambda who=who: town.bench.ask(asked, as_=who)) == "points.own_dispute", name
    at_shop = actor(town.ids["stranger"], council, organisation_id=town.ids["shop"])
    assert refused(lambda: town.bench.ask(asked, as_=at_shop)) == "points.own_dispute"
    for name in ("staff", "approver", "officer"):
        assert refused(lambda name=name: town.ask(asked, name)) == "not-allowed"
    far = actor(town.ids["council"], council, community="elsewhere")
    assert refused(lambda: town.bench.ask(asked, as_=far)) in {
        "points.dispute_not_found",
        "points.actor_not_registered",
    }
    one_identity(town, "anna", "stranger")
    second_account = actor(town.ids["stranger"], council)
    assert refused(lambda: town.bench.ask(asked, as_=second_account)) == "points.own_dispute"
    assert saga.state(rdm) is State.DISPUTED
    assert town.bench.ask(asked, as_=town.actor("council")).refund == PRICE


@pytest.mark.parametrize(("upheld", "refund"), [(True, PRICE + 1), (False, 1)])
def test_a_refund_is_some_of_the_price_or_nothing(saga, upheld, refund):
    rdm = saga.bring(State.DISPUTED)
    assert refused(lambda: saga.decide(rdm, upheld=upheld, refund=refund)) == "points.refund_unfit"
    assert saga.state(rdm) is State.DISPUTED
    saga.assert_sound()


def test_decided_by_two_at_once_gives_back_once(town, saga):
    rdm = saga.bring(State.DISPUTED)

    codes = at_once([lambda refund=refund: saga.decide(rdm, refund=refund) for refund in (1_00, 2_00, 3_00, 4_00)])

    assert sorted(codes) == ["ok"] + ["points.dispute_decided_before"] * 3
    [back] = [event for event in town.bench.said() if isinstance(event, PointsRefunded)]
    assert town.balance("anna").sp == 90_00 + back.sp
    saga.assert_sound()


def test_a_complaint_is_seen_by_both_sides_and_those_who_decide(town, saga):
    rdm = saga.bring(State.DISPUTED)
    asked = requests.GetDispute(redemption_id=rdm)

    for who in (town.actor("anna"), agent(town), town.actor("council"), town.actor("staff")):
        assert town.bench.ask(asked, as_=who).reason == "面是凉的"
    # A clerk hands over and nothing else.
    for who in (town.actor("bela"), town.actor("clerk"), agent(town, "other_shop")):
        assert refused(lambda who=who: town.bench.ask(asked, as_=who)) == "points.dispute_not_found"
    listed = requests.ListDisputes(state=DisputeState.OPEN)
    assert [one.redemption_id for one in town.ask(listed, "council").items] == [rdm]
    assert refused(lambda: town.ask(listed, "clerk")) == "not-allowed"
    saga.decide(rdm)
    assert town.ask(listed, "council").items == ()


def test_a_refund_in_part_still_had_its_piece_and_a_whole_one_had_not(town, saga):
    saga.item_id = saga.offer(limits=ItemLimits(per_person=1), asks_provider=True)
    saga.decide(saga.bring(State.DISPUTED))
    saga.decide(saga.bring(State.DISPUTED), refund=1_00)

    assert refused(saga.quote) == "points.limit_reached"
