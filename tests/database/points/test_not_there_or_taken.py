"""What is not there, what is taken and what is too much in points: each is said with its own code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import ItemKind, ReversalReason
from services.points.activities import refusals as activities
from services.points.activities.rules import counts
from services.points.contributions import refusals as contributions
from services.points.contributions import submitting
from services.points.contributions.rules.entering import AT_ONCE_MAX
from services.points.reversals import refusals as reversals
from services.points.reversals import rules as reversal_rules
from services.points.volunteers import refusals as volunteers
from services.points.volunteers import rules as volunteer_rules
from tests.database.points import fees
from tests.database.points.charity import published, scan_in, shift, signing
from tests.support.bench import AskRefused

NOON = datetime(2023, 3, 18, 4, 0, tzinfo=UTC)
DAY = NOON.date()


def refusal(town, request, name: str) -> str:
    with pytest.raises(AskRefused) as caught:
        town.ask(request, name)
    return caught.value.code


def test_nothing_is_decided_under_an_unknown_id(town):
    decided = {
        refusal(town, request, "confirmer")
        for request in (
            requests.ConfirmBeneficiaries(report_id=new_id("bnf")),
            requests.DecideCorrection(correction_id=new_id("cor"), accepts=True),
            requests.VerifyQualification(qualification_id=new_id("qlf")),
        )
    }

    assert decided == {
        "points.beneficiary_report_not_found",
        "points.correction_not_found",
        "points.qualification_not_found",
    }


def test_nobody_helps_in_a_shift_that_is_not_the_activitys(town):
    drafted = published(town)
    elsewhere = shift(drafted.planned_start)

    assert refusal(town, signing(elsewhere, drafted), "anna") == "points.shift_not_found"


def test_who_has_come_does_not_withdraw(town):
    drafted = published(town)
    sign_up = signing(drafted.shifts[0], drafted)
    town.ask(sign_up, "anna")
    town.bench.clock.at = drafted.planned_start
    town.ask(requests.StartActivity(activity_id=drafted.activity_id), "organiser")
    scan_in(town, drafted.activity_id)

    withdraw = requests.WithdrawSignUp(sign_up_id=sign_up.sign_up_id)

    assert refusal(town, withdraw, "anna") == "points.already_checked_in"


def test_an_item_and_a_programme_are_said_once(town):
    item = requests.ProposeItem(
        item_id=new_id("itm"),
        provider_id=town.ids["shop"],
        name="一碗面",
        kind=ItemKind.GOODS,
        price=1_00,
        stock=1,
    )
    town.ask(item, "staff")
    fees.opened(town, budget=1_000_00)
    programme = requests.DraftProgramme(
        programme_id=fees.PROGRAMME,
        company_id=town.ids["company"],
        name="另一个计划",
        budget=1_000_00,
        cap_percent=10,
        billing_periods=("2023",),
        criteria="志愿服务时长",
    )

    assert refusal(town, replace(item, name="两碗面"), "staff") == "points.item_id_taken"
    assert refusal(town, programme, "staff") == "points.programme_id_taken"


def test_what_is_too_much_or_names_nobody_is_not_taken():
    nothing: Any = None

    with pytest.raises(contributions.TooManyAtOnce):
        submitting.judge(nothing, [nothing] * (AT_ONCE_MAX + 1), by=nothing, channel=nothing)
    with pytest.raises(volunteers.TooMuchToCertify):
        volunteer_rules.check_services([nothing] * (volunteer_rules.LINES_MAX + 1))
    with pytest.raises(activities.BeneficiaryCountsUnfit):
        counts.check_counts((), earlier=0, reason=None)


def test_what_has_no_measure_is_taken_back_as_a_whole():
    unmeasured: Any = SimpleNamespace(minutes=0, fen=0)
    wanted = reversal_rules.Reversal(source_id="x", reason=ReversalReason.ERROR, because="x", amount=1)

    with pytest.raises(reversals.ReversedInWholeOnly):
        reversal_rules.take(unmeasured, wanted, before=(), reversal_id="x", on=DAY, at=NOON)
