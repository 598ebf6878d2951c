"""Versions, pages, repeats, limits and headers, the same on every route."""

from __future__ import annotations

import logging

import pytest

from chassis.ids import new_id
from contracts.refused import HeldByAnother, Refused, Stale, StillRunning
from tests.database.gateway.conftest import ADMIN_KEY, COMMUNITY, Front

CONTRIBUTION = {"contribution_id": new_id("ctb"), "state": "submitted", "version": 3}
ONE = f"/v1/contributions/{CONTRIBUTION['contribution_id']}"


def test_who_holds_the_version_gets_no_body_and_who_does_not_gets_all(front: Front):
    front.services.answers["get_contribution"] = CONTRIBUTION
    token = front.key("community_staff")

    first = front.get(ONE, token=token)
    known = front.get(ONE, token=token, **{"If-None-Match": first.headers["ETag"]})
    older = front.get(ONE, token=token, **{"If-None-Match": '"2"'})

    assert first.headers["ETag"] == '"3"'
    assert (known.status_code, known.data, known.headers["ETag"]) == (304, b"", '"3"')
    assert (older.status_code, older.json) == (200, CONTRIBUTION)


def test_the_version_seen_goes_to_the_service_and_its_no_comes_back(front: Front):
    token = front.key("approver")
    front.services.answers["approve_contribution"] = CONTRIBUTION

    front.post(f"{ONE}/approval", {}, token=token, **{"If-Match": '"2"'})
    front.services.answers["approve_contribution"] = Stale(current=3)
    stale = front.post(f"{ONE}/approval", {}, token=token, **{"If-Match": '"2"'})

    assert front.services.asked[0][3] == 2
    assert (stale.status_code, stale.json["code"], stale.json["details"]) == (412, "stale-version", {"current": 3})


@pytest.mark.parametrize("header", ["2", 'W/"2"', '"x"', '"0"', '"2", "3"', '"99999999999"'])
def test_a_version_that_is_none_is_refused_before_the_service_is_asked(front: Front, header: str):
    token = front.key("approver")

    answer = front.post(f"{ONE}/approval", {}, token=token, **{"If-Match": header})

    assert (answer.status_code, answer.json["code"]) == (400, "if-match-malformed")
    assert front.services.asked == []


def test_pages_go_on_with_a_cursor_that_is_of_use_to_nobody_else(front: Front):
    front.services.answers["list_contributions"] = {"items": [CONTRIBUTION], "next_key": "ctb_last"}
    mine, yours = front.key("community_staff"), front.key("community_staff")

    page = front.get("/v1/contributions?limit=1", token=mine).json
    front.services.answers["list_contributions"] = {"items": [], "next_key": None}
    last = front.get(f"/v1/contributions?limit=1&cursor={page['next_cursor']}", token=mine).json
    stolen = front.get(f"/v1/contributions?limit=1&cursor={page['next_cursor']}", token=yours)
    misplaced = front.get(f"/v1/redemptions?limit=1&cursor={page['next_cursor']}", token=mine)

    assert page["has_more"] is True
    assert "next_key" not in page
    assert "ctb_last" not in page["next_cursor"]
    assert front.services.asked[1][0].after == "ctb_last"  # type: ignore[attr-defined]
    assert last == {"items": [], "next_cursor": None, "has_more": False}
    for answer in (stolen, misplaced):
        assert (answer.status_code, answer.json["code"]) == (400, "cursor-invalid")
    assert len(front.services.asked) == 2


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=1e3",
        "limit=1&limit=2",
        "limit=٣",
        "limit=" + "9" * 400,
        "after=ctb_x",
        "state=nonsense",
        "role=admin",
    ],
)
def test_an_address_that_asks_for_nonsense_is_refused(front: Front, query: str):
    token = front.key("community_staff")

    answer = front.get(f"/v1/contributions?{query}", token=token)

    assert (answer.status_code, answer.json["code"]) == (422, "invalid"), answer.json
    assert front.services.asked == []


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": -60},
        {"minutes": 0},
        {"minutes": 60.5},
        {"minutes": "60"},
        {"minutes": True},
        {"minutes": None},
        {"minutes": 10**17},
        {"party_id": "pty_1"},
        {"party_id": f"pty_{'0' * 26}' OR 1=1 --"},
        {"started_at": "2023-03-18T10:00:00"},
        {"activity": ""},
        {"activity": "x\u0000y"},
        {"activity": "\u202egnirts"},
        {"activity": "x" * 100_000},
        {"approved_by": "me"},
        {"community": "elsewhere"},
        {"balance": "1000000.00"},
    ],
)
def test_a_field_that_is_not_what_the_contract_says_reaches_no_service(front: Front, change: dict[str, object]):
    token = front.key("resident")
    good = {
        "contribution_id": new_id("ctb"),
        "party_id": new_id("pty"),
        "contribution_type": "H1",
        "activity": "打扫卫生",
        "started_at": "2023-03-18T10:00:00+08:00",
        "minutes": 60,
    }
    assert front.post("/v1/contributions", good, token=token).status_code == 201

    answer = front.post("/v1/contributions", good | change, token=token)

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert set(answer.json["errors"]) == set(change)
    assert len(front.services.asked) == 1


