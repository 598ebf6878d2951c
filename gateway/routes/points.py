"""The routes of points: parties, contributions, balances, redemptions, property-fee rewards."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, Role
from gateway.web.routes import Routes

EVERYBODY = tuple(Role)
REGISTRARS = (Role.COMMUNITY_STAFF, Role.SYSTEM_OPERATOR)
READERS = (Role.COMMUNITY_STAFF, Role.AUDITOR)
DECIDERS = (Role.APPROVER, Role.COUNCIL_MEMBER)
BILLING = (Role.PROPERTY_BILLING_OFFICER,)

routes = Routes("points", "积分与贡献")
ROUTES = (routes,)

PARTY = "/v1/parties/{party_id}"
routes.post("/v1/parties", requests.RegisterParty, may=REGISTRARS, summary="登记一方", status=201)
routes.post("/v1/parties/batch", requests.RegisterParties, may=REGISTRARS, summary="批量登记，最多 200 方", status=201)
routes.get("/v1/parties", requests.ListParties, may=READERS, summary="社区各方名单")
routes.get(PARTY, requests.GetParty, may=EVERYBODY, summary="查看一方；个人姓名脱敏")
routes.get(f"{PARTY}/balance", requests.GetBalance, may=EVERYBODY, summary="贡献值与可兑积分余额")
routes.get(f"{PARTY}/entries", requests.ListEntries, may=EVERYBODY, summary="积分明细")

routes.post(
    "/v1/rate-cards", requests.PublishRateCard, may=(Role.COUNCIL_MEMBER,), summary="发布新的积分标准", status=201
)
routes.get("/v1/rate-cards", requests.ListRateCards, may=ANYONE, summary="各版积分标准")
routes.get("/v1/rate-cards/{month}", requests.GetRateCard, may=ANYONE, summary="某月执行的积分标准")

CONTRIBUTION = "/v1/contributions/{contribution_id}"
routes.post(
    "/v1/contributions",
    requests.SubmitContribution,
    may=(Role.RESIDENT, Role.ACTIVITY_ORGANISER),
    summary="提交志愿服务时长",
    status=201,
)
routes.get("/v1/contributions", requests.ListContributions, may=EVERYBODY, summary="贡献列表")
routes.get("/v1/contributions/notices", requests.ListNotices, may=ANYONE, summary="公示中的贡献")
routes.get(CONTRIBUTION, requests.GetContribution, may=EVERYBODY, summary="查看一项贡献")
routes.post(f"{CONTRIBUTION}/confirmation", requests.ConfirmContribution, may=(Role.CONFIRMER,), summary="确认一项贡献")
routes.post(
    f"{CONTRIBUTION}/return", requests.ReturnContribution, may=(Role.CONFIRMER,), summary="退回一项贡献以补充证据"
)
routes.post(f"{CONTRIBUTION}/approval", requests.ApproveContribution, may=DECIDERS, summary="批准一项已公示的贡献")
routes.post(f"{CONTRIBUTION}/rejection", requests.RejectContribution, may=DECIDERS, summary="驳回一项贡献")

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

PROGRAMME = "/v1/fee-programmes/{programme_id}"
routes.post(
    "/v1/fee-programmes",
    requests.DraftProgramme,
    may=(Role.COMMUNITY_STAFF,),
    summary="起草物业费奖励计划",
    status=201,
)
routes.get("/v1/fee-programmes", requests.ListProgrammes, may=ANYONE, summary="物业费奖励计划列表")
routes.get(PROGRAMME, requests.GetProgramme, may=ANYONE, summary="查看一个物业费奖励计划")
routes.post(f"{PROGRAMME}/signature", requests.SignProgramme, may=BILLING, summary="物业公司签署计划")
routes.post(f"{PROGRAMME}/activation", requests.ActivateProgramme, may=(Role.COUNCIL_MEMBER,), summary="启用计划")
routes.post(
    f"{PROGRAMME}/batches", requests.SealBatch, may=(Role.COMMUNITY_STAFF,), summary="封存一个月的批次", status=201
)

routes.post(
    "/v1/fee-rewards", requests.RequestReward, may=(Role.RESIDENT,), summary="申请物业费奖励并同意告知", status=201
)
routes.get("/v1/fee-rewards", requests.ListRewards, may=(Role.RESIDENT, *READERS), summary="物业费奖励列表")
routes.get(
    "/v1/fee-rewards/{reward_id}", requests.GetReward, may=(Role.RESIDENT, *READERS), summary="查看一笔物业费奖励"
)

BATCH = "/v1/fee-batches/{batch_number}"
routes.get("/v1/fee-batches", requests.ListBatches, may=(*BILLING, *READERS), summary="已封存的批次")
routes.get(BATCH, requests.GetBatch, may=(*BILLING, *READERS), summary="查看一个批次及其各行")
routes.post(f"{BATCH}/acknowledgements", requests.AcknowledgeLines, may=BILLING, summary="物业公司逐行回执")
