"""The routes of donations: funds, gifts, receipts, statements, monthly giving, goods and what leaves of them, gift packs."""

from __future__ import annotations

from contracts.donations import requests
from contracts.roles import ANYONE, Role
from gateway.web.routes import Routes

FEDERATION = (Role.FEDERATION_OFFICER,)
STAFF = (Role.COMMUNITY_STAFF,)
DONORS = (Role.RESIDENT, Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.VILLAGE_AGENT)
MATCHERS = (*FEDERATION, Role.FUND_TREASURER)
BOOK_READERS = (*MATCHERS, Role.FEDERATION_ACCOUNTANT, Role.AUDITOR)
OFFICERS = (*STAFF, *BOOK_READERS)
APPRAISERS = (*STAFF, Role.CONFIRMER, Role.FUND_COMMITTEE_MEMBER)
GOODS_KEEPERS = (*STAFF, Role.APPROVER)
GOODS_READERS = (*DONORS, *APPRAISERS, Role.APPROVER, Role.FUND_TREASURER, Role.AUDITOR)
REMOVAL_DECIDERS = (Role.FUND_TREASURER, Role.FUND_COMMITTEE_MEMBER)
PACKERS = (*STAFF, Role.ACTIVITY_ORGANISER)
CARRIERS = (*PACKERS, Role.RESIDENT, Role.ORGANISATION_AGENT)
MERCHANTS = (Role.MERCHANT_AGENT,)
COUNCIL = (Role.COUNCIL_MEMBER,)

routes = Routes("donations", "捐赠与基金")
ROUTES = (routes,)

FUND = "/v1/funds/{fund_code}"
routes.post("/v1/funds", requests.CreateFund, may=FEDERATION, summary="在慈善会内设立社区基金", status=201)
routes.get(FUND, requests.GetFund, may=ANYONE, summary="查看一个基金")
routes.get(
    f"{FUND}/balance",
    requests.GetFundBalance,
    may=(*OFFICERS, Role.FUND_COMMITTEE_MEMBER),
    summary="基金余额，精确到分",
)
routes.get(f"{FUND}/totals", requests.GetPublicTotals, may=ANYONE, summary="基金公开汇总")
routes.get(f"{FUND}/gifts", requests.ListPublicGifts, may=ANYONE, summary="公开的捐赠名单")
routes.post(f"{FUND}/projects", requests.OpenProject, may=FEDERATION, summary="开设项目", status=201)
routes.get(f"{FUND}/projects", requests.ListProjects, may=ANYONE, summary="基金下的项目")

GIFT = "/v1/gifts/{gift_id}"
routes.post("/v1/gifts", requests.RecordGift, may=(*DONORS, *STAFF), summary="登记一笔捐款，选择票据或积分", status=201)
routes.get("/v1/gifts", requests.ListGifts, may=(*DONORS, *OFFICERS), summary="捐款列表")
routes.get(GIFT, requests.GetGift, may=(*DONORS, *OFFICERS), summary="查看一笔捐款")
routes.post(f"{GIFT}/visibility", requests.ChangeVisibility, may=(*DONORS, *STAFF), summary="更改公开时的署名")
routes.get("/v1/donors/{party_id}/summary", requests.GetDonorSummary, may=(*DONORS, *STAFF), summary="一方的捐赠概况")

routes.post(f"{GIFT}/receipt", requests.RequestReceipt, may=DONORS, summary="申请捐赠票据", status=201)
routes.get(f"{GIFT}/receipt", requests.GetReceipt, may=(*DONORS, *FEDERATION, Role.AUDITOR), summary="查看捐赠票据")
routes.post(f"{GIFT}/receipt-waiver", requests.WaiveReceipt, may=DONORS, summary="声明不需要票据")
routes.post(f"{GIFT}/receipt-voiding", requests.VoidReceipt, may=FEDERATION, summary="登记票据作废")
routes.post("/v1/receipts/import", requests.ImportReceipts, may=FEDERATION, summary="导入慈善会已开具的票据")

REFUND = "/v1/refunds/{refund_id}"
routes.post("/v1/refunds", requests.ProposeRefund, may=(*STAFF, *FEDERATION), summary="提议退回一笔捐款", status=201)
routes.get("/v1/refunds", requests.ListRefunds, may=OFFICERS, summary="退款列表")
routes.post(f"{REFUND}/decision", requests.DecideRefund, may=(Role.FUND_TREASURER,), summary="由第二人决定退款")

