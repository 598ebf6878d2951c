"""The books of §4 and §6: lots of three dates, spent and given back; what stands behind points; and who is told before they lapse."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from deploy.demo.api import Somebody
from deploy.demo.examples import stage
from deploy.demo.examples.stage import Given
from deploy.demo.people import Party
from deploy.demo.town import Town

COMMUNITY = "example-books"
RESERVE = "18000.00"
L1, L2, L3, GRACE = "2026-06-30", "2026-12-31", "2027-03-31", "2026-08-04"
LOTS = {L1: "120.00", L2: "80.00", L3: "50.00"}
HOURS = {date(2024, 6, 1): 24, date(2024, 12, 1): 16, date(2025, 3, 1): 10}
"""A hall lent for so many hours is 120, 80 and 50 points."""
BUFFET, FEAST = ("席面一桌", "150.00"), ("流水席", "6200.00")
PIECE = "200.00"
"""Ten points each."""
MAKER, SECOND_MAKER = (stage.party(COMMUNITY, f"算例企业{number}", "ENT") for number in "一二")
SHOP = stage.party(COMMUNITY, "算例饭店", "MER")
AGENT, CLERK = (stage.party(COMMUNITY, f"代表{whom.name}", whom.sector, whom) for whom in (MAKER, SHOP))
GOODS = (
    (date(2024, 12, 1), MAKER, 961),
    (date(2026, 5, 9), MAKER, 1659),
    (date(2026, 5, 9), SECOND_MAKER, 534),
)
"""When, who, how many pieces: 9,610 points early, 16,590 and 5,340 late.

