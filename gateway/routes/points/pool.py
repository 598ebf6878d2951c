"""The routes of the mutual-aid pool."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, HOLDERS, Role
from gateway.web.routes import Routes

COUNCIL = (Role.COUNCIL_MEMBER,)
READERS = (Role.RESIDENT, Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)

routes = Routes("points_pool", "互助池")
routes.get("/v1/pool", requests.GetPool, may=ANYONE, summary="互助池余额")
routes.post(
    "/v1/pool/gifts", requests.GiveToPool, may=HOLDERS, summary="把本人或所代表组织的积分转入互助池", status=201
)
routes.post(
    "/v1/pool/lapsing-gifts", requests.GiveLapsing, may=HOLDERS, summary="一键把即将到期的积分转入互助池", status=201
)

GRANT = "/v1/pool/grants/{grant_id}"
routes.post(
    "/v1/pool/grants",
    requests.ProposePoolGrant,
    may=(Role.COMMUNITY_STAFF,),
    summary="为不便服务的人申请互助",
    status=201,
)
routes.get("/v1/pool/grants", requests.ListPoolGrants, may=READERS, summary="互助列表")
routes.get(GRANT, requests.GetPoolGrant, may=READERS, summary="查看一笔互助")
routes.post(f"{GRANT}/approval", requests.ApprovePoolGrant, may=COUNCIL, summary="批准一笔互助")
routes.post(f"{GRANT}/rejection", requests.DeclinePoolGrant, may=COUNCIL, summary="不批准一笔互助")
