"""The routes of statements: as JSON page by page, or whole as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.points import requests
from contracts.roles import EVERYBODY, Role
from gateway.files.papers import Column, Paper, Printing
from gateway.web.routes import Routes

UNITS = {"CV": "贡献值", "SP": "可兑积分"}
COLUMNS = (
    Column(title="记账时间", width=16),
    Column(title="生效日", width=11),
    Column(title="事由", width=24),
    Column(title="依据编号", width=32),
    Column(title="对方", width=24),
    Column(title="单位", width=9),
    Column(title="数额", width=11, number=True),
    Column(title="余额", width=11, number=True),
)


def paper(pages: Sequence[dict[str, Any]]) -> Paper:
    """A statement on paper: opening, every entry, closing, what is in lots, and what was given in its own measure."""
    first = pages[0]
    lines = [line for page in pages for line in page.get("items", ())]
    balances = first.get("balances", ())
    name, between = first.get("public_name", ""), f"{first.get('from_day', '')} 至 {first.get('until_day', '')}"
    rows = [
        *(_row("期初余额", unit=one["unit"], balance=one["opening"], at=first["from_day"]) for one in balances),
        *map(_line, lines),
        *(_row("期末余额", unit=one["unit"], balance=one["closing"], at=first["until_day"]) for one in balances),
        *(
            _row("期末可兑积分", counterpart=f"{lot['expires_on']} 到期", unit="SP", amount=lot["remaining"])
            for lot in first.get("lots", ())
        ),
        _row("期内志愿时长（原始记录）", unit="分钟", amount=str(first.get("minutes", 0))),
        _row("期内捐赠物品与服务", unit="元", amount=first.get("goods", "0.00")),
        _row("期内捐赠物品重量", unit="克", amount=str(first.get("grams", 0))),
        _row("期内捐款", unit="元", amount=first.get("money", "0.00")),
    ]
    hours, minutes = divmod(first.get("minutes", 0), 60)
    whole, rest = divmod(first.get("grams", 0), 1000)
    kilograms = f"{whole}.{rest:03d}".rstrip("0").rstrip(".") + " 千克"
    facts = (
        ("成员", f"{name}（{first.get('party_id', '')}）"),
        ("期间", between),
        ("截至时刻", str(first.get("as_of", ""))),
        (
            "付出",
            f"{hours} 小时 {minutes} 分；物品 ¥{first.get('goods', '0.00')}、{kilograms}；款项 ¥{first.get('money', '0.00')}",
        ),
    )
    return Paper(
        name="statement",
        title=f"积分对账单 {between}",
        columns=COLUMNS,
        rows=rows,
        facts=facts,
        landscape=True,
    )


def _line(line: dict[str, Any]) -> list[str]:
    at = str(line["recorded_at"])[:16].replace("T", " ")  # It comes with the civil time zone's offset.
    day, words = str(line["effective_on"]), (line["about"], line["reference"], line["counterpart"])
    return [at, day, *words, UNITS.get(line["unit"], line["unit"]), line["amount"], line["balance"]]


def _row(
    about: str, *, unit: str, counterpart: str = "", amount: str = "", balance: str = "", at: str = ""
) -> list[str]:
    return ["", at, about, "", counterpart, UNITS.get(unit, unit), amount, balance]


routes = Routes("points_statements", "对账单")

PARTY = "/v1/parties/{party_id}"
routes.get(
    f"{PARTY}/statement",
    requests.GetStatement,
    may=EVERYBODY,
    summary="任意期间、任意过去时刻的对账单；?format= 得文件",
    printing=Printing(paper=paper),
)
routes.post(
    f"{PARTY}/statement-accesses",
    requests.OpenStatement,
    may=(Role.COMMUNITY_STAFF,),
    summary="工作人员登记查看对账单的理由",
    status=201,
)
routes.get(
    f"{PARTY}/statement-accesses",
    requests.ListStatementAccesses,
    may=EVERYBODY,
    summary="谁因何看过这一方的对账单",
)
