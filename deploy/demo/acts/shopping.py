"""Giving that is linked to shopping, in two ways that never mix: a merchant pledges of its sales, customers round up at a till."""

from __future__ import annotations

import hashlib
from typing import Any

from deploy.demo.acts.donations import (
    FUND,
    bank_line,
    expect_money,
    import_statement,
    open_project,
    sum_of,
    wait_until_known,
)
from deploy.demo.api import Somebody
from deploy.demo.town import Town

PROJECT = "SHOPPING"
PLEDGING, FORWARDING = 20, 21  # Of the street's merchants.
SALES = "12345.60"
DUE = "246.92"  # Two per cent, and part of a fen is a fen.
CUSTOMERS = slice(295, 310)  # Some of them give on the same day by themselves.
UNKNOWN = 5
AT_THE_TILL = "2023-03-18T08:30:00+08:00"
TERMS = hashlib.sha256("义卖捐赠协议（演示文本）".encode()).hexdigest()


def prepare(town: Town) -> None:
    """义卖捐赠：开卖之前签订协议 a merchant's pledge, agreed before its sale"""
    open_project(town, PROJECT, "消费捐赠", kind="other", lane="C")
    merchant, agent = _shop(town, PLEDGING)
    wait_until_known(town, merchant)
    wait_until_known(town, town.staff["second_federation"].party_id)
    pledge = {
        "pledge_id": town.id("plg", "pledge"),
        "merchant_id": merchant,
        "fund_code": FUND,
        "project_code": PROJECT,
        "items": "店内全部商品",
        "basis": "share",
        "share": 200,
        "starts_on": "2023-03-19",
        "ends_on": "2023-03-31",
        "publication": "次月十五日前在店门口公示",
        "terms_sha256": TERMS,
    }
    begun = pledge | {"pledge_id": town.id("plg", "begun"), "starts_on": "2023-03-18"}
    town.say("开卖当天才签协议被拒 a pledge for a sale that has begun", town.api.refused(agent, "/v1/pledges", begun))
    town.api.post(agent, "/v1/pledges", pledge)
    path = f"/v1/pledges/{pledge['pledge_id']}"
    town.api.post(agent, f"{path}/signature", {"terms_sha256": TERMS})
    for officer in ("federation", "second_federation"):
        agreed = town.api.post(town.staff[officer], f"{path}/countersignature", {"terms_sha256": TERMS})
    banner = town.api.get(None, f"/v1/pledge-banners/{agreed['agreement_number']}")
    town.memory["shopping.pledge"] = agreed
    town.say(
        "义卖公示牌 a banner", f"{banner['agreement_number']}, 销售额的 2%, {'展示' if banner['shown'] else '撤下'}"
    )


def festival_day(town: Town) -> None:
    """零钱捐赠：顾客逐笔同意，商户只代转 customers round up"""
    merchant, agent = _shop(town, FORWARDING)
    customers = town.residents[CUSTOMERS]
    wait_until_known(town, merchant)
    wait_until_known(town, customers[-1].party_id)
    rounds = [
        _round(f"{number:02d}-{turn}", 20 + 7 * number + turn, customer_id=customer.party_id)
        for number, customer in enumerate(customers)
        for turn in range(2)
    ]
    rounds += [_round(f"XX-{number}", 33, token=f"cst_unknown_customer_{number}") for number in range(UNKNOWN)]
    unasked = _round("NO-1", 50, customer_id=customers[0].party_id) | {"agreed": False}
    body = {"merchant_id": merchant, "fund_code": FUND, "project_code": PROJECT, "rounds": [*rounds, unasked]}
    report = town.api.post(agent, "/v1/round-ups", body)
    town.say(
        "零钱捐赠 round-ups", f"{report['recorded']} 笔, 未经同意不收 not agreed to: {report['results'][-1]['reason']}"
    )
    [batch] = town.api.post(agent, "/v1/round-up-batches", {"merchant_id": merchant})["items"]
    assert batch["amount"] == sum_of([each["amount"] for each in rounds]), batch  # noqa: S101 - the play stops where the town is not as it should be
    shares: dict[str, list[str]] = {}
    for each in rounds:
        shares.setdefault(each.get("customer_id", ""), []).append(each["amount"])
    town.memory["shopping.batch"] = batch
    town.memory["shopping.shares"] = [sum_of(amounts) for amounts in shares.values()]


