"""Every statement about documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Table, delete, exists, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis import bulk
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import DocumentEnd
from services.points import rows
from services.points.documents import refusals
from services.points.documents.rules import Document, Look, Use
from services.points.documents.tables import (
    document_files,
    document_looks,
    document_uploads,
    document_uses,
    documents,
)
from services.points.personal.sealing import SealedFile


def hold(work: Work, new: Document) -> Document:
    """What is known of the document, locked; from now on at least this. Two uploads of one file wait here for each other."""
    rows.add(work, documents, new)
    found = rows.find(work, documents, Document, new.sha256, lock=True)
    return new if found is None else found


def keep_file(work: Work, document: Document, sealed: SealedFile) -> None:
    """Keep its file, which is not there; the document is locked."""
    work.connection.execute(
        insert(document_files).values(
            community=work.community, sha256=document.sha256, key_id=sealed.key_id, content=sealed.content
        )
    )
    kept = {"kept_at": document.kept_at, "kept_until": document.kept_until, "gone": None, "gone_at": None}
    work.connection.execute(update(documents).where(*_these(work, documents, [document.sha256])).values(kept))


def has_file(work: Work, sha256: str) -> bool:
    """Is its file there?"""
    wanted = select(exists().where(*_these(work, document_files, [sha256])))
    return bool(work.connection.execute(wanted).scalar_one())


def uploaded_at(work: Work, sha256: str, *, by: PartyId) -> datetime | None:
    """When somebody uploaded it last."""
    mine = (*_these(work, document_uploads, [sha256]), document_uploads.c.by == by)
    return work.connection.execute(select(document_uploads.c.at).where(*mine)).scalar()


def add_upload(work: Work, sha256: str, *, by: PartyId, day: date) -> None:
    """Write down who uploaded it."""
    new = insert(document_uploads).values(community=work.community, sha256=sha256, by=by, at=work.now, day=day)
    again = {"at": new.excluded.at, "day": new.excluded.day}
    work.connection.execute(new.on_conflict_do_update(constraint="document_uploads_pkey", set_=again))


def uploads_today(work: Work, *, by: PartyId, day: date) -> int:
    """How many files somebody uploaded on a day. Their party is locked, so nobody counts at the same time."""
    mine = document_uploads.c
    counted = select(func.count()).where(mine.community == work.community, mine.by == by, mine.day == day)
    return int(work.connection.execute(counted).scalar_one())


def add_uses(work: Work, uses: Iterable[Use]) -> None:
    """Write down what names which documents, and whom they are about; a document may be uploaded before or after, or never."""
    bulk.add_new(work.connection, document_uses, [{"community": work.community, **rows.values_of(use)} for use in uses])


def uses_of(work: Work, sha256: str) -> list[Use]:
    """What names a document."""
    found = work.connection.execute(select(document_uses).where(*_these(work, document_uses, [sha256]))).mappings()
    return [rows.thing_of(Use, row) for row in found]


def kept(work: Work, sha256s: Collection[str]) -> dict[str, Document]:
    """Those of the documents whose file is there."""
    if not sha256s:
        return {}
    wanted = select(documents).where(*_these(work, documents, sha256s), documents.c.gone.is_(None))
    found = (rows.thing_of(Document, row) for row in work.connection.execute(wanted).mappings())
    return {document.sha256: document for document in found}


def uploaders_of(work: Work, sha256s: Collection[str]) -> dict[str, set[PartyId]]:
    """Who uploaded each of these documents."""
    found: dict[str, set[PartyId]] = defaultdict(set)
    if not sha256s:
        return found
    wanted = select(document_uploads.c.sha256, document_uploads.c.by).where(*_these(work, document_uploads, sha256s))
    for sha256, by in work.connection.execute(wanted):
        found[sha256].add(by)
    return found


def require_file(work: Work, sha256: str) -> tuple[Document, SealedFile]:
    """A document and its file. Refuses DocumentNotFound."""
    document = kept(work, [sha256]).get(sha256)
    file = document_files.c
    wanted = select(file.key_id, file.content).where(*_these(work, document_files, [sha256]))
    found = work.connection.execute(wanted).first()
    if document is None or found is None:
        raise refusals.DocumentNotFound
    return document, SealedFile(found.key_id, bytes(found.content))


def forget_persons(work: Work, persons: Collection[PartyId]) -> None:
    """Remove the files of what is about nobody but the forgotten, and of what they uploaded and nothing names; the fingerprints stay."""
    these = sorted(persons)
    use, upload = document_uses.c, document_uploads.c
    marked = update(document_uses).where(
        use.community == work.community, use.about.in_(these), use.forgotten_at.is_(None)
    )
    touched = set(work.connection.execute(marked.values(forgotten_at=work.now).returning(use.sha256)).scalars())
    named = exists().where(use.community == upload.community, use.sha256 == upload.sha256)
    unnamed = select(upload.sha256).where(upload.community == work.community, upload.by.in_(these), ~named)
    touched |= set(work.connection.execute(unnamed).scalars())
    others = exists().where(
        use.community == documents.c.community, use.sha256 == documents.c.sha256, use.forgotten_at.is_(None)
    )
    wanted = select(documents.c.sha256).where(*_these(work, documents, touched), ~others).order_by(documents.c.sha256)
    let_go(work, work.connection.execute(wanted.with_for_update()).scalars().all(), DocumentEnd.FORGOTTEN)


def let_go(work: Work, sha256s: Sequence[str], end: DocumentEnd) -> None:
    """Remove the files of these documents, which are locked."""
    if not sha256s:
        return
    work.connection.execute(delete(document_files).where(*_these(work, document_files, sha256s)))
    over = update(documents).where(*_these(work, documents, sha256s), documents.c.gone.is_(None))
    work.connection.execute(over.values(gone=end.value, gone_at=work.now))


def due(work: Work, *, limit: int) -> dict[str, list[tuple[Document, list[datetime]]]]:
    """Documents of any community whose time may be over, locked, each with when something named it last; by community."""
    use = document_uses.c
    last = (
        select(func.max(use.used_at))
        .where(use.community == documents.c.community, use.sha256 == documents.c.sha256)
        .scalar_subquery()
    )
    wanted = (
        select(documents, last.label("last_used"))
        .where(documents.c.gone.is_(None), documents.c.kept_until <= work.now)
        .order_by(documents.c.kept_until)
        .limit(limit)
        .with_for_update(of=documents, skip_locked=True)
    )
    found: dict[str, list[tuple[Document, list[datetime]]]] = defaultdict(list)
    for row in work.connection.execute(wanted).mappings():
        used = [] if row["last_used"] is None else [row["last_used"]]
        found[row["community"]].append((rows.thing_of(Document, row), used))
    return found


def keep_longer(work: Work, document: Document) -> None:
    """Look at it again when its time may be over."""
    mine = _these(work, documents, [document.sha256])
    work.connection.execute(update(documents).where(*mine).values(kept_until=document.kept_until))


def sealed_otherwise(work: Work, *, key_id: str, limit: int) -> list[tuple[str, str, SealedFile]]:
    """Files of any community that are not sealed under this key: community, fingerprint, file; locked, without those in other hands."""
    file = document_files.c
    wanted = select(document_files).where(file.key_id != literal(key_id)).order_by(file.community, file.sha256)
    found = work.connection.execute(wanted.limit(limit).with_for_update(skip_locked=True)).mappings()
    return [(row["community"], row["sha256"], SealedFile(row["key_id"], bytes(row["content"]))) for row in found]


def seal_anew(work: Work, sha256: str, sealed: SealedFile) -> None:
    """Write the new seal over the old one; the file is locked."""
    new = {"key_id": sealed.key_id, "content": sealed.content}
    work.connection.execute(update(document_files).where(*_these(work, document_files, [sha256])).values(new))


def add_look(work: Work, look: Look) -> Look:
    """Write down that somebody looks, or answer the same that is there. Refuses DocumentLookIdTaken."""
    if rows.add(work, document_looks, look):
        return look
    known = rows.find(work, document_looks, Look, look.look_id)
    if known is None or not known.same_as(look):
        raise refusals.DocumentLookIdTaken
    return known


def last_look(work: Work, contribution_id: str, sha256: str, *, by: PartyId) -> Look | None:
    """Somebody's last look at this document of this contribution."""
    look = document_looks.c
    mine = (look.community == work.community, look.contribution_id == contribution_id, look.sha256 == sha256)
    wanted = select(document_looks).where(*mine, look.by == by).order_by(look.at.desc()).limit(1)
    row = work.connection.execute(wanted).mappings().first()
    return None if row is None else rows.thing_of(Look, row)


def look_page(work: Work, contribution_id: str, *, after: str | None, limit: int) -> tuple[list[Look], str | None]:
    """Who looked at the documents of a contribution, newest id first."""
    of = document_looks.c.contribution_id == contribution_id
    return rows.page(work, document_looks, Look, of, after=after, limit=limit, newest_first=True)


def _these(work: Work, table: Table, sha256s: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return (table.c.community == work.community, table.c.sha256.in_(sorted(sha256s)))
