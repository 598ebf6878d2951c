"""Every statement about the papers of lots."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, insert, select

from chassis.database import Work
from contracts.rural_link.kinds import DocumentKind
from services.rural_link.certificates.rules import Document
from services.rural_link.certificates.tables import lot_documents


def add_documents(work: Work, lot_id: str, documents: Sequence[Document]) -> None:
    """Keep the papers of a lot."""
    fixed = {"community": work.community, "lot_id": lot_id, "recorded_at": work.now}
    work.connection.execute(insert(lot_documents), [{**fixed, **asdict(document)} for document in documents])


def documents_of(work: Work, lot_ids: Collection[str]) -> dict[str, tuple[Document, ...]]:
    """The papers by lot; every asked lot is there, perhaps with none."""
    found: dict[str, tuple[Document, ...]] = dict.fromkeys(lot_ids, ())
    rows = work.connection.execute(
        select(lot_documents)
        .where(lot_documents.c.community == work.community, lot_documents.c.lot_id.in_(lot_ids))
        .order_by(lot_documents.c.lot_id, lot_documents.c.kind)
    )
    for row in rows:
        found[row.lot_id] = (*found[row.lot_id], _document(row))
    return found


def _document(row: Row[Any]) -> Document:
    return Document(
        kind=DocumentKind(row.kind),
        number=row.number,
        product=row.product,
        grams=row.grams,
        place=row.place,
        issued_on=row.issued_on,
        promisor=row.promisor,
        contact_masked=row.contact_masked,
        file_sha256=row.file_sha256,
    )
