"""The routes of rural_link: village partners, agreements, produce lots and their traces, orders."""

from __future__ import annotations

from contracts.roles import ANYONE, Role
from contracts.rural_link import lot_requests as lots
from contracts.rural_link import requests
from gateway.web.routes import Routes

STAFF = (Role.COMMUNITY_STAFF,)
VILLAGE = (Role.VILLAGE_AGENT,)
VILLAGE_STAFF = (*VILLAGE, *STAFF)
READERS = (*VILLAGE_STAFF, Role.AUDITOR)
BUYERS = (Role.RESIDENT, Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT)
SIGNERS = (Role.ORGANISATION_AGENT, Role.VILLAGE_AGENT, Role.MERCHANT_AGENT, Role.COMMUNITY_STAFF)

routes = Routes("rural_link", "乡村伙伴与农产品")
ROUTES = (routes,)

PARTNER = "/v1/rural-partners/{partner_id}"
routes.post("/v1/rural-partners", requests.RegisterPartner, may=STAFF, summary="登记乡村伙伴", status=201)
routes.get("/v1/rural-partners", requests.ListPartners, may=ANYONE, summary="乡村伙伴名单")
routes.get(PARTNER, requests.GetPartner, may=ANYONE, summary="查看一个乡村伙伴")
routes.post(f"{PARTNER}/harvest-sheets", lots.PostLots, may=VILLAGE, summary="整表登记采收，最多 200 行", status=201)

AGREEMENT = "/v1/agreements/{agreement_id}"
routes.post("/v1/agreements", requests.DraftAgreement, may=STAFF, summary="提出一份待签协议", status=201)
routes.get("/v1/agreements", requests.ListAgreements, may=ANYONE, summary="协议列表")
routes.get(AGREEMENT, requests.GetAgreement, may=ANYONE, summary="查看一份协议")
routes.post(f"{AGREEMENT}/signature", requests.SignAgreement, may=SIGNERS, summary="代表本单位签署")
routes.post(
    f"{AGREEMENT}/obligations/{{number}}/fulfilment",
    requests.MeetObligation,
    may=SIGNERS,
    summary="登记本单位完成的义务",
)

LOT = "/v1/lots/{lot_id}"
routes.post("/v1/lots", lots.DraftLot, may=VILLAGE, summary="预告一批农产品", status=201)
routes.get("/v1/lots", lots.ListLots, may=READERS, summary="批次列表；村里只见本村")
routes.get("/v1/lots/offers", lots.ListOffers, may=ANYONE, summary="现在可以订的农产品")
routes.get(LOT, lots.GetLot, may=READERS, summary="查看一个批次的全部内容")
routes.put(f"{LOT}/draft", lots.ReviseLot, may=VILLAGE, summary="修改预告")
routes.post(f"{LOT}/harvest", lots.CommissionLot, may=VILLAGE, summary="登记采收")
routes.post(f"{LOT}/certification", lots.CertifyLot, may=VILLAGE, summary="提交承诺达标合格证等证明")
routes.post(f"{LOT}/publication", lots.PublishLot, may=VILLAGE_STAFF, summary="上架")
routes.post(f"{LOT}/hold", lots.HoldLot, may=VILLAGE_STAFF, summary="扣留")
routes.post(f"{LOT}/release", lots.ReleaseLot, may=STAFF, summary="解除扣留")
routes.post(f"{LOT}/recall", lots.RecallLot, may=STAFF, summary="召回")
routes.post(f"{LOT}/outflows", lots.RecordOutflow, may=VILLAGE, summary="登记损耗或加工", status=201)
routes.post(f"{LOT}/counts", lots.CountLot, may=VILLAGE_STAFF, summary="盘点称重", status=201)
routes.post(f"{LOT}/donations", lots.DonateFromLot, may=VILLAGE, summary="提出捐一部分给基金", status=201)
routes.get("/v1/lot-donations", lots.ListLotDonations, may=READERS, summary="各村捐出的农产品")
routes.post(
    "/v1/lot-donations/{donation_id}/acceptance",
    lots.AcceptLotDonation,
    may=STAFF,
    summary="接收一笔农产品捐赠，由他人另行估价",
)

TRACE = f"{LOT}/trace"
routes.get(TRACE, lots.TraceLot, may=ANYONE, summary="追溯：从哪里来，经过什么")
routes.get(f"{TRACE}/epcis", lots.ExportTrace, may=ANYONE, summary="追溯的 EPCIS 2.0 文档")
routes.post(
    f"{TRACE}/{{step_id}}/correction", lots.CorrectStep, may=VILLAGE_STAFF, summary="更正追溯中的一步", status=201
)

ORDER = "/v1/orders/{order_id}"
routes.post("/v1/orders", requests.PlaceOrder, may=BUYERS, summary="订购", status=201)
routes.get("/v1/orders", requests.ListOrders, may=(*BUYERS, *READERS), summary="订单列表")
routes.get(ORDER, requests.GetOrder, may=(*BUYERS, *READERS), summary="查看一个订单")
routes.post(f"{ORDER}/confirmation", requests.ConfirmOrder, may=VILLAGE, summary="村里确认供货")
routes.post(f"{ORDER}/delivery", requests.DeliverOrder, may=VILLAGE, summary="交付")
routes.post(f"{ORDER}/cancellation", requests.CancelOrder, may=(*BUYERS, *VILLAGE_STAFF), summary="取消订单")