LINE = "/v1/statement-lines/{line_id}"
routes.post(
    f"{FUND}/statements",
    requests.ImportStatement,
    may=FEDERATION,
    summary="导入慈善会对账单并匹配捐款",
    status=201,
)
routes.get("/v1/statements/{statement_id}", requests.GetStatement, may=BOOK_READERS, summary="查看一份对账单")
routes.get(f"{FUND}/statement-lines", requests.ListStatementLines, may=BOOK_READERS, summary="到账流水")
routes.post(f"{LINE}/proposal", requests.ProposeMatch, may=MATCHERS, summary="提出一条流水的匹配")
routes.post(f"{LINE}/approval", requests.ApproveMatch, may=MATCHERS, summary="由第二人复核匹配")
routes.post(f"{LINE}/refusal", requests.DeclineMatch, may=MATCHERS, summary="退回一项匹配")

routes.post(
    "/v1/holiday-tables",
    requests.ProposeHolidays,
    may=(*STAFF, *COUNCIL),
    summary="提议一年的节假日与调休表",
    status=201,
)
routes.get("/v1/holiday-tables", requests.ListHolidayTables, may=ANYONE, summary="各年节假日与调休表")
routes.post(
    "/v1/holiday-tables/{table_id}/decision", requests.DecideHolidays, may=COUNCIL, summary="由第二人同意或否决节假日表"
)

MANDATE = "/v1/mandates/{mandate_id}"
MONTH = f"{MANDATE}/cycles/{{month}}"
routes.post("/v1/mandates", requests.DraftMandate, may=DONORS, summary="起草月捐协议", status=201)
routes.get("/v1/mandates", requests.ListMandates, may=(*DONORS, *OFFICERS), summary="月捐协议列表")
routes.get(MANDATE, requests.GetMandate, may=(*DONORS, *OFFICERS), summary="查看一份月捐协议")
routes.post(f"{MANDATE}/signature", requests.SignMandate, may=DONORS, summary="签署月捐协议")
routes.post(f"{MANDATE}/activation", requests.ActivateMandate, may=FEDERATION, summary="登记扣款签约成功")
routes.post(f"{MANDATE}/pause", requests.PauseMandate, may=DONORS, summary="暂停月捐")
routes.post(f"{MANDATE}/resumption", requests.ResumeMandate, may=DONORS, summary="恢复月捐")
routes.post(f"{MANDATE}/cancellation", requests.CancelMandate, may=DONORS, summary="取消月捐，立即生效")
routes.post(f"{MANDATE}/amount", requests.ChangeMandateAmount, may=DONORS, summary="更改月捐金额")
routes.get(f"{MANDATE}/cycles", requests.ListCycles, may=(*DONORS, *OFFICERS), summary="月捐各期")
routes.post(f"{MONTH}/skip", requests.SkipCycle, may=DONORS, summary="跳过一期")
routes.post(f"{MONTH}/failure", requests.FailCycle, may=FEDERATION, summary="登记一期扣款失败")

PLEDGE = "/v1/pledges/{pledge_id}"
routes.post("/v1/pledges", requests.DraftPledge, may=MERCHANTS, summary="起草义卖捐赠协议", status=201)
routes.get("/v1/pledges", requests.ListPledges, may=(*MERCHANTS, *OFFICERS), summary="义卖捐赠协议列表")
routes.get(PLEDGE, requests.GetPledge, may=(*MERCHANTS, *OFFICERS), summary="查看一份义卖捐赠协议")
routes.post(f"{PLEDGE}/signature", requests.SignPledge, may=MERCHANTS, summary="商家签署协议")
routes.post(f"{PLEDGE}/decline", requests.DeclinePledge, may=MERCHANTS, summary="商家撤回尚未签订的协议")
routes.post(f"{PLEDGE}/end", requests.EndPledge, may=MERCHANTS, summary="商家提前终止协议，已售部分照付")
routes.post(f"{PLEDGE}/countersignature", requests.CountersignPledge, may=MATCHERS, summary="慈善会复签，两人先后完成")
routes.get(f"{PLEDGE}/settlements", requests.ListPledgeSettlements, may=(*MERCHANTS, *OFFICERS), summary="协议各月结算")
routes.post(f"{PLEDGE}/sales", requests.StateSales, may=MERCHANTS, summary="申报一个月的销售额")
routes.post(
    f"{PLEDGE}/publication",
    requests.PublishPledgeSettlement,
    may=(*MERCHANTS, *FEDERATION),
    summary="公示一个月的捐赠结果",
)
routes.get("/v1/pledge-banners", requests.ListPledgeBanners, may=ANYONE, summary="全部已签订的义卖捐赠协议")
routes.get(
    "/v1/pledge-banners/{agreement_number}", requests.GetPledgeBanner, may=ANYONE, summary="按协议编号查询义卖公示牌"
)

