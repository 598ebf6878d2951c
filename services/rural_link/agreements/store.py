"""Every statement about agreements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

from sqlalchemy import Row, Table, exists, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Work
from contracts.refused import NotFound
from services.rural_link.agreements.rules import Agreement, Obligation, Signature
from services.rural_link.agreements.tables import agreement_parties, agreements, obligations, signatures

T = TypeVar("T", Obligation, Signature)


def add_agreement(work: Work, agreement: Agreement) -> bool:
    """Keep a new agreement with its parties and obligations; False if the id is taken."""
    row = {
        "agreement_id": agreement.agreement_id,
        "title": agreement.title,
        "text_sha256": agreement.text_sha256,
        "review_on": agreement.review_on,
        "ends_on": agreement.ends_on,
        "version": agreement.version,
    }
    added = work.connection.execute(
        upsert(agreements)
        .values(community=work.community, **row)
        .on_conflict_do_nothing()
        .returning(agreements.c.agreement_id)
    ).first()
    if added is None:
        return False
    key = {"community": work.community, "agreement_id": agreement.agreement_id}
    named = [{**key, "party_id": party_id, "place": place} for place, party_id in enumerate(agreement.parties)]
    work.connection.execute(insert(agreement_parties), named)
    if agreement.obligations:
        owed = [{**key, **asdict(obligation)} for obligation in agreement.obligations]
        work.connection.execute(insert(obligations), owed)
    return True


def lock_agreement(work: Work, agreement_id: str) -> Agreement:
    """The agreement, locked until the end of the transaction. Raises NotFound."""
    query = select(agreements.c.agreement_id).where(
        agreements.c.community == work.community, agreements.c.agreement_id == agreement_id
    )
    if work.connection.execute(query.with_for_update()).first() is None:
        raise NotFound
    return agreement(work, agreement_id)


def agreement(work: Work, agreement_id: str) -> Agreement:
    """The agreement. Raises NotFound."""
    row = work.connection.execute(
        select(agreements).where(agreements.c.community == work.community, agreements.c.agreement_id == agreement_id)
    ).first()
    if row is None:
        raise NotFound
    return _whole(work, [row])[0]


def add_signature(work: Work, agreement_id: str, signature: Signature) -> None:
    """Keep a party's signature."""
    row = {"community": work.community, "agreement_id": agreement_id, "signed_at": work.now, **asdict(signature)}
    work.connection.execute(insert(signatures).values(row))


def save_agreement(work: Work, settled: Agreement) -> Agreement:
    """Keep since when the agreement is in force; the answer has the next version."""
    saved = replace(settled, version=settled.version + 1)
    work.connection.execute(
        update(agreements)
        .where(agreements.c.community == work.community, agreements.c.agreement_id == saved.agreement_id)
        .values(in_force_on=saved.in_force_on, version=saved.version)
    )
    return saved


def save_met(work: Work, agreement_id: str, met: Obligation) -> None:
    """Keep when an obligation was met, and by what evidence."""
    work.connection.execute(
        update(obligations)
        .where(
            obligations.c.community == work.community,
            obligations.c.agreement_id == agreement_id,
            obligations.c.number == met.number,
        )
        .values(met_on=met.met_on, evidence_sha256=met.evidence_sha256)
    )


def agreements_page(work: Work, *, seen_by: Collection[str] | None, limit: int, before: str | None) -> list[Agreement]:
    """Up to `limit` agreements, newest id first, below the key: all (None), or those in force and those of these parties."""
    query = select(agreements).where(agreements.c.community == work.community)
    if seen_by is not None:
        own = exists().where(
            agreement_parties.c.community == agreements.c.community,
            agreement_parties.c.agreement_id == agreements.c.agreement_id,
            agreement_parties.c.party_id.in_(seen_by),
        )
        query = query.where(or_(agreements.c.in_force_on.is_not(None), own))
    if before is not None:
        query = query.where(agreements.c.agreement_id < before)
    rows = work.connection.execute(query.order_by(agreements.c.agreement_id.desc()).limit(limit)).all()
    return _whole(work, rows)


def _whole(work: Work, rows: Sequence[Row[Any]]) -> list[Agreement]:
    ids = [row.agreement_id for row in rows]
    named = _parts(work, agreement_parties, ids, order="place")
    owed = _parts(work, obligations, ids, order="number")
    signed = _parts(work, signatures, ids, order="signed_at")
    return [
        Agreement(
            agreement_id=row.agreement_id,
            title=row.title,
            text_sha256=row.text_sha256,
            parties=tuple(part.party_id for part in named[row.agreement_id]),
            obligations=tuple(_built(Obligation, part) for part in owed[row.agreement_id]),
            review_on=row.review_on,
            ends_on=row.ends_on,
            signatures=tuple(_built(Signature, part) for part in signed[row.agreement_id]),
            in_force_on=row.in_force_on,
            version=row.version,
        )
        for row in rows
    ]


def _parts(work: Work, table: Table, ids: Sequence[str], *, order: str) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {agreement_id: [] for agreement_id in ids}
    query = select(table).where(table.c.community == work.community, table.c.agreement_id.in_(ids))
    for row in work.connection.execute(query.order_by(table.c[order])):
        found[row.agreement_id].append(row)
    return found


def _built(shape: type[T], row: Row[Any]) -> T:
    return shape(**{field.name: getattr(row, field.name) for field in fields(shape)})
