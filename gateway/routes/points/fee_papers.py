"""Batches and reconciliations of property-fee rewards as tables, in the columns that property systems take in."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from typing import Any

from gateway.files.papers import Column, Form, Paper, Printing

FEE = "物业费"
RESULTS = {"applied": "已抵扣", "rejected": "已拒绝", "deferred": "暂缓", None: "待回执"}
DIFFERENCES = {
    "missing_in_billing": "账单中没有",
    "unknown_here": "平台中没有",
    "amount_differs": "金额不同",
}
BATCH_COLUMNS = (
    Column(title="行号", width=6),
    Column(title="房屋编号", width=16),
    Column(title="费用名称", width=10),
    Column(title="开始时间", width=12),
    Column(title="结束时间", width=12),
    Column(title="优惠", width=12, number=True),
    Column(title="撤销的行", width=18),
    Column(title="回执", width=10, choices=("已抵扣", "已拒绝", "暂缓")),
    Column(title="抵扣单号", width=18),
    Column(title="已抵扣金额", width=12, number=True),
    Column(title="原因", width=16),
)
FACTS = ("月份", "行数", "合计", "SHA-256")
"""What stands above the table of a batch; whoever fills the sheet in leaves it there."""
DIFFERENCE_COLUMNS = (
    Column(title="房屋编号", width=16),
    Column(title="计费周期", width=10),
    Column(title="差异", width=12),
    Column(title="平台金额", width=12, number=True),
    Column(title="账单金额", width=12, number=True),
    Column(title="处理说明", width=30),
)


def batch_paper(pages: Sequence[dict[str, Any]]) -> Paper:
    """A sealed batch with what was answered: household, period and amount, and nothing else of a person (rulebook §9)."""
    [batch] = pages
    return Paper(
        name=batch["batch_number"],
        title=f"物业费奖励批次 {batch['batch_number']}",
        columns=BATCH_COLUMNS,
        rows=[_line(line) for line in batch["lines"]],
        facts=tuple(
            zip(FACTS, (batch["month"], str(batch["line_count"]), batch["total"], batch["sha256"]), strict=True)
        ),
        landscape=True,
        # One more line, so that the answers can be chosen from a list.
        blank_rows=1,
    )


def reconciliation_paper(pages: Sequence[dict[str, Any]]) -> Paper:
    """Both sides' totals of a month, and every difference."""
    [month] = pages
    return Paper(
        name=f"reconciliation-{month['month']}",
        title=f"物业费奖励对账 {month['month']}",
        columns=DIFFERENCE_COLUMNS,
        rows=[
            [
                one["household_number"],
                one["billing_period"],
                DIFFERENCES[one["kind"]],
                one["ours"],
                one["theirs"],
                one["closing"] or "",
            ]
            for one in month["differences"]
        ],
        facts=(
            ("平台", f"{month['our_count']} 笔，¥{month['our_total']}"),
            ("账单", f"{month['their_count']} 笔，¥{month['their_total']}"),
            ("一致", f"{month['matched']} 户"),
            ("待处理差异", str(month["open_differences"])),
        ),
        landscape=True,
    )


BATCH = Printing(paper=batch_paper, forms=(Form.CSV, Form.XLSX))
RECONCILIATION = Printing(paper=reconciliation_paper)


def _line(line: dict[str, Any]) -> list[str]:
    begin, end = days_of(line["billing_period"])
    return [
        str(line["line_number"]),
        line["household_number"],
        FEE,
        begin,
        end,
        line["amount"],
        line["undoes"] or "",
        RESULTS[line["result"]],
        line["credit_note"] or "",
        line["applied"] or "",
        line["reason"] or "",
    ]


def days_of(billing_period: str) -> tuple[str, str]:
    """The first and last day of a billing period, a year or a month."""
    year, _, month = billing_period.partition("-")
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    last = calendar.monthrange(int(year), int(month))[1]
    return f"{billing_period}-01", f"{billing_period}-{last:02d}"
