"""Every statement about orders."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sqlalchemy import Row, Select, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.refused import NotFound
from contracts.rural_link.kinds import OrderState
from services.rural_link.orders.rules import Order, OrderIdTaken
from services.rural_link.orders.tables import orders


@dataclass(frozen=True, kw_only=True)
class Sight:
    """Which orders an asker may see: all of them, or those of these buyers and of this partner."""

    everything: bool
    buyer_ids: Collection[str]
    partner_id: str | None


def add_order(work: Work, order: Order) -> None:
    """Keep a new order. Raises OrderIdTaken."""
    added = work.connection.execute(
        insert(orders)
        .values(community=work.community, **asdict(order))
        .on_conflict_do_nothing()
        .returning(orders.c.order_id)
    ).first()
    if added is None:
        raise OrderIdTaken


def find_order(work: Work, order_id: str) -> Order | None:
    """The order, if there is one."""
    row = work.connection.execute(_orders(work).where(orders.c.order_id == order_id)).first()
    return None if row is None else _order(row)


def lock_order(work: Work, order_id: str) -> Order:
    """The order, locked until the end of the transaction. Raises NotFound."""
    row = work.connection.execute(_orders(work).where(orders.c.order_id == order_id).with_for_update()).first()
    if row is None:
        raise NotFound
    return _order(row)


def save_order(work: Work, settled: Order) -> Order:
    """Keep what may change of an order; the answer has the next version."""
    saved = replace(settled, version=settled.version + 1)
    work.connection.execute(
        update(orders)
        .where(orders.c.community == work.community, orders.c.order_id == saved.order_id)
        .values(
            state=saved.state,
            delivered_on=saved.delivered_on,
            handed_over_by=saved.handed_over_by,
            cancelled_because=saved.cancelled_because,
            version=saved.version,
        )
    )
    return saved


def orders_page(
    work: Work,
    sight: Sight,
    *,
    buyer_id: str | None,
    lot_id: str | None,
    state: OrderState | None,
    limit: int,
    before: str | None,
) -> list[Order]:
    """Up to `limit` orders in sight, newest id first, below the key; of one buyer, of one lot, in one state where these are given."""
    query = _orders(work)
    if not sight.everything:
        query = query.where(
            or_(orders.c.buyer_id.in_(sight.buyer_ids), orders.c.partner_id == (sight.partner_id or ""))
        )
    if buyer_id is not None:
        query = query.where(orders.c.buyer_id == buyer_id)
    if lot_id is not None:
        query = query.where(orders.c.lot_id == lot_id)
    if state is not None:
        query = query.where(orders.c.state == state)
    if before is not None:
        query = query.where(orders.c.order_id < before)
    return [_order(row) for row in work.connection.execute(query.order_by(orders.c.order_id.desc()).limit(limit))]


def _orders(work: Work) -> Select[Any]:
    return select(orders).where(orders.c.community == work.community)


def _order(row: Row[Any]) -> Order:
    found = {field.name: getattr(row, field.name) for field in fields(Order)}
    return Order(**found | {"state": OrderState(row.state)})
