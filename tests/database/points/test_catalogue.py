"""What is offered, to whom, how often, when, and by whom (rulebook §6, §7, §8), through the entrypoints."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import ledger
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.answers import Eligibility, ItemLimits, ItemTerms
from contracts.points.kinds import EligibilityKind, ItemKind, ItemState, LimitPeriod, SettlementChoice
from contracts.sectors import Sector
from services.points.accounts.rules import POOL, sp_of
from tests.database.points.saga import Saga, agent, refused
from tests.database.points.town import at_once
from tests.support.bench import actor
from tests.support.books import Books


@pytest.fixture
def saga(town) -> Saga:
    for name in ("anna", "bela", "carl", "dora"):
        town.earn(name, 500_00)
    return Saga(town)


def redeem(town, item_id, name="anna", price=10_00, **more: object):
    return town.ask(requests.Redeem(redemption_id=new_id("rdm"), item_id=item_id, price=price, **more), name)


def proposal(town, **changes: object):
    plain = {
        "item_id": new_id("itm"),
        "provider_id": town.ids["shop"],
        "name": "理发",
        "kind": ItemKind.SERVICE,
        "price": 10_00,
        "stock": 5,
    }
    return requests.ProposeItem(**(plain | changes))


def rule(kind: EligibilityKind, **more: object) -> Eligibility:
    return Eligibility(kind=kind, **more)


def test_an_item_says_its_rules_to_everybody_and_its_terms_to_the_shop_and_those_who_decide(town, saga):
    rules = (rule(EligibilityKind.SECTORS, sectors=(Sector.RES,)), rule(EligibilityKind.BUILDINGS, buildings=("3",)))
    limits = ItemLimits(per_person=2, per_household=3, period=LimitPeriod.MONTH)
    terms = ItemTerms(cost=8_00, settlement=SettlementChoice.WAIVE, agreement="AGR-2023-1")
    item_id = saga.offer(eligibility=rules, limits=limits, terms=terms, offered_until=date(2023, 12, 31))
    asked = requests.GetItem(item_id=item_id)

    seen = town.bench.ask(asked, as_=actor(None))

    assert (seen.eligibility, seen.limits, seen.offered_until) == (rules, limits, date(2023, 12, 31))
    assert seen.terms is None
    assert town.ask(requests.ListItems(), "anna").items[0].terms is None
    for who in (agent(town), town.actor("clerk"), town.actor("staff"), town.actor("council")):
        assert town.bench.ask(asked, as_=who).terms == terms
    assert town.bench.ask(asked, as_=agent(town, "other_shop")).terms is None


@pytest.mark.parametrize(
    ("eligibility", "name", "code"),
    [
        (rule(EligibilityKind.SECTORS, sectors=(Sector.RES,)), "anna", "ok"),
        (rule(EligibilityKind.SECTORS, sectors=(Sector.UNI,)), "anna", "points.not_eligible"),
        (rule(EligibilityKind.BUILDINGS, buildings=("3-2",)), "anna", "ok"),
        (rule(EligibilityKind.BUILDINGS, buildings=("4",)), "anna", "points.not_eligible"),
        (rule(EligibilityKind.BUILDINGS, buildings=("3-2",)), "carl", "points.not_eligible"),
        (rule(EligibilityKind.REGISTERED_DAYS, days=1), "anna", "points.not_eligible"),
        (rule(EligibilityKind.MUTUAL_AID), "anna", "points.not_eligible"),
    ],
)
def test_an_item_is_had_by_whom_its_rules_admit(town, saga, eligibility, name, code):
    item_id = saga.offer(eligibility=(eligibility,))

    assert refused(lambda: redeem(town, item_id, name)) == code
    quoting = Saga(town, name=name, item_id=item_id)
    assert refused(quoting.quote) == code
    saga.assert_sound()


def test_mutual_aid_only_is_for_whom_the_pool_gave_points_in_the_last_twelve_months(town, saga):
    item_id = saga.offer(eligibility=(rule(EligibilityKind.MUTUAL_AID),))
    books = Books(town.bench.database.engine, "changlinpan", "SP")
    books.open(POOL, floor=None)
    given = books.move(POOL, sp_of(town.ids["dora"]), 10_00, kind="pool", expires_on=date(2027, 12, 31))
    books.do(ledger.post, [given])
    town.bench.clock.at = books.clock.now()

    assert refused(lambda: redeem(town, item_id, "dora")) == "ok"
    assert refused(lambda: redeem(town, item_id, "anna")) == "points.not_eligible"


def test_so_many_days_a_member(town, saga):
    item_id = saga.offer(eligibility=(rule(EligibilityKind.REGISTERED_DAYS, days=30),))
    town.bench.clock.advance(days=30)
    assert refused(lambda: redeem(town, item_id)) == "ok"


def test_limits_are_a_persons_and_a_households_and_begin_anew_with_the_period(town, saga):
    item_id = saga.offer(limits=ItemLimits(per_person=2, per_household=3, period=LimitPeriod.WEEK))

    for name in ("anna", "anna", "bela"):
        redeem(town, item_id, name)
    assert refused(lambda: redeem(town, item_id, "anna")) == "points.limit_reached"
    assert refused(lambda: redeem(town, item_id, "bela")) == "points.limit_reached", "three of the household"
    assert refused(lambda: redeem(town, item_id, "dora")) == "ok", "another household"
    town.bench.clock.advance(days=2)
    assert refused(lambda: redeem(town, item_id, "bela")) == "ok", "Monday"


def test_what_was_given_up_counts_towards_no_limit(town, saga):
    item_id = saga.offer(limits=ItemLimits(per_person=1))
    held = redeem(town, item_id)
    assert refused(lambda: redeem(town, item_id)) == "points.limit_reached"
    town.ask(requests.CancelRedemption(redemption_id=held.redemption_id, reason="不要了"), "anna")
    assert refused(lambda: redeem(town, item_id)) == "ok"


def test_a_households_limit_holds_when_all_of_it_come_at_once(town, saga):
    item_id = saga.offer(limits=ItemLimits(per_household=3))
    calls = [lambda name=name: redeem(town, item_id, name) for name in ("anna", "bela") for _ in range(5)]

    codes = at_once(calls)

    assert sorted(codes) == ["ok"] * 3 + ["points.limit_reached"] * 7
    saga.assert_sound()


def test_step_by_step_a_limit_is_decided_when_the_piece_is_reserved(town, saga):
    saga.item_id = saga.offer(limits=ItemLimits(per_person=1))
    both = [saga.quote(), saga.quote()]
    for rdm in both:
        saga.by_me(requests.HoldPoints, rdm)

    codes = at_once([lambda rdm=rdm: saga.by_me(requests.ReserveStock, rdm) for rdm in both])

    assert sorted(codes) == ["ok", "points.limit_reached"]


def test_an_item_is_had_on_its_days_only(town, saga):
    item_id = saga.offer(offered_from=date(2023, 3, 20), offered_until=date(2023, 3, 21))
    assert refused(lambda: redeem(town, item_id)) == "points.item_not_offered"
    assert town.ask(requests.ListItems(), "anna").items == ()
    town.bench.clock.advance(days=2)
    assert refused(lambda: redeem(town, item_id)) == "ok"
    town.bench.clock.advance(days=2)
    assert refused(lambda: redeem(town, item_id)) == "points.item_not_offered"


def test_a_withdrawn_item_is_still_handed_over_to_who_holds_it(town, saga):
    item_id = saga.offer()
    held = redeem(town, item_id)
    town.ask(requests.WithdrawItem(item_id=item_id), "staff")

    done = saga.at_shop(requests.FulfilRedemption, held.redemption_id, code=held.code)

    assert done.fulfilled
    assert refused(lambda: redeem(town, item_id)) == "points.item_not_offered"
    assert refused(lambda: town.ask(requests.WithdrawItem(item_id=item_id), "staff")) == "points.item_not_offered"


def test_another_price_is_another_item_that_replaces_the_first_with_its_approval(town, saga):
    old = saga.offer()
    new = proposal(town, kind=ItemKind.GOODS, price=12_00, replaces=old)
    town.bench.ask(new, as_=agent(town))
    assert refused(lambda: redeem(town, old)) == "ok", "still offered while the new one is only proposed"

    town.ask(requests.ApproveItem(item_id=new.item_id), "approver")

    assert town.ask(requests.GetItem(item_id=old), "staff").state is ItemState.WITHDRAWN
    assert refused(lambda: redeem(town, old)) == "points.item_not_offered"
    assert refused(lambda: redeem(town, new.item_id, price=12_00)) == "ok"
    theirs = proposal(town, provider_id=town.ids["other_shop"], replaces=old)
    assert refused(lambda: town.ask(theirs, "staff")) == "points.item_unfit"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"offered_from": date(2023, 4, 2), "offered_until": date(2023, 4, 1)}, "points.item_unfit"),
        ({"offered_until": date(2023, 3, 17)}, "points.item_unfit"),
        ({"eligibility": (rule(EligibilityKind.SECTORS),)}, "points.item_unfit"),
        ({"eligibility": (rule(EligibilityKind.MUTUAL_AID, days=3),)}, "points.item_unfit"),
        ({"eligibility": (rule(EligibilityKind.MUTUAL_AID), rule(EligibilityKind.MUTUAL_AID))}, "points.item_unfit"),
        ({"replaces": "itm_01HQ3Z5N8T7W9XKJ4M2V6BCDEF"}, "points.item_not_found"),
    ],
)
def test_what_does_not_fit_together_is_not_proposed(town, changes, code):
    assert refused(lambda: town.ask(proposal(town, **changes), "staff")) == code
    assert town.bench.count("items") == 0


def slots(town, *hours: int, capacity: int = 2) -> tuple[requests.NewSlot, ...]:
    return tuple(requests.NewSlot(starts_at=town.now + timedelta(hours=one), capacity=capacity) for one in hours)


def test_times_are_opened_by_the_shop_and_by_staff_and_only_once(town):
    asked = proposal(town, slots=slots(town, 24))
    town.bench.ask(asked, as_=agent(town))
    town.ask(requests.ApproveItem(item_id=asked.item_id), "approver")
    more = requests.OpenSlots(item_id=asked.item_id, slots=slots(town, 24, 48))

    for who in (agent(town), town.actor("staff"), agent(town)):
        opened = town.bench.ask(more, as_=who)
    assert [slot.left for slot in opened.slots] == [2, 2]
    other = requests.OpenSlots(item_id=asked.item_id, slots=slots(town, 24, capacity=3))
    assert refused(lambda: town.ask(other, "staff")) == "points.slot_differs"
    assert refused(lambda: town.bench.ask(more, as_=agent(town, "other_shop"))) == "points.item_not_found"
    assert refused(lambda: town.ask(more, "clerk")) == "not-allowed"


@pytest.mark.parametrize("hours", [(-1,), (0,), (24, 24), ()])
def test_times_that_cannot_be_are_refused(town, hours):
    asked = proposal(town, slots=slots(town, 24))
    town.ask(asked, "staff")
    wrong = requests.OpenSlots(item_id=asked.item_id, slots=slots(town, *hours))
    assert refused(lambda: town.ask(wrong, "staff")) == "points.slot_unfit"
    goods = proposal(town, kind=ItemKind.GOODS, slots=slots(town, 24))
    assert refused(lambda: town.ask(goods, "staff")) == "points.slot_unfit"


def test_nobody_opens_times_of_what_is_withdrawn(town):
    asked = proposal(town, slots=slots(town, 24))
    town.ask(asked, "staff")
    town.ask(requests.WithdrawItem(item_id=asked.item_id), "staff")
    more = requests.OpenSlots(item_id=asked.item_id, slots=slots(town, 48))
    assert refused(lambda: town.ask(more, "staff")) == "points.item_not_offered"


def test_while_the_reserve_is_red_a_new_item_needs_the_council(town, saga):
    """Nothing stands behind the points: the coverage of the first morning is zero (rulebook §6)."""
    town.bench.clock.advance(days=2)
    town.bench.run_periods()
    town.bench.clock.advance(days=1)
    asked = proposal(town)
    town.ask(asked, "staff")
    approval = requests.ApproveItem(item_id=asked.item_id)

    assert refused(lambda: town.ask(approval, "approver")) == "points.council_needed"
    assert town.ask(approval, "council").state is ItemState.OFFERED


def test_another_community_sees_nothing(town, saga):
    item_id = saga.offer()
    far = actor(town.ids["staff"], *town.actor("staff").roles, community="elsewhere")
    for request in (requests.GetItem(item_id=item_id), requests.ListSlots(item_id=item_id)):
        assert refused(lambda request=request: town.bench.ask(request, as_=far)) == "points.item_not_found"
    assert town.bench.ask(requests.ListItems(), as_=far) == answers.ItemPage(items=(), next_key=None)
