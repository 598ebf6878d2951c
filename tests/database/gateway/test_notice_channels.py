"""The channel of notices and the office's list on paper, as the door sees them."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.actor import Actor
from chassis.ids import new_id
from chassis.rpc import Reply
from contracts.points import requests
from contracts.points.kinds import NoticeChannel
from contracts.points.requests import ListPaperNotices
from gateway.files import reading
from tests.database.gateway.conftest import Front

CHANNEL = "/v1/lapse-choice/channel"
LIST = "/v1/lapse-notices/paper?day=2025-03-01"
PARTY = f"pty_{7:026d}"


def item(number: int) -> dict[str, object]:
    return {
        "notice_id": f"lpn_{number:026d}",
        "party_id": PARTY,
        "public_name": "张**",
        "noticed_on": "2025-03-01",
        "expires_on": "2025-03-31",
        "days_before": 30,
        "sp": "120.00",
    }


@pytest.mark.parametrize(
    ("role", "chooses", "lists"),
    [
        ("resident", 200, 403),
        ("merchant_agent", 200, 403),
        ("community_staff", 200, 200),
        ("auditor", 403, 403),
        ("merchant_clerk", 403, 403),
        ("council_member", 403, 403),
    ],
)
def test_the_right_role_is_let_in_and_the_wrong_one_is_not(front: Front, role: str, chooses: int, lists: int):
    front.services.answers["list_paper_notices"] = {"items": [], "next_key": None}
    token = front.key(role)

    chosen = front.post(CHANNEL, {"channel": "paper", "party_id": PARTY}, token=token)
    listed = front.get(LIST, token=token)

    assert (chosen.status_code, listed.status_code) == (chooses, lists)
    asked = [one for one, *_ in front.services.asked]
    wanted = [requests.ChooseNoticeChannel(channel=NoticeChannel.PAPER, party_id=PARTY)]
    assert asked[: chooses == 200] == wanted[: chooses == 200]
    assert len(asked) == (chooses == 200) + (lists == 200)


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_the_list_is_printed_with_all_its_pages(front: Front, form: str):
    pages = [
        {"items": [item(1), item(2)], "next_key": "2"},
        {"items": [{**item(3), "brought_on": "2025-03-02"}], "next_key": None},
    ]
    asked: list[ListPaperNotices] = []

    def call(request: ListPaperNotices, actor: Actor, **more: Any) -> Reply:
        asked.append(request)
        front.services.answers["list_paper_notices"] = pages[len(asked) - 1]
        return type(front.services).call(front.services, request, actor, **more)

    token = front.key("community_staff")
    front.services.call = call  # type: ignore[method-assign]
    answer = front.get(f"{LIST}&format={form}", token=token)

    assert answer.status_code == 200, answer.json
    assert f'filename="lapse-notices.{form}"' in answer.headers["Content-Disposition"]
    assert [one.after for one in asked] == [None, "2"]
    if form == "csv":
        lines = [line.cells for line in reading.lines(answer.data)]
        assert len(lines) == 4
        assert lines[1] == ["张**", PARTY, "2025-03-31", "30", "120.00"]
        assert lines[3][5] == "已于 2025-03-02 送达"


@pytest.mark.parametrize(("role", "status"), [("community_staff", 200), ("resident", 403), ("auditor", 403)])
def test_the_office_marks_what_it_brought(front: Front, role: str, status: int):
    front.services.answers["mark_notices_brought"] = {
        "items": [{**item(1), "brought_on": "2025-03-02", "brought_by": PARTY}]
    }
    body = {"notice_ids": [item(1)["notice_id"]], "brought_on": "2025-03-02"}

    answer = front.post("/v1/lapse-notices/paper/brought", body, token=front.key(role))

    assert answer.status_code == status
    assert len(front.services.asked) == (status == 200)


@pytest.mark.parametrize("body", [{}, {"channel": "letter"}, {"channel": "paper", "channel_own": True}])
def test_what_is_no_channel_is_refused_at_the_door(front: Front, body: dict[str, object]):
    answer = front.post(CHANNEL, body, token=front.key("resident", party_id=new_id("pty")))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert front.services.asked == []
