"""Who may propose and put in force what contributions earn, and that everybody reads it, as the door sees it."""

from __future__ import annotations

import pytest

from contracts import shape
from contracts.points import requests
from contracts.points.answers import RateParameterPage
from services.points.rate_cards.rules import meanings
from tests.database.gateway.conftest import Front

PROPOSAL = f"rtp_{1:026d}"
RATE = {"contribution_type": "H1", "measure": "hour", "cv": "12.00", "sp": "10.00"}
CARD = {
    "proposal_id": PROPOSAL,
    "number": 2,
    "in_force_from": "2023-04",
    "heavy_cv_percent": 150,
    "sp_hours_per_month": 40,
    "rates": [RATE],
    "reason": "议事会三月会议",
}
TABLE = {
    "proposal_id": PROPOSAL,
    "number": 2,
    "in_force_from": "2023-04",
    "items": [{"code": "ROOM-20", "name": "20 平方米以内的房间", "hourly": "40.00"}],
    "reason": "租金调查",
}
NOTICE = {"name": "notice_days", "value": 5}
SMALLER = {
    "night_from_hour": (22, 19, 23, "hours"),
    "food_8_days_percent": (40, 0, 50, "percent"),
    "replace_days": (7, 1, 30, "days"),
    "grace_days": (30, 7, 180, "days"),
    "first_lapse_notice_days": (30, 14, 90, "days"),
    "pool_months": (6, 1, 24, "months"),
    "share_least_cv": (100, 10, 1_000, "cv"),
    "spread_least_yuan": (1_000, 50, 10_000, "yuan"),
    "fetch_hours": (24, 1, 336, "hours"),
    "third_reminder_hours": (24, 1, 336, "hours"),
}
"""Value of the rulebook, least, most, unit."""
DECISION = f"/v1/rate-proposals/{PROPOSAL}/decision"


@pytest.mark.parametrize(
    ("path", "body", "request_type"),
    [
        ("/v1/rate-cards", CARD, requests.ProposeRateCard),
        ("/v1/rate-cards", CARD | {"parameters": [NOTICE]}, requests.ProposeRateCard),
        ("/v1/loan-tables", TABLE, requests.ProposeLoanTable),
        (DECISION, {"accept": True}, requests.DecideRateProposal),
    ],
)
def test_the_council_is_let_in_and_nobody_else(front: Front, path, body, request_type):
    answer = front.post(path, body, token=front.key("council_member"))
    assert answer.status_code < 300, answer.json
    [asked] = front.services.asked
    assert type(asked[0]) is request_type
    assert asked[0].proposal_id == PROPOSAL
    for role in ("community_staff", "approver", "confirmer", "auditor", "resident", "system_operator"):
        refused = front.post(path, body, token=front.key(role))
        assert (refused.status_code, refused.json["code"]) == (403, "not-allowed")
    assert len(front.services.asked) == 1


@pytest.mark.parametrize("field", ["proposed_by", "decided_by", "state"])
def test_nobody_says_yes_for_others_in_the_body(front: Front, field: str):
    for path, body in (("/v1/loan-tables", TABLE), (DECISION, {"accept": True})):
        answer = front.post(path, body | {field: "x"}, token=front.key("council_member"))
        assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert front.services.asked == []


def test_the_numbers_go_along_with_the_card(front: Front):
    assert (
        front.post("/v1/rate-cards", CARD | {"parameters": [NOTICE]}, token=front.key("council_member")).status_code
        < 300
    )
    [asked] = front.services.asked
    assert [(one.name, one.value) for one in asked[0].parameters] == [("notice_days", 5)]
    for wrong in (
        {"name": "notice_days", "value": "5"},
        {"name": "notice_days", "value": 1.5},
        {"name": "notice_days"},
    ):
        answer = front.post("/v1/rate-cards", CARD | {"parameters": [wrong]}, token=front.key("council_member"))
        assert (answer.status_code, answer.json["code"]) == (422, "invalid")


@pytest.mark.parametrize("path", ["/v1/rate-cards", "/v1/loan-tables", "/v1/rate-proposals", "/v1/rate-parameters"])
def test_everybody_reads(front: Front, path: str):
    method = path.removeprefix("/v1/").replace("-", "_")
    front.services.answers[f"list_{method}"] = {"items": [], "next_key": None}

    for token in (None, front.key("resident")):
        assert front.get(path, token=token).json["items"] == []


def test_everybody_reads_between_which_bounds_the_council_may_set_what(front: Front):
    page = RateParameterPage(items=meanings(), next_key=None)
    front.services.answers["list_rate_parameters"] = shape.dump(page)

    items = {one["name"]: one for one in front.get("/v1/rate-parameters", token=None).json["items"]}

    told = {name: tuple(items[name][what] for what in ("first", "least", "most", "unit")) for name in SMALLER}
    assert told == SMALLER
    assert all(one["zh"] and one["en"] and one["source"].startswith("§") for one in items.values())
