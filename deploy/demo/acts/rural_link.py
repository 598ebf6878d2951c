"""The villages at the festival: an agreement of three, harvest sheets, certificates, orders handed over, and gifts for the packs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deploy.demo.api import Refused, Somebody
from deploy.demo.people import FACTS, Party
from deploy.demo.town import Town

TITLE = next(each["name"] for each in FACTS["agreements"] if "城乡" in each["name"])
HARVESTED = "2023-03-17"
BUYERS = slice(420, 500)
FUND = "CLP-FUND"
PACK_GRAMS = 500
FESTIVAL_LOT = 0  # The lot of the rulebook's forty kilograms: 30.0 sold, 8.0 in dishes, 1.6 lost, 0.4 left.
PROMISE, QUARANTINE, ORIGIN = "commitment_certificate", "quarantine_certificate", "origin_statement"


@dataclass(frozen=True, kw_only=True)
class Crop:
    """What one village brings: lots of so many 斤, each with these papers, at this price for a pack."""

    kind: str
    category: str
    product: str
    variety: str
    lots: int
    jin: str
    papers: tuple[str, ...]
    price: str
    given_grams: int
    cost: str


CROPS = (
    Crop(
        kind="village", category="vegetables", product="新鲜蔬菜", variety="莴笋", lots=6, jin="80.00",
        papers=(PROMISE,), price="3.50", given_grams=32_000, cost="160.00",
    ),
    Crop(
        kind="township", category="potatoes", product="土豆", variety="马尔科", lots=4, jin="100.00",
        papers=(ORIGIN,), price="2.50", given_grams=36_000, cost="120.00",
    ),
    Crop(
        kind="grower", category="livestock_meat", product="藏香猪", variety="藏香猪", lots=2, jin="60.00",
        papers=(PROMISE, QUARANTINE), price="38.00", given_grams=6_000, cost="300.00",
    ),
    Crop(
        kind="trading_centre", category="sichuan_pepper", product="花椒", variety="大红袍", lots=2, jin="40.00",
        papers=(ORIGIN,), price="28.00", given_grams=5_000, cost="200.00",
    ),
)  # fmt: skip


def prepare(town: Town) -> None:
    """村里的伙伴、协议与采收 villages, the agreement, the harvest"""
    villages = [town.organisations[partner["name"]] for partner in FACTS["rural_partners"]]
    agents = town.agents_of(villages, "village_agent")
    partners = [_register(town, village, crop) for village, crop in zip(villages, CROPS, strict=True)]
    _agree(town, villages[0], agents[0])
    lots = [_harvest(town, partner, agent, crop) for partner, agent, crop in zip(partners, agents, CROPS, strict=True)]
    for number, (agent, crop) in enumerate(zip(agents, CROPS, strict=True)):
        _publish(town, agent, crop, lots[number], place=partners[number]["place"])
    town.memory["rural_link.agents"] = agents
    town.memory["rural_link.lots"] = lots
    town.say("乡村伙伴与上架批次 partners, lots", f"{len(partners)}, {sum(len(each) for each in lots)}")


def festival_day(town: Town) -> None:
    """订购、交付与捐赠 orders, hand-over, gifts of produce"""
    agents, lots = town.memory["rural_link.agents"], town.memory["rural_link.lots"]
    buyers = town.keys([(resident, ("resident",)) for resident in town.residents[BUYERS]])
    orders = _order(town, buyers, lots)
    delivered = _deliver(town, agents, orders[:-4])
    _cancel(town, orders[-4:], {buyer.party_id: buyer for buyer in buyers})
    _close_forty_kilograms(town, agents[0], lots[0][FESTIVAL_LOT])
    given = [
        _give(town, agent, lots[number][-1], crop)
        for number, (agent, crop) in enumerate(zip(agents, CROPS, strict=True))
    ]
    town.quiet()
    _let_others_judge(town)
    _try_what_must_not_work(town, buyers[0], agents, lots)
    grams = sum(order["packs"] * PACK_GRAMS for order in delivered)
    every = [lot for village in lots for lot in village]
    town.expect("rural_link", "orders_delivered_traced", len(delivered), str(grams))
    town.expect("rural_link", "lot_donations_traced", len(given), str(sum(gift["grams"] for gift in given)))
    harvested = sum(lot["harvest"]["grams"] for lot in every)
    town.expect("rural_link", "lots_in_balance", len(every), str(harvested))
    town.say("交付的农产品 produce handed over", f"{len(delivered)} 单, {grams / 1000:.1f} kg")
    town.say("捐出的农产品 produce given", f"{sum(gift['grams'] for gift in given) / 1000:.1f} kg")


def _register(town: Town, village: Party, crop: Crop) -> dict[str, Any]:
    body = {
        "partner_id": town.id("ptn", village.name),
        "party_id": village.party_id,
        "kind": crop.kind,
        "name": village.name,
        "place": village.name,
        "categories": [crop.category],
    }

    def known() -> dict[str, Any] | None:
        try:
            return town.api.post(town.staff["staff"], "/v1/rural-partners", body)
        except Refused as refusal:
            if refusal.code != "party-not-found":  # Only that one gets better by waiting.
                raise
            return None

    found: dict[str, Any] = town.eventually(known, f"rural_link knows {village.name}")
    return found


def _agree(town: Town, village: Party, village_agent: Somebody) -> None:
    text = hashlib.sha256(TITLE.encode()).hexdigest()
    agreement_id = town.id("agr", TITLE)
    parties = [town.org("host").party_id, village.party_id, town.org("organiser").party_id]
    duties = ("提供交付场地", "按月供应新鲜蔬菜", "组织志愿者分装配送")
    body = {
        "agreement_id": agreement_id,
        "title": TITLE,
        "text_sha256": text,
        "parties": parties,
        "obligations": [
            {"owner_id": party, "duty": duty, "due_on": "2023-04-30", "evidence": "交接单"}
            for party, duty in zip(parties, duties, strict=True)
        ],
        "review_on": "2024-02-18",
        "ends_on": "2024-03-17",
    }
    town.api.post(town.staff["staff"], "/v1/agreements", body)
    for agent in (town.staff["host_agent"], village_agent, town.staff["organiser_agent"]):
        signed = town.api.post(
            agent, f"/v1/agreements/{agreement_id}/signature", {"text_sha256": text, "authority": "法定代表人授权"}
        )
    town.say("三方协议 agreement", f"{signed['state']}: {'、'.join(party['name'] for party in signed['parties'])}")


def _harvest(town: Town, partner: dict[str, Any], agent: Somebody, crop: Crop) -> list[dict[str, Any]]:
    rows = [
        {
            "lot_id": town.id("lot", crop.product, number),
            "lot_number": f"{crop.category[:2].upper()}-0317-{number:02d}",
            "category": crop.category,
            "product": crop.product,
            "grower_name": f"生成农户{number:02d}",
            "plot": f"{number}组",
            "variety": crop.variety,
            "harvested_on": HARVESTED,
            "amount": crop.jin,
            "unit": "斤",
        }
        for number in range(1, crop.lots + 1)
    ]
    sheet = town.api.post(agent, f"/v1/rural-partners/{partner['partner_id']}/harvest-sheets", {"rows": rows})
    lots: list[dict[str, Any]] = sheet["items"]
    return lots


def _publish(town: Town, agent: Somebody, crop: Crop, lots: Sequence[dict[str, Any]], *, place: str) -> None:
    offers = []
    for lot in lots:
        harvest = lot["harvest"]
        papers = [
            {
                "kind": paper,
                "number": f"{harvest['lot_number']}-{paper[:2].upper()}",
                "product": crop.product,
                "grams": harvest["grams"],
                "place": place,
                "issued_on": HARVESTED,
                "promisor": harvest["grower_name"],
                "contact": "13800138000",
            }
            for paper in crop.papers
        ]
        town.api.post(agent, f"/v1/lots/{lot['lot_id']}/certification", {"documents": papers})
        # The last lot of each village is kept for the gift packs, but for a few.
        packs = 10 if lot is lots[-1] else harvest["grams"] * 3 // 4 // PACK_GRAMS
        offer = {"price": crop.price, "pack_grams": PACK_GRAMS, "packs": packs, "grower_shown_as": "生成农户"}
        offers.append((agent, f"/v1/lots/{lot['lot_id']}/publication", offer))
    town.api.post_many(offers)


def _order(town: Town, buyers: Sequence[Somebody], lots: Sequence[Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    # Sixty packs of the lot of forty kilograms: thirty buyers, two each; the others order from all villages in turn.
    shelves = [lot for village in lots for lot in village[:-1]][1:]
    wanted = [(buyer, lots[0][FESTIVAL_LOT], 2) for buyer in buyers[:30]]
    wanted += [(buyer, shelves[number % len(shelves)], 1 + number % 3) for number, buyer in enumerate(buyers[30:])]
    return town.api.post_many(
        [
            (
                buyer,
                "/v1/orders",
                {
                    "order_id": town.id("ord", buyer.party_id, lot["lot_id"]),
                    "lot_id": lot["lot_id"],
                    "buyer_id": buyer.party_id,
                    "packs": packs,
                },
            )
            for buyer, lot, packs in wanted
        ]
    )


def _deliver(town: Town, agents: Sequence[Somebody], orders: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    agent_of = {partner["name"]: agent for partner, agent in zip(FACTS["rural_partners"], agents, strict=True)}
    by_partner = {town.id("ptn", name): agent for name, agent in agent_of.items()}
    for step in ("confirmation", "delivery"):
        moved = town.api.post_many(
            [(by_partner[order["partner_id"]], f"/v1/orders/{order['order_id']}/{step}", {}) for order in orders]
        )
    return moved


def _cancel(town: Town, orders: Sequence[dict[str, Any]], buyers: dict[str, Somebody]) -> None:
    town.api.post_many(
        [
            (buyers[order["buyer_id"]], f"/v1/orders/{order['order_id']}/cancellation", {"reason": "行程有变"})
            for order in orders
        ]
    )


def _close_forty_kilograms(town: Town, agent: Somebody, lot: dict[str, Any]) -> None:
    path = f"/v1/lots/{lot['lot_id']}"
    for kind, grams, reason in (("transformed", 8_000, "美食节菜品"), ("loss", 1_600, "择菜损耗")):
        body = {"outflow_id": town.id("out", kind), "kind": kind, "grams": grams, "reason": reason}
        town.api.post(agent, f"{path}/outflows", body)
    counted = town.api.post(agent, f"{path}/counts", {"outflow_id": town.id("out", "count"), "on_hand_grams": 400})
    town.say("四十公斤莴笋 forty kilograms", f"剩 {counted['left_grams']} g, {counted['state']}")


def _give(town: Town, agent: Somebody, lot: dict[str, Any], crop: Crop) -> dict[str, Any]:
    donation_id = town.id("ldn", lot["lot_id"])
    offer = {"donation_id": donation_id, "grams": crop.given_grams, "cost": crop.cost, "fund_code": FUND}
    town.api.post(agent, f"/v1/lots/{lot['lot_id']}/donations", offer)
    return town.api.post(town.staff["staff"], f"/v1/lot-donations/{donation_id}/acceptance")


def _let_others_judge(town: Town) -> None:
    """What a village says its produce cost is the most that another person may say it is worth; a third one takes it."""
    confirmer, approver, taken = town.staff["confirmer"], town.staff["approver"], 0
    # Also those that an earlier play, broken off, had begun with.
    for state in ("offered", "appraised", "accepted"):
        for goods in town.api.get(confirmer, f"/v1/goods?state={state}&limit=200")["items"]:
            path, appraisal = f"/v1/goods/{goods['goods_id']}", {"price": goods["cost"], "kept_percent": 100}
            basis = {"basis": "price_list", "document": "PRICES-2023-03"}
            town.api.post(confirmer, f"{path}/appraisal", appraisal | basis)
            town.api.post(approver, f"{path}/acceptance")
            town.api.post(approver, f"{path}/receipt", {"quantity": goods["offered"]})
            taken += 1
    town.say("农产品由他人估价、验收 produce appraised by others", f"{taken} 批")


def _try_what_must_not_work(
    town: Town, buyer: Somebody, agents: Sequence[Somebody], lots: Sequence[Sequence[dict[str, Any]]]
) -> None:
    sold_out = lots[0][FESTIVAL_LOT]["lot_id"]
    order = {"order_id": town.id("ord", "too late"), "lot_id": sold_out, "buyer_id": buyer.party_id, "packs": 1}
    tried = {
        town.api.refused(buyer, "/v1/orders", order): "rural_link.sold_out",
        town.api.refused(agents[1], f"/v1/lots/{sold_out}/hold", {"reason": "别村的"}): "not-found",
    }
    wrong = {code: expected for code, expected in tried.items() if code != expected}
    if wrong:
        message = f"refused otherwise than the rules say: {wrong}"
        raise RuntimeError(message)
    trace = town.api.get(None, f"/v1/lots/{sold_out}/trace")
    town.say("一包菜的来历 one pack's trace", f"{trace['place']}, {len(trace['steps'])} 步")


SCENES = {"prepare": prepare, "festival_day": festival_day}
