"""A statement's lines at the door: who imports, who agrees, and who is shown what was held back."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.donations.kinds import LineState, MatchKind
from contracts.donations.requests import ListStatementLines
from tests.database.gateway.conftest import Front

LINES = "/v1/funds/F/statement-lines"
STATEMENT = {
    "statement_id": new_id("stm"),
    "day": "2023-03-18",
    "declared_count": 0,
    "declared_total": "0.00",
    "lines": [],
}
LINE = new_id("sln")
ASKING = ("federation_officer", "fund_treasurer", "federation_accountant", "auditor", "community_staff", "resident")


@pytest.mark.parametrize(
    ("path", "body", "may"),
    [
        ("/v1/funds/F/statements", STATEMENT, {"federation_officer"}),
        ("/v1/statement-lines/LINE/proposal", {"reason": "本人捐赠"}, {"federation_officer", "fund_treasurer"}),
        ("/v1/statement-lines/LINE/approval", {}, {"federation_officer", "fund_treasurer"}),
    ],
)
def test_who_imports_and_who_matches(front: Front, path: str, body: dict[str, object], may: set[str]):
    path = path.replace("LINE", LINE)
    answers = {role: front.post(path, body, token=front.key(role)).status_code for role in ASKING}

    assert {role for role, status in answers.items() if status in (200, 201)} == may
    assert set(answers.values()) <= {200, 201, 403}


def test_who_keeps_the_fund_asks_for_what_was_held_back_and_why(front: Front):
    path = f"{LINES}?state=open&match=own"
    answers = {role: front.get(path, token=front.key(role)).status_code for role in ASKING}

    assert {role for role, status in answers.items() if status == 200} == set(ASKING[:4])
    asked = front.services.asked[0][0]
    assert isinstance(asked, ListStatementLines)
    assert (asked.state, asked.match) == (LineState.OPEN, MatchKind.OWN)
    assert front.get(f"{LINES}?match=bribed", token=front.key("auditor")).status_code == 422
