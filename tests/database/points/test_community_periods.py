"""The community's own figures of any period, as known at any past instant (rulebook §11): for those who judge, not for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import IndicatorTarget
from contracts.points.kinds import ContributionType, Indicator
from services.points.grants.rules import Earning
from tests.database.points.six import Six
from tests.support.bench import AskRefused


@pytest.fixture
def six(town) -> Six:
    made = Six(town)
    made.settle()
    return made


def of_period(six: Six, name: str = "staff", **period: object):
    return six.town.ask(requests.GetCommunityIndexOfPeriod(**period), name)


def help_out(six: Six) -> None:
    earned = Earning(
        source_id=new_id("ctb"),
        party_id=six.town.ids["anna"],
        contribution_type=ContributionType.H1,
        performed_on=six.today,
        minutes=120,
    )
    six.credit(earned)


def set_targets(six: Six) -> None:
    targets = tuple(IndicatorTarget(indicator=one, target=100) for one in Indicator)
    six.town.ask(requests.ProposeIndexTargets(number=1, targets=targets, reason="按去年实际"), "staff")
    six.town.ask(requests.ApproveIndexTargets(number=1), "council")


def test_the_twelve_months_asked_for_are_those_that_a_night_publishes(six):
    help_out(six)
    set_targets(six)
    six.night(six.today)
    night = six.town.ask(requests.GetCommunityIndex(), "anna")

    assert of_period(six) == of_period(six, "council", since=night.since, until=night.day) == night


def test_nothing_that_was_asked_for_is_kept_or_published(six):
    of_period(six)

    with pytest.raises(AskRefused, match=r"points\.index_not_computed"):
        six.town.ask(requests.GetCommunityIndex(), "anna")


def test_periods_side_by_side_hold_together_what_the_whole_holds(six):
    whole = of_period(six)
    middle = whole.since + (whole.day - whole.since) / 2

    parts = (of_period(six, since=whole.since, until=middle), of_period(six, since=middle + timedelta(days=1)))

    assert whole.cv == 960_00
    assert all(0 < part.cv < whole.cv for part in parts)
    assert sum(part.cv for part in parts) == whole.cv


def test_of_a_past_instant_it_shows_what_was_known_then(six):
    before = six.now
    six.town.bench.clock.advance(hours=1)
    help_out(six)
    set_targets(six)
    six.town.bench.clock.advance(hours=1)

    then, now = of_period(six, as_of=before), of_period(six)

    assert (then.cv, then.party_count, then.coupling) == (960_00, 6, None)
    assert (now.cv, now.party_count, now.coupling.targets) == (980_00, 7, 1)
    assert replace(of_period(six, as_of=before), computed_at=then.computed_at) == then


def test_who_gives_cannot_ask_what_was_given_on_a_day(six):
    with pytest.raises(AskRefused, match="not-allowed"):
        of_period(six, "anna", since=six.today, until=six.today)


def test_a_period_that_ends_before_it_begins_is_refused(six):
    with pytest.raises(AskRefused, match=r"points\.index_period_unfit"):
        of_period(six, since=six.today, until=six.today - timedelta(days=1))
