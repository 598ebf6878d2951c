"""Who may propose and agree to the calendar of working days, and that everybody reads it, as the door sees it."""

from __future__ import annotations

import pytest

from contracts.donations import requests
from tests.database.gateway.conftest import Front

TABLE = f"hol_{1:026d}"
BODY = {
    "table_id": TABLE,
    "year": "2023",
    "source": "国办发明电〔2022〕16号",
    "rows": [{"day": "2023-04-05", "kind": "holiday", "name": "清明节"}],
}
DECISION = f"/v1/holiday-tables/{TABLE}/decision"


@pytest.mark.parametrize(
    ("path", "body", "request_type", "roles"),
    [
        ("/v1/holiday-tables", BODY, requests.ProposeHolidays, ("community_staff", "council_member")),
        (DECISION, {"accept": True}, requests.DecideHolidays, ("council_member",)),
    ],
)
def test_those_who_may_are_let_in_and_nobody_else(front: Front, path, body, request_type, roles):
    for role in roles:
        assert front.post(path, body, token=front.key(role)).status_code < 300
    assert [type(asked[0]) for asked in front.services.asked] == [request_type] * len(roles)
    for role in {
        "federation_officer",
        "fund_treasurer",
        "auditor",
        "resident",
        "system_operator",
        "community_staff",
    } - set(roles):
        refused = front.post(path, body, token=front.key(role))
        assert (refused.status_code, refused.json["code"]) == (403, "not-allowed")


def test_nobody_says_yes_in_the_body(front: Front):
    for field in ("state", "decided_by", "proposed_by"):
        answer = front.post("/v1/holiday-tables", BODY | {field: "x"}, token=front.key("council_member"))
        assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_everybody_reads(front: Front):
    front.services.answers["list_holiday_tables"] = {"items": [], "next_key": None}

    for token in (None, front.key("resident")):
        assert front.get("/v1/holiday-tables", token=token).json["items"] == []
