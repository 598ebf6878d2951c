"""The platform's public status: for everybody, cheap, and nothing of the inside."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from contracts.refused import Refused
from gateway.operations import status
from tests.database.gateway.conftest import Front

PARTS = ["gateway", "points", "donations", "merchants", "rural_link"]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, front: Front):
    """Ask as a stranger, without key and community; every look is a fresh one."""
    monkeypatch.setattr(status, "KEPT_SECONDS", -1)
    front.services.answers["get_service_state"] = {"condition": "up"}
    return lambda: front.client.get("/v1/status")


def test_everybody_sees_that_all_parts_are_up(look):
    seen = look()

    assert seen.status_code == 200
    assert seen.headers["Cache-Control"] == "public, max-age=5"
    assert seen.json.keys() == {"condition", "parts", "checked_at"}
    assert seen.json["condition"] == "up"
    assert seen.json["parts"] == [{"name": name, "condition": "up"} for name in PARTS]


@pytest.mark.parametrize("answer", [{"condition": "degraded"}, {"condition": "a word of a later version"}, {}])
def test_a_part_that_is_not_quite_up_makes_the_whole_degraded(look, front: Front, answer: dict[str, str]):
    front.services.answers["get_service_state"] = answer

    assert look().json["condition"] == "degraded"


def test_services_that_do_not_answer_are_down_and_the_page_still_comes(look, front: Front, away: Refused):
    front.services.answers["get_service_state"] = away

    seen = look()

    assert (seen.status_code, seen.json["condition"]) == (200, "down")
    assert {part["name"]: part["condition"] for part in seen.json["parts"]} == dict.fromkeys(PARTS, "down") | {
        "gateway": "up"
    }
    assert "unavailable" not in seen.text


def test_without_its_own_database_the_gateway_says_so(look, front: Front, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(front.transactions.engine, "connect", _gone)

    seen = look()

    assert seen.json["condition"] == "degraded"
    assert seen.json["parts"][0] == {"name": "gateway", "condition": "degraded"}


def test_many_who_ask_within_five_seconds_cost_one_look(look, front: Front, monkeypatch: pytest.MonkeyPatch):
    first = look().json
    monkeypatch.setattr(status, "KEPT_SECONDS", 5)

    answers = [look().json for _ in range(20)]

    assert len(front.services.asked) == len(PARTS) - 1
    assert answers == [first] * 20


def test_it_takes_no_questions(look, front: Front):
    assert front.client.get("/v1/status?service=points").status_code == 422
    assert front.client.post("/v1/status", json={}).status_code == 405


def _gone() -> None:
    raise OperationalError("SELECT 1", None, OSError())
