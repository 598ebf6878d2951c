"""The routes of points that lapse."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import HOLDERS
from gateway.web.routes import Routes

routes = Routes("points_lapses", "积分到期")
routes.get("/v1/lapse-choice", requests.GetLapseChoice, may=HOLDERS, summary="本人或所代表组织的积分到期后的去向")
routes.post("/v1/lapse-choice", requests.ChooseLapse, may=HOLDERS, summary="选择积分到期后转入互助池或作废")
routes.get("/v1/lapse-notices", requests.ListLapseNotices, may=HOLDERS, summary="本人或所代表组织的积分到期提醒")
