"""The routes of the catalogue and of redemptions."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, Role
from gateway.web.routes import Routes

EVERYBODY = tuple(Role)
DECIDERS = (Role.APPROVER, Role.COUNCIL_MEMBER)

routes = Routes("points_redemptions", "兑换")

ITEM = "/v1/items/{item_id}"
routes.post(
    "/v1/items",
    requests.ProposeItem,
    may=(Role.COMMUNITY_STAFF, Role.MERCHANT_AGENT),
    summary="提出一件兑换品",
    status=201,
)
routes.get("/v1/items", requests.ListItems, may=ANYONE, summary="可兑换的物品和服务")
routes.get(ITEM, requests.GetItem, may=ANYONE, summary="查看一件兑换品")
routes.post(f"{ITEM}/approval", requests.ApproveItem, may=DECIDERS, summary="批准一件兑换品上架")
routes.post(f"{ITEM}/withdrawal", requests.WithdrawItem, may=(Role.COMMUNITY_STAFF,), summary="下架一件兑换品")

REDEMPTION = "/v1/redemptions/{redemption_id}"
routes.post("/v1/redemptions", requests.Redeem, may=(Role.RESIDENT,), summary="用积分兑换，得一次性兑换码", status=201)
routes.get("/v1/redemptions", requests.ListRedemptions, may=EVERYBODY, summary="兑换列表")
routes.get(REDEMPTION, requests.GetRedemption, may=EVERYBODY, summary="查看一笔兑换")
routes.post(
    f"{REDEMPTION}/fulfilment", requests.FulfilRedemption, may=(Role.MERCHANT_CLERK,), summary="店员凭兑换码交付"
)
routes.post(
    f"{REDEMPTION}/cancellation",
    requests.CancelRedemption,
    may=(Role.RESIDENT, Role.COMMUNITY_STAFF),
    summary="取消一笔兑换",
)
