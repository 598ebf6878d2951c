"""What follows from findings, over HTTP: whoever has a key asks, and only about oneself unless the service says otherwise."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points.requests import ListConsequences
from tests.database.gateway.conftest import Front


@pytest.mark.parametrize("role", ["resident", "confirmer", "council_member", "auditor"])
def test_whoever_has_a_key_asks_for_themselves(front: Front, role: str):
    front.services.answers["list_consequences"] = {"items": [], "next_key": None}
    party_id = new_id("pty")

    answer = front.get("/v1/confirmation-consequences", token=front.key(role, party_id=party_id))

    assert (answer.status_code, answer.json["items"]) == (200, [])
    [actor] = [actor for asked, actor, *_ in front.services.asked if isinstance(asked, ListConsequences)]
    assert actor.party_id == party_id


def test_nobody_asks_without_a_key(front: Front):
    answer = front.get("/v1/confirmation-consequences", token=None)

    assert (answer.status_code, answer.json["code"]) == (401, "key-required")


def test_a_resident_decides_about_no_finding(front: Front):
    path = f"/v1/confirmation-findings/{new_id('fnd')}/decision"
    answer = front.post(path, {"upheld": True, "reason": "无"}, token=front.key("resident"))

    assert (answer.status_code, answer.json["code"]) == (403, "not-allowed")
