"""The routes of property-fee rewards."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, Role
from gateway.routes.points import fee_papers
from gateway.web.routes import Routes

READERS = (Role.COMMUNITY_STAFF, Role.AUDITOR)
BILLING = (Role.PROPERTY_BILLING_OFFICER,)

routes = Routes("points_fee_rewards", "物业费奖励")

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
    f"{PROGRAMME}/closure", requests.CloseProgramme, may=(*BILLING, Role.COUNCIL_MEMBER), summary="关闭物业费奖励计划"
)
routes.get(
    f"{PROGRAMME}/options", requests.GetRewardOptions, may=(Role.RESIDENT,), summary="本户可获得的物业费奖励及原因"
)
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

REWARD = "/v1/fee-rewards/{reward_id}"
routes.post(
    "/v1/fee-reward-offers", requests.OfferReward, may=(Role.RESIDENT,), summary="请求物业费奖励报价", status=201
)
routes.post(f"{REWARD}/acceptance", requests.AcceptReward, may=(Role.RESIDENT,), summary="接受报价并同意告知")
routes.post(f"{REWARD}/withdrawal", requests.WithdrawReward, may=(Role.RESIDENT,), summary="封存前撤回同意")
routes.post(f"{REWARD}/confirmation", requests.ConfirmReward, may=(Role.RESIDENT,), summary="确认账单上已抵扣")
routes.post(f"{REWARD}/undo", requests.UndoReward, may=(Role.COMMUNITY_STAFF,), summary="请物业公司撤销一笔奖励")

BATCH = "/v1/fee-batches/{batch_number}"
routes.get("/v1/fee-batches", requests.ListBatches, may=(*BILLING, *READERS), summary="已封存的批次")
routes.get(
    BATCH,
    requests.GetBatch,
    may=(*BILLING, *READERS),
    summary="查看一个批次及其各行，或下载为文件",
    printing=fee_papers.BATCH,
)
routes.post(f"{BATCH}/acknowledgements", requests.AcknowledgeLines, may=BILLING, summary="物业公司逐行回执")
routes.get(f"{BATCH}/text", requests.GetBatchText, may=(*BILLING, *READERS), summary="批次的规范文本（用于核对哈希）")
routes.post(f"{BATCH}/answers", requests.DeliverAnswers, may=BILLING, summary="交付回执，不对应的进入待处理")

routes.get("/v1/fee-suspense", requests.ListSuspended, may=READERS, summary="待处理的回执")
routes.post(
    "/v1/fee-suspense/{suspense_id}/clearance",
    requests.ClearSuspended,
    may=(Role.COMMUNITY_STAFF,),
    summary="处理一条不对应的回执",
)
routes.get("/v1/fee-cases", requests.ListFeeCases, may=READERS, summary="无回执批次的催办事项")
routes.post(
    "/v1/fee-cases/{case_id}/closure",
    requests.CloseFeeCase,
    may=(Role.COMMUNITY_STAFF,),
    summary="提议或（由另一人）确认：未回执的明细按未抵扣关闭",
)
routes.post(
    "/v1/fee-cases/{case_id}/closure/withdrawal",
    requests.WithdrawFeeClosure,
    may=(Role.COMMUNITY_STAFF,),
    summary="提议人撤回尚未确认的关闭提议",
)
