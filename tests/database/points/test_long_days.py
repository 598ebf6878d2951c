"""A day of more than eight hours: all of it stays in the record, eight hours of it earn (rulebook §2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import ContributionState, ContributionType, Evidence, Limit, PartyKind
from contracts.sectors import Sector
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


def test_paid_time_takes_up_the_persons_day_and_the_organisations_room(town):
    """Carl works at the shop; six of his hours were his own, two more of the day count whoever is credited."""
    [own] = day(town, 360, name="carl")
    town.ask(own, "carl")
    on = (town.now - timedelta(days=2)).date()
    after = own.started_at + timedelta(hours=7)
    paid = town.hours("carl", started_at=after, minutes=240, on_behalf_of=town.ids["shop"])
    asked = requests.EstimateContribution(
        party_id=town.ids["carl"],
        contribution_type=ContributionType.H1,
        performed_on=on,
        minutes=240,
        on_behalf_of=town.ids["shop"],
    )
    said = town.ask(asked, "carl")
    taken = town.ask(paid, "carl")
    shops = town.ask(
        requests.EstimateContribution(
            party_id=town.ids["shop"], contribution_type=ContributionType.F1W, performed_on=on, value=100_00
        ),
        "staff",
    )

    assert (said.cv, said.sp, said.limited_by, said.counted_minutes) == (20_00, 20_00, Limit.DAY, 120)
    assert (taken.party_id, taken.counted_minutes, taken.cv) == (town.ids["shop"], 120, 20_00)
    # An organisation's cap, not a person's.
    assert said.cap_left - shops.cap_left == -15_00
    assert said.cap_left > 3_000_00


@pytest.mark.parametrize(
    ("name", "changes", "refusal"),
    [
        ("staff", {"party_id": "shop"}, "points.hours_are_personal"),
        ("anna", {"party_id": "anna", "on_behalf_of": "shop"}, "points.not_of_this_organisation"),
        ("carl", {"party_id": "carl", "on_behalf_of": "other_shop"}, "points.not_of_this_organisation"),
        ("anna", {"party_id": "carl", "on_behalf_of": "shop"}, "points.party_not_found"),
        (
            "carl",
            {"party_id": "carl", "on_behalf_of": "shop", "contribution_type": ContributionType.G2, "value": 10_00},
            "points.not_of_this_organisation",
        ),
    ],
)
def test_an_estimate_refuses_what_putting_forward_would(town, name, changes, refusal):
    plain = {"contribution_type": ContributionType.H1, "performed_on": town.now.date(), "minutes": 60}
    named = {
        key: town.ids.get(value, value) if key in {"party_id", "on_behalf_of"} else value
        for key, value in changes.items()
    }
    asked = requests.EstimateContribution(**{**plain, **named})

    assert code(lambda: town.ask(asked, name)) == refusal


def test_a_public_body_earns_nothing_by_its_paid_time(town):
    office, clerk = new_id("pty"), new_id("pty")
    new = (
        requests.NewParty(party_id=office, kind=PartyKind.ORGANISATION, sector=Sector.GOV, name="居委会"),
        requests.NewParty(
            party_id=clerk, kind=PartyKind.PERSON, sector=Sector.RES, name="职员", organisation_id=office
        ),
    )
    town.ask(requests.RegisterParties(parties=new), "staff")
    asked = requests.EstimateContribution(
        party_id=clerk,
        contribution_type=ContributionType.H1,
        performed_on=town.now.date(),
        minutes=60,
        on_behalf_of=office,
    )

    assert code(lambda: town.ask(asked, "staff")) == "points.staff_earn_nothing"
