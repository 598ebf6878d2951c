"""Who may let somebody act for an organisation, agree, end and look, as the door sees it."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points import requests
from tests.database.gateway.conftest import Front

AGENCY = f"agc_{1:026d}"
GRANT = {"agency_id": AGENCY, "organisation_id": new_id("pty"), "agent_id": new_id("pty")}
ALL = "/v1/agencies"


@pytest.mark.parametrize(
    ("path", "body", "request_type", "right", "wrong"),
    [
        (
            ALL,
            GRANT,
            requests.GrantAgency,
            ("merchant_agent", "village_agent", "community_staff"),
            ("resident", "auditor"),
        ),
        (f"{ALL}/{AGENCY}/acceptance", {}, requests.AgreeAgency, ("resident",), ("community_staff", "council_member")),
        (f"{ALL}/{AGENCY}/end", {}, requests.EndAgency, ("resident", "organisation_agent"), ("auditor", "confirmer")),
    ],
)
def test_the_right_role_is_let_in_and_the_wrong_one_is_not(front: Front, path, body, request_type, right, wrong):
    for role in right:
        answer = front.post(path, body, token=front.key(role))
        assert answer.status_code < 300, answer.json
    assert [type(asked[0]) for asked in front.services.asked] == [request_type] * len(right)
    assert front.services.asked[0][0].agency_id == AGENCY
    for role in wrong:
        refused = front.post(path, body, token=front.key(role))
        assert (refused.status_code, refused.json["code"]) == (403, "not-allowed")
    assert len(front.services.asked) == len(right)


def test_who_looks_says_of_whom(front: Front):
    front.services.answers["list_agencies"] = {"items": [], "next_key": None}
    whose = GRANT["organisation_id"]

    for role in ("resident", "merchant_agent", "auditor"):
        assert front.get(f"{ALL}?party_id={whose}", token=front.key(role)).json["items"] == []
    assert front.get(ALL, token=front.key("confirmer")).status_code == 403
    assert front.get(ALL, token=None).status_code == 401
    assert {asked[0].party_id for asked in front.services.asked} == {whose}


@pytest.mark.parametrize("field", ["granted_by", "began_at", "state"])
def test_nobody_says_yes_for_others_in_the_body(front: Front, field: str):
    answer = front.post(ALL, GRANT | {field: "x"}, token=front.key("merchant_agent"))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert front.services.asked == []