routes.post("/v1/round-ups", requests.ReportRounds, may=MERCHANTS, summary="上报顾客自愿的零钱捐赠")
routes.get("/v1/round-ups", requests.ListRounds, may=DONORS, summary="我的零钱捐赠")
routes.post(
    "/v1/round-up-batches", requests.CloseRoundUpBatches, may=MERCHANTS, summary="汇总待转交的零钱捐赠", status=201
)
routes.get(
    "/v1/round-up-batches", requests.ListRoundUpBatches, may=(*MERCHANTS, *OFFICERS), summary="零钱捐赠批次，可只看逾期"
)
routes.get(
    "/v1/round-up-conversion",
    requests.GetRoundUpConversion,
    may=(*FEDERATION, Role.FEDERATION_ACCOUNTANT, Role.AUDITOR),
    summary="零钱捐赠者成为捐赠人的比例",
)

GOODS = "/v1/goods/{goods_id}"
routes.post("/v1/goods", requests.OfferGoods, may=(*DONORS, *STAFF), summary="登记拟捐物资或服务", status=201)
routes.get("/v1/goods", requests.ListGoods, may=GOODS_READERS, summary="物资列表")
routes.get(GOODS, requests.GetGoods, may=GOODS_READERS, summary="查看一批物资")
routes.post(f"{GOODS}/appraisal", requests.AppraiseGoods, may=APPRAISERS, summary="估价")
routes.post(f"{GOODS}/acceptance", requests.AcceptGoods, may=GOODS_KEEPERS, summary="同意接收")
routes.post(f"{GOODS}/decline", requests.DeclineGoods, may=GOODS_KEEPERS, summary="不予接收")
routes.post(f"{GOODS}/receipt", requests.ReceiveGoods, may=GOODS_KEEPERS, summary="清点入账")
routes.post(f"{GOODS}/storage", requests.StoreGoods, may=GOODS_KEEPERS, summary="入库上架")
routes.get(f"{GOODS}/trace", requests.TracePacks, may=(*STAFF, Role.AUDITOR), summary="追溯物资流向，用于召回")

REMOVAL = "/v1/goods-removals/{removal_id}"
routes.post(
    "/v1/goods-removals", requests.ProposeGoodsRemoval, may=GOODS_KEEPERS, summary="提议退回或核销库存物资", status=201
)
routes.get(
    "/v1/goods-removals",
    requests.ListGoodsRemovals,
    may=(*GOODS_KEEPERS, *REMOVAL_DECIDERS, Role.FEDERATION_ACCOUNTANT, Role.AUDITOR),
    summary="退回与核销列表",
)
routes.post(f"{REMOVAL}/approval", requests.ApproveGoodsRemoval, may=REMOVAL_DECIDERS, summary="由第二人同意退回或核销")
routes.post(f"{REMOVAL}/rejection", requests.RejectGoodsRemoval, may=REMOVAL_DECIDERS, summary="由第二人驳回退回或核销")

PACK = "/v1/packs/{serial}"
routes.post("/v1/pack-runs", requests.PackGiftPacks, may=PACKERS, summary="用库存物资制作体验包", status=201)
routes.get("/v1/pack-runs/{run_id}", requests.GetPackRun, may=(*PACKERS, Role.AUDITOR), summary="查看一批体验包")
routes.get(PACK, requests.GetPack, may=(*CARRIERS, Role.AUDITOR), summary="查看一个体验包")
routes.post(f"{PACK}/handover", requests.HandOutPack, may=CARRIERS, summary="发放体验包，只记家庭代号")
