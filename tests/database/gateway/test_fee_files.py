"""A property company's files over HTTP: the batch as it was given out, filled in and sent back; credit notes; rows returned."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
import python_calamine

from chassis.ids import new_id
from contracts.points.kinds import ANNUAL_FEE_COLUMNS, ANSWER_COLUMNS, STATEMENT_COLUMNS
from contracts.points.requests import TakeAnnualFeeSheet, TakeAnswerSheet, TakeStatementSheet
from gateway.files import reading
from gateway.files.papers import Column, Form, Paper
from gateway.files.writing import written
from gateway.routes.points.fee_papers import BATCH_COLUMNS, FACTS
from tests.database.gateway.conftest import COMMUNITY, Front
from tests.unit.gateway import sheets

BATCH = "/v1/fee-batches/PM-2023-03-01"
MONTH = f"/v1/fee-programmes/prg_{1:026d}/reconciliations/2023-03"
OFFICER, STAFF = "property_billing_officer", "community_staff"
OTHERS = (STAFF, "resident", "auditor", "council_member", "merchant_agent", "fund_treasurer")
NOTES = sheets.csv("3-2-501,2023,CN-1,259.20", titles="房屋编号,计费周期,抵扣单号,金额")
LINE = {
    "line_number": 1,
    "reward_id": new_id("rwd"),
    "household_number": "3-2-501",
    "billing_period": "2023",
    "amount": "259.20",
    "undoes": None,
    "result": None,
    "applied": None,
    "credit_note": None,
    "reason": None,
}
BACK = LINE | {"line_number": 2, "household_number": "=HYPERLINK(1)", "amount": "-10.00", "undoes": "PM-2023-02-01:4"}
ANSWER = {
    "batch_number": "PM-2023-03-01",
    "month": "2023-03",
    "line_count": 2,
    "total": "249.20",
    "sha256": "0" * 64,
    "lines": [LINE, BACK],
}
RETURNED = ["1", "3-2-501", "2023-01-01", "-10.00", "已抵扣", "", "-10.00", ""]


def send(front: Front, path: str, body: bytes, *, role: str = OFFICER) -> Any:
    token = front.key(role)
    sent = {"X-Community": COMMUNITY, "Authorization": f"Bearer {token}", "Idempotency-Key": new_id("key")}
    front.services.asked.clear()
    return front.client.post(path, data=body, content_type="application/octet-stream", headers=sent)


def passed_on(front: Front, kind: type) -> list[Any]:
    return [asked for asked, *_ in front.services.asked if isinstance(asked, kind)]


def given_out(front: Front, form: str) -> bytes:
    front.services.answers["get_batch"] = ANSWER
    answer = front.get(f"{BATCH}?format={form}", token=front.key(OFFICER))
    assert answer.status_code == 200
    return bytes(answer.data)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_batch_goes_out_as_a_sheet_and_comes_back_as_it_is(front: Front, form: str):
    answer = send(front, f"{BATCH}/sheet", given_out(front, form))

    assert answer.status_code == 200, answer.json
    [piece] = passed_on(front, TakeAnswerSheet)
    rows = [row[1:] for row in json.loads(piece.rows)]
    plain = ["1", "3-2-501", "2023-01-01", "259.20" if form == "csv" else "259.2", "待回执", "", "", ""]
    back = ["2", "=HYPERLINK(1)", "2023-01-01", "-10.00" if form == "csv" else "-10", "待回执", "", "", ""]
    assert rows == [plain, back]
    assert (piece.batch_number, piece.number, piece.rows_total, piece.last) == ("PM-2023-03-01", 0, 2, True)


def test_a_batch_as_a_workbook_offers_the_answers_and_holds_no_formula(front: Front):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(given_out(front, "xlsx")))
    rows = book.get_sheet_by_index(0).to_python()

    assert [row[0] for row in rows[: len(FACTS)]] == list(FACTS)
    assert rows[len(FACTS)] == [column.title for column in BATCH_COLUMNS]
    assert rows[len(FACTS) + 2][1] == "=HYPERLINK(1)"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_sheet_is_read_in_the_encodings_of_office_programs(front: Front, encoding: str):
    text = given_out(front, "csv").decode("utf-8-sig")

    assert send(front, f"{BATCH}/sheet", text.encode(encoding)).status_code == 200
    assert len(passed_on(front, TakeAnswerSheet)) == 1


def test_credit_notes_are_passed_on(front: Front):
    for role in (OFFICER, STAFF):
        assert send(front, f"{MONTH}/sheet", NOTES, role=role).status_code == 200
        [piece] = passed_on(front, TakeStatementSheet)
        assert json.loads(piece.rows) == [[2, "3-2-501", "2023", "CN-1", "259.20"]]
        assert piece.month == "2023-03"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        (f"{BATCH}/sheet", NOTES, "file-titles-missing"),
        (
            f"{MONTH}/sheet",
            sheets.csv("a,b,c,d,e", titles="房屋编号,计费周期,抵扣单号,金额,备注"),
            "file-titles-unknown",
        ),
        (f"{MONTH}/sheet", sheets.csv(titles="房屋编号,计费周期,抵扣单号,金额"), "file-empty"),
        (f"{BATCH}/sheet", sheets.csv("行数,2", titles="月份,2023-03"), "file-empty"),
        (f"{MONTH}/sheet", b"\x89PNG\r\n\x1a\n" + bytes(64), "file-not-a-sheet"),
        (
            f"{BATCH}/sheet",
            sheets.csv(*["1,a,b,c,d"] * 1_001, titles="行号,房屋编号,开始时间,优惠,回执"),
            "file-too-many-rows",
        ),
    ],
)
def test_of_a_file_of_another_shape_no_service_hears(front: Front, path: str, body: bytes, code: str):
    answer = send(front, path, body)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert front.services.asked == []


@pytest.mark.parametrize(
    ("path", "role"), [(BATCH, STAFF), (BATCH, "resident"), (MONTH, "resident"), (MONTH, "auditor")]
)
def test_who_may_not_send_is_turned_away(front: Front, path: str, role: str):
    answer = send(front, f"{path}/sheet", NOTES, role=role)

    assert (answer.status_code, answer.json["code"]) == (403, "not-allowed")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("kind", "columns", "path", "cells"),
    [
        ("answers", ANSWER_COLUMNS, BATCH, RETURNED),
        ("statement", STATEMENT_COLUMNS, MONTH, ["@SUM(A1)", "2023", "CN-1", "-10.00"]),
    ],
)
def test_refused_rows_come_back_with_the_reason_and_can_be_sent_again(front: Front, form, kind, columns, path, cells):
    fault = {"column": "回执", "code": "points.fee_answer_unfit", "zh": "须有抵扣单号。", "en": "A note is missing."}
    item = {"row": 7, "state": "refused", "cells": cells, "faults": [fault]}
    front.services.answers["list_fee_sheet_rows"] = {"kind": kind, "items": [item], "next_key": None}
    rows = f"/v1/fee-sheets/{new_id('fsh')}/rows?state=refused&format={form}"

    given = front.get(rows, token=front.key(OFFICER))
    answer = send(front, f"{path}/sheet", given.data)

    assert given.status_code == 200
    if form == "csv":
        titles, line = (line.cells for line in reading.lines(given.data))
        assert titles == [*(column.title for column in columns), "错误", "原表行号"]
        assert line[-2:] == ["回执：须有抵扣单号。", "7"]
        assert not any(cell.startswith(("=", "@", "-")) for cell in line)
    assert answer.status_code == 200, answer.json
    [piece] = [asked for asked, *_ in front.services.asked]
    assert json.loads(piece.rows)[0][1:] == cells


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_of_credit_notes_is_a_sheet_whose_example_is_left_out(front: Front, form: str):
    template = front.get(f"/v1/fee-statement-template?format={form}", token=None)

    assert template.status_code == 200
    assert send(front, f"{MONTH}/sheet", template.data).json["code"] == "file-empty"
    titles = [column["title"] for column in front.get("/v1/fee-statement-template", token=None).json["columns"]]
    assert titles == [column.title for column in STATEMENT_COLUMNS]


def test_a_batch_that_was_answered_is_read_as_it_was_answered(front: Front):
    row = dict(zip((column.title for column in BATCH_COLUMNS), [""] * len(BATCH_COLUMNS), strict=True))
    row |= {
        "行号": "1",
        "房屋编号": "3-2-501",
        "开始时间": "2023-01-01",
        "优惠": "259.20",
        "回执": "已拒绝",
        "原因": "NO_BILL",
    }
    columns = tuple(Column(title=title) for title in row)
    body = written(Paper(name="a", title="b", columns=columns, rows=[list(row.values())]), Form.CSV)

    assert next(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))["回执"] == "已拒绝"
    assert send(front, f"{BATCH}/sheet", body).status_code == 200
    [piece] = passed_on(front, TakeAnswerSheet)
    assert json.loads(piece.rows)[0][5:] == ["已拒绝", "", "", "NO_BILL"]


FEES = f"/v1/fee-programmes/prg_{1:026d}/annual-fees"
TOLD = {"fees": [{"household_number": "3-2-501", "year": "2023", "annual_fee": "2592.00"}]}
FEE_SHEET = sheets.csv("3-2-501,2023,2592.00", titles="房屋编号,年度,年度物业费")


def test_annual_fees_are_told_by_the_companys_officers_and_nobody_else(front: Front):
    told = {role: front.post(FEES, TOLD, token=front.key(role)).status_code for role in (OFFICER, *OTHERS)}
    by_sheet = {role: send(front, f"{FEES}/sheet", FEE_SHEET, role=role).status_code for role in (OFFICER, *OTHERS)}

    assert {role for role, status in told.items() if status == 200} == {OFFICER}
    assert {role for role, status in by_sheet.items() if status == 200} == {OFFICER}
    assert set(told.values()) == set(by_sheet.values()) == {200, 403}


def test_who_asks_for_an_annual_fee(front: Front):
    path = f"{FEES}?household_id={new_id('pty')}&year=2023"
    asked = {role: front.get(path, token=front.key(role)).status_code for role in (OFFICER, *OTHERS)}

    assert {role for role, status in asked.items() if status == 200} == {OFFICER, STAFF, "resident", "auditor"}
    assert front.get(path.replace("2023", "23"), token=front.key("resident")).status_code == 422


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_of_fees_is_passed_on_and_its_template_holds_no_row(front: Front, form: str):
    assert send(front, f"{FEES}/sheet", FEE_SHEET).status_code == 200
    [piece] = passed_on(front, TakeAnnualFeeSheet)
    assert json.loads(piece.rows) == [[2, "3-2-501", "2023", "2592.00"]]
    template = front.get(f"/v1/annual-fee-template?format={form}", token=None)
    assert send(front, f"{FEES}/sheet", template.data).json["code"] == "file-empty"
    titles = [column["title"] for column in front.get("/v1/annual-fee-template", token=None).json["columns"]]
    assert titles == [column.title for column in ANNUAL_FEE_COLUMNS]
