"""The routes of acts of charity."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, Role
from gateway.web.routes import Routes

ORGANISERS = (Role.ACTIVITY_ORGANISER,)
AGENTS = (Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.VILLAGE_AGENT, Role.COMMUNITY_STAFF)
CONFIRMERS = (Role.CONFIRMER, Role.COMMUNITY_STAFF)

routes = Routes("points_activities", "公益活动")

ACTIVITY = "/v1/activities/{activity_id}"
routes.post("/v1/activities", requests.DraftActivity, may=ORGANISERS, summary="起草一个公益活动", status=201)
routes.get(
    "/v1/activities", requests.ListActivities, may=ANYONE, summary="即将开展和正在开展的活动；past=true 为往期活动"
)
routes.get(ACTIVITY, requests.GetActivity, may=ANYONE, summary="查看一个活动；剩余名额仅供参考")
routes.post(
    f"{ACTIVITY}/hosts/{{host_id}}/answer",
    requests.AnswerHosting,
    may=(*ORGANISERS, Role.RESIDENT, *AGENTS),
    summary="主办方答复是否同意署名",
)
routes.post(
    f"{ACTIVITY}/publication",
    requests.PublishActivity,
    may=(Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER),
    summary="由另一人公布活动并开放报名",
)
routes.post(f"{ACTIVITY}/start", requests.StartActivity, may=ORGANISERS, summary="启动活动，开始签到")
routes.post(
    f"{ACTIVITY}/cancellation",
    requests.CancelActivity,
    may=(*ORGANISERS, Role.COMMUNITY_STAFF),
    summary="取消活动并说明原因",
)
routes.post(
    f"{ACTIVITY}/beneficiary-reports",
    requests.ReportBeneficiaries,
    may=ORGANISERS,
    summary="按受益群体录入受益人数；更正另录一份并说明原因",
    status=201,
)
routes.get(
    f"{ACTIVITY}/beneficiary-reports",
    requests.ListBeneficiaryReports,
    may=(*ORGANISERS, *CONFIRMERS, Role.AUDITOR),
    summary="受益人数的历次记录",
)
routes.post(
    "/v1/beneficiary-reports/{report_id}/confirmation",
    requests.ConfirmBeneficiaries,
    may=CONFIRMERS,
    summary="由另一人确认受益人数",
)
