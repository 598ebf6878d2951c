"""The routes of the catalogue."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, Role
from gateway.web.routes import Routes

DECIDERS = (Role.APPROVER, Role.COUNCIL_MEMBER)
PROPOSERS = (Role.COMMUNITY_STAFF, Role.MERCHANT_AGENT)

routes = Routes("points_catalogue", "兑换目录")

ITEM = "/v1/items/{item_id}"
routes.post(
    "/v1/items",
    requests.ProposeItem,
    may=PROPOSERS,
    summary="提出一件兑换品",
    status=201,
)
routes.get("/v1/items", requests.ListItems, may=ANYONE, summary="可兑换的物品和服务")
routes.get(ITEM, requests.GetItem, may=ANYONE, summary="查看一件兑换品")
routes.post(f"{ITEM}/approval", requests.ApproveItem, may=DECIDERS, summary="批准一件兑换品上架")
routes.post(f"{ITEM}/withdrawal", requests.WithdrawItem, may=(Role.COMMUNITY_STAFF,), summary="下架一件兑换品")
routes.post(f"{ITEM}/slots", requests.OpenSlots, may=PROPOSERS, summary="开放预约时段")
routes.get(f"{ITEM}/slots", requests.ListSlots, may=ANYONE, summary="可预约的时段")
