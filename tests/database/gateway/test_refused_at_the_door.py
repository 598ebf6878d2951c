"""What the door itself refuses, each with its own status and code, before any service is asked."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import ImATeapot

from chassis.ids import new_id
from gateway.identity.rules import KEYS_AT_ONCE_MAX
from gateway.web import asking
from tests.database.gateway.conftest import COMMUNITY, Front

LOT = f"/v1/lots/{new_id('lot')}"


def wanted(party_id: str | None = None) -> dict[str, object]:
    """A key for somebody."""
    return {
        "key_id": new_id("key"),
        "label": "x",
        "party_id": party_id or new_id("pty"),
        "roles": ["resident"],
        "communities": [COMMUNITY],
    }


def test_keys_that_are_not_issued_or_not_there(front: Front):
    operator = new_id("pty")
    token = front.key("system_operator", party_id=operator)

    many = front.post("/v1/keys/batch", {"keys": [wanted() for _ in range(KEYS_AT_ONCE_MAX + 1)]})
    own = front.post("/v1/keys", wanted(operator), token=token)
    unknown = front.post(f"/v1/keys/{new_id('key')}/revocation", {})

    said = [(answer.status_code, answer.json["code"]) for answer in (many, own, unknown)]
    assert said == [(422, "too-many-keys"), (403, "key-for-oneself"), (404, "key-not-found")]


def test_addresses_and_methods_that_there_are_not(front: Front):
    nowhere, unmade = front.get("/v1/nowhere"), front.client.delete("/v1/status")

    assert (nowhere.status_code, nowhere.json["code"]) == (404, "route-not-found")
    assert (unmade.status_code, unmade.json["code"]) == (405, "method-not-allowed")
    assert "GET" in unmade.headers["Allow"]


def test_a_change_that_names_no_version_and_a_request_that_names_no_community(front: Front):
    village = front.key("village_agent")
    both = front.key("resident", communities=(COMMUNITY, "elsewhere"))

    blind = front.client.put(
        f"{LOT}/draft",
        json={},
        headers={"Authorization": f"Bearer {village}", "X-Community": COMMUNITY, "Idempotency-Key": "k"},
    )
    homeless = front.client.get("/v1/redemptions", headers={"Authorization": f"Bearer {both}"})

    assert (blind.status_code, blind.json["code"]) == (428, "if-match-missing")
    assert (homeless.status_code, homeless.json["code"]) == (400, "community-missing")
    assert front.services.asked == []


def test_what_the_framework_refuses_is_a_problem_like_any_other(front: Front, monkeypatch: pytest.MonkeyPatch):
    def refuse(_principal: object) -> None:
        raise ImATeapot

    monkeypatch.setattr(asking, "actor_of", refuse)

    answer = front.get("/v1/items")

    assert (answer.status_code, answer.content_type, answer.json["code"]) == (
        400,
        "application/problem+json",
        "bad-request",
    )
