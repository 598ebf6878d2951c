"""The routes of settling with providers."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import Role
from gateway.web.routes import Routes

PREPARERS = (Role.COMMUNITY_STAFF,)
DECIDERS = (Role.FUND_TREASURER, Role.COUNCIL_MEMBER)
READERS = (*PREPARERS, *DECIDERS, Role.AUDITOR, Role.MERCHANT_AGENT)

routes = Routes("points_settlements", "商家结算")

SETTLEMENT = "/v1/settlements/{settlement_id}"
routes.post(
    "/v1/providers/{provider_id}/settlement-choice",
    requests.ChooseSettlement,
    may=(Role.MERCHANT_AGENT,),
    summary="商家选择某月的结算方式",
)
routes.post("/v1/settlements", requests.PrepareSettlement, may=PREPARERS, summary="编制商家月度结算", status=201)
routes.get("/v1/settlements", requests.ListSettlements, may=READERS, summary="结算列表")
routes.get(SETTLEMENT, requests.GetSettlement, may=READERS, summary="查看一份结算")
routes.get(f"{SETTLEMENT}/lines", requests.ListSettlementLines, may=READERS, summary="结算明细")
routes.post(f"{SETTLEMENT}/approval", requests.ApproveSettlement, may=DECIDERS, summary="批准结算")
routes.post(f"{SETTLEMENT}/rejection", requests.RejectSettlement, may=DECIDERS, summary="退回结算")
