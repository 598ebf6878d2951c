"""A merchant loses its standing for a while, and with it what is new for points."""

from __future__ import annotations

from typing import Any

from deploy.demo.people import Party
from deploy.demo.town import Town

TOLD = {"reason": "演示：投诉属实，逾期未整改。"}
UNTIL = "2023-04-30"


def month_end(town: Town) -> None:
    """善商联盟：商户暂停期间不再接受新的兑换 a merchant is suspended, and reinstated"""
    staff, council = town.staff["staff"], town.staff["council"]
    merchant = town.merchants[0]
    member = f"/v1/members/{town.id('mem', merchant.name)}"
    town.api.post(staff, f"{member}/warning", TOLD)
    town.api.post(council, f"{member}/suspension", TOLD | {"until": UNTIL})
    if not town.api.replayed:  # Who only finishes an earlier play may find the merchant reinstated.
        town.eventually(lambda: not _offers(town, merchant), "points hears of the suspension")
    town.say("暂停的商户 suspended", "已有的兑换照常履行，兑换品下架")
    town.api.post(council, f"{member}/reinstatement")
    town.eventually(lambda: _offers(town, merchant), "points hears of the reinstatement")


def _offers(town: Town, merchant: Party) -> list[dict[str, Any]]:
    return [item for item in town.api.get(None, "/v1/items")["items"] if item["provider_id"] == merchant.party_id]


SCENES = {"month_end": month_end}
