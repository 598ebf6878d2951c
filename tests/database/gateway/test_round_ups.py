"""Round-ups at the door: shops report, customers look at their own, and a till that says nothing has asked nobody."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.donations.requests import ReportRounds
from tests.database.gateway.conftest import Front

ROUND = {"payment_reference": "POS-1", "paid_at": "2023-03-18T10:00:00+08:00", "amount": "0.37"}
REPORT = {"merchant_id": new_id("pty"), "fund_code": "F", "rounds": [ROUND]}
SHUT = {"merchant_id": REPORT["merchant_id"]}
ASKING = ("merchant_agent", "merchant_clerk", "federation_officer", "resident", "community_staff")


@pytest.mark.parametrize(("path", "body"), [("/v1/round-ups", REPORT), ("/v1/round-up-batches", SHUT)])
def test_only_a_shop_reports_and_puts_together(front: Front, path, body):
    answers = {role: front.post(path, body, token=front.key(role)).status_code for role in ASKING}

    assert {role for role, status in answers.items() if status in (200, 201)} == {"merchant_agent"}
    assert set(answers.values()) <= {200, 201, 403}


def test_a_yes_that_was_not_said_is_a_no(front: Front):
    front.post("/v1/round-ups", REPORT, token=front.key("merchant_agent"))

    [(asked, *_)] = front.services.asked
    assert isinstance(asked, ReportRounds)
    assert [(one.amount, one.agreed, one.shown_apart) for one in asked.rounds] == [(37, False, False)]


@pytest.mark.parametrize(
    "change", [{"amount": "0.00"}, {"amount": 37}, {"token": "anna"}, {"agreed": "yes"}, {"paid_at": "2023-03-18"}]
)
def test_a_round_up_that_is_none_reaches_no_service(front: Front, change):
    answer = front.post("/v1/round-ups", REPORT | {"rounds": [ROUND | change]}, token=front.key("merchant_agent"))

    assert answer.status_code == 422
    assert front.services.asked == []


def test_the_federation_alone_asks_for_the_conversion(front: Front):
    asking = (*ASKING, "federation_accountant", "auditor")
    path = "/v1/round-up-conversion"
    answers = {role: front.get(path, token=front.key(role)).status_code for role in asking}

    assert {role for role, status in answers.items() if status == 200} == {
        "federation_officer",
        "federation_accountant",
        "auditor",
    }
    assert set(answers.values()) == {200, 403}


def test_who_may_look(front: Front):
    looks = {
        role: (
            front.get("/v1/round-ups", token=front.key(role)).status_code,
            front.get("/v1/round-up-batches?state=late", token=front.key(role)).status_code,
        )
        for role in ASKING
    }

    assert looks == {
        "merchant_agent": (200, 200),
        "merchant_clerk": (403, 403),
        "federation_officer": (403, 200),
        "resident": (200, 403),
        "community_staff": (403, 200),
    }
    assert front.get("/v1/round-up-batches", token=None).status_code == 401