With two of the lots of three persons 10,000 points were so granted 6 to 24 months before; 6,200 of them are redeemed, what §4 spends comes
back to them, and 26,000 are left in all.
"""
PDF = "%PDF-1.4\n算例发票 "
PUBLISHED = "2026-07-06"


def resident(name: str) -> Party:
    """Somebody with the lots of §4: 甲 gets everything back, 乙 a part, 丙 spends nothing."""
    return stage.party(COMMUNITY, name, "RES")


def everybody() -> list[Party]:
    """Whoever takes part."""
    return [*map(resident, "甲乙丙"), MAKER, SECOND_MAKER, SHOP, AGENT, CLERK]


def begin(town: Town) -> None:
    """算例：储备由两人登记和批准 a reserve of ¥18,000"""
    source = {
        "source_id": town.id("rsv", COMMUNITY),
        "kind": "operating_income",
        "title": "算例：自营收入",
        "amount": RESERVE,
        "document": "算例台账 2024-06",
    }
    stage.do(town, town.staff["staff"], "/v1/reserve/sources", source)
    stage.do(town, town.staff["council"], f"/v1/reserve/sources/{source['source_id']}/decision", {"approve": True})
    for name, price in (BUFFET, FEAST):
        item = {"item_id": _item(town, name), "provider_id": SHOP.party_id, "name": name, "kind": "goods"}
        stage.do(town, town.staff["staff"], "/v1/items", item | {"price": price, "stock": 20})
        stage.do(town, town.staff["approver"], f"/v1/items/{item['item_id']}/approval")


def given(town: Town, day: date) -> list[Given]:
    """What is put forward on a day, given the day before: a lot for each of three persons, and what companies gave."""
    before = day - timedelta(days=1)
    found = [stage.loan(town, resident(name), before, HOURS[before] * 60) for name in "甲乙丙" if before in HOURS]
    makers = [
        stage.goods(town, maker, when, quantity=pieces, price=PIECE, invoice=f"{PDF}{which}\n%%EOF\n".encode())
        for which, (when, maker, pieces) in enumerate(GOODS)
        if when == before
    ]
    return [*found, *makers]


def feast(town: Town) -> None:
    """算例：单位兑换 6,200 积分 6,200 points redeemed"""
    [agent] = town.keys([(AGENT, ("organisation_agent",))])
    _redeem(town, agent, FEAST, party_id=MAKER.party_id)


def spend(town: Town) -> None:
    """算例：先到期先用，150 积分取自 120 与 30 redeemed from the lots of §4"""
    for name in "甲乙":
        town.holds("the lots of §4", _lots(town, name), LOTS)
        here = _redeem(town, _person(town, name), BUFFET)
        town.holds("150 of 120, 80, 50", _lots(town, name), {L2: "50.00", L3: "50.00"})
        stage.do(town, _person(town, name), f"{here}/dispute", {"reason": "算例投诉"})
    town.say("§4 兑换 150 redeemed on 2026-05-10", f"120（{L1}）+ 30（{L2}），余 50 + 50")


def remind(town: Town) -> None:
    """算例：到期前 30、7、1 天的提醒 notices before the first lot lapses"""
    look = lambda: _notices(town, "丙")  # noqa: E731 - one use
    told = town.eventually(look, "three notices before the lot lapses")
    town.holds("notices before 120 points lapse", told, [(30, "120.00"), (7, "120.00"), (1, "120.00")])
    town.say(
        "§4 到期提醒 lapse notices", f"120 积分，{L1} 到期：提前 " + "、".join(f"{days}" for days, _ in told) + " 天"
    )


def give_back(town: Town) -> None:
    """算例：退回原批次，已过期的给宽限期 refunds to the lots of §4"""
    shown: tuple[tuple[str, dict[str, str], dict[str, str], str], ...] = (
        ("甲", {}, {L2: "80.00", L3: "50.00", GRACE: "120.00"}, "全退 150 all"),
        ("乙", {"refund": "60.00"}, {L2: "80.00", L3: "50.00", GRACE: "30.00"}, "部分退 60 a part"),
    )
    for name, part, wanted, words in shown:
        verdict = {"upheld": True, "decision": "算例裁定"} | part
        here = f"/v1/redemptions/{_redemption(town, BUFFET, _person(town, name))}"
        stage.do(town, town.staff["council"], f"{here}/dispute/decision", verdict)
        found = _lots(town, name)
        town.holds(f"{words} refunded on 2026-07-05", found, wanted)
        back = f"30 回 {L2}，{float(wanted[GRACE]):.0f} 宽限至 {GRACE}"
        town.say(f"§4 {words} on 2026-07-05", back)


def cover(town: Town) -> None:
    """算例：储备覆盖率 R / (O × r) the coverage of §6"""
    day = town.eventually(lambda: published(town), "the coverage is published")
    found = (day["reserve"], day["outstanding"], day["redemption_rate"], day["rate_measured"], day["coverage"])
    town.holds("R, O, r, RC of §6", found, (RESERVE, "26000.00", 6200, True, 11166))
    rate, coverage = Decimal(day["redemption_rate"]) / 10_000, Decimal(day["coverage"]) / 10_000
    town.say(
        "§6 储备覆盖率 RC", f"{day['reserve']} / ({day['outstanding']} × {rate:.2f}) = {coverage:.2f}，{day['band']}"
    )


def published(town: Town) -> dict[str, Any]:
    """The coverage of the last day, once it is there: then an earlier play has come to the end of it. Anybody may look."""
    days = town.api.get(None, "/v1/reserve/coverage?limit=200")["items"]
    return next((day for day in days if day["published_on"] == PUBLISHED), {})


def _redeem(town: Town, who: Somebody, offer: tuple[str, str], **more: str) -> str:
    name, price = offer
    redemption = _redemption(town, offer, who)
    asked = {"redemption_id": redemption, "item_id": _item(town, name), "price": price}
    held = stage.do(town, who, "/v1/redemptions", asked | more)
    [clerk] = town.keys([(CLERK, ("merchant_clerk",))])
    here = f"/v1/redemptions/{redemption}"
    stage.do(town, clerk, f"{here}/fulfilment", {"code": held.get("code")})
    return here


def _lots(town: Town, name: str) -> dict[str, str]:
    person = _person(town, name)
    found = town.api.get(person, f"/v1/parties/{person.party_id}/balance")["lots"]
    return {lot["expires_on"]: lot["remaining"] for lot in found}


def _notices(town: Town, name: str) -> list[tuple[int, str]]:
    found = town.api.get(_person(town, name), "/v1/lapse-notices")["items"]
    told = [(one["days_before"], one["sp"]) for one in found if one["expires_on"] == L1]
    return sorted(told, reverse=True) if len(told) == 3 else []


def _redemption(town: Town, offer: tuple[str, str], who: Somebody) -> str:
    return town.id("rdm", offer[0], who.party_id)


def _item(town: Town, name: str) -> str:
    return town.id("itm", COMMUNITY, name)


def _person(town: Town, name: str) -> Somebody:
    return town.keys([(resident(name), ("resident",))])[0]
