"""The routes of redemptions: the steps, what is handed over, complaints, and shops without network."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import EVERYBODY, HOLDERS, Role
from gateway.web.routes import Routes

SHOP = (Role.MERCHANT_CLERK, Role.MERCHANT_AGENT)
CLERK = (Role.MERCHANT_CLERK,)
DECIDERS = (Role.COUNCIL_MEMBER,)
SEES_DISPUTES = (Role.COMMUNITY_STAFF, Role.AUDITOR, *DECIDERS)

routes = Routes("points_redemptions", "兑换")

REDEMPTION = "/v1/redemptions/{redemption_id}"
routes.post(
    "/v1/redemptions", requests.Redeem, may=HOLDERS, summary="用本人或所代表组织的积分兑换，得一次性兑换码", status=201
)
routes.get("/v1/redemptions", requests.ListRedemptions, may=EVERYBODY, summary="兑换列表")
routes.get(REDEMPTION, requests.GetRedemption, may=EVERYBODY, summary="查看一笔兑换")
routes.post(
    f"{REDEMPTION}/fulfilment", requests.FulfilRedemption, may=(Role.MERCHANT_CLERK,), summary="店员凭兑换码交付"
)
routes.post(
    f"{REDEMPTION}/cancellation",
    requests.CancelRedemption,
    may=(*HOLDERS, Role.COMMUNITY_STAFF),
    summary="取消一笔兑换",
)

routes.post("/v1/redemption-quotes", requests.QuoteRedemption, may=HOLDERS, summary="询价（10 分钟有效）", status=201)
routes.post(f"{REDEMPTION}/hold", requests.HoldPoints, may=HOLDERS, summary="预留积分")
routes.post(f"{REDEMPTION}/reservation", requests.ReserveStock, may=HOLDERS, summary="预留库存或时段")
routes.post(f"{REDEMPTION}/provider-request", requests.AskProvider, may=HOLDERS, summary="请商家接单，得一次性兑换码")
routes.post(f"{REDEMPTION}/acceptance", requests.AcceptRedemption, may=SHOP, summary="商家接单")
routes.post(f"{REDEMPTION}/refusal", requests.DeclineRedemption, may=SHOP, summary="商家婉拒")
routes.get(f"{REDEMPTION}/pass", requests.GetRedemptionPass, may=HOLDERS, summary="本人的兑换码和二维码")
routes.post(
    f"{REDEMPTION}/rating", requests.RateRedemption, may=HOLDERS, summary="评价一笔兑换（一般 7 天内，以积分标准为准）"
)
routes.post(
    f"{REDEMPTION}/dispute",
    requests.DisputeRedemption,
    may=HOLDERS,
    summary="投诉一笔兑换（一般 7 天内，以积分标准为准）",
)
routes.get(f"{REDEMPTION}/dispute", requests.GetDispute, may=EVERYBODY, summary="查看投诉")
routes.post(f"{REDEMPTION}/dispute/decision", requests.DecideDispute, may=DECIDERS, summary="裁定投诉")
routes.get("/v1/redemption-disputes", requests.ListDisputes, may=SEES_DISPUTES, summary="投诉列表")
SHOP_LISTS = "/v1/providers/{provider_id}"
routes.get(f"{SHOP_LISTS}/check-list", requests.GetCheckList, may=CLERK, summary="离线核销用的当日校验清单")
routes.post(f"{SHOP_LISTS}/offline-uses", requests.UploadOfflineUses, may=CLERK, summary="补传离线核销记录")
routes.get(
    f"{SHOP_LISTS}/offline-uses",
    requests.ListOfflineUses,
    may=(*SHOP, Role.COMMUNITY_STAFF, Role.AUDITOR),
    summary="离线核销记录：每条的结果、原因和由谁承担",
)
