"""The routes of parties, their balances, the links between identities, who acts for whom, and what the community needs."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, EVERYBODY, Role
from gateway.web.routes import Routes

REGISTRARS = (Role.COMMUNITY_STAFF,)
READERS = (Role.COMMUNITY_STAFF, Role.AUDITOR)

routes = Routes("points_parties", "各方与余额")

PARTY = "/v1/parties/{party_id}"
routes.post("/v1/parties", requests.RegisterParty, may=REGISTRARS, summary="登记一方", status=201)
routes.post("/v1/parties/batch", requests.RegisterParties, may=REGISTRARS, summary="批量登记，最多 200 方", status=201)
routes.get("/v1/parties", requests.ListParties, may=READERS, summary="社区各方名单")
routes.get(PARTY, requests.GetParty, may=EVERYBODY, summary="查看一方；个人姓名脱敏")
routes.get(f"{PARTY}/balance", requests.GetBalance, may=EVERYBODY, summary="贡献值与可兑积分余额")
routes.get(f"{PARTY}/entries", requests.ListEntries, may=EVERYBODY, summary="积分明细")

CONFIRMS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER)
STAFF = (Role.COMMUNITY_STAFF,)
LINK = "/v1/identity-links/{link_id}"
routes.post("/v1/identity-links", requests.RecordLink, may=STAFF, summary="登记两方实为同一身份", status=201)
routes.get("/v1/identity-links", requests.ListLinks, may=EVERYBODY, summary="身份关联；本人只看自己的")
routes.get(LINK, requests.GetLink, may=EVERYBODY, summary="查看一条身份关联")
routes.post(f"{LINK}/confirmation", requests.ConfirmLink, may=CONFIRMS, summary="由另一人确认身份关联")
routes.post(f"{LINK}/end", requests.EndLink, may=CONFIRMS, summary="结束一条身份关联（记录保留）")

AGENTS = (
    Role.ORGANISATION_AGENT,
    Role.MERCHANT_AGENT,
    Role.VILLAGE_AGENT,
    Role.PROPERTY_BILLING_OFFICER,
)
PERSONS = (Role.RESIDENT, *AGENTS)
AGENCIES = "/v1/agencies"
routes.post(
    AGENCIES, requests.GrantAgency, may=(*AGENTS, *STAFF), summary="组织授权个人代表；平台人员只能提议", status=201
)
routes.get(AGENCIES, requests.ListAgencies, may=(*PERSONS, *READERS), summary="授权代表；各方只看与己有关的")
routes.post(f"{AGENCIES}/{{agency_id}}/acceptance", requests.AgreeAgency, may=PERSONS, summary="本人同意代表该组织")
routes.post(
    f"{AGENCIES}/{{agency_id}}/end",
    requests.EndAgency,
    may=(*PERSONS, *STAFF),
    summary="任何一方即时结束，或不同意提议",
)

PROFILES = "/v1/need-profiles"
SEES_PROFILES = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)
routes.get("/v1/need-groups", requests.GetNeedGroups, may=ANYONE, summary="现行需求构成（只有分组合计）")
routes.post(PROFILES, requests.ProposeNeedProfile, may=STAFF, summary="提出新的需求构成", status=201)
routes.get(PROFILES, requests.ListNeedProfiles, may=SEES_PROFILES, summary="各版需求构成")
routes.post(
    f"{PROFILES}/{{profile_id}}/approval",
    requests.ApproveNeedProfile,
    may=(Role.COUNCIL_MEMBER,),
    summary="批准需求构成",
)
