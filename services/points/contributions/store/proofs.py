"""Every statement about what proves contributions, and what goods are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from chassis import bulk
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import DocumentKind, GoodsCondition
from services.points import rows
from services.points.contributions.rules.claims import Document, Goods
from services.points.contributions.rules.valuing import Appraisal
from services.points.contributions.tables import appraisals, contribution_documents, contribution_goods


def add_documents(work: Work, given: Mapping[str, Collection[Document]], *, by: PartyId) -> None:
    """Keep references to documents, by contribution; the same again is no matter."""
    new = [
        {
            "community": work.community,
            "contribution_id": contribution_id,
            "sha256": document.sha256,
            "kind": document.kind.value,
            "given_by": by,
            "given_at": work.now,
        }
        for contribution_id, documents in given.items()
        for document in documents
    ]
    bulk.add_new(work.connection, contribution_documents, new)


def add_goods(work: Work, goods: Mapping[str, Goods]) -> None:
    """Keep what the goods of contributions are."""
    new = [
        {"community": work.community, "contribution_id": contribution_id, **rows.values_of(one)}
        for contribution_id, one in goods.items()
    ]
    bulk.add_new(work.connection, contribution_goods, new)


def add_appraisals(work: Work, made: Sequence[Appraisal]) -> int:
    """Keep appraisals; answers how many are new, because nobody appraises the same goods twice."""
    new = [{"community": work.community, **rows.values_of(one)} for one in made]
    return len(bulk.add_new(work.connection, appraisals, new))


def documents_of(work: Work, contribution_id: str) -> list[Document]:
    """The documents of a contribution."""
    return [
        Document(sha256=row["sha256"], kind=DocumentKind(row["kind"]))
        for row in _found(work, contribution_documents, [contribution_id])
    ]


def goods_of(work: Work, contribution_ids: Collection[str]) -> dict[str, Goods]:
    """The goods of those of the contributions that are goods."""
    return {row["contribution_id"]: _goods(row) for row in _found(work, contribution_goods, contribution_ids)}


def appraisals_of(work: Work, contribution_ids: Collection[str]) -> dict[str, list[Appraisal]]:
    """Who appraised the goods of these contributions, and how."""
    found: dict[str, list[Appraisal]] = defaultdict(list)
    for row in _found(work, appraisals, contribution_ids):
        found[row["contribution_id"]].append(rows.thing_of(Appraisal, row))
    return found


def _goods(row: Mapping[Any, Any]) -> Goods:
    # An optional enumeration is not restored by rows.thing_of.
    plain = dict(row)
    condition = plain["condition"]
    return rows.thing_of(Goods, plain | {"condition": None if condition is None else GoodsCondition(condition)})


def _found(work: Work, table: Table, contribution_ids: Collection[str]) -> list[Mapping[Any, Any]]:
    if not contribution_ids:
        return []
    wanted = select(table).where(
        table.c.community == work.community, table.c.contribution_id.in_(sorted(contribution_ids))
    )
    return [dict(row) for row in work.connection.execute(wanted).mappings()]
