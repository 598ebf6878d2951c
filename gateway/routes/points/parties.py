"""The routes of parties and their balances."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import Role
from gateway.web.routes import Routes

EVERYBODY = tuple(Role)
REGISTRARS = (Role.COMMUNITY_STAFF, Role.SYSTEM_OPERATOR)
READERS = (Role.COMMUNITY_STAFF, Role.AUDITOR)

routes = Routes("points_parties", "各方与余额")

PARTY = "/v1/parties/{party_id}"
routes.post("/v1/parties", requests.RegisterParty, may=REGISTRARS, summary="登记一方", status=201)
routes.post("/v1/parties/batch", requests.RegisterParties, may=REGISTRARS, summary="批量登记，最多 200 方", status=201)
routes.get("/v1/parties", requests.ListParties, may=READERS, summary="社区各方名单")
routes.get(PARTY, requests.GetParty, may=EVERYBODY, summary="查看一方；个人姓名脱敏")
routes.get(f"{PARTY}/balance", requests.GetBalance, may=EVERYBODY, summary="贡献值与可兑积分余额")
routes.get(f"{PARTY}/entries", requests.ListEntries, may=EVERYBODY, summary="积分明细")
