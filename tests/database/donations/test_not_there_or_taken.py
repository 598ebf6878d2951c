"""What is not there, what is taken and what is over in donations: each is said with its own code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.kinds import ProjectKind
from contracts.roles import Role
from tests.database.donations.town import CAMP, FUND, MONTHLY, project
from tests.support.bench import AskRefused, actor

OPERATOR = actor(new_id("pty"), Role.SYSTEM_OPERATOR)


def refusal(town, request, name: str, **more: int) -> str:
    with pytest.raises(AskRefused) as caught:
        town.ask(request, name, **more)
    return caught.value.code


def test_a_code_or_an_id_says_the_same_or_is_taken(town):
    goods = town.asking_goods()
    town.ask(goods, "baker")
    fund = requests.CreateFund(fund_code=FUND, name="另一个基金", host_id=town.ids["charity"])

    assert refusal(town, fund, "officer") == "funds.code_taken"
    assert refusal(town, project(CAMP, kind=ProjectKind.MONTHLY_GIVING), "officer") == "funds.code_taken"
    assert refusal(town, replace(goods, title="馒头"), "baker") == "goods.id_taken"


def test_no_line_and_no_statement_stands_under_an_unknown_id(town):
    line_id = town.open_line().rsplit(":", 1)[0]
    unknown = new_id("stm")

    assert refusal(town, requests.GetStatement(statement_id=unknown), "officer") == "statements.not_found"
    missing = requests.ProposeMatch(line_id=line_id.replace(line_id[-4:], "0000"), reason="无备注")
    assert refusal(town, missing, "officer") == "statements.line_not_found"


def test_a_gift_that_was_paid_is_not_paid_by_a_second_line(town):
    gift, line_id = town.paid(), town.open_line(30_00)

    match = requests.ProposeMatch(line_id=line_id, gift_id=gift.gift_id, reason="同一人")

    assert refusal(town, match, "officer") == "statements.gift_not_payable"


def test_a_receipt_that_was_not_asked_for_or_not_issued_is_not_voided(town):
    gift = town.paid()
    void = requests.VoidReceipt(gift_id=gift.gift_id, reason="抬头写错")

    assert refusal(town, requests.GetReceipt(gift_id=gift.gift_id), "anna") == "receipts.not_found"
    assert refusal(town, void, "officer") == "receipts.not_found"
    town.ask(requests.RequestReceipt(gift_id=gift.gift_id, payer_name="安娜"), "anna")
    assert refusal(town, void, "officer") == "receipts.nothing_to_void"


def test_a_promise_of_monthly_gifts_takes_its_steps_in_order(town):
    draft = requests.DraftMandate(
        mandate_id=new_id("mdt"),
        donor_id=town.ids["anna"],
        fund_code=FUND,
        project_code=MONTHLY,
        amount=20_00,
        day_of_month=20,
    )
    town.ask(draft, "anna")

    activate = requests.ActivateMandate(mandate_id=draft.mandate_id, contract_number="WX-1")

    assert refusal(town, activate, "officer") == "mandates.wrong_state"


def test_a_version_that_nothing_checks_and_a_clock_that_stands_are_refused(town):
    fund = requests.CreateFund(fund_code="clp-second", name="第二基金", host_id=town.ids["charity"])

    assert refusal(town, fund, "officer", if_version=1) == "if-match-not-supported"
    with pytest.raises(AskRefused, match=r"operations\.clock-not-movable"):
        town.bench.ask(requests.MoveClock(offset_seconds=60), as_=OPERATOR)
