"""The closed lists of documents that are kept."""

from __future__ import annotations

from enum import StrEnum

DOCUMENT_BYTES_MAX = 2 * 1024 * 1024
"""A page scanned at 300 dpi has half of that; in a call it becomes four thirds, and a call's message has 4 MiB."""


class DocumentMediaType(StrEnum):
    """What a scanner or a phone makes of paper."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


class DocumentEnd(StrEnum):
    """Why a file is no longer there: nothing named it, its time was over, or all whom it was about are forgotten."""

    UNUSED = "unused"
    OUTDATED = "outdated"
    FORGOTTEN = "forgotten"
