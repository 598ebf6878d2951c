"""Points spent step by step: a reserve behind them, a time booked, a complaint upheld, a shop without network, the shop's month settled."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from deploy.demo.api import Somebody
from deploy.demo.town import FESTIVAL, Town

FIRST = 26
"""Of the settled volunteers, the first of four who neither redeem at the fair nor ask for a fee reward."""
HAIRCUT, TEA = "haircut", "tea"
SLOT = FESTIVAL + timedelta(days=6)
MONTH = "2023-03"


def prepare(town: Town) -> None:
    """兑换：储备来源由两人登记和批准，时段预约，按成本结算 the reserve, times, terms"""
    # Of the two, one works for the host: nobody close to whoever recorded a source decides about it.
    staff, council = town.staff["staff"], town.staff["second_council"]
    source = {
        "source_id": town.id("rsv", "fees"),
        "kind": "operating_income",
        "title": "演示：社区自营摊位收入",
        "amount": "18000.00",
        "document": "演示台账 2023-01",
    }
    town.api.post(staff, "/v1/reserve/sources", source)
    here = f"/v1/reserve/sources/{source['source_id']}/decision"
    town.say("登记人自批储备被拒 one person alone", town.api.refused(staff, here, {"approve": True}))
    town.api.post(council, here, {"approve": True})
    haircut = {"kind": "service", "price": "8.00", "slots": [{"starts_at": SLOT.isoformat(), "capacity": 2}]}
    _offer(town, HAIRCUT, "社区理发一次", haircut | {"asks_provider": True})
    limits = {"per_person": 2, "period": "month"}
    terms = {"cost": "5.00", "settlement": "reimburse"}
    _offer(town, TEA, "茶水一壶", {"kind": "goods", "price": "5.00", "limits": limits, "terms": terms})


def after_notice(town: Town) -> None:
    """兑换：询价到评价八步，商家接单，投诉退回，断网核销 eight steps, a complaint, a shop without network"""
    booking, drinking, complaining, offline = _people(town)
    [clerk] = town.agents_of([_shop(town)], "merchant_clerk")
    _book(town, booking, clerk)
    _drink(town, drinking, clerk)
    refunded = _complain(town, complaining, clerk)
    _without_network(town, offline, clerk)
    count, spent = town.expected["points", "redemptions_fulfilled"]
    town.expect("points", "redemptions_fulfilled", count + 3, f"{Decimal(spent or 0) + 15:.2f}")
    town.expect("points", "redemptions_refunded", 1, refunded)


def month_end(town: Town) -> None:
    """兑换：商家月度结算，编制与批准两人 the shop's month"""
    shop = _shop(town)
    settlement = {"settlement_id": town.id("stl", "tea"), "provider_id": shop.party_id, "month": MONTH}
    drawn = town.api.post(town.staff["staff"], "/v1/settlements", settlement)
    here = f"/v1/settlements/{settlement['settlement_id']}"
    settled = town.api.post(town.staff["treasurer"], f"{here}/approval")
    [agent] = town.agents_of([shop], "merchant_agent")
    lines = town.api.get(agent, f"{here}/lines")["items"]
    town.say("商家结算 settled with the shop", f"{drawn['lines']} 笔，由储备支付 ¥{settled['reimbursed']}")
    town.say("结算明细 lines", "；".join(sorted({f"{one['kind']} ¥{one['fen']}" for one in lines})))


def _book(town: Town, person: Somebody, clerk: Somebody) -> None:
    """Each step by itself; the shop has to accept, and the person then gives the time back."""
    here = _quoted(town, person, HAIRCUT, {"slot_at": SLOT.isoformat()})
    for step in ("hold", "reservation", "provider-request"):
        town.api.post(person, f"{here}/{step}")
    accepted = town.api.post(clerk, f"{here}/acceptance")
    coming = town.api.get(None, f"/v1/items/{_item(town, HAIRCUT)}/slots")["slots"]
    left = [f"时段余 {slot['left']}/{slot['capacity']}" for slot in coming] or ["时段已过"]
    given_up = town.api.post(person, f"{here}/cancellation", {"reason": "演示：临时有事"})
    town.say(
        "预约 a time booked",
        f"{accepted['state']}，{left[0]}；取消后 {given_up['state']}",
    )


