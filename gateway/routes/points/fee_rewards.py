"""The routes of property-fee rewards."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, Role
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
