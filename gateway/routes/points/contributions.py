"""The routes of contributions."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ACTING, ANYONE, EVERYBODY, Role
from gateway.web.routes import Routes

OFFICE = (Role.COMMUNITY_STAFF,)
SUBMITTERS = (Role.RESIDENT, Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.ACTIVITY_ORGANISER, *OFFICE)
SECONDS = (Role.ACTIVITY_ORGANISER, Role.COUNCIL_MEMBER, *OFFICE)
CONFIRMERS = (Role.CONFIRMER, Role.COUNCIL_MEMBER)
DECIDERS = (Role.APPROVER, Role.COUNCIL_MEMBER)

routes = Routes("points_contributions", "贡献")

CONTRIBUTION = "/v1/contributions/{contribution_id}"
routes.post(
    "/v1/contributions",
    requests.SubmitContribution,
    may=SUBMITTERS,
    summary="提交志愿服务时长",
    status=201,
)
routes.post(
    "/v1/goods-contributions", requests.SubmitGoods, may=SUBMITTERS, summary="提交捐赠的物品或商户服务", status=201
)
routes.post(
    "/v1/loan-contributions", requests.SubmitLoan, may=SUBMITTERS, summary="提交出借的场地、车辆或设备", status=201
)
routes.post("/v1/money-contributions", requests.SubmitMoney, may=OFFICE, summary="凭银行流水补录一笔捐款", status=201)
routes.get("/v1/contributions", requests.ListContributions, may=EVERYBODY, summary="贡献列表")
routes.get("/v1/contributions/notices", requests.ListNotices, may=ANYONE, summary="公示中的贡献")
routes.get("/v1/contributions/manual-entries", requests.ListManualEntries, may=ANYONE, summary="手工录入公示表")
routes.get("/v1/contributions/estimate", requests.EstimateContribution, may=EVERYBODY, summary="提交前估算可得积分")
routes.get("/v1/contributions/challenges", requests.ListChallenges, may=EVERYBODY, summary="异议列表")
routes.get(CONTRIBUTION, requests.GetContribution, may=EVERYBODY, summary="查看一项贡献")
routes.get(
    f"{CONTRIBUTION}/evidence",
    requests.GetContributionEvidence,
    may=EVERYBODY,
    summary="一项贡献的证明材料、物品与估价：本人（含草稿），或与其无关的办理人、审计",
)
routes.post(
    f"{CONTRIBUTION}/appraisals",
    requests.AppraiseContributedGoods,
    may=(Role.ACTIVITY_ORGANISER, Role.CONFIRMER, *OFFICE),
    summary="为捐赠物品估价",
)
routes.post(
    f"{CONTRIBUTION}/withdrawal",
    requests.WithdrawContribution,
    may=ACTING,
    summary="撤回自己尚未确认的贡献",
)
routes.post(f"{CONTRIBUTION}/draft-removal", requests.DeleteDraft, may=SUBMITTERS, summary="删除自己的一份草稿")
routes.post(f"{CONTRIBUTION}/second-person", requests.SecondEntry, may=SECONDS, summary="作为第二人复核手工录入")
routes.post(f"{CONTRIBUTION}/confirmation", requests.ConfirmContribution, may=CONFIRMERS, summary="确认一项贡献")
routes.post(f"{CONTRIBUTION}/return", requests.ReturnContribution, may=CONFIRMERS, summary="退回一项贡献以补充证据")
routes.post(f"{CONTRIBUTION}/approval", requests.ApproveContribution, may=DECIDERS, summary="批准一项已公示的贡献")
routes.post(f"{CONTRIBUTION}/rejection", requests.RejectContribution, may=DECIDERS, summary="驳回一项贡献")
routes.post(
    f"{CONTRIBUTION}/challenges", requests.ChallengeContribution, may=ACTING, summary="公示期内提出异议", status=201
)
routes.post(
    f"{CONTRIBUTION}/challenge-decision",
    requests.DecideChallenge,
    may=(Role.COUNCIL_MEMBER,),
    summary="议事会决定异议",
)

WORKERS = (Role.CONFIRMER, Role.APPROVER, Role.COUNCIL_MEMBER)
DUTY = "/v1/contribution-duties/{duty_id}"
routes.post("/v1/contribution-duties", requests.AppointDuty, may=OFFICE, summary="提出确认、审批值班人选", status=201)
routes.get("/v1/contribution-duties", requests.ListDuties, may=(*OFFICE, *WORKERS, Role.AUDITOR), summary="值班安排")
routes.post(f"{DUTY}/agreement", requests.AgreeDuty, may=(Role.COUNCIL_MEMBER, *OFFICE), summary="同意一项值班安排")
routes.post(f"{DUTY}/end", requests.EndDuty, may=(Role.COUNCIL_MEMBER, *OFFICE), summary="结束一项值班安排")
routes.get(
    "/v1/contribution-passed-over",
    requests.ListPassedOver,
    may=(*OFFICE, Role.COUNCIL_MEMBER, Role.AUDITOR),
    summary="分派时被跳过的值班人员及原因",
)
OVERDUE = "/v1/contribution-overdue-steps"
routes.get(
    OVERDUE,
    requests.ListOverdueSteps,
    may=(*OFFICE, Role.COUNCIL_MEMBER, Role.AUDITOR),
    summary="议事会逾期未办的贡献",
)
routes.get(f"{OVERDUE}/count", requests.CountOverdueSteps, may=ANYONE, summary="议事会逾期未办的贡献数量")
routes.get("/v1/contribution-work", requests.ListWork, may=WORKERS, summary="等待我处理的贡献")

CHECKERS = (Role.COUNCIL_MEMBER, Role.AUDITOR)
COUNCIL = (Role.COUNCIL_MEMBER,)
RECHECK = "/v1/contribution-rechecks/{contribution_id}"
routes.post(f"{CONTRIBUTION}/release", requests.ReleaseContribution, may=COUNCIL, summary="放行待复查的贡献")
routes.get("/v1/contribution-rechecks", requests.ListRechecks, may=CHECKERS, summary="抽查复核的贡献")
routes.get("/v1/contribution-samples/{period}", requests.GetRecheckDraw, may=ANYONE, summary="某月抽查样本的种子")
routes.get(
    "/v1/contribution-samples/{period}/candidates",
    requests.ListRecheckCandidates,
    may=ANYONE,
    summary="某月抽查样本的全部候选",
)
routes.post(f"{RECHECK}/result", requests.RecordRecheck, may=COUNCIL, summary="登记抽查结果")
routes.post(f"{RECHECK}/reversal", requests.AgreeReversal, may=COUNCIL, summary="作为第二人同意撤销")
routes.get("/v1/confirmation-findings", requests.ListFindings, may=CHECKERS, summary="待议事会查看的确认线索")
routes.get(
    "/v1/confirmation-consequences",
    requests.ListConsequences,
    may=EVERYBODY,
    summary="线索认定成立后的处理：本人的，或（议事会、审计）全部",
)
routes.post(
    "/v1/confirmation-findings/{finding_id}/decision", requests.DecideFinding, may=COUNCIL, summary="议事会处理一条线索"
)
