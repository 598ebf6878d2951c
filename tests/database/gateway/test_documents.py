"""Scans at the door: taken as they are, given out to be saved, and refused before any service hears of them."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import DOCUMENT_BYTES_MAX, DocumentMediaType
from contracts.refused import NotFound
from tests.database.gateway.conftest import COMMUNITY, Front

PDF = b"%PDF-1.4\n%%EOF\n"
SHA = "a" * 64
CONTRIBUTION = f"ctb_{1:026d}"
FILE = f"/v1/contributions/{CONTRIBUTION}/documents/{SHA}/file"
LOOK = f"/v1/contributions/{CONTRIBUTION}/documents/{SHA}/looks"
SCAN = "/v1/attendance-sheets/QD-2023-00017/scan"


def send(front: Front, body: Any, content_type: str = "application/pdf", role: str = "resident"):
    """Upload something as somebody with a role."""
    headers = {"X-Community": COMMUNITY, "Authorization": f"Bearer {front.key(role)}", "Idempotency-Key": new_id("key")}
    return front.client.post("/v1/documents", data=body, content_type=content_type, headers=headers)


@pytest.mark.parametrize(
    ("body", "content_type", "said"),
    [
        (PDF, "application/pdf", DocumentMediaType.PDF),
        (PDF, "image/png", DocumentMediaType.PNG),
        (PDF, "application/octet-stream", None),
        ({"file": (io.BytesIO(PDF), "发票.pdf", "application/pdf")}, "multipart/form-data", DocumentMediaType.PDF),
        (b"x" * DOCUMENT_BYTES_MAX, "image/jpeg", DocumentMediaType.JPEG),
    ],
    ids=["pdf", "said to be png", "bytes", "form", "largest"],
)
def test_a_document_is_passed_on_as_it_is_with_what_it_is_said_to_be(front: Front, body: Any, content_type: str, said):
    answer = send(front, body, content_type)

    assert answer.status_code == 201, answer.json
    [(asked, _, key, _)] = front.services.asked
    assert isinstance(asked, requests.KeepDocument)
    assert base64.b64decode(asked.content) == (PDF if isinstance(body, dict) else body)
    assert (asked.media_type, bool(key)) == (said, True)


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"", "application/pdf", 415, "not-a-document"),
        (b"{}", "application/json", 415, "not-a-document"),
        (PDF, "text/html", 415, "not-a-document"),
        (PDF, "image/svg+xml", 415, "not-a-document"),
        ({"other": (io.BytesIO(PDF), "a.pdf")}, "multipart/form-data", 415, "not-a-document"),
        (
            {"file": [(io.BytesIO(PDF), "a.pdf"), (io.BytesIO(PDF), "b.pdf")]},
            "multipart/form-data",
            415,
            "not-a-document",
        ),
        (b"x" * (DOCUMENT_BYTES_MAX + 1), "application/pdf", 413, "document-too-large"),
        (b"x" * (3 * DOCUMENT_BYTES_MAX), "application/pdf", 413, "document-too-large"),
    ],
    ids=["empty", "json", "html", "svg", "other field", "two files", "a byte too large", "far too large"],
)
def test_what_is_no_document_reaches_no_service(front: Front, body: Any, content_type: str, status: int, code: str):
    answer = send(front, body, content_type)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert front.services.asked == []


def test_a_document_is_given_out_to_be_saved_and_kept_nowhere_on_the_way(front: Front):
    given = {"sha256": SHA, "media_type": "application/pdf", "content": base64.b64encode(PDF).decode()}
    front.services.answers |= {"get_document_file": given, "get_sheet_scan": given}

    for path in (FILE, SCAN):
        answer = front.get(path, token=front.key("confirmer"))
        assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/pdf", PDF)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{SHA[:16]}.pdf"'
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    front.services.answers["get_document_file"] = NotFound()
    assert front.get(FILE, token=front.key("confirmer")).status_code == 404


@pytest.mark.parametrize(
    ("role", "upload", "look", "scan"),
    [
        ("resident", 201, 403, 403),
        ("merchant_agent", 201, 403, 403),
        ("community_staff", 201, 403, 200),
        ("confirmer", 201, 403, 200),
        ("auditor", 403, 201, 403),
        ("approver", 403, 403, 403),
        ("council_member", 403, 403, 403),
    ],
)
def test_the_right_role_is_let_in_and_the_wrong_one_is_not(front: Front, role: str, upload: int, look: int, scan: int):
    given = {"sha256": SHA, "media_type": "image/png", "content": "eA=="}
    front.services.answers |= {"get_document_file": given, "get_sheet_scan": given}
    token = front.key(role)

    reason = {"look_id": new_id("lok"), "reason": "年度审计"}
    answers = [send(front, PDF, role=role), front.post(LOOK, reason, token=token), front.get(SCAN, token=token)]

    assert [answer.status_code for answer in answers] == [upload, look, scan]
    assert len(front.services.asked) == sum(status < 300 for status in (upload, look, scan))
    assert front.get(FILE, token=token).status_code == 200, "the service decides whose it is"


def test_nobody_looks_without_a_key_or_a_reason(front: Front):
    assert front.get(FILE, token=None).status_code == 401
    answer = front.post(LOOK, {"look_id": new_id("lok")}, token=front.key("auditor"))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert front.services.asked == []
