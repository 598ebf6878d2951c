"""Pledges at the door: who may ask for what, and what everybody may see without a key."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from tests.database.gateway.conftest import Front

PLEDGE = f"plg_{1:026d}"
ONE = f"/v1/pledges/{PLEDGE}"
TERMS = {"terms_sha256": "a" * 64}
DRAFT = {
    "pledge_id": PLEDGE,
    "merchant_id": new_id("pty"),
    "fund_code": "F",
    "project_code": "P",
    "items": "面包",
    "basis": "share",
    "share": 200,
    "starts_on": "2023-04-01",
    "ends_on": "2023-05-31",
    "publication": "店内",
    **TERMS,
}
SALES = {"month": "2023-04", "sales": "12345.67", "document": "POS-1"}

DOORS = [
    ("/v1/pledges", DRAFT, {"merchant_agent"}),
    (f"{ONE}/signature", TERMS, {"merchant_agent"}),
    (f"{ONE}/decline", None, {"merchant_agent"}),
    (f"{ONE}/end", None, {"merchant_agent"}),
    (f"{ONE}/countersignature", TERMS, {"federation_officer", "fund_treasurer"}),
    (f"{ONE}/sales", SALES, {"merchant_agent"}),
    (f"{ONE}/publication", {"month": "2023-04", "published_at": "店内"}, {"merchant_agent", "federation_officer"}),
]
ASKING = ("merchant_agent", "federation_officer", "fund_treasurer", "community_staff", "resident", "system_operator")


@pytest.mark.parametrize(("path", "body", "may"), DOORS)
def test_each_step_of_a_pledge_is_open_to_those_whose_step_it_is(front: Front, path, body, may):
    answers = {role: front.post(path, body, token=front.key(role)) for role in ASKING}

    assert {role for role, answer in answers.items() if answer.status_code in (200, 201)} == may
    assert {answer.status_code for role, answer in answers.items() if role not in may} == {403}
    assert len(front.services.asked) == len(may)


@pytest.mark.parametrize(
    "change",
    [
        {"share": 0},
        {"share": 10_001},
        {"share": "2%"},
        {"least": "-1.00"},
        {"basis": "whole"},
        {"agreement_number": "x"},
    ],
)
def test_terms_that_are_none_reach_no_service(front: Front, change):
    answer = front.post("/v1/pledges", DRAFT | change, token=front.key("merchant_agent"))

    assert (answer.status_code, set(answer.json["errors"])) == (422, set(change))
    assert front.services.asked == []


def test_a_banner_is_read_without_a_key_and_its_months_are_not(front: Front):
    assert front.get("/v1/pledge-banners/CS-2023-V6BCDEF0", token=None).status_code == 200
    assert front.get("/v1/pledge-banners", token=None).status_code == 200
    assert front.get(f"{ONE}/settlements", token=None).status_code == 401
    assert front.get(f"{ONE}/settlements", token=front.key("resident")).status_code == 403
    assert front.get(f"{ONE}/settlements", token=front.key("auditor")).status_code == 200
