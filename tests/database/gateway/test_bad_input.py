"""Whatever is sent: a problem with a stable code, nothing asked of a service, nothing leaked."""

from __future__ import annotations

import json

import pytest

from chassis.ids import new_id
from tests.database.gateway.conftest import ADMIN_KEY, COMMUNITY, Front

HEADERS = {"Authorization": f"Bearer {ADMIN_KEY}", "X-Community": COMMUNITY, "Idempotency-Key": "k"}
JSON = {**HEADERS, "Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", JSON, 400, "malformed-json"),
        (b"", JSON, 400, "malformed-json"),
        (b"\xff\xfe", JSON, 400, "malformed-json"),
        (b'{"a": NaN}', JSON, 400, "malformed-json"),
        (b'{"a": Infinity}', JSON, 400, "malformed-json"),
        (b'{"a": 1' + b"0" * 400 + b"}", JSON, 400, "malformed-json"),
        (b'{"label": "a", "label": "b"}', JSON, 400, "malformed-json"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, JSON, 400, "malformed-json"),
        (b"[]", JSON, 422, "invalid"),
        (b"{}", JSON, 422, "invalid"),
        (b"{}", HEADERS, 415, "not-json"),
        (b"x" * (2 << 20), JSON, 413, "body-too-large"),
    ],
)
def test_a_body_that_is_not_what_it_should_be(front: Front, body: bytes, headers: dict, status: int, code: str):
    answer = front.client.post("/v1/keys", data=body, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    assert front.get("/v1/keys").json["items"] == []


def test_every_change_needs_an_idempotency_key(front: Front):
    posts = [rule for rule in front.app.url_map.iter_rules() if "POST" in rule.methods]
    assert len(posts) > 3
    for rule in posts:
        path = rule.rule.replace("<", "").replace(">", "")
        answer = front.post(path, {}, key=None)
        assert (answer.status_code, answer.json["code"]) == (400, "idempotency-key-missing"), rule.rule


def test_every_route_says_who_may_use_it(front: Front):
    document = front.get("/openapi.json").json
    operations = [each for path in document["paths"].values() for name, each in path.items() if name != "parameters"]

    assert len(operations) > 5
    for operation in operations:
        assert operation["x-roles"], operation["operationId"]
        assert operation["summary"]


def test_the_document_is_valid_openapi_3_1(front: Front):
    from openapi_spec_validator import validate

    document = front.get("/openapi.json").json

    assert document["openapi"] == "3.1.0"
    validate(json.loads(json.dumps(document)))


@pytest.mark.parametrize("path", ["/nowhere", "/v1/keys/x/y/z", "/v1//keys", "/%00", "/v1/../etc/passwd"])
def test_nothing_there_is_a_problem_too(front: Front, path: str):
    answer = front.get(path)

    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_a_failure_inside_says_only_its_request_id(front: Front, caplog: pytest.LogCaptureFixture):
    front.services.answers["get_balance"] = ZeroDivisionError
    token = front.key("community_staff")
    front.services.call_many = lambda *_a, **_k: 1 / 0  # type: ignore[method-assign]

    answer = front.get(f"/v1/parties/{new_id('pty')}/overview", token=token)

    assert (answer.status_code, answer.json["code"]) == (500, "internal-error")
    assert "division" not in answer.get_data(as_text=True)
    assert token not in caplog.text


def test_an_overview_stays_useful_when_services_are_down(front: Front, away):
    party = new_id("pty")
    front.services.answers |= {
        "get_balance": {"party_id": party, "cv": "48.50"},
        "list_orders": {"items": []},
        "list_members": away,
    }
    front.services.answers["get_donor_summary"] = away
    token = front.key("community_staff")

    answer = front.get(f"/v1/parties/{party}/overview", token=token).json

    assert answer["partial"] is True
    assert answer["missing"] == ["gifts", "memberships"]
    assert answer["balance"]["cv"] == "48.50"


def test_problems_are_chinese_first_and_english_on_request(front: Front):
    chinese, english = front.get("/nowhere"), front.get("/nowhere", **{"Accept-Language": "en"})

    assert chinese.json["detail"] == "没有这个地址。"
    assert english.json["detail"] == "There is nothing at this address."


def test_what_is_wrong_with_a_field_is_said_in_the_callers_language(front: Front):
    wrong = {"key_id": "nothing", "label": "", "roles": "resident", "communities": ["changlinpan"], "colour": "red"}

    chinese = front.post("/v1/keys", wrong).json["errors"]
    english = front.post("/v1/keys", wrong, **{"Accept-Language": "en-GB, en;q=0.9"}).json["errors"]

    assert chinese.keys() == english.keys() >= {"key_id", "label", "roles", "colour", "party_id"}
    assert english["colour"] == ["Unknown field."]
    assert chinese["colour"] == ["未知的字段。"]
    assert not [text for texts in english.values() for text in texts if not text.isascii()]
    assert not [text for texts in chinese.values() for text in texts if text.isascii()]
