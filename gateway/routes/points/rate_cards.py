"""The routes of rate cards and loan tables."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import ANYONE, Role
from gateway.web.routes import Routes

COUNCIL = (Role.COUNCIL_MEMBER,)

routes = Routes("points_rate_cards", "积分标准与出借标准")

routes.post("/v1/rate-cards", requests.ProposeRateCard, may=COUNCIL, summary="提议下一版积分标准", status=201)
routes.get("/v1/rate-cards", requests.ListRateCards, may=ANYONE, summary="各版积分标准，及提议人、同意人")
routes.get("/v1/rate-cards/{month}", requests.GetRateCard, may=ANYONE, summary="某月执行的积分标准")
routes.get("/v1/rate-parameters", requests.ListRateParameters, may=ANYONE, summary="规则参数的含义、单位与可调范围")
routes.post("/v1/loan-tables", requests.ProposeLoanTable, may=COUNCIL, summary="提议下一版出借标准", status=201)
routes.get("/v1/loan-tables", requests.ListLoanTables, may=ANYONE, summary="各版出借标准，及提议人、同意人")
routes.get("/v1/loan-tables/{month}", requests.GetLoanTable, may=ANYONE, summary="某月执行的场地、车辆、设备出借标准")
routes.get("/v1/rate-proposals", requests.ListRateProposals, may=ANYONE, summary="积分标准与出借标准的提议及结果")
routes.post(
    "/v1/rate-proposals/{proposal_id}/decision",
    requests.DecideRateProposal,
    may=COUNCIL,
    summary="另一位议事会成员同意或否决，提议人可撤回",
)
