"""What points can be asked about documents that are kept."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Base64, LongText, Sha256
from contracts.points.answers import documents as answers
from contracts.points.ids import ContributionId, LookId, SheetSerial
from contracts.points.kinds import DocumentMediaType
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class KeepDocument(Command[answers.DocumentKept]):
    """Upload a scan or a photograph of a document (PDF, JPEG, PNG, up to 2 MiB). `media_type`: what the sender says it is."""

    service = "points"
    answer = answers.DocumentKept

    content: Base64
    media_type: DocumentMediaType | None = None


@dataclass(frozen=True, kw_only=True)
class GetDocumentFile(Query[answers.DocumentFile]):
    """The file of a document that a contribution names."""

    service = "points"
    answer = answers.DocumentFile

    contribution_id: ContributionId
    sha256: Sha256


@dataclass(frozen=True, kw_only=True)
class LookAtDocument(Command[answers.DocumentLook]):
    """Say, as an auditor, why one looks at a document; whoever gave the contribution sees it."""

    service = "points"
    answer = answers.DocumentLook

    look_id: LookId
    contribution_id: ContributionId
    sha256: Sha256
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class ListDocumentLooks(PageQuery[answers.DocumentLookPage]):
    """Which auditors looked at the documents of a contribution, and why."""

    service = "points"
    answer = answers.DocumentLookPage

    contribution_id: ContributionId


@dataclass(frozen=True, kw_only=True)
class GetSheetScan(Query[answers.DocumentFile]):
    """The scan of a paper sheet, for those who key and check it."""

    service = "points"
    answer = answers.DocumentFile

    serial: SheetSerial
