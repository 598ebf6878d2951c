"""Every statement about the catalogue and redemptions."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ItemState
from services.points import rows
from services.points.redemptions import refusals
from services.points.redemptions.rules import Item, Redemption
from services.points.redemptions.tables import items, redemptions


def add_item(work: Work, item: Item) -> Item:
    """Keep a proposed item, or answer the one with the same content. Refuses ItemIdTaken."""
    if rows.add(work, items, item):
        return item
    known = require_item(work, item.item_id)
    if not known.same_as(item):
        raise refusals.ItemIdTaken
    return known


def require_item(work: Work, item_id: str, *, lock: bool = False) -> Item:
    """The item, perhaps locked. Refuses ItemNotFound."""
    item = rows.find(work, items, Item, item_id, lock=lock)
    if item is None:
        raise refusals.ItemNotFound
    return item


def save_item(work: Work, item: Item) -> Item:
    """Write an item that was locked."""
    return rows.save(work, items, item)


def lock_items(work: Work, item_ids: Collection[str]) -> dict[str, Item]:
    """The items by their ids, locked."""
    return rows.find_all(work, items, Item, item_ids, lock=True)


def save_items(work: Work, changed: Sequence[Item]) -> None:
    """Write items that were locked, in one statement."""
    rows.save_all(work, items, changed)


def offered(work: Work, *, after: str | None, limit: int) -> tuple[list[Item], str | None]:
    """What is offered now."""
    return rows.page(work, items, Item, items.c.state == ItemState.OFFERED.value, after=after, limit=limit)


def add_redemption(work: Work, redemption: Redemption) -> None:
    """Keep a new redemption. Refuses RedemptionIdTaken."""
    if not rows.add(work, redemptions, redemption):
        raise refusals.RedemptionIdTaken


def find_redemption(work: Work, redemption_id: str) -> Redemption | None:
    """The redemption, if there is one with this id."""
    return rows.find(work, redemptions, Redemption, redemption_id)


def require_redemption(work: Work, redemption_id: str, *, lock: bool = False) -> Redemption:
    """The redemption, perhaps locked. Refuses RedemptionNotFound."""
    redemption = rows.find(work, redemptions, Redemption, redemption_id, lock=lock)
    if redemption is None:
        raise refusals.RedemptionNotFound
    return redemption


def save_redemption(work: Work, redemption: Redemption) -> Redemption:
    """Write a redemption that was locked."""
    return rows.save(work, redemptions, redemption)


def save_redemptions(work: Work, changed: Sequence[Redemption]) -> list[Redemption]:
    """Write redemptions that were locked, in one statement."""
    return rows.save_all(work, redemptions, changed)


def page(
    work: Work, *, parties: frozenset[PartyId] | None, after: str | None, limit: int
) -> tuple[list[Redemption], str | None]:
    """Redemptions, newest id first; with `parties` those by or at one of them."""
    mine = or_(redemptions.c.party_id.in_(parties or ()), redemptions.c.provider_id.in_(parties or ()))
    where = [] if parties is None else [mine]
    return rows.page(work, redemptions, Redemption, *where, after=after, limit=limit, newest_first=True)


def due(work: Work, *, limit: int) -> dict[str, list[Redemption]]:
    """Held redemptions whose time is over, by community, locked; those that somebody else works on are left out."""
    wanted = (
        select(redemptions)
        .where(redemptions.c.state == "held", redemptions.c.expires_at <= work.now)
        .order_by(redemptions.c.community, redemptions.c.redemption_id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    found: dict[str, list[Redemption]] = {}
    for row in work.connection.execute(wanted).mappings():
        found.setdefault(row["community"], []).append(rows.thing_of(Redemption, row))
    return found
