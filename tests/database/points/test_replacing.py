"""What was returned comes again with better evidence, once, in a week, and is in time however long it lay with others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import Document
from contracts.points.kinds import ContributionState, ContributionType, DocumentKind, Evidence, HoursType, Strain
from tests.database.points.charity import running, scan_in, shift
from tests.database.points.town import at_once
from tests.support.bench import AskRefused

BETTER = Document(sha256="b" * 64, kind=DocumentKind.BANK_LINE)
NOT_REPLACEABLE = "points.not_replaceable"


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def again(asked, **changes: object):
    plain = {"contribution_id": new_id("ctb"), "replaces": asked.contribution_id, "documents": (BETTER,)}
    return replace(asked, **(plain | changes))


@pytest.fixture
def returned(town):
    """Done on day 0, put forward on day 9, returned on day 16: from day 15 on nothing of day 0 is put forward any more."""
    asked = town.hours(entry_reason="住院")
    town.bench.clock.advance(days=9)
    town.ask(asked, "anna")
    town.ask(requests.SecondEntry(contribution_id=asked.contribution_id), "staff")
    town.bench.clock.advance(days=7)
    sent_back = town.confirm(asked.contribution_id, Evidence.E1)
    assert sent_back.state is ContributionState.RETURNED
    return asked


def test_what_lay_with_the_confirmer_until_day_16_comes_again_on_day_18_and_is_settled(town, returned):
    town.bench.clock.advance(days=2)

    too_late = code_of(lambda: town.ask(again(returned, replaces=None), "anna"))
    better = again(returned)
    put = town.ask(better, "anna")
    repeated = town.ask(better, "anna")
    town.ask(requests.SecondEntry(contribution_id=better.contribution_id), "staff")
    town.confirm_fully(better.contribution_id)
    town.bench.clock.advance(days=3)
    settled = town.approve(better.contribution_id)

    assert too_late == "points.submitted_too_late"
    assert put == repeated
    assert (put.state, put.manual) == (ContributionState.SUBMITTED, True)
    assert (settled.state, settled.cv) == (ContributionState.SETTLED, 20_00)
    look = requests.GetContributionEvidence(contribution_id=better.contribution_id)
    assert town.ask(look, "approver").replaces == returned.contribution_id


def test_it_comes_again_once_even_at_once(town, returned):
    both = [again(returned), again(returned)]

    outcomes = at_once([lambda one=one: town.ask(one, "anna") for one in both])

    assert sorted(outcomes) == sorted(["ok", NOT_REPLACEABLE])
    [kept] = town.bench.rows("SELECT contribution_id FROM contributions WHERE replaces IS NOT NULL")
    first = next(one for one in both if one.contribution_id == kept.contribution_id)
    assert code_of(lambda: town.ask(again(returned), "anna")) == NOT_REPLACEABLE
    town.ask(requests.ReturnContribution(contribution_id=first.contribution_id, reason="照片看不清"), "confirmer")
    assert code_of(lambda: town.ask(again(first), "anna")) == NOT_REPLACEABLE
    assert code_of(lambda: town.ask(again(returned), "anna")) == NOT_REPLACEABLE


def test_it_comes_again_within_a_week_of_the_return(town, returned):
    town.bench.clock.advance(days=7)
    last_day = again(returned)
    town.bench.clock.advance(days=1)
    after_it = code_of(lambda: town.ask(last_day, "anna"))
    town.bench.clock.advance(days=-1)

    assert after_it == NOT_REPLACEABLE
    assert town.ask(last_day, "anna").state is ContributionState.SUBMITTED


@pytest.mark.parametrize(
    "changes",
    [
        {"contribution_type": HoursType.H4},
        {"activity": "搬椅子"},
        {"activity_id": new_id("act")},
        {"started_at": timedelta(days=-1)},
    ],
    ids=["another type", "another activity", "another act of charity", "another day"],
)
def test_something_else_does_not_come_in_its_place(town, returned, changes):
    if "started_at" in changes:
        changes = {"started_at": returned.started_at + changes["started_at"]}

    assert code_of(lambda: town.ask(again(returned, **changes), "anna")) == NOT_REPLACEABLE


def test_nobody_takes_the_place_of_anothers_or_of_what_was_not_returned(town, returned):
    theirs = again(returned, party_id=town.ids["carl"])
    standing = town.hours("carl")
    town.ask(standing, "carl")

    assert code_of(lambda: town.ask(theirs, "carl")) == NOT_REPLACEABLE
    assert code_of(lambda: town.ask(again(standing), "carl")) == NOT_REPLACEABLE
    assert code_of(lambda: town.ask(again(standing, replaces=new_id("ctb")), "carl")) == NOT_REPLACEABLE


def test_what_was_in_time_at_first_needs_no_second_person_later(town):
    asked = town.hours()
    town.ask(asked, "anna")
    town.bench.clock.advance(days=10)
    town.ask(requests.ReturnContribution(contribution_id=asked.contribution_id, reason="缺照片"), "confirmer")

    put = town.ask(again(asked), "anna")

    assert put.manual is False


def test_heavy_work_that_was_listed_comes_again_as_it_was_and_no_longer(town):
    """Only of the time that was returned is it known that two persons had listed it; whoever adds to it adds plain hours."""
    heavy = shift(town.now + timedelta(hours=24), hours_type=HoursType.H3, strain=Strain.HEAVY, level=3)
    fair = running(town, heavy)
    scan_in(town, fair.activity_id, shift_id=heavy.shift_id)
    town.bench.clock.at = fair.planned_end
    town.ask(requests.CloseActivity(activity_id=fair.activity_id), "organiser")
    town.bench.run_sweeps()
    [came] = town.ask(requests.ListAttendances(activity_id=fair.activity_id), "organiser").items
    # Without the second scan it is the organiser's list, below the floor of hours.
    confirm = requests.ConfirmContribution(contribution_id=came.contribution_id, evidence=Evidence.E1)
    sent_back = town.ask(confirm, "confirmer")
    same = {
        "contribution_type": HoursType.H3,
        "activity": sent_back.activity,
        "activity_id": fair.activity_id,
        "started_at": sent_back.started_at,
        "minutes": sent_back.minutes,
        "replaces": sent_back.contribution_id,
    }

    longer = town.hours(**(same | {"minutes": sent_back.minutes + 15}))
    earlier = town.hours(**(same | {"started_at": sent_back.started_at - timedelta(minutes=15)}))
    assert [code_of(lambda asked=asked: town.ask(asked, "anna")) for asked in (longer, earlier)] == [
        "points.not_listed"
    ] * 2
    assert code_of(lambda: town.ask(town.hours(**(same | {"replaces": None})), "anna")) == "points.not_listed"
    put = town.ask(town.hours(**same, level=3), "anna")
    assert (put.state, put.contribution_type, put.level) == (ContributionState.SUBMITTED, ContributionType.H3, 3)
