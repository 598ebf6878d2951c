"""The routes of a property company's statements."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import Role
from gateway.routes.points import fee_papers
from gateway.web.routes import Routes

IMPORTERS = (Role.PROPERTY_BILLING_OFFICER, Role.COMMUNITY_STAFF)

routes = Routes("points_fee_statements", "物业费奖励对账")
routes.post(
    "/v1/fee-statements",
    requests.ImportCreditNotes,
    may=IMPORTERS,
    summary="提交一个月的抵扣单（可分部分）",
    status=201,
)
routes.get(
    "/v1/fee-programmes/{programme_id}/reconciliations/{month}",
    requests.GetReconciliation,
    may=(*IMPORTERS, Role.AUDITOR),
    summary="一个月的对账结果与差异，或下载为文件",
    printing=fee_papers.RECONCILIATION,
)
routes.post(
    "/v1/fee-differences/{difference_id}/closure",
    requests.CloseDifference,
    may=(Role.COMMUNITY_STAFF,),
    summary="由另一人说明并关闭一条差异",
)
