"""Keys: issued by two operators, told once, ended at once; nobody learns from a no which keys exist."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from gateway.identity import keys, rules
from tests.database.gateway.conftest import ADMIN_KEY, COMMUNITY, Front
from tests.support.counting import statements

WANTED = {"label": "x", "roles": ["community_staff"], "communities": [COMMUNITY]}
OVERVIEW = f"/v1/parties/{new_id('pty')}/overview"


def test_a_key_opens_the_door_until_it_is_revoked(front: Front, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "REMEMBERED_SECONDS", 0.0)
    token = front.key("community_staff")
    key_id = "_".join(token.split("_")[2:4])

    assert front.get(OVERVIEW, token=token).status_code == 200
    assert front.post(f"/v1/keys/{key_id}/revocation", {}).json["version"] == 3
    assert front.post(f"/v1/keys/{key_id}/revocation", {}).status_code == 200

    refused = front.get(OVERVIEW, token=token)
    assert (refused.status_code, refused.json["code"]) == (401, "key-invalid")


def test_a_repeated_issue_gives_the_same_key_and_stores_no_secret(front: Front):
    wanted = {**WANTED, "key_id": new_id("key"), "party_id": new_id("pty")}

    first, again = front.post("/v1/keys", wanted, key="once"), front.post("/v1/keys", wanted, key="once")
    agreed, agreed_again = (front.agree(wanted["key_id"], key="once") for _ in range(2))

    halves = first.json["first_half"].rsplit("_", 1)[1], agreed.json["second_half"]
    assert (again.json, agreed_again.json) == (first.json, agreed.json)
    assert {one.headers["Idempotency-Replayed"] for one in (again, agreed_again)} == {"true"}
    with front.transactions.engine.connect() as connection:
        keys_kept = connection.execute(text("SELECT string_agg(k::text, '') FROM api_keys AS k")).scalar_one()
        answers_kept = connection.execute(text("SELECT string_agg(r::text, '') FROM requests AS r")).scalar_one()
    assert wanted["key_id"] in keys_kept
    assert wanted["key_id"] in answers_kept
    assert not any(half in keys_kept + answers_kept for half in halves)
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


def test_a_party_has_two_live_keys_at_most_and_changes_them_without_a_gap(front: Front):
    party = new_id("pty")
    old, new = (front.key("resident", party_id=party) for _ in range(2))

    third = {**WANTED, "key_id": new_id("key"), "party_id": party}
    assert (front.post("/v1/keys", third).status_code, front.post("/v1/keys", third).json["code"]) == (
        409,
        "two-live-keys",
    )
    front.post(f"/v1/keys/{'_'.join(old.split('_')[2:4])}/revocation", {})
    assert front.get(OVERVIEW, token=new).status_code == 200
    ends = {"expires_at": (front.clock.at + timedelta(days=1)).isoformat()}
    assert front.post("/v1/keys", third | ends).status_code == 201

    three = [{**WANTED, "key_id": new_id("key"), "party_id": new_id("pty")} for _ in range(2)]
    three += [{**three[0], "key_id": new_id("key")} for _ in range(2)]
    assert front.post("/v1/keys/batch", {"keys": three}).json["code"] == "two-live-keys"
    front.clock.advance(days=2)
    assert front.key("resident", party_id=party)
    assert len(front.get("/v1/keys").json["items"]) == 4


def test_keys_asked_for_at_once_are_counted_one_after_the_other(front: Front):
    party = new_id("pty")
    statuses: list[int] = []

    def ask() -> None:
        wanted = {**WANTED, "key_id": new_id("key"), "party_id": party}
        with front.app.test_client() as client:
            headers = {
                "Authorization": f"Bearer {ADMIN_KEY}",
                "Idempotency-Key": new_id("key"),
                "X-Community": COMMUNITY,
            }
            statuses.append(client.post("/v1/keys", json=wanted, headers=headers).status_code)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [201] * 2 + [409] * 4


def test_a_test_key_acts_in_sandboxes_only_and_says_what_it_is(front: Front):
    sandbox, test = "test-changlinpan", {"environment": "test"}
    for wanted in (
        {**WANTED, **test},
        {**WANTED, "communities": [sandbox]},
        {**WANTED, **test, "communities": [sandbox, COMMUNITY]},
    ):
        answer = front.post("/v1/keys", {**wanted, "key_id": new_id("key"), "party_id": new_id("pty")})
        assert (answer.status_code, answer.json["code"]) == (422, "wrong-environment")

    token = front.key("community_staff", communities=(sandbox,), **test)

    assert token.startswith("ccs_test_")
    assert front.get(OVERVIEW, token=token, **{"X-Community": sandbox}).status_code == 200
    assert front.get(OVERVIEW, token=token).json["code"] == "community-not-found"
    assert front.get("/v1/keys").json["items"][0]["environment"] == "test"
    dressed_up = token.replace("ccs_test_", "ccs_live_")
    assert front.get(OVERVIEW, token=dressed_up, **{"X-Community": sandbox}).json["code"] == "key-invalid"


def test_whatever_is_wrong_with_a_key_costs_the_same_work(front: Front, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "REMEMBERED_SECONDS", 0.0)
    ends = (front.clock.at + timedelta(days=1)).isoformat()
    revoked, expired = front.key("community_staff"), front.key("community_staff", expires_at=ends)
    front.post(f"/v1/keys/{'_'.join(revoked.split('_')[2:4])}/revocation", {})
    front.clock.advance(days=2)
    unknown, wrong = f"ccs_live_{new_id('key')}_{'0' * 64}", front.key("community_staff")[:-64] + "0" * 64
    hashed: list[str] = []
    monkeypatch.setattr(
        rules, "secret_hash", lambda secret, made=rules.secret_hash: hashed.append(secret) or made(secret)
    )

    costs = set()
    for token in (revoked, expired, unknown, wrong, "x", "ccs_live_x_y", "A" * 500):
        hashed.clear()
        with statements(front.transactions.engine) as sent:
            assert front.get(OVERVIEW, token=token).status_code == 401
        costs.add((len(hashed), tuple(sent)))

    assert len(costs) == 1
    assert costs.pop()[0] == 1


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
