"""The council's smaller numbers hold from the month of their card on, and not a day before (rulebook §0)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from chassis.actor import system
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import ContributionState, Evidence, FindingKind, GoodsType, HoursType, PoolReason, Strain
from contracts.points.kinds import RedemptionState as State
from tests.database.points.charity import festival, shift
from tests.database.points.fees import asking, sealed
from tests.database.points.papers import upload
from tests.database.points.saga import Saga
from tests.database.points.test_checks import settled
from tests.database.points.test_consequences import confirmed_by, consequences, decide, found
from tests.database.points.test_lapses import lots, notices
from tests.database.points.test_replacing import NOT_REPLACEABLE, again, code_of
from tests.database.points.test_rulebook import APRIL, numbers
from tests.database.points.test_submitting import goods
from tests.support.bench import COMMUNITY, AskRefused

LAST_OF_MARCH = datetime(2023, 3, 31, 10, tzinfo=UTC)


def test_food_counts_by_the_percent_of_the_day_it_was_given(town):
    town.put_in_force(numbers(food_8_days_percent=35, food_1_day_percent=0))
    upload(town, "invoice")
    town.bench.clock.at = APRIL
    in_march = datetime(2023, 3, 31, 6, tzinfo=UTC)
    food = {"contribution_type": GoodsType.G4}

    before = town.ask(goods(town, given_at=in_march, best_before=date(2023, 4, 10), **food), "organiser")
    after = town.ask(goods(town, "carl", best_before=date(2023, 4, 13), **food), "organiser")

    # Ten days left, both.
    assert (before.value, after.value) == (180_00, 157_50)
    last_day = goods(town, "carl", best_before=date(2023, 4, 4), **food)
    assert code_of(lambda: town.ask(last_day, "organiser")) == "points.nothing_counts"


def test_what_was_returned_comes_again_in_the_days_that_held_then(town):
    town.put_in_force(numbers(replace_days=1))
    town.bench.clock.at = LAST_OF_MARCH
    old = town.hours(started_at=LAST_OF_MARCH - timedelta(days=1))
    town.ask(old, "anna")
    assert town.confirm(old.contribution_id, Evidence.E1).state is ContributionState.RETURNED
    town.bench.clock.at = APRIL
    new = town.hours("bela")
    town.ask(new, "bela")
    town.confirm(new.contribution_id, Evidence.E1)
    town.bench.clock.advance(days=2)

    # Returned in March: seven days. Returned in April: one.
    assert town.ask(again(old, documents=()), "anna").state is ContributionState.SUBMITTED
    assert code_of(lambda: town.ask(again(new, documents=()), "bela")) == NOT_REPLACEABLE


def test_a_second_confirmer_is_needed_for_the_days_that_hold_when_it_is_decided(town):
    town.put_in_force(numbers(second_confirmer_days=20))
    town.bench.clock.at = LAST_OF_MARCH
    decide(town, found(town, FindingKind.SHARE, "anna", "confirmer"))
    town.bench.clock.at = APRIL
    decide(town, found(town, FindingKind.SHARE, "carl", "confirmer"))

    until = {one.party_id: one.until - one.began_at for one in consequences(town)}

    assert until == {town.ids["anna"]: timedelta(days=90), town.ids["carl"]: timedelta(days=20)}


def test_a_share_of_little_is_looked_at_from_the_month_in_which_the_council_wants_it(town):
    town.put_in_force(numbers(share_least_cv=20, share_least_count=1))
    town.bench.clock.at = LAST_OF_MARCH - timedelta(days=4)
    settled(town, "anna")
    town.bench.clock.at = LAST_OF_MARCH

    assert confirmed_by(town, "anna", "confirmer").state is ContributionState.UNDER_NOTICE
    town.bench.clock.at = APRIL
    assert confirmed_by(town, "anna", "confirmer").state is ContributionState.CONFIRMED


def test_a_lapse_is_announced_at_the_distances_of_the_day_and_no_change_takes_a_notice_from_anybody(town):
    town.put_in_force(numbers(first_lapse_notice_days=45, second_lapse_notice_days=5, last_lapse_notice_days=2))
    march, both, between, april = (date(2023, 3, 26), date(2023, 4, 30), date(2023, 5, 5), date(2023, 5, 20))
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        lots(work, town.ids["anna"], dict.fromkeys((march, both, between, april), 100))
    town.bench.run_periods()
    town.bench.clock.at = datetime(2023, 5, 31, 4, tzinfo=UTC)
    town.bench.run_periods()

    told = {day: [] for day in (march, both, between, april)}
    for one in sorted(notices(town), key=lambda one: one.noticed_on):
        told[one.expires_on].append((one.noticed_on.isoformat(), one.days_before))

    assert told == {
        march: [("2023-03-19", 7), ("2023-03-25", 1)],
        both: [("2023-03-31", 30), ("2023-04-25", 5), ("2023-04-28", 2)],
        # Its 45 days were over before they held, its 30 came after.
        between: [("2023-04-01", 34), ("2023-04-30", 5), ("2023-05-03", 2)],
        april: [("2023-04-05", 45), ("2023-05-15", 5), ("2023-05-18", 2)],
    }


def test_one_tap_gives_what_lapses_within_the_days_of_the_first_notice(town):
    town.put_in_force(numbers(first_lapse_notice_days=45))
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        lots(work, town.ids["anna"], {date(2023, 5, 10): 3_00, date(2023, 5, 30): 4_00})
    tap = requests.GiveLapsing(gift_id=new_id("pgf"))
    town.bench.clock.at = LAST_OF_MARCH
    assert code_of(lambda: town.ask(tap, "anna")) == "points.nothing_lapses"
    town.bench.clock.at = APRIL

    assert town.ask(tap, "anna").sp == 3_00


def test_what_the_pool_grants_lasts_as_long_as_holds_on_the_day_it_is_granted(town):
    town.put_in_force(numbers(pool_months=3))
    town.earn("anna", 100_00)
    town.ask(requests.GiveToPool(gift_id=new_id("pgf"), sp=100_00), "anna")
    last_days = []
    for day in (LAST_OF_MARCH, APRIL):
        town.bench.clock.at = day
        asked = requests.ProposePoolGrant(
            grant_id=new_id("pgr"), party_id=town.ids["bela"], sp=10_00, reason=PoolReason.CANNOT_EARN
        )
        town.ask(asked, "staff")
        last_days.append(town.ask(requests.ApprovePoolGrant(grant_id=asked.grant_id), "council").expires_on)

    assert last_days == [date(2023, 9, 30), date(2023, 7, 31)]


def test_goods_wait_for_whoever_redeemed_them_as_long_as_held_when_the_provider_accepted(town):
    town.put_in_force(numbers(fetch_hours=72))
    town.earn("anna", 100_00)
    saga = Saga(town)
    saga.item_id = saga.offer(asks_provider=True)
    waits = []
    for day in (LAST_OF_MARCH, APRIL):
        town.bench.clock.at = day
        asked = saga.bring(State.ASKED)
        waits.append(saga.at_shop(requests.AcceptRedemption, asked).expires_at - day)

    assert waits == [timedelta(hours=24), timedelta(hours=72)]


def test_an_offered_discount_may_be_accepted_as_long_as_held_when_it_was_offered(town, programme):
    town.put_in_force(numbers(reward_offer_days=2))
    town.work("anna", 300_00)
    until = []
    for day in (LAST_OF_MARCH, APRIL):
        town.bench.clock.at = day
        wish = asking(town)
        offer = requests.OfferReward(
            reward_id=wish.reward_id,
            programme_id=wish.programme_id,
            household_id=wish.household_id,
            billing_period=wish.billing_period,
            annual_fee=wish.annual_fee,
        )
        until.append(town.ask(offer, "anna").offered_until - day)

    assert until == [timedelta(days=7), timedelta(days=2)]


def test_a_company_is_reminded_at_the_waits_that_hold_when_it_is(town, programme):
    town.put_in_force(numbers(first_reminder_hours=10, second_reminder_hours=20, third_reminder_hours=30))
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    town.bench.clock.at = datetime(2023, 3, 26, 15, 30, tzinfo=UTC)
    number = sealed(town).batch_number
    waits = []
    # The first one falls due in the last half hour of March, civil time; those after it in April.
    for _ in range(3):
        shown = town.ask(requests.GetBatch(batch_number=number), "officer")
        town.bench.clock.at = shown.next_at
        town.bench.run_sweeps()
        again = town.ask(requests.GetBatch(batch_number=number), "officer")
        waits.append(((again.next_at - town.now) // timedelta(hours=1), again.reminders))

    assert waits == [(1, 1), (20, 2), (30, 3)]


def test_what_is_refunded_can_be_used_for_the_days_that_hold_on_the_day_of_the_refund(town):
    town.put_in_force(numbers(grace_days=60))
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        lots(work, town.ids["anna"], {date(2023, 4, 5): 20_00})
    saga = Saga(town)
    saga.item_id = saga.offer(asks_provider=True)
    town.bench.clock.at = LAST_OF_MARCH - timedelta(days=1)
    first, second = saga.bring(State.DISPUTED), saga.bring(State.DISPUTED)
    for day, redemption_id in ((LAST_OF_MARCH, first), (APRIL, second)):
        town.bench.clock.at = day
        saga.decide(redemption_id)

    last_days = sorted(lot.expires_on for lot in town.balance("anna").lots)

    assert last_days == [date(2023, 4, 30), date(2023, 6, 2)]


def test_it_is_night_by_the_hours_of_the_day_on_which_the_work_was_done(town):
    town.put_in_force(numbers(night_from_hour=20, night_until_hour=5))
    evenings = {"contribution_type": HoursType.H3, "minutes": 60}
    town.bench.clock.at = APRIL
    # 20:00 by the civil clock, on the last evening of March and the first of April.
    march, april = (datetime(2023, *day, 12, tzinfo=UTC) for day in ((3, 31), (4, 1)))

    assert code_of(lambda: town.ask(town.hours(started_at=march, **evenings), "anna")) == "points.not_listed"
    assert town.ask(town.hours(started_at=april, **evenings), "anna").cv == 15_00
    early = april + timedelta(hours=9, minutes=1)
    assert code_of(lambda: town.ask(town.hours(started_at=early, **evenings), "anna")) == "points.not_listed"


def test_a_task_of_the_night_is_listed_by_the_hours_of_its_day(town):
    town.put_in_force(numbers(night_from_hour=20))
    answered = []
    for evening in (datetime(2023, 3, 31, 12, tzinfo=UTC), datetime(2023, 4, 1, 12, tzinfo=UTC)):
        task = shift(evening, hours_type=HoursType.H3, strain=Strain.NIGHT)
        draft = festival(town, task, begins=evening)
        try:
            answered.append(town.ask(draft, "organiser").state.value)
        except AskRefused as refused:
            answered.append(refused.code)

    assert answered == ["points.shift_unfit", "draft"]
