"""Who may propose, decide and see that a judge's service does not count, as the door sees it."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.merchants import requests
from tests.database.gateway.conftest import Front

WITHDRAWAL = f"svw_{1:026d}"
PROPOSAL = {
    "withdrawal_id": WITHDRAWAL,
    "panel_id": new_id("pnl"),
    "judge_id": new_id("pty"),
    "reason": "ERROR",
    "note": "记错了人",
}
ALL = "/v1/service-withdrawals"
DECISION = f"{ALL}/{WITHDRAWAL}/decision"


@pytest.mark.parametrize(
    ("path", "body", "request_type", "right", "wrong"),
    [
        (
            ALL,
            PROPOSAL,
            requests.ProposeServiceWithdrawal,
            ("tasting_chief", "community_staff"),
            ("tasting_judge", "merchant_agent", "council_member"),
        ),
        (
            DECISION,
            {"accept": True},
            requests.DecideServiceWithdrawal,
            ("council_member",),
            ("tasting_chief", "community_staff", "resident"),
        ),
    ],
)
def test_the_right_role_is_let_in_and_the_wrong_one_is_not(front: Front, path, body, request_type, right, wrong):
    for role in right:
        answer = front.post(path, body, token=front.key(role))
        assert answer.status_code < 300, answer.json
    assert [type(asked[0]) for asked in front.services.asked] == [request_type] * len(right)
    for role in wrong:
        refused = front.post(path, body, token=front.key(role))
        assert (refused.status_code, refused.json["code"]) == (403, "not-allowed")
    assert len(front.services.asked) == len(right)


def test_judges_council_and_auditors_look_and_merchants_do_not(front: Front):
    front.services.answers["list_service_withdrawals"] = {"items": [], "next_key": None}
    for role in ("tasting_judge", "council_member", "auditor"):
        assert front.get(ALL, token=front.key(role)).json["items"] == []
    assert front.get(ALL, token=front.key("merchant_agent")).status_code == 403
    assert front.get(ALL, token=None).status_code == 401


@pytest.mark.parametrize("reason", ["RETURNED_GOODS", "DONATION_REFUNDED", "error", ""])
def test_a_reason_that_cannot_be_said_of_a_service_is_refused_at_the_door(front: Front, reason: str):
    answer = front.post(ALL, PROPOSAL | {"reason": reason}, token=front.key("tasting_chief"))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert front.services.asked == []
