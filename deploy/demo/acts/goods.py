"""Goods at the festival: given, taken over, gone back or written off in part, and packed into gift packs for households."""

from __future__ import annotations

from deploy.demo.acts.donations import DONORS, FUND, wait_until_known
from deploy.demo.town import Town

BOXES = 200
RETURNED = 12
BROKEN = 3
PACKS = 60
GRAMS_EACH = 500
LEFT = "1692.00"


def festival_day(town: Town) -> None:
    """物资捐赠 goods given, and what leaves of them"""
    factory = town.organisations["黄老五食品股份有限公司"]
    agent = town.agent_of(factory, "organisation_agent")
    goods_id = town.id("gds", "sweets")
    wait_until_known(town, agent.party_id)
    offer = {
        "goods_id": goods_id,
        "donor_id": factory.party_id,
        "fund_code": FUND,
        "kind": "new",
        "title": "花生酥礼盒",
        "measure": "pieces",
        "quantity": BOXES,
        "wants_receipt": False,
    }
    town.api.post(agent, "/v1/goods", offer)
    path = f"/v1/goods/{goods_id}"
    appraisal = {"price": "1800.00", "kept_percent": 100, "basis": "invoice", "document": "INV-2023-0318"}
    town.api.post(town.staff["confirmer"], f"{path}/appraisal", appraisal)
    town.api.post(town.staff["approver"], f"{path}/acceptance")
    town.api.post(
        town.staff["approver"], f"{path}/receipt", {"quantity": BOXES, "grams": BOXES * 300, "lot": "HLW-0318"}
    )
    town.say("物资捐赠 goods given", f"{BOXES} 盒, ¥1800.00")
    _remove_goods(town, goods_id)


def after_notice(town: Town) -> None:
    """体验包 gift packs"""
    staff = town.staff["staff"]
    _look_what_went_back(town)
    for goods in town.api.get(staff, "/v1/goods?state=received&limit=200")["items"]:
        town.api.post(town.staff["approver"], f"/v1/goods/{goods['goods_id']}/storage", {"place": "社区仓库 A-1"})
    # What came in, not what is left: a play that goes on after a broken-off one has to pack the same again.
    stock = [
        goods
        for state in ("stored", "allocated")
        for goods in town.api.get(staff, f"/v1/goods?state={state}&limit=200")["items"]
    ]
    contents = [
        {"goods_id": goods["goods_id"], "each": each}
        for goods in sorted(stock, key=lambda goods: str(goods["goods_id"]))
        if goods["received"] >= PACKS * (each := 1 if goods["measure"] == "pieces" else GRAMS_EACH)
    ]
    carriers = town.keys([(resident, ("resident",)) for resident in town.residents[DONORS]])[:10]
    run = {
        "run_id": town.id("pkr", "packs"),
        "fund_code": FUND,
        "title": "农产品体验包",
        "packs": PACKS,
        "contents": contents,
        "carriers": [carrier.party_id for carrier in carriers],
    }
    serials = town.api.post(staff, "/v1/pack-runs", run)["serials"]
    town.api.post_many(
        [
            (carriers[n % len(carriers)], f"/v1/packs/{serial}/handover", {"household_token": _household(town, n)})
            for n, serial in enumerate(serials)
        ]
    )
    town.expect("donations", "packs_handed_out", PACKS, str(PACKS))
    town.say("发放体验包 gift packs handed out", f"{PACKS}（{len(contents)} 种物资）")


def _remove_goods(town: Town, goods_id: str) -> None:
    """What was brought by mistake goes back with what it earned; what was crushed in the store was given all the same."""
    removals = (("return", "mistaken", RETURNED, "多送一箱"), ("write_off", "broken", BROKEN, "搬运时压坏"))
    for kind, cause, quantity, reason in removals:
        body = {
            "removal_id": town.id("grm", kind),
            "goods_id": goods_id,
            "kind": kind,
            "cause": cause,
            "quantity": quantity,
            "reason": reason,
            "document": "交接单 0318",
        }
        town.api.post(town.staff["staff"], "/v1/goods-removals", body)
        town.api.post(town.staff["treasurer"], f"/v1/goods-removals/{body['removal_id']}/approval")
    town.expect("donations", "goods_removed", len(removals), str(RETURNED + BROKEN))
    town.say("物资退回与核销 goods returned, written off", f"{RETURNED} 盒, {BROKEN} 盒")


def _look_what_went_back(town: Town) -> None:
    """¥108.00 of ¥1800.00 went back while the notice ran, so ¥1692.00 is left to be decided on; what was crushed stays with whoever gave it."""
    path = f"/v1/contributions?told_as={town.id('gds', 'sweets')}"
    left = lambda: [one["value"] for one in town.api.get(town.staff["staff"], path)["items"]] == [LEFT]  # noqa: E731 - one use
    town.eventually(left, "points heard of the return")
    town.say("公示中的物资价值 goods under notice", f"¥{LEFT}，退回部分不计")


def _household(town: Town, number: int) -> str:
    return "hht_" + town.id("hht", number)[4:]


SCENES = {
    "festival_day": festival_day,
    "after_notice": after_notice,
}
