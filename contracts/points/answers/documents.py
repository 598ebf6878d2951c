"""What points answers about documents that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import Base64, Count, LongText, PageKey, PartyId, Sha256
from contracts.points.ids import ContributionId, LookId
from contracts.points.kinds import DocumentMediaType


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """A document whose file can be looked at. `size` in bytes."""

    sha256: Sha256
    media_type: DocumentMediaType
    size: Count


@dataclass(frozen=True, kw_only=True)
class DocumentKept:
    """A file that was uploaded. Whatever proves something names it by its fingerprint; what nothing names goes after `kept_until`."""

    sha256: Sha256
    media_type: DocumentMediaType
    size: Count
    uploaded_at: datetime
    kept_until: datetime


@dataclass(frozen=True, kw_only=True)
class DocumentFile:
    """A file as it was uploaded."""

    sha256: Sha256
    media_type: DocumentMediaType
    content: Base64


@dataclass(frozen=True, kw_only=True)
class DocumentLook:
    """Somebody who audits said why they look at a document; they may do so for a quarter of an hour, until `ends_at`."""

    look_id: LookId
    contribution_id: ContributionId
    sha256: Sha256
    by: PartyId
    at: datetime
    ends_at: datetime
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class DocumentLookPage:
    """One page of looks, newest id first."""

    items: tuple[DocumentLook, ...]
    next_key: PageKey | None
