"""In which role something was given, held against the records of the act it names (rulebook §10, ADR 0155)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import Channel, HoursType
from contracts.roles import Role
from tests.database.points.charity import agree, festival, published, running, scan_in, shift
from tests.database.points.duties import code
from tests.support.bench import actor

NOT_HELD = "points.role_not_held"


def loan(town, name: str, **changes: object) -> requests.SubmitLoan:
    plain = {
        "contribution_id": new_id("ctb"),
        "party_id": town.ids[name],
        "item": "ROOM-20",
        "activity": "出借活动室",
        "started_at": town.now - timedelta(hours=4),
        "minutes": 120,
    }
    return requests.SubmitLoan(**(plain | changes))


def test_without_an_act_a_level_is_what_the_kind_of_giving_is(town):
    asked = [
        ("anna", town.hours(level=1)),
        ("carl", town.hours("carl", level=2)),
        ("bela", town.hours("bela", contribution_type=HoursType.H4)),
        ("dora", town.hours("dora", contribution_type=HoursType.H4, level=4)),
    ]
    assert [town.ask(one, name).level for name, one in asked] == [1, 2, 4, 4]
    for name in ("anna", "organiser"):
        for level in (3, 4, 5):
            assert code(lambda level=level, name=name: town.ask(town.hours(level=level), name)) == NOT_HELD
    five = town.hours(contribution_type=HoursType.H4, level=5)
    assert code(lambda: town.ask(five, "anna")) == NOT_HELD


@pytest.mark.parametrize("channel", [Channel.BACK_OFFICE, Channel.PAPER], ids=lambda channel: channel.value)
def test_the_office_writes_no_higher_role_either(town, channel):
    fair = published(town)
    by_hand = {"channel": channel, "entry_reason": "补录", "level": 3, "activity_id": fair.activity_id}
    assert code(lambda: town.ask(town.hours("dora", **by_hand), "staff")) in {NOT_HELD, "points.document_missing"}
    assert code(
        lambda: town.ask(town.hours("dora", level=3, channel=Channel.BACK_OFFICE, entry_reason="补"), "staff")
    ) == (NOT_HELD)


def test_hosts_that_agreed_are_up_to_steward_their_people_and_the_drafter_organised(town):
    fair = published(town)  # The shop agreed to be a host, the company did not say.
    named = {"activity_id": fair.activity_id}

    def level_of(asked, name) -> object:
        said = code(lambda: town.ask(asked, name))
        return asked.level if said == "ok" else said

    ways = {
        "the host itself": (loan(town, "shop", level=5, **named), "organiser"),
        "paid by the host": (town.hours("carl", level=5, on_behalf_of=town.ids["shop"], **named), "organiser"),
        "of the host": (
            town.hours("carl", level=3, started_at=town.now - timedelta(hours=6), **named),
            "carl",
        ),
        "drafted it": (town.hours("organiser", level=3, **named), "organiser"),
    }
    assert {way: level_of(*asked) for way, asked in ways.items()} == {
        "the host itself": 5,
        "paid by the host": 5,
        "of the host": 3,
        "drafted it": 3,
    }
    more = {
        "of the host": (town.hours("carl", level=4, started_at=town.now - timedelta(hours=9), **named), "carl"),
        "drafted it": (
            town.hours("organiser", level=4, started_at=town.now - timedelta(hours=9), **named),
            "organiser",
        ),
        "a host that has not agreed": (loan(town, "company", level=3, **named), "organiser"),
        "a helper": (town.hours("dora", level=3, **named), "organiser"),
        "another act": (
            loan(town, "shop", level=3, activity="另一场地", activity_id=published(town).activity_id),
            "organiser",
        ),
    }
    assert {way: level_of(*asked) for way, asked in more.items()} == {
        "of the host": NOT_HELD,
        "drafted it": NOT_HELD,
        "a host that has not agreed": NOT_HELD,
        "a helper": NOT_HELD,
        # The shop agreed there too.
        "another act": 3,
    }


def test_whoever_acts_for_a_host_organised_it_while_they_did(town):
    fair = published(town)
    agency_id = new_id("agc")
    of_the_shop = actor(town.ids["carl"], Role.ORGANISATION_AGENT, organisation_id=town.ids["shop"])
    asked = requests.GrantAgency(agency_id=agency_id, organisation_id=town.ids["shop"], agent_id=town.ids["dora"])
    town.bench.ask(asked, as_=of_the_shop)
    town.ask(requests.AgreeAgency(agency_id=agency_id), "dora")
    before = town.hours("dora", level=3, activity_id=fair.activity_id)
    assert code(lambda: town.ask(before, "dora")) == NOT_HELD

    town.bench.clock.advance(hours=4)
    later = town.hours("dora", level=3, activity_id=fair.activity_id)
    assert town.ask(later, "dora").level == 3


def test_a_task_gives_its_level_to_whoever_came_and_again_where_it_was_returned(town):
    fair = running(town, shift(town.now + timedelta(hours=24), level=4))
    scan_in(town, fair.activity_id, shift_id=fair.shifts[0].shift_id)
    town.bench.clock.at = fair.planned_end
    town.ask(requests.CloseActivity(activity_id=fair.activity_id), "organiser")
    town.bench.run_sweeps()
    [came] = town.ask(requests.ListAttendances(activity_id=fair.activity_id), "organiser").items
    claim = town.ask(requests.GetContribution(contribution_id=came.contribution_id), "staff")
    assert claim.level == 4

    town.ask(requests.ReturnContribution(contribution_id=claim.contribution_id, reason="请补照片"), "confirmer")
    again = {
        "activity": claim.activity,
        "activity_id": fair.activity_id,
        "started_at": claim.started_at,
        "minutes": claim.minutes,
    }
    told = {
        "as another one": code(lambda: town.ask(town.hours(level=4, **again), "anna")),
        "for more": code(lambda: town.ask(town.hours(level=5, replaces=claim.contribution_id, **again), "anna")),
    }
    assert told == {"as another one": NOT_HELD, "for more": NOT_HELD}
    assert town.ask(town.hours(level=4, replaces=claim.contribution_id, **again), "anna").level == 4


def test_an_act_of_which_only_a_draft_exists_says_nothing(town):
    drafted = festival(town)
    town.ask(drafted, "organiser")
    agree(town, drafted.activity_id)
    asked = loan(town, "shop", level=3, activity_id=drafted.activity_id)
    assert code(lambda: town.ask(asked, "organiser")) == "points.activity_unknown"
