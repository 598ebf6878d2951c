"""The routes of what was credited, and of taking it back."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import EVERYBODY, Role
from gateway.web.routes import Routes

PROPOSERS = (Role.COMMUNITY_STAFF, Role.APPROVER)
COUNCIL = (Role.COUNCIL_MEMBER,)
APPELLANTS = (Role.RESIDENT, Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.VILLAGE_AGENT)

routes = Routes("points_reversals", "积分明细与冲正")

routes.get("/v1/grants/{source_id}", requests.GetGrant, may=EVERYBODY, summary="一项贡献得了多少积分，为什么")
routes.get("/v1/parties/{party_id}/clawback", requests.GetClawback, may=EVERYBODY, summary="尚待以后续积分抵还的数额")

PROPOSAL = "/v1/reversal-proposals/{proposal_id}"
routes.post("/v1/reversal-proposals", requests.ProposeReversal, may=PROPOSERS, summary="提议冲正一笔积分", status=201)
routes.get(
    "/v1/reversal-proposals",
    requests.ListReversalProposals,
    may=(*PROPOSERS, *COUNCIL, Role.AUDITOR),
    summary="冲正提议列表",
)
routes.post(f"{PROPOSAL}/decision", requests.DecideReversal, may=COUNCIL, summary="决定是否冲正")

SUSPENSION = "/v1/suspensions/{suspension_id}"
routes.post("/v1/suspensions", requests.ProposeSuspension, may=PROPOSERS, summary="提议因弄虚作假暂停计分", status=201)
routes.get(
    "/v1/suspensions",
    requests.ListSuspensions,
    may=EVERYBODY,
    summary="暂停计分列表：本人的，或（提议人、议事会、审计）全部；可只看待处理和执行中的",
)
routes.get(SUSPENSION, requests.GetSuspension, may=EVERYBODY, summary="查看一项暂停")
routes.post(f"{SUSPENSION}/decision", requests.DecideSuspension, may=COUNCIL, summary="议事会决定是否暂停")
routes.post(f"{SUSPENSION}/appeal", requests.AppealSuspension, may=APPELLANTS, summary="对暂停提出申诉")
routes.post(f"{SUSPENSION}/appeal-decision", requests.DecideAppeal, may=COUNCIL, summary="另一位议事员决定申诉")
