"""A day of more than eight hours: all of it stays in the record, eight hours of it earn (rulebook §2)."""

from __future__ import annotations

from datetime import timedelta

from contracts.points import requests
from contracts.points.kinds import ContributionState, ContributionType, Evidence, Limit
from tests.database.points.test_deciding import code


def day(town, *lengths: int, name="anna", **changes: object):
    """So many minutes one after the other on the day before yesterday, put forward in this order."""
    begins = (town.now - timedelta(days=2)).replace(hour=0, minute=0)
    asked = []
    for minutes in lengths:
        asked.append(town.hours(name, started_at=begins, minutes=minutes, **changes))
        begins += timedelta(minutes=minutes)
    return asked


def estimate(town, on, minutes: int, name="anna"):
    asked = requests.EstimateContribution(
        party_id=town.ids[name], contribution_type=ContributionType.H1, performed_on=on, minutes=minutes
    )
    return town.ask(asked, name)


def settle(town, contribution_id: str):
    town.confirm(contribution_id, Evidence.E2)
    town.bench.clock.advance(days=7)
    return town.approve(contribution_id)


def test_a_long_day_keeps_its_hours_and_earns_eight(town):
    [flood] = day(town, 13 * 60)
    on = (town.now - timedelta(days=2)).date()
    said = estimate(town, on, 13 * 60)
    taken = town.ask(flood, "organiser")
    settled = settle(town, flood.contribution_id)

    assert (said.cv, said.sp, said.full_sp) == (80_00, 80_00, 130_00)
    assert (said.limited_by, said.counted_minutes) == (Limit.DAY, 480)
    for one in (taken, settled):
        assert (one.minutes, one.counted_minutes, one.cv, one.sp) == (780, 480, 80_00, 80_00)
    balance = town.balance("anna")
    assert (balance.minutes, balance.cv, balance.sp) == (780, 80_00, 80_00)
    assert [line.minutes for line in town.ask(requests.ListServiceRecord(), "anna").items] == [780]


def test_of_several_on_a_day_the_first_that_are_put_forward_earn(town):
    asked = day(town, 300, 240, 60)
    on = (town.now - timedelta(days=2)).date()
    counted = []
    for one in asked:
        said = estimate(town, on, one.minutes)
        taken = town.ask(one, "organiser")
        assert said.counted_minutes == taken.counted_minutes
        counted.append(taken.counted_minutes)

    assert counted == [300, 180, 0]
    # Whatever is settled first, and though the last one earns nothing.
    settled = [settle(town, one.contribution_id) for one in reversed(asked)]
    assert [(one.state, one.cv) for one in settled] == [
        (ContributionState.SETTLED, 0),
        (ContributionState.SETTLED, 30_00),
        (ContributionState.SETTLED, 50_00),
    ]
    assert (town.balance("anna").minutes, town.balance("anna").cv) == (600, 80_00)


def test_what_falls_away_leaves_its_room_to_what_came_after(town):
    first, second = day(town, 420, 300)
    for one in (first, second):
        town.ask(one, "organiser")
    before = town.ask(requests.GetContribution(contribution_id=second.contribution_id), "staff")
    town.ask(requests.WithdrawContribution(contribution_id=first.contribution_id), "anna")

    assert (before.counted_minutes, settle(town, second.contribution_id).counted_minutes) == (60, 300)
    assert town.balance("anna").sp == 50_00


def test_paid_and_unpaid_time_are_one_day_and_other_days_and_persons_are_others(town):
    paid, own = day(town, 300, 300, name="carl")
    town.ask(requests.SubmitContribution(**(vars(paid) | {"on_behalf_of": town.ids["shop"]})), "organiser")
    assert town.ask(own, "organiser").counted_minutes == 180
    [other] = day(town, 300, name="bela")
    assert town.ask(other, "organiser").counted_minutes == 300
    yesterday = town.hours("carl", minutes=120)
    assert town.ask(yesterday, "organiser").counted_minutes == 120


def test_one_entry_is_of_one_day(town):
    whole = town.hours(minutes=24 * 60, started_at=town.now - timedelta(hours=25))
    assert town.ask(whole, "organiser").counted_minutes == 480
    over = town.hours(minutes=60, started_at=town.now - timedelta(hours=20))
    assert code(lambda: town.ask(over, "organiser")) == "points.time_overlaps"
