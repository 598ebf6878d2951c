"""The routes of the reserve."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, Role
from gateway.web.routes import Routes

OVERSEERS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)

routes = Routes("points_reserve", "积分储备")

SOURCE = "/v1/reserve/sources/{source_id}"
routes.get("/v1/reserve/coverage", requests.ListReserveStates, may=ANYONE, summary="每日公布的储备覆盖率")
routes.get("/v1/reserve/sources", requests.ListReserveSources, may=OVERSEERS, summary="储备来源列表")
routes.post(
    "/v1/reserve/sources",
    requests.RecordReserveSource,
    may=(Role.COMMUNITY_STAFF,),
    summary="登记一项可用于兑换的储备来源",
    status=201,
)
routes.post(
    f"{SOURCE}/decision", requests.DecideReserveSource, may=(Role.COUNCIL_MEMBER,), summary="批准或否决一项储备来源"
)
routes.post(f"{SOURCE}/end", requests.EndReserveSource, may=(Role.COUNCIL_MEMBER,), summary="终止一项储备来源")
