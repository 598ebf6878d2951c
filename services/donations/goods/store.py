"""Keeps goods and their appraisals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.donations.kinds import AppraisalBasis, DeclineReason, GoodsKind, GoodsState, Measure
from contracts.donations.requests import AppraiseGoods
from contracts.rural_link.events import LotHeld, LotRecalled, LotReleased
from services.donations.goods.refusals import GoodsNotFound
from services.donations.goods.rules import Goods
from services.donations.goods.tables import appraisals, goods, held_lots, recalled_lots


def add_goods(work: Work, added: Goods) -> bool:
    """Keep new goods; False where the id, or the lot behind them, is known."""
    row = {"community": work.community, "recorded_at": work.now, **asdict(added)}
    statement = insert(goods).values(row).on_conflict_do_nothing().returning(goods.c.goods_id)
    return work.connection.execute(statement).first() is not None


def require_goods(work: Work, goods_id: str) -> Goods:
    """The goods. Raises GoodsNotFound."""
    return _one(work, select(goods).filter_by(community=work.community, goods_id=goods_id))


def lock_goods(work: Work, goods_id: str) -> Goods:
    """The goods, locked. Raises GoodsNotFound."""
    return _one(work, select(goods).filter_by(community=work.community, goods_id=goods_id).with_for_update())


def lock_all(work: Work, goods_ids: Sequence[str]) -> dict[str, Goods]:
    """All the goods by id, locked in the order of their ids. Raises GoodsNotFound if one is missing."""
    wanted = sorted(set(goods_ids))
    where = (goods.c.community == work.community, goods.c.goods_id.in_(wanted))
    rows = work.connection.execute(select(goods).where(*where).order_by(goods.c.goods_id).with_for_update())
    found = {row.goods_id: _goods(row) for row in rows}
    if len(found) < len(wanted):
        raise GoodsNotFound
    return found


def save_goods(work: Work, changed: Goods) -> Goods:
    """Save locked goods with their next version."""
    saved = replace(changed, version=changed.version + 1)
    key = {"community": work.community, "goods_id": changed.goods_id}
    work.connection.execute(goods.update().filter_by(**key).values(asdict(saved)))
    return saved


def keep_appraisal(work: Work, asked: AppraiseGoods, *, appraiser_id: str) -> None:
    """Keep what somebody said the goods are worth, for ever."""
    row = {
        "community": work.community,
        "goods_id": asked.goods_id,
        "appraiser_id": appraiser_id,
        "price": asked.price,
        "kept_percent": asked.kept_percent,
        "basis": asked.basis.value,
        "document": asked.document,
        "second_document": asked.second_document,
        "appraised_at": work.now,
    }
    work.connection.execute(insert(appraisals).values(row))


def appraisers_of(work: Work, goods_id: str) -> set[str]:
    """Who said what the goods are worth."""
    key = {"community": work.community, "goods_id": goods_id}
    return set(work.connection.execute(select(appraisals.c.appraiser_id).filter_by(**key)).scalars())


def page(
    work: Work, *, donor_ids: Sequence[str] | None, state: GoodsState | None, after: str | None, limit: int
) -> list[Goods]:
    """Goods, newest first; `donor_ids` None: of anybody."""
    query = select(goods).where(goods.c.community == work.community)
    if donor_ids is not None:
        query = query.where(goods.c.donor_id.in_(sorted(donor_ids)))
    if state is not None:
        query = query.where(goods.c.state == state)
    if after is not None:
        query = query.where(goods.c.goods_id < after)
    return [_goods(row) for row in work.connection.execute(query.order_by(goods.c.goods_id.desc()).limit(limit))]


def received_counts(work: Work, donor_ids: Collection[str]) -> dict[str, int]:
    """How many of each donor's gifts in kind were taken over and did not go back whole; who gave none is left out."""
    kept = goods.c.received > goods.c.returned
    where = (goods.c.community == work.community, goods.c.donor_id.in_(sorted(donor_ids)), kept)
    found = select(goods.c.donor_id, func.count()).where(*where).group_by(goods.c.donor_id)
    return {donor_id: number for donor_id, number in work.connection.execute(found)}  # noqa: C416 - rows are no pairs to mypy


def note_recall(work: Work, recall: LotRecalled) -> None:
    """Keep that a lot was recalled; told twice, it is one."""
    row = {"community": recall.community, "lot_id": recall.lot_id, "recalled_on": recall.recalled_on}
    work.connection.execute(insert(recalled_lots).values(row).on_conflict_do_nothing())


def recalled_among(work: Work, goods_ids: Collection[str]) -> set[str]:
    """Which of the goods are of a lot that was recalled."""
    of_lot = (recalled_lots.c.community == goods.c.community) & (recalled_lots.c.lot_id == goods.c.lot)
    found = select(goods.c.goods_id).join(recalled_lots, of_lot)
    where = (goods.c.community == work.community, goods.c.goods_id.in_(sorted(goods_ids)))
    return set(work.connection.execute(found.where(*where)).scalars())


def note_hold(work: Work, said: LotHeld | LotReleased) -> None:
    """Keep whether a lot is held now: what a later version of it said counts, whenever it is heard."""
    later = {"held": isinstance(said, LotHeld), "lot_version": said.lot_version}
    added = insert(held_lots).values(community=said.community, lot_id=said.lot_id, **later)
    newer = held_lots.c.lot_version <= said.lot_version
    work.connection.execute(added.on_conflict_do_update(constraint="held_lots_pkey", set_=later, where=newer))


def held_among(work: Work, goods_ids: Collection[str]) -> set[str]:
    """Which of the goods are of a lot that is held now."""
    of_lot = (held_lots.c.community == goods.c.community) & (held_lots.c.lot_id == goods.c.lot) & held_lots.c.held
    found = select(goods.c.goods_id).join(held_lots, of_lot)
    where = (goods.c.community == work.community, goods.c.goods_id.in_(sorted(goods_ids)))
    return set(work.connection.execute(found.where(*where)).scalars())


def _one(work: Work, query: Any) -> Goods:
    row = work.connection.execute(query).first()
    if row is None:
        raise GoodsNotFound
    return _goods(row)


def _goods(row: Row[Any]) -> Goods:
    values = row._asdict()
    del values["community"], values["recorded_at"]
    enums = {
        "kind": GoodsKind(row.kind),
        "measure": Measure(row.measure),
        "basis": AppraisalBasis(row.basis) if row.basis else None,
        "state": GoodsState(row.state),
        "declined": DeclineReason(row.declined) if row.declined else None,
    }
    return Goods(**{**values, **enums})
