"""Keys: issued by an operator, told once, ended at once; nobody learns from a no which keys exist."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from gateway.identity import keys
from tests.database.gateway.conftest import COMMUNITY, Front

WANTED = {"label": "x", "roles": ["community_staff"], "communities": [COMMUNITY]}
OVERVIEW = f"/v1/parties/{new_id('pty')}/overview"


def test_a_key_opens_the_door_until_it_is_revoked(front: Front, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "REMEMBERED_SECONDS", 0.0)
    token = front.key("community_staff")
    key_id = "_".join(token.split("_")[2:4])

    assert front.get(OVERVIEW, token=token).status_code == 200
    assert front.post(f"/v1/keys/{key_id}/revocation", {}).json["version"] == 2
    assert front.post(f"/v1/keys/{key_id}/revocation", {}).status_code == 200

    refused = front.get(OVERVIEW, token=token)
    assert (refused.status_code, refused.json["code"]) == (401, "key-invalid")


def test_a_repeated_issue_gives_the_same_key_and_stores_no_secret(front: Front):
    wanted = {**WANTED, "key_id": new_id("key"), "party_id": new_id("pty")}

    first, again = front.post("/v1/keys", wanted, key="once"), front.post("/v1/keys", wanted, key="once")

    secret = first.json["token"].rsplit("_", 1)[1]
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    with front.transactions.engine.connect() as connection:
        keys_kept = connection.execute(text("SELECT string_agg(k::text, '') FROM api_keys AS k")).scalar_one()
        answers_kept = connection.execute(text("SELECT string_agg(r::text, '') FROM requests AS r")).scalar_one()
    assert wanted["key_id"] in keys_kept
    assert wanted["key_id"] in answers_kept
    assert secret not in keys_kept + answers_kept
    assert front.post("/v1/keys", wanted, key="another").json["code"] == "key-id-taken"
    assert front.post("/v1/keys", {**wanted, "label": "y"}, key="once").json["code"] == "idempotency-key-reused"


def test_unknown_wrong_expired_and_malformed_keys_get_the_same_answer(front: Front, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "REMEMBERED_SECONDS", 0.0)
    token = front.key("community_staff", expires_at=(front.clock.at + timedelta(days=1)).isoformat())
    unknown = f"ccs_live_{new_id('key')}_{'0' * 64}"
    wrong = token[:-4] + ("0000" if not token.endswith("0000") else "1111")
    assert front.get(OVERVIEW, token=token).status_code == 200
    front.clock.advance(days=2)

    answers = [
        front.get(OVERVIEW, token=given) for given in (token, unknown, wrong, "x", "ccs_live_x_y", "é", "A" * 5000)
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({(answer.json["code"], answer.json["detail"]) for answer in answers}) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"roles": []}, "key-too-wide"),
        ({"communities": []}, "key-too-wide"),
        ({"roles": ["system_operator", "approver"]}, "key-too-wide"),
        ({"roles": ["tasting_chief", "tasting_judge"]}, "key-too-wide"),
        ({"expires_at": "2020-01-01T00:00:00+00:00"}, "key-too-wide"),
        ({"roles": ["emperor"]}, "invalid"),
        ({"admin": True}, "invalid"),
        ({"key_id": "key_1"}, "invalid"),
        ({"party_id": None}, "invalid"),
    ],
)
def test_a_key_that_may_not_be_is_not_issued(front: Front, change: dict[str, object], code: str):
    answer = front.post("/v1/keys", {**WANTED, "key_id": new_id("key"), "party_id": new_id("pty"), **change})

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert front.get("/v1/keys").json["items"] == []


def test_only_the_operator_issues_keys_and_he_has_no_business_rights(front: Front):
    staff = front.key("community_staff")
    wanted = {**WANTED, "key_id": new_id("key"), "party_id": new_id("pty")}

    assert front.post("/v1/keys", wanted, token=staff).json["code"] == "not-allowed"
    assert front.post("/v1/keys", wanted, token=None).json["code"] == "key-required"
    assert front.get(OVERVIEW).json["code"] == "not-allowed"


def test_a_key_of_one_community_finds_nothing_in_another(front: Front):
    token = front.key("community_staff")

    answer = front.get(OVERVIEW, token=token, **{"X-Community": "elsewhere"})

    assert (answer.status_code, answer.json["code"]) == (404, "community-not-found")
    assert front.services.asked == []


def test_denied_calls_are_in_the_audit_which_nobody_can_change(front: Front):
    front.get(OVERVIEW, token="nonsense")

    with front.transactions.engine.connect() as connection:
        lines = connection.execute(text("SELECT what, code FROM audit")).all()
        assert [tuple(line) for line in lines] == [("denied", "key-invalid")]
        with pytest.raises(Exception, match="permission denied"):
            connection.execute(text("DELETE FROM audit"))
