"""The routes of volunteer records and certificates of service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.points import requests
from contracts.roles import ANYONE, EVERYBODY, Role
from gateway.files.papers import Column, Paper, Printing
from gateway.web.routes import Routes

ISSUERS = (Role.APPROVER,)

COLUMNS = (
    Column(title="日期"),
    Column(title="服务内容", width=36),
    Column(title="类型"),
    Column(title="时长（分钟）", number=True),
    Column(title="证据等级"),
    Column(title="记录方", width=30),
    Column(title="记录编号", width=34),
)


def _paper(pages: Sequence[dict[str, Any]]) -> Paper:
    """The record as a table, one line for each service."""
    items = [item for page in pages for item in page["items"]]
    rows = [
        (
            item["performed_on"],
            item["activity"],
            item["contribution_type"],
            str(item["minutes"]),
            item["evidence"],
            "、".join(item["recorded_by"]),
            item["source_id"],
        )
        for item in items
    ]
    total = str(sum(item["minutes"] for item in items))
    return Paper(
        name="service-record",
        title="志愿服务记录",
        columns=COLUMNS,
        rows=rows,
        facts=(("服务次数", str(len(items))), ("总时长（分钟）", total)),
        landscape=True,
    )


routes = Routes("points_volunteers", "志愿服务记录与证明")

routes.get(
    "/v1/service-records",
    requests.ListServiceRecord,
    may=EVERYBODY,
    summary="志愿服务记录：原始时长，不因积分改变",
    printing=Printing(paper=_paper),
)
routes.get("/v1/service-records/total", requests.GetServiceTotal, may=EVERYBODY, summary="志愿服务总时长")

CERTIFICATE = "/v1/service-certificates/{certificate_id}"
routes.post(
    "/v1/service-certificates",
    requests.RequestCertificate,
    may=(Role.RESIDENT, Role.COMMUNITY_STAFF),
    summary="申请志愿服务证明（免费），公示 7 天",
    status=201,
)
routes.get("/v1/service-certificates", requests.ListCertificates, may=EVERYBODY, summary="志愿服务证明列表")
routes.get(
    "/v1/service-certificates/notices",
    requests.ListCertificateNotices,
    may=ANYONE,
    summary="公示中的志愿服务证明",
)
routes.get(
    "/v1/service-certificates/numbers/{number}/codes/{check_code}",
    requests.VerifyCertificate,
    may=ANYONE,
    summary="凭证明编号和校验码查验",
)
routes.get(CERTIFICATE, requests.GetCertificate, may=EVERYBODY, summary="查看一份志愿服务证明")
routes.post(f"{CERTIFICATE}/issue", requests.IssueCertificate, may=ISSUERS, summary="公示期满后由另一人出具证明")
routes.post(f"{CERTIFICATE}/decline", requests.DeclineCertificate, may=ISSUERS, summary="不予出具并说明原因")
routes.post(
    f"{CERTIFICATE}/revocation",
    requests.RevokeCertificate,
    may=(Role.APPROVER, Role.COUNCIL_MEMBER),
    summary="撤销证明并说明原因",
)
