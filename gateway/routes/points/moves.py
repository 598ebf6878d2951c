"""The routes of moves inside a household."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import Role
from gateway.web.routes import Routes

PERSONS = (Role.RESIDENT,)
READERS = (Role.RESIDENT, Role.COMMUNITY_STAFF, Role.AUDITOR)
MOVE = "/v1/household-moves/{move_id}"

routes = Routes("points_moves", "户内积分转移")
routes.post(
    "/v1/household-moves", requests.ProposeMove, may=PERSONS, summary="向同户成员转移积分（待对方同意）", status=201
)
routes.get("/v1/household-moves", requests.ListMoves, may=READERS, summary="户内积分转移列表")
routes.get(MOVE, requests.GetMove, may=READERS, summary="查看一笔户内积分转移")
routes.post(f"{MOVE}/acceptance", requests.AcceptMove, may=PERSONS, summary="同意接收积分")
routes.post(f"{MOVE}/rejection", requests.DeclineMove, may=PERSONS, summary="不接收积分")
routes.post(f"{MOVE}/withdrawal", requests.WithdrawMove, may=PERSONS, summary="撤回转移")
