"""Takes a scan or a photograph of a document from a request, and gives one out; what is in it, the service judges."""

from __future__ import annotations

import base64
from typing import Any

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from contracts.points.kinds import DOCUMENT_BYTES_MAX, DocumentMediaType
from gateway.web.problems import AtTheDoor

FORM = "multipart/form-data"
FORM_BYTES_MORE = 64 * 1024
MEDIA_TYPES = tuple(kind.value for kind in DocumentMediaType)
UNSAID = "application/octet-stream"
TAKEN = (*MEDIA_TYPES, UNSAID)
ENDINGS = {DocumentMediaType.PDF: "pdf", DocumentMediaType.JPEG: "jpg", DocumentMediaType.PNG: "png"}


class ScanTooLarge(AtTheDoor):
    """The document has more bytes than are taken."""

    code = "document-too-large"
    status = 413
    zh = "文件过大（上限 2 MiB），请降低分辨率或分成几份。"
    en = "The document is too large (limit 2 MiB); lower its resolution or split it."


class NotAScan(AtTheDoor):
    """The body is neither a document nor a form with one."""

    code = "not-a-document"
    status = 415
    zh = "请直接发送 PDF、JPEG 或 PNG 文件，或用表单字段 file 上传一个文件。"
    en = "Send a PDF, JPEG or PNG file as the body, or one file in the form field `file`."


def document_of_request() -> dict[str, Any]:
    """The document that was sent, and what it is said to be. Refuses ScanTooLarge, NotAScan."""
    request.max_content_length = DOCUMENT_BYTES_MAX + FORM_BYTES_MORE
    request.max_form_parts = 10
    try:
        raw, said = _body()
    except RequestEntityTooLarge as error:
        raise ScanTooLarge from error
    if said not in TAKEN or not raw:
        raise NotAScan
    if len(raw) > DOCUMENT_BYTES_MAX:
        raise ScanTooLarge
    return {"content": base64.b64encode(raw).decode()} | ({} if said == UNSAID else {"media_type": said})


def response_of(answer: dict[str, Any]) -> Response:
    """The document to be saved: never shown inside a page of ours, never kept on the way."""
    kind = DocumentMediaType(answer["media_type"])
    response = Response(base64.b64decode(answer["content"]), content_type=kind.value)
    name = f"{answer['sha256'][:16]}.{ENDINGS[kind]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _body() -> tuple[bytes, str]:
    if request.mimetype != FORM:
        return request.get_data(cache=False), request.mimetype
    files = request.files.getlist("file")
    if len(files) != 1:
        raise NotAScan
    return files[0].read(), files[0].mimetype or UNSAID
