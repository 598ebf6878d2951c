"""Periods, places and words of statements."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.clock import CIVIL
from services.points.statements import refusals, rules
from services.points.statements.rules import Place

NOW = datetime(2023, 3, 18, 10, 30, tzinfo=CIVIL)


def test_without_anything_said_it_is_this_month_until_now():
    found = rules.period(from_day=None, until_day=None, as_of=NOW, now=NOW)

    assert (found.from_day, found.until_day, found.last_day) == (date(2023, 3, 1), date(2023, 3, 18), date(2023, 3, 18))
    assert (found.opens + timedelta(microseconds=1), found.closes) == (datetime(2023, 3, 1, tzinfo=CIVIL), NOW)


def test_days_are_civil_and_whole():
    found = rules.period(from_day=date(2023, 2, 1), until_day=date(2023, 2, 28), as_of=NOW, now=NOW)

    assert found.closes + timedelta(microseconds=1) == datetime(2023, 3, 1, tzinfo=CIVIL)


def test_nothing_is_known_after_as_of_even_of_a_period_that_begins_later():
    found = rules.period(from_day=date(2024, 1, 1), until_day=date.max, as_of=NOW, now=NOW)

    assert (found.opens, found.closes, found.last_day) == (NOW, NOW, date(2023, 3, 18))


def test_what_makes_no_sense_is_refused():
    with pytest.raises(refusals.NotKnownYet):
        rules.period(from_day=None, until_day=None, as_of=NOW + timedelta(seconds=1), now=NOW)
    with pytest.raises(refusals.PeriodBackwards):
        rules.period(from_day=date(2023, 3, 2), until_day=date(2023, 3, 1), as_of=NOW, now=NOW)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=0, max_value=7 * 10**15), st.integers(min_value=0, max_value=2**62))
def test_a_place_comes_back_as_it_went(microseconds: int, position: int):
    at = datetime(1970, 1, 1, 8, tzinfo=CIVIL) + timedelta(microseconds=microseconds)
    place = Place(as_of=at, position=position)

    assert rules.place_of(rules.key_of(place), like=NOW) == place


@pytest.mark.parametrize("key", ["", ".", "1.", ".1", "1.1.1", "-1.1", "x.1", f"{10**18}.1", "１.1"])
def test_another_key_is_no_place(key: str):
    with pytest.raises(refusals.PlaceUnknown):
        rules.place_of(key, like=NOW)


def test_lines_read_in_words_and_what_is_new_is_not_hidden():
    assert rules.reason_words("grant-F1w") == "获得：社区内互助捐款（放弃票据）"
    assert rules.reason_words("something-new") == "其他"
    assert rules.counterpart_words("mint:H1:07") == "积分发放：普通志愿服务"
    assert rules.counterpart_words("redeemed:pty_1", name="面馆") == "兑换商户：面馆"
    assert rules.party_in("redeemed:pty_1") == "pty_1"
    assert rules.party_in("pool:mutual-aid") is None
