"""Batches and reconciliations of fee rewards as tables a property system takes in."""

from __future__ import annotations

import csv
import io

import pytest

from gateway.files.papers import Form
from gateway.files.writing import written
from gateway.routes.points.fee_papers import batch_paper, days_of, reconciliation_paper

LINE = {
    "line_number": 1,
    "reward_id": "rwd_01HQ3Z5N8T7W9XKJ4M2V6BCDEF",
    "household_number": "3-2-501",
    "billing_period": "2023",
    "amount": "259.20",
    "undoes": None,
    "result": "applied",
    "applied": "259.20",
    "credit_note": "CN-1",
    "reason": None,
}
BACK = LINE | {"line_number": 2, "amount": "-10.00", "undoes": "PM-2023-02-01:4", "result": None, "applied": None}
BATCH = {
    "batch_number": "PM-2023-03-01",
    "month": "2023-03",
    "line_count": 2,
    "total": "249.20",
    "sha256": "0" * 64,
    "lines": [LINE, BACK | {"credit_note": None}],
}


def test_a_batch_is_a_table_of_households_periods_and_amounts():
    text = written(batch_paper([BATCH]), Form.CSV).decode("utf-8-sig")

    first, second = csv.DictReader(io.StringIO(text))

    assert (first["房屋编号"], first["费用名称"], first["优惠"]) == ("3-2-501", "物业费", "259.20")
    assert (first["开始时间"], first["结束时间"], first["回执"]) == ("2023-01-01", "2023-12-31", "已抵扣")
    assert (second["优惠"].lstrip("'"), second["撤销的行"], second["回执"]) == ("-10.00", "PM-2023-02-01:4", "待回执")
    assert "rwd_" not in text
    assert written(batch_paper([BATCH]), Form.XLSX).startswith(b"PK")


@pytest.mark.parametrize(
    ("period", "days"),
    [("2024", ("2024-01-01", "2024-12-31")), ("2024-02", ("2024-02-01", "2024-02-29"))],
)
def test_a_period_has_its_first_and_last_day(period, days):
    assert days_of(period) == days


def test_a_reconciliation_lists_what_differs_with_both_totals():
    difference = {
        "household_number": "3-2-501",
        "billing_period": "2023",
        "kind": "amount_differs",
        "ours": "259.20",
        "theirs": "259.10",
        "closing": None,
    }
    month = {
        "month": "2023-03",
        "our_count": 2,
        "our_total": "359.20",
        "their_count": 2,
        "their_total": "359.10",
        "matched": 1,
        "open_differences": 1,
        "differences": [difference],
    }

    paper = reconciliation_paper([month])

    assert paper.rows == [["3-2-501", "2023", "金额不同", "259.20", "259.10", ""]]
    assert dict(paper.facts)["账单"] == "2 笔，¥359.10"
