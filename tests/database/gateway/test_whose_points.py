"""Who is let in to an organisation's points, and who only reads, as the door sees it."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points import requests
from tests.database.gateway.conftest import Front

PARTY = "pty_01HQ3Z5N8T7W9XKJ4M2V6BCDEF"
ITEM = f"itm_{1:026d}"
HOLDERS = ("resident", "organisation_agent", "merchant_agent", "village_agent", "property_billing_officer")
OTHERS = ("merchant_clerk", "community_staff", "auditor", "confirmer")


@pytest.mark.parametrize(
    ("path", "body", "request_type"),
    [
        ("/v1/lapse-choice", {"to": "nothing", "party_id": PARTY}, requests.ChooseLapse),
        ("/v1/pool/gifts", {"gift_id": f"pgf_{1:026d}", "sp": "1.00", "party_id": PARTY}, requests.GiveToPool),
        ("/v1/pool/lapsing-gifts", {"gift_id": f"pgf_{1:026d}", "party_id": PARTY}, requests.GiveLapsing),
        (
            "/v1/redemptions",
            {"redemption_id": f"rdm_{1:026d}", "item_id": ITEM, "price": "1.00", "party_id": PARTY},
            requests.Redeem,
        ),
        (
            "/v1/redemption-quotes",
            {"redemption_id": f"rdm_{1:026d}", "item_id": ITEM, "party_id": PARTY},
            requests.QuoteRedemption,
        ),
    ],
)
def test_agents_dispose_of_points_and_clerks_staff_and_auditors_do_not(front: Front, path, body, request_type):
    for role in HOLDERS:
        answer = front.post(path, body, token=front.key(role))
        assert answer.status_code < 300, answer.json
    assert {(type(asked[0]), asked[0].party_id) for asked in front.services.asked} == {(request_type, PARTY)}
    for role in OTHERS:
        refused = front.post(path, body, token=front.key(role))
        assert (refused.status_code, refused.json["code"]) == (403, "not-allowed")
    assert len(front.services.asked) == len(HOLDERS)


def test_whose_lapses_are_asked_for_is_said_in_the_address(front: Front):
    front.services.answers["list_lapse_notices"] = {"items": [], "next_key": None}
    token = front.key("organisation_agent")

    for path in ("/v1/lapse-choice", "/v1/lapse-notices"):
        assert front.get(f"{path}?party_id={PARTY}", token=token).status_code == 200
    assert {asked[0].party_id for asked in front.services.asked} == {PARTY}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"/v1/contribution-rechecks/ctb_{1:026d}/result", {"passed": False, "reason": "不符"}),
        ("/v1/erasures", {"erasure_id": f"ers_{1:026d}", "party_id": PARTY, "ground": "asked_by_person"}),
        (f"/v1/contributions/ctb_{1:026d}/withdrawal", {}),
    ],
)
def test_an_auditor_changes_nothing(front: Front, path, body):
    refused = front.post(path, body, token=front.key("auditor"))

    assert (refused.status_code, refused.json["code"]) == (403, "not-allowed")
    assert front.services.asked == []


def test_an_auditor_unlocks_with_a_reason(front: Front):
    path = f"/v1/parties/{PARTY}/personal-data/reveal"
    body = {"look_id": f"lok_{1:026d}", "field": "legal_name", "reason": "核对"}

    assert front.post(path, body, token=front.key("auditor")).status_code == 200
    assert front.post(path, body, token=front.key("council_member")).status_code == 403
    assert len(front.services.asked) == 1


def test_the_operator_has_no_business_rights(front: Front):
    party = {"party_id": PARTY, "kind": "person", "sector": "RES", "name": "李四"}

    assert front.post("/v1/parties", party).status_code == 403
    assert front.post("/v1/parties/batch", {"parties": [party]}).status_code == 403
    for path in (f"/v1/parties/{new_id('pty')}", "/v1/contributions", "/v1/redemptions", "/v1/erasures"):
        assert front.get(path).status_code == 403
    assert front.services.asked == []