def after_notice(town: Town) -> None:
    """零钱捐赠：整批到账，记到每位顾客名下 the batch arrives"""
    batch, shares = town.memory["shopping.batch"], town.memory["shopping.shares"]
    line = bank_line(town, 2000, batch["payment_reference"], batch["amount"])
    statement = import_statement(town, "round-ups", [line])
    assert statement["matched"] == 1, statement  # noqa: S101 - the play stops where the town is not as it should be
    town.memory["donations.lines"].append(batch["amount"])
    town.memory["donations.gifts"] += shares
    expect_money(town)
    town.expect("donations", "round_ups_forwarded", 1, batch["amount"])
    found = town.api.get(town.staff["federation"], "/v1/round-up-conversion")
    town.say("零钱捐赠到账 round-ups forwarded", f"¥{batch['amount']}, {batch['rounds']} 笔, {len(shares)} 份捐赠")
    town.say(
        "零钱捐赠者成为捐赠人 customers who became donors",
        f"{found['converted']}/{found['customers']} ({found['permille']}‰)",
    )


def month_end(town: Town) -> None:
    """义卖捐赠：申报、到账、公示 sales are stated, paid and published"""
    _, agent = _shop(town, PLEDGING)
    pledge = town.memory["shopping.pledge"]
    path = f"/v1/pledges/{pledge['pledge_id']}"
    month = town.api.post(agent, f"{path}/sales", {"month": "2023-03", "sales": SALES, "document": "POS-2023-03"})
    assert month["amount"] == DUE, month  # noqa: S101 - the play stops where the town is not as it should be
    import_statement(town, "pledge", [bank_line(town, 2001, month["payment_reference"], DUE)])
    town.api.post(agent, f"{path}/publication", {"month": "2023-03", "published_at": "店门口公示栏"})
    for counted in ("donations.lines", "donations.gifts"):
        town.memory[counted].append(DUE)
    expect_money(town)
    town.expect("donations", "pledges_settled", 1, DUE)
    banner = town.api.get(None, f"/v1/pledge-banners/{pledge['agreement_number']}")
    [settled] = banner["settled"]
    town.say("义卖捐赠 pledge paid and published", f"¥{settled['received']}, 销售额 sales {settled['band']}")
    grant = town.eventually(lambda: _grant(town, agent, month["gift_id"]), "the merchant's pledge is credited")
    town.say("义卖捐赠的贡献值 its value", f"{grant['contribution_type']}: CV {grant['cv']}, SP {grant['sp']}")
    received = town.api.get(None, f"/v1/funds/{FUND}/totals")["received"]
    lines = sum_of(town.memory["donations.lines"])
    assert received == lines, (received, lines)  # noqa: S101 - the play stops where the town is not as it should be


def _shop(town: Town, number: int) -> tuple[str, Somebody]:
    merchant = town.merchants[number]
    return merchant.party_id, town.agent_of(merchant, "merchant_agent")


def _round(number: str, fen: int, **whose: str) -> dict[str, Any]:
    return {
        "payment_reference": f"POS-20230318-{number}",
        "paid_at": AT_THE_TILL,
        "amount": f"{fen // 100}.{fen % 100:02d}",
        "agreed": True,
        "shown_apart": True,
        **whose,
    }


def _grant(town: Town, agent: Somebody, gift_id: str) -> dict[str, Any] | None:
    return None if town.api.get_tried(agent, f"/v1/grants/{gift_id}") else town.api.get(agent, f"/v1/grants/{gift_id}")


SCENES = {
    "prepare": prepare,
    "festival_day": festival_day,
    "after_notice": after_notice,
    "month_end": month_end,
}
