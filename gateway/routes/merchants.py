"""The routes of merchants: the alliance, its initiative, the tasting panel."""

from __future__ import annotations

from contracts.merchants import requests
from contracts.roles import ANYONE, Role
from gateway.web.routes import Routes

STAFF = (Role.COMMUNITY_STAFF,)
COUNCIL = (Role.COUNCIL_MEMBER,)
AGENT_OR_STAFF = (Role.MERCHANT_AGENT, *STAFF)
READERS = (*AGENT_OR_STAFF, *COUNCIL, Role.AUDITOR)
CHIEF = (Role.TASTING_CHIEF,)
JUDGE = (Role.TASTING_JUDGE,)

routes = Routes("merchants", "善商联盟与品鉴团")
ROUTES = (routes,)

MEMBER = "/v1/members/{member_id}"
routes.post("/v1/members", requests.ApplyForMembership, may=AGENT_OR_STAFF, summary="商户申请加入联盟", status=201)
routes.post("/v1/member-sheets", requests.ApplyInBulk, may=STAFF, summary="整表录入申请，最多 200 行", status=201)
routes.get("/v1/members", requests.ListMembers, may=READERS, summary="成员与申请列表；商户只见自己")
routes.get(MEMBER, requests.GetMember, may=READERS, summary="查看一个成员")
routes.post(f"{MEMBER}/verification", requests.VerifyMember, may=STAFF, summary="核验证照")
routes.post(f"{MEMBER}/assents", requests.AssentToClauses, may=AGENT_OR_STAFF, summary="逐条签署倡议", status=201)
routes.get(f"{MEMBER}/assents", requests.ListAssents, may=READERS, summary="已签署的条款，含旧版本")
routes.post(f"{MEMBER}/plaque", requests.IssuePlaque, may=STAFF, summary="授牌")
routes.post(f"{MEMBER}/activation", requests.ActivateMember, may=STAFF, summary="确认已挂牌")
routes.post(f"{MEMBER}/warning", requests.WarnMember, may=STAFF, summary="警示")
routes.post(f"{MEMBER}/warning-clearance", requests.ClearWarning, may=STAFF, summary="撤销警示")
routes.post(f"{MEMBER}/suspension", requests.SuspendMember, may=COUNCIL, summary="暂停，最长 90 天")
routes.post(f"{MEMBER}/reinstatement", requests.ReinstateMember, may=COUNCIL, summary="恢复")
routes.post(f"{MEMBER}/expulsion", requests.ExpelMember, may=COUNCIL, summary="登记联盟表决除名")
routes.post(f"{MEMBER}/withdrawal", requests.WithdrawMember, may=AGENT_OR_STAFF, summary="退出联盟")
routes.get("/v1/alliance", requests.ListAlliance, may=ANYONE, summary="善商联盟公开名单")
routes.get("/v1/plaques/{plaque_serial}", requests.GetPlaque, may=ANYONE, summary="扫码查看牌匾的现状")

routes.post("/v1/initiatives", requests.PublishInitiative, may=COUNCIL, summary="发布一版十条倡议", status=201)
routes.get("/v1/initiative", requests.GetInitiative, may=ANYONE, summary="倡议全文与逐条签署数；?number= 查旧版")

PANEL = "/v1/tasting-panels/{panel_id}"
routes.post("/v1/tasting-panels", requests.CallPanel, may=CHIEF, summary="发起一场品鉴", status=201)
routes.get("/v1/tasting-panels", requests.ListPanels, may=ANYONE, summary="品鉴列表")
routes.get(PANEL, requests.GetPanel, may=ANYONE, summary="一场品鉴的进度与封存哈希")
routes.post(f"{PANEL}/dishes", requests.EnrolDish, may=AGENT_OR_STAFF, summary="报名一道菜", status=201)
routes.get(f"{PANEL}/dishes", requests.ListDishes, may=ANYONE, summary="参评菜品")
routes.post(
    f"{PANEL}/volunteers",
    requests.VolunteerAsJudge,
    may=(Role.RESIDENT, *STAFF),
    summary="报名参加评委抽签",
    status=201,
)
routes.post(f"{PANEL}/draw", requests.DrawJudges, may=CHIEF, summary="用公开号码抽签选出评委")
routes.get(f"{PANEL}/judges", requests.ListJudges, may=ANYONE, summary="评委名单")
routes.post(
    f"{PANEL}/interests",
    requests.DeclareInterest,
    may=(Role.RESIDENT, *JUDGE, *CHIEF),
    summary="申报利益关系",
    status=201,
)
routes.post(f"{PANEL}/dealing", requests.DealPanel, may=CHIEF, summary="封存编号表并发评分卡")
routes.post(f"{PANEL}/absences", requests.ReportAbsence, may=CHIEF, summary="登记缺席，菜品改派")
routes.post(f"{PANEL}/labels", requests.OpenLabels, may=STAFF, summary="后厨开启编号表，开启会留痕")
routes.get(f"{PANEL}/card", requests.GetCard, may=JUDGE, summary="评委自己的评分卡")
routes.post(f"{PANEL}/ballots", requests.CastBallot, may=JUDGE, summary="给一道菜评分，一次为准", status=201)
routes.post(f"{PANEL}/nominations", requests.NominateDish, may=JUDGE, summary="提名特色菜品，最多三道", status=201)
routes.post(f"{PANEL}/closing", requests.ClosePanel, may=CHIEF, summary="封箱，停止评分")
routes.post(f"{PANEL}/publication", requests.PublishTally, may=(*COUNCIL, *STAFF), summary="由第三人公布结果并颁奖")
routes.get(f"{PANEL}/result", requests.GetResult, may=ANYONE, summary="已公布的结果与计算依据")
routes.get(f"{PANEL}/ballots", requests.ListBallots, may=ANYONE, summary="已公布的匿名评分")
routes.get("/v1/awards", requests.ListAwards, may=ANYONE, summary="有效的优秀菜品与特色菜品")

WITHDRAWALS = "/v1/service-withdrawals"
WITHDRAWAL_PROPOSERS = (*CHIEF, *STAFF)
routes.post(
    WITHDRAWALS,
    requests.ProposeServiceWithdrawal,
    may=WITHDRAWAL_PROPOSERS,
    summary="提议撤销一位评委的服务记录，注明理由",
    status=201,
)
routes.get(
    WITHDRAWALS,
    requests.ListServiceWithdrawals,
    may=(*WITHDRAWAL_PROPOSERS, *COUNCIL, Role.AUDITOR, Role.RESIDENT, *JUDGE),
    summary="撤销的评委服务；评委只看自己的",
)
routes.post(
    f"{WITHDRAWALS}/{{withdrawal_id}}/decision",
    requests.DecideServiceWithdrawal,
    may=COUNCIL,
    summary="由另一人决定是否撤销评委服务",
)
