"""Seals and opens the files of documents, each bound to its community and fingerprint."""

from __future__ import annotations

import base64

from chassis.database import Work
from contracts.points import answers
from services.points.documents import store
from services.points.documents.rules import Document
from services.points.personal.sealing import Keyring


def bound(community: str, sha256: str) -> bytes:
    """To what a file is bound: moved anywhere else it does not open."""
    return b"\0".join(part.encode() for part in (community, sha256))


def opened(work: Work, keys: Keyring, sha256: str) -> answers.DocumentFile:
    """The file, for somebody of whom it was decided that they may see it. Refuses DocumentNotFound."""
    document, sealed = store.require_file(work, sha256)
    content = keys.open_file(sealed, bound=bound(work.community, sha256))
    return answers.DocumentFile(
        sha256=sha256, media_type=document.media_type, content=base64.b64encode(content).decode()
    )


def shown(document: Document) -> answers.KeptFile:
    """That its file is there."""
    return answers.KeptFile(sha256=document.sha256, media_type=document.media_type, size=document.size)
