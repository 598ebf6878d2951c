"""The routes of contributions and rate cards."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, Role
from gateway.web.routes import Routes

EVERYBODY = tuple(Role)
DECIDERS = (Role.APPROVER, Role.COUNCIL_MEMBER)

routes = Routes("points_contributions", "贡献与积分标准")

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