def _drink(town: Town, person: Somebody, clerk: Somebody) -> None:
    here = _fetched(town, person, clerk)
    rated = town.api.post(person, f"{here}/rating", {"stars": 5, "comment": "演示评价：很周到。"})
    town.say("八步兑换 eight steps", f"询价、预留、出码、核销、评价 {rated['stars']} 星")


def _complain(town: Town, person: Somebody, clerk: Somebody) -> str:
    here = _fetched(town, person, clerk)
    town.api.post(person, f"{here}/dispute", {"reason": "演示投诉：茶是凉的。"})
    verdict = {"upheld": True, "decision": "演示裁定：退一半。", "refund": "2.50"}
    decided = town.api.post(town.staff["council"], f"{here}/dispute/decision", verdict)
    town.say("投诉成立 complaint upheld", f"退回 {decided['refund']} 积分到原批次")
    return str(decided["refund"])


def _without_network(town: Town, person: Somebody, clerk: Somebody) -> None:
    """Two devices took the same code while the shop was offline: the first counts, nobody is charged twice."""
    here, code = _ready(town, person)
    shop = f"/v1/providers/{_shop(town).party_id}"
    listed = town.api.get(clerk, f"{shop}/check-list")["entries"]
    uses = [
        {
            "use_id": town.id("use", "device", device),
            "redemption_id": here.rsplit("/", 1)[1],
            "code": code,
            "device": f"DEMO-{device}",
            "used_at": FESTIVAL.isoformat(),
        }
        for device in (1, 2)
    ]
    judged = town.api.post(clerk, f"{shop}/offline-uses", {"uses": uses})["uses"]
    town.say("断网核销 without network", f"清单 {len(listed)} 条；补传 " + "、".join(one["outcome"] for one in judged))


def _fetched(town: Town, person: Somebody, clerk: Somebody) -> str:
    here, code = _ready(town, person)
    town.api.post(clerk, f"{here}/fulfilment", {"code": code})
    return here


def _ready(town: Town, person: Somebody) -> tuple[str, str]:
    """Quoted, held, reserved, and the code told: it is in the stored answer, whoever plays again gets the same."""
    here = _quoted(town, person, TEA, {})
    for step in ("hold", "reservation"):
        town.api.post(person, f"{here}/{step}")
    return here, town.api.post(person, f"{here}/provider-request")["code"]


def _quoted(town: Town, person: Somebody, item: str, more: dict[str, Any]) -> str:
    wanted = {"redemption_id": town.id("rdm", item, person.party_id), "item_id": _item(town, item)}
    town.api.post(person, "/v1/redemption-quotes", wanted | more)
    return f"/v1/redemptions/{wanted['redemption_id']}"


def _offer(town: Town, item: str, name: str, more: dict[str, Any]) -> None:
    wanted = {"item_id": _item(town, item), "provider_id": _shop(town).party_id, "name": name, "stock": 20}
    town.api.post(town.staff["staff"], "/v1/items", wanted | more)
    town.api.post(town.staff["approver"], f"/v1/items/{wanted['item_id']}/approval")


def _item(town: Town, item: str) -> str:
    return town.id("itm", item)


def _shop(town: Town) -> Any:
    return town.merchants[3]


def _people(town: Town) -> list[Somebody]:
    people = {person.party_id: person for person in town.residents}
    claims = town.memory["points.claims"][FIRST : FIRST + 4]
    return town.keys([(people[claim["party_id"]], ("resident",)) for claim in claims])


SCENES = {"prepare": prepare, "after_notice": after_notice, "month_end": month_end}
