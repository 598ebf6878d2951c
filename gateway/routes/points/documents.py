"""The routes of documents: a scan uploaded, and looked at where something names it."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import EVERYBODY, Role
from gateway.web.routes import Routes

UPLOADERS = (
    Role.RESIDENT,
    Role.ORGANISATION_AGENT,
    Role.MERCHANT_AGENT,
    Role.ACTIVITY_ORGANISER,
    Role.CONFIRMER,
    Role.COMMUNITY_STAFF,
)
DOCUMENT = "/v1/contributions/{contribution_id}/documents/{sha256}"

routes = Routes("points_documents", "证明材料的扫描件")

routes.post(
    "/v1/documents",
    requests.KeepDocument,
    may=UPLOADERS,
    summary="上传扫描件或照片（PDF、JPEG、PNG，最大 2 MiB）；30 天内无处引用即删除",
    status=201,
    document=True,
)
routes.get(
    f"{DOCUMENT}/file",
    requests.GetDocumentFile,
    may=EVERYBODY,
    summary="下载一项贡献的证明材料：本人、与其无关的办理人，或说明理由后的审计",
    document=True,
)
routes.post(
    f"{DOCUMENT}/looks",
    requests.LookAtDocument,
    may=(Role.AUDITOR,),
    summary="审计说明查看理由，其后十五分钟内可下载",
    status=201,
)
routes.get(
    "/v1/contributions/{contribution_id}/document-looks",
    requests.ListDocumentLooks,
    may=EVERYBODY,
    summary="哪些审计看过这项贡献的证明材料",
)
routes.get(
    "/v1/attendance-sheets/{serial}/scan",
    requests.GetSheetScan,
    may=(Role.CONFIRMER, Role.COMMUNITY_STAFF),
    summary="下载纸质签到表的扫描件",
    document=True,
)
