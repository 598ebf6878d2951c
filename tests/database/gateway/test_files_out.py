"""Answers as files: all pages in one table, in the form asked for, or a reason why not."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import pytest
import python_calamine

from chassis.ids import new_id
from chassis.rpc import Reply
from gateway.files import reading, writing
from tests.database.gateway.conftest import Front

PARTY = new_id("pty")


def page(number: int, *, lines: int = 2, last: bool = False) -> dict[str, Any]:
    """One page of a statement as points answers it."""
    line = {
        "recorded_at": "2023-03-18T10:00:00+08:00",
        "effective_on": "2023-03-18",
        "unit": "SP",
        "amount": "2.00",
        "kind": "grant-H1",
        "about": "获得：普通志愿服务",
        "reference": "=1+1",
        "counterpart": "积分发放：普通志愿服务",
    }
    items = [line | {"balance": f"{2 * (number * lines + turn + 1)}.00"} for turn in range(lines)]
    return {
        "party_id": PARTY,
        "public_name": "张*华",
        "from_day": "2023-03-01",
        "until_day": "2023-03-31",
        "as_of": "2023-04-01T00:00:00+08:00",
        "final": True,
        "balances": [{"unit": "SP", "opening": "0.00", "closing": "8.00"}],
        "given": [],
        "minutes": 180,
        "goods": "96.00",
        "grams": 12_000,
        "money": "60.00",
        "lots": [{"granted_on": "2023-03-18", "expires_on": "2025-03-31", "remaining": "8.00"}],
        "items": items,
        "next_key": None if last else f"1.{number}",
    }


@dataclass
class Pages:
    """A service that answers one page after the other."""

    pages: list[dict[str, Any]]
    asked: list[Any] = field(default_factory=list)

    def call(self, request: Any, actor: Any, **more: Any) -> Reply:
        self.asked.append(request)
        return Reply(answer=self.pages[len(self.asked) - 1])


def fetched(front: Front, *pages: dict[str, Any], form: str) -> tuple[Any, Pages]:
    """The answer over HTTP, and what the service was asked."""
    token = front.key("resident", party_id=PARTY)
    services = Pages(list(pages))
    front.services.call = services.call  # type: ignore[method-assign]
    return front.get(f"/v1/parties/{PARTY}/statement?from_day=2023-03-01{form}", token=token), services


def test_a_file_has_all_pages_and_the_json_just_one(front: Front):
    answer, services = fetched(front, page(0), page(1, last=True), form="&format=csv")

    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename=\"statement.csv\"; filename*=UTF-8''%"
    )
    assert [(asked.limit, asked.after) for asked in services.asked] == [(200, None), (200, "1.0")]
    lines = [line.cells for line in reading.lines(answer.data)]
    assert lines[0][:3] == ["记账时间", "生效日", "事由"]
    assert [line[7] for line in lines[1:7]] == ["0.00", "2.00", "4.00", "6.00", "8.00", "8.00"]
    assert lines[2][3] == "'=1+1"
    assert [(line[2], line[5], line[6]) for line in lines[-4:]] == [
        ("期内志愿时长（原始记录）", "分钟", "180"),
        ("期内捐赠物品与服务", "元", "96.00"),
        ("期内捐赠物品重量", "克", "12000"),
        ("期内捐款", "元", "60.00"),
    ]


@pytest.mark.parametrize("form", ["", "&format=json"])
def test_without_a_form_it_is_json_with_a_cursor(front: Front, form: str):
    answer, services = fetched(front, page(0), form=form)

    assert (answer.status_code, answer.mimetype, answer.json["has_more"]) == (200, "application/json", True)
    assert len(services.asked) == 1


def test_a_sheet_and_a_paper_say_three_hours_twelve_kilograms_and_sixty_yuan(front: Front):
    sheet, _ = fetched(front, page(0, last=True), form="&format=xlsx")
    printed, _ = fetched(front, page(0, last=True), form="&format=pdf")

    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
    assert rows[3][:2] == ["付出", "3 小时 0 分；物品 ¥96.00、12 千克；款项 ¥60.00"]
    assert (printed.mimetype, printed.data[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("form", ["&format=exe", "&format=csv&format=pdf", "&format="])
def test_an_unknown_form_is_refused(front: Front, form: str):
    answer, services = fetched(front, form=form)

    assert (answer.status_code, answer.json["code"], list(answer.json["errors"])) == (422, "invalid", ["format"])
    assert services.asked == []


def test_where_there_is_no_file_to_have_the_word_is_unknown(front: Front):
    answer = front.get("/v1/rate-cards?format=csv", token=front.key("resident"))

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["format"])


def test_too_many_lines_are_refused_before_anything_is_set(front: Front):
    answer, _ = fetched(front, *[page(n, lines=200) for n in range(20)], form="&format=pdf")

    assert (answer.status_code, answer.json["code"], answer.json["details"]["most"]) == (
        422,
        "file-too-many-lines",
        3_000,
    )


def test_without_a_font_there_is_no_paper_but_a_reason(front: Front, monkeypatch):
    monkeypatch.delenv("PAPER_FONT", raising=False)
    monkeypatch.setattr(writing, "FONT_PLACES", ())

    answer, services = fetched(front, form="&format=pdf")

    assert (answer.status_code, answer.json["code"]) == (503, "font-missing")
    assert services.asked == []
