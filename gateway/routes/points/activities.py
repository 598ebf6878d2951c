"""The routes of acts of charity."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ACTING, ANYONE, Role
from gateway.web.routes import Routes

ORGANISERS = (Role.ACTIVITY_ORGANISER,)
AGENTS = (Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.VILLAGE_AGENT, Role.COMMUNITY_STAFF)
CONFIRMERS = (Role.CONFIRMER, Role.COMMUNITY_STAFF)

HELPERS = ACTING

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

SIGN_UP = "/v1/sign-ups/{sign_up_id}"
routes.post("/v1/sign-ups", requests.SignUp, may=HELPERS, summary="报名一个岗位；满员则按顺序候补", status=201)
routes.get(
    "/v1/sign-ups",
    requests.ListSignUps,
    may=(*HELPERS, Role.AUDITOR),
    summary="我的报名；组织者可按活动查看",
)
routes.post(f"{SIGN_UP}/acceptance", requests.AcceptPlace, may=HELPERS, summary="候补者接受空出的名额")
routes.post(f"{SIGN_UP}/withdrawal", requests.WithdrawSignUp, may=HELPERS, summary="退出报名或候补")
routes.post(f"{ACTIVITY}/shifts/{{shift_id}}/quota", requests.ChangeQuota, may=ORGANISERS, summary="调整岗位名额")
routes.get(f"{ACTIVITY}/venue-code", requests.GetVenueCode, may=ORGANISERS, summary="现场签到码，每分钟更换")
routes.post(f"{ACTIVITY}/check-in", requests.CheckIn, may=HELPERS, summary="凭现场签到码签到")
routes.post(f"{ACTIVITY}/check-out", requests.CheckOut, may=HELPERS, summary="凭现场签到码签退")
routes.post(f"{ACTIVITY}/closing", requests.CloseActivity, may=ORGANISERS, summary="结束活动，服务时长转入确认")
routes.get(
    "/v1/attendances",
    requests.ListAttendances,
    may=(*HELPERS, Role.AUDITOR),
    summary="我的签到记录；组织者可按活动查看",
)

routes.post(
    "/v1/qualifications",
    requests.StateQualification,
    may=(Role.RESIDENT, Role.COMMUNITY_STAFF),
    summary="登记一项资格",
    status=201,
)
routes.get(
    "/v1/qualifications",
    requests.ListQualifications,
    may=(Role.RESIDENT, *CONFIRMERS, Role.AUDITOR),
    summary="资格列表",
)
routes.post(
    "/v1/qualifications/{qualification_id}/verification",
    requests.VerifyQualification,
    may=CONFIRMERS,
    summary="由另一人核实资格证明",
)

routes.post(
    f"{ACTIVITY}/corrections",
    requests.ProposeCorrection,
    may=ORGANISERS,
    summary="提出签到更正，须写明原因",
    status=201,
)
routes.get(
    f"{ACTIVITY}/corrections",
    requests.ListCorrections,
    may=(*ORGANISERS, *CONFIRMERS, Role.AUDITOR),
    summary="活动的签到更正",
)
routes.post(
    "/v1/attendance-corrections/{correction_id}/decision",
    requests.DecideCorrection,
    may=CONFIRMERS,
    summary="由另一人接受或拒绝签到更正",
)
SHEET = "/v1/attendance-sheets/{serial}"
routes.post(
    f"{ACTIVITY}/sheets",
    requests.PrintSheet,
    may=(*ORGANISERS, Role.COMMUNITY_STAFF),
    summary="印发一张带编号的纸质签到表",
    status=201,
)
routes.get(
    "/v1/attendance-sheets",
    requests.ListSheets,
    may=(*CONFIRMERS, Role.AUDITOR),
    summary="纸质签到表列表，可按状态、活动筛选",
)
routes.get(SHEET, requests.GetSheet, may=(*ORGANISERS, *CONFIRMERS, Role.AUDITOR), summary="查看一张纸质签到表")
routes.post(f"{SHEET}/lines", requests.KeySheet, may=(Role.COMMUNITY_STAFF,), summary="录入已签名的纸质签到表")
routes.post(f"{SHEET}/entry", requests.EnterSheet, may=CONFIRMERS, summary="由另一人对照扫描件复核通过")
routes.post(f"{SHEET}/return", requests.ReturnSheet, may=CONFIRMERS, summary="由另一人退回重录")
