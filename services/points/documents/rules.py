"""What is taken as a document, how long it is kept, and how long an auditor may look (ADR 0119)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import DOCUMENT_BYTES_MAX, DocumentEnd, DocumentMediaType
from services.points.documents import refusals

UPLOADS_A_DAY = (
    60  # A morning's sheets of an office; what one person can fill the disk with is a hundred megabytes a day.
)
UNUSED_DAYS = 30  # Twice the time in which something given is put forward (rulebook §3).
USED_DAYS = (
    3 * 366
)  # Three years: the general limitation period (Civil Code art. 188), within which what was granted may be disputed.
LOOK_MINUTES = 15
TAIL_BYTES = 1024  # In which readers look for the end of a PDF.


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that was uploaded. `kept_until`: when it is looked at whether it still proves something. `gone`: why its file is gone."""

    sha256: str
    media_type: DocumentMediaType
    size: int
    kept_at: datetime
    kept_until: datetime
    gone: DocumentEnd | None = None


@dataclass(frozen=True, kw_only=True)
class Use:
    """Something (a contribution, a sheet) names a document, which so is about this person."""

    sha256: str
    about: PartyId
    source: str
    used_at: datetime
    forgotten_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Look:
    """An auditor said why they look at a document of a contribution."""

    look_id: str
    contribution_id: str
    sha256: str
    by: PartyId
    at: datetime
    reason: str

    def same_as(self, other: Look) -> bool:
        """Was it the same look, by the same person?"""
        mine, its = ((it.look_id, it.contribution_id, it.sha256, it.by, it.reason) for it in (self, other))
        return mine == its

    @property
    def ends_at(self) -> datetime:
        """Until when the file may be opened."""
        return self.at + timedelta(minutes=LOOK_MINUTES)


def content_of(encoded: str) -> bytes:
    """The bytes of an upload. Refuses DocumentUnreadable, DocumentTooLarge."""
    try:
        content = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise refusals.DocumentUnreadable from error
    if len(content) > DOCUMENT_BYTES_MAX:
        raise refusals.DocumentTooLarge(most=DOCUMENT_BYTES_MAX)
    return content


def taken(content: bytes, *, said: DocumentMediaType | None, at: datetime) -> Document:
    """The document that this is the file of. Refuses DocumentUnreadable, DocumentTypeUnfit."""
    found = _media_type(content)
    if found is None:
        raise refusals.DocumentUnreadable
    if said not in {None, found}:
        raise refusals.DocumentTypeUnfit(found=found.value)
    return Document(
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=found,
        size=len(content),
        kept_at=at,
        kept_until=at + timedelta(days=UNUSED_DAYS),
    )


def check_uploads(today: int) -> None:
    """Refuse TooManyUploads to whoever has uploaded so many files today."""
    if today >= UPLOADS_A_DAY:
        raise refusals.TooManyUploads(most=UPLOADS_A_DAY)


def check_not_forgotten(uses: Iterable[Use]) -> None:
    """Refuse DocumentForgotten to what is about nobody but the forgotten."""
    uses = list(uses)
    if uses and all(use.forgotten_at is not None for use in uses):
        raise refusals.DocumentForgotten


def kept_until(document: Document, used: Iterable[datetime]) -> datetime:
    """When a document's time is over, by when it was uploaded and what names it."""
    ends = [one + timedelta(days=USED_DAYS) for one in used]
    return max([document.kept_at + timedelta(days=UNUSED_DAYS), *ends])


def _media_type(content: bytes) -> DocumentMediaType | None:
    """What the content is by its beginning and its end: a type that is only said is worth nothing, and half a file nobody can read."""
    if content.startswith(b"%PDF-"):
        whole = b"%%EOF" in content[-TAIL_BYTES:] and b"/Encrypt" not in content
        return DocumentMediaType.PDF if whole else None
    if content.startswith(b"\xff\xd8\xff"):
        return DocumentMediaType.JPEG if b"\xff\xd9" in content else None
    if content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return DocumentMediaType.PNG if b"IEND\xaeB`\x82" in content else None
    return None
