"""The routes of the indices."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, Role
from gateway.web.routes import Routes

# Nobody of the tasting or the market is among them: no level of giving is visible there.
VIEWERS = (
    Role.RESIDENT,
    Role.ORGANISATION_AGENT,
    Role.MERCHANT_AGENT,
    Role.VILLAGE_AGENT,
    Role.COMMUNITY_STAFF,
    Role.AUDITOR,
)

routes = Routes("points_indices", "参与指数")

INDEX = "/v1/parties/{party_id}/index"
routes.get(INDEX, requests.GetPartyIndex, may=VIEWERS, summary="一方的指数及其来由")
routes.get(f"{INDEX}/preview", requests.PreviewPartyIndex, may=VIEWERS, summary="如果再多做一些，指数会怎样")
routes.get(f"{INDEX}/history", requests.ListPartyIndices, may=VIEWERS, summary="一方已公布的各月指数")

routes.get("/v1/community-index", requests.GetCommunityIndex, may=ANYONE, summary="社区协同指数", public_seconds=300)
routes.get(
    "/v1/community-index/period",
    requests.GetCommunityIndexOfPeriod,
    may=(Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR),
    summary="任一时段的社区协同指数",
    timeout_seconds=30.0,
)
routes.get("/v1/community-index/history", requests.ListCommunityIndices, may=ANYONE, summary="社区协同指数各月公布")

TARGETS = "/v1/index-targets"
VERSION = f"{TARGETS}/{{number}}"
routes.get(TARGETS, requests.ListIndexTargets, may=ANYONE, summary="社区指标目标各版")
routes.post(TARGETS, requests.ProposeIndexTargets, may=(Role.COMMUNITY_STAFF,), summary="提出一版指标目标", status=201)
routes.post(f"{VERSION}/approval", requests.ApproveIndexTargets, may=(Role.COUNCIL_MEMBER,), summary="批准一版指标目标")
routes.post(
    f"{VERSION}/withdrawal",
    requests.WithdrawIndexTargets,
    may=(Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER),
    summary="撤回一版待批的指标目标",
)