def test_a_path_field_cannot_be_sent_a_second_time_in_the_body(front: Front):
    token = front.key("approver")

    answer = front.post(f"{ONE}/approval", {"contribution_id": new_id("ctb")}, token=token)

    assert (answer.status_code, set(answer.json["errors"])) == (422, {"contribution_id"})
    assert front.services.asked == []


def test_a_good_request_id_is_kept_and_a_bad_one_replaced(front: Front):
    kept = front.get("/nowhere", **{"X-Request-Id": "partner-42"})
    replaced = front.get("/nowhere", **{"X-Request-Id": "a b;c" * 100})

    assert kept.headers["X-Request-Id"] == kept.json["request_id"] == "partner-42"
    assert replaced.headers["X-Request-Id"].startswith("req_")


def test_a_service_that_is_down_says_when_to_ask_again_and_with_which_key(front: Front, away):
    front.services.answers["get_contribution"] = away
    token = front.key("community_staff")

    answer = front.get(ONE, token=token)

    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "1"


@pytest.mark.parametrize(("refusal", "status"), [(HeldByAnother, 503), (StillRunning, 409)])
def test_whoever_has_to_wait_for_a_request_is_told_when_to_ask_again(front: Front, refusal: type[Refused], status: int):
    front.services.answers["approve_contribution"] = refusal()

    answer = front.post(f"{ONE}/approval", {}, token=front.key("approver"))

    assert (answer.status_code, answer.json["code"]) == (status, refusal.code)
    assert answer.headers["Retry-After"] == "1"


def test_the_report_of_a_platform_without_its_broker_is_unavailable_not_broken(front: Front, away):
    front.services.answers["get_operations_report"] = away

    answer = front.get("/v1/operations/report")

    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")


def test_one_stranger_cannot_ask_without_end_and_others_still_can(front: Front):
    refused = [front.get("/v1/items", token="guess").status_code for _ in range(605)][-1]
    late = front.client.get("/v1/items", headers={"X-Community": COMMUNITY})

    assert (refused, late.status_code, late.json["code"]) == (429, 429, "too-many-requests")
    assert int(late.headers["Retry-After"]) > 0
    assert front.get("/v1/keys").status_code == 200
    assert "Retry-After" not in front.get("/v1/keys").headers


def test_answers_tell_browsers_and_caches_to_keep_their_hands_off(front: Front):
    answer = front.get("/v1/keys")

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Authorization" in answer.headers["Vary"]


def test_neither_keys_nor_names_reach_the_log_or_the_audit(front: Front, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    canary = "王金丝雀"
    token = front.key("resident")
    front.services.answers["submit_contribution"] = RuntimeError(f"{canary} {token}")
    body = {"activity": canary, "contribution_id": new_id("ctb")}

    front.post("/v1/contributions", body, token=token)
    front.post("/v1/parties", {"name": canary}, token=token)
    front.post("/v1/parties", {"name": canary}, token=f"{token}x")
    front.get(f"/v1/parties/{canary}?name={canary}", token=token)

    with front.transactions.engine.connect() as connection:
        audit = connection.exec_driver_sql("SELECT string_agg(a::text, ' ') FROM audit AS a").scalar_one()
    for written in (caplog.text, audit):
        assert canary not in written
        assert token.rsplit("_", 1)[1] not in written
        assert ADMIN_KEY not in written
    assert "not-allowed" in audit


def test_the_reader_of_the_document_needs_no_other_host(front: Front):
    page = front.client.get("/docs").get_data(as_text=True)

    assert "http" not in page
    for file in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js"):
        assert f"/docs/{file}" in page
        assert front.client.get(f"/docs/{file}").status_code == 200
    assert front.client.get("/docs/..%2f..%2fsettings.py").status_code == 404


def test_every_code_that_a_problem_names_has_its_page(front: Front):
    problem = front.get("/nowhere").json

    page = front.client.get(problem["type"])

    assert page.status_code == 200
    assert problem["detail"] in page.get_data(as_text=True)
    assert front.client.get("/problems/no-such-code").status_code == 404
