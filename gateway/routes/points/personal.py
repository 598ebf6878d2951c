"""The routes of personal data, their erasure, and consents. Who may see whose is decided in points: for all others they are not there."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ACTING, ANYONE, EVERYBODY, Role
from gateway.web.routes import Routes

STAFF = (Role.COMMUNITY_STAFF,)
SECOND_PERSONS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER)

routes = Routes("points_personal", "个人信息与同意")

DATA = "/v1/parties/{party_id}/personal-data"
routes.get(DATA, requests.GetPersonalData, may=EVERYBODY, summary="个人信息；本人看全部，工作人员看脱敏")
routes.post(DATA, requests.RecordPersonalData, may=ACTING, summary="填写或更正个人信息", status=201)
routes.post(f"{DATA}/removal", requests.RemovePersonalValue, may=ACTING, summary="删除一项个人信息")
routes.post(
    f"{DATA}/reveal",
    requests.RevealPersonalData,
    may=(*STAFF, Role.AUDITOR),
    summary="说明理由后查看一项原文（每人每天 20 项）",
)
routes.get(f"{DATA}/looks", requests.ListLooks, may=EVERYBODY, summary="谁看过我的个人信息")
routes.get(f"{DATA}/changes", requests.ListPersonalChanges, may=EVERYBODY, summary="谁改过我的个人信息")
routes.post("/v1/persons/search", requests.FindPersons, may=STAFF, summary="按完整电话或身份证号码查找")

ERASURE = "/v1/erasures/{erasure_id}"
routes.post("/v1/erasures", requests.AskErasure, may=ACTING, summary="申请删除个人信息（注销）", status=201)
routes.get("/v1/erasures", requests.ListErasures, may=EVERYBODY, summary="删除申请")
routes.post(f"{ERASURE}/execution", requests.ExecuteErasure, may=SECOND_PERSONS, summary="由另一人执行删除")
routes.post(f"{ERASURE}/withdrawal", requests.WithdrawErasure, may=ACTING, summary="撤回删除申请")

CONSENT = "/v1/consents/{consent_id}"
TEXT = "/v1/consent-texts/{purpose}"
routes.post("/v1/consent-texts", requests.PublishConsentText, may=STAFF, summary="发布告知文本的新版本", status=201)
routes.get(TEXT, requests.GetConsentText, may=ANYONE, summary="某一目的现行的告知文本")
routes.post("/v1/consents", requests.GiveConsent, may=ACTING, summary="就一个目的、一个接收方表示同意", status=201)
routes.post(f"{CONSENT}/withdrawal", requests.WithdrawConsent, may=ACTING, summary="撤回同意，立即生效")
routes.get("/v1/parties/{party_id}/consents", requests.ListConsents, may=EVERYBODY, summary="我的全部同意与撤回")

GUARDIANSHIP = "/v1/guardianships/{guardianship_id}"
routes.post(
    "/v1/guardianships", requests.RecordGuardianship, may=STAFF, summary="登记未满十四周岁者的监护人", status=201
)
routes.get("/v1/guardianships", requests.ListGuardianships, may=EVERYBODY, summary="监护关系")
routes.post(
    f"{GUARDIANSHIP}/confirmation", requests.ConfirmGuardianship, may=SECOND_PERSONS, summary="由另一人确认监护关系"
)
routes.post(f"{GUARDIANSHIP}/end", requests.EndGuardianship, may=SECOND_PERSONS, summary="结束监护关系（记录保留）")
