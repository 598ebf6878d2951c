"""Every statement about the items of the catalogue and about redemptions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, text

from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ItemState
from services.points import rows
from services.points.accounts.rules import POOL, SP, sp_of
from services.points.parties import store as party_store
from services.points.parties.rules import Party
from services.points.providers import store as providers
from services.points.redemptions import refusals
from services.points.redemptions.offers import Asker, Had, Item, limit_since
from services.points.redemptions.rules import HANDED_OVER, WITH_STOCK, Redemption
from services.points.redemptions.tables import items, redemptions

HELPED_WITHIN = timedelta(days=365)
# What was given back in full counts towards no limit; a refund in part still had its piece.
COUNTED = sorted(state.value for state in WITH_STOCK | HANDED_OVER)

HELPED = text("""
SELECT EXISTS (
    SELECT 1
      FROM ledger_accounts party
      JOIN ledger_entries entry ON entry.community = party.community AND entry.account_id = party.id AND entry.amount > 0
      JOIN ledger_transfers given ON given.community = entry.community AND given.id = entry.transfer_id
      JOIN ledger_accounts pool ON pool.community = given.community AND pool.id = given.debit_id AND pool.code = :pool
     WHERE party.community = :community AND party.code = :account AND party.unit = :unit AND given.recorded_at >= :since)
""")

FREE_LOTS = text("""
SELECT l.expires_on, l.remaining - l.held AS free
  FROM ledger_accounts a
  JOIN ledger_lots l ON l.community = a.community AND l.account_id = a.id
 WHERE a.community = :community AND a.code = :account AND a.unit = :unit
   AND l.remaining > l.held AND l.expires_on >= :today
 ORDER BY l.expires_on, l.id
 LIMIT 500
""")


def add_item(work: Work, item: Item) -> tuple[Item, bool]:
    """Keep a proposed item, or answer the one with the same content; and whether it is new. Refuses ItemIdTaken."""
    if rows.add(work, items, item):
        return item, True
    known = require_item(work, item.item_id)
    if not known.same_as(item):
        raise refusals.ItemIdTaken
    return known, False


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


def find_items(work: Work, item_ids: Collection[str]) -> dict[str, Item]:
    """The items by their ids."""
    return rows.find_all(work, items, Item, item_ids)


def save_items(work: Work, changed: Sequence[Item]) -> None:
    """Write items that were locked, in one statement."""
    rows.save_all(work, items, changed)


def offered(work: Work, *, after: str | None, limit: int) -> tuple[list[Item], str | None]:
    """What is offered today, by providers that may begin something new."""
    today = civil_day(work.now)
    where = (
        items.c.state == ItemState.OFFERED.value,
        or_(items.c.offered_from.is_(None), items.c.offered_from <= today),
        or_(items.c.offered_until.is_(None), items.c.offered_until >= today),
        providers.may_begin(work, items.c.provider_id),
    )
    return rows.page(work, items, Item, *where, after=after, limit=limit)


def asker_of(work: Work, party: Party, item: Item) -> Asker:
    """What the item's rules ask about somebody; only what they ask is looked for."""
    address = None
    if item.buildings and party.household_id is not None:
        address = party_store.require_party(work, party.household_id).name
    return Asker(
        sector=party.sector,
        registered_on=civil_day(party.registered_at),
        address=address,
        helped=item.mutual_aid and _was_helped(work, party.party_id),
    )


def had(work: Work, item: Item, *, party_id: PartyId, household_id: PartyId | None) -> Had:
    """How many pieces count towards the item's limits; the item is locked, so nobody adds one meanwhile."""
    since = limit_since(item, at=work.now)
    person = _count(work, item, redemptions.c.party_id == party_id, since=since)
    if item.per_household is None or household_id is None:
        return Had(person=person, household=person)
    return Had(person=person, household=_count(work, item, redemptions.c.household_id == household_id, since=since))


def add_redemption(work: Work, redemption: Redemption) -> None:
    """Keep a new redemption. Refuses RedemptionIdTaken."""
    if not rows.add(work, redemptions, redemption):
        raise refusals.RedemptionIdTaken


def add_or_find(work: Work, redemption: Redemption) -> tuple[Redemption, bool]:
    """Keep a new redemption, or answer the one with the same content; and whether it is new. Refuses RedemptionIdTaken."""
    if rows.add(work, redemptions, redemption):
        return redemption, True
    known = require_redemption(work, redemption.redemption_id)
    if not known.same_as(redemption):
        raise refusals.RedemptionIdTaken
    return known, False


def find_redemption(work: Work, redemption_id: str) -> Redemption | None:
    """The redemption, if there is one with this id."""
    return rows.find(work, redemptions, Redemption, redemption_id)


def require_redemption(work: Work, redemption_id: str, *, lock: bool = False) -> Redemption:
    """The redemption, perhaps locked. Refuses RedemptionNotFound."""
    redemption = rows.find(work, redemptions, Redemption, redemption_id, lock=lock)
    if redemption is None:
        raise refusals.RedemptionNotFound
    return redemption


def lock_redemptions(work: Work, redemption_ids: Collection[str]) -> dict[str, Redemption]:
    """Those of the redemptions that there are, locked in the order of their ids."""
    return rows.find_all(work, redemptions, Redemption, redemption_ids, lock=True)


def save_redemption(work: Work, redemption: Redemption) -> Redemption:
    """Write a redemption that was locked."""
    return rows.save(work, redemptions, redemption)


def save_redemptions(work: Work, changed: Sequence[Redemption]) -> list[Redemption]:
    """Write redemptions that were locked, in one statement."""
    return rows.save_all(work, redemptions, changed)


def page(
    work: Work, *, of: tuple[frozenset[PartyId], frozenset[PartyId]] | None, after: str | None, limit: int
) -> tuple[list[Redemption], str | None]:
    """Redemptions, newest id first; `of`: those by one of the first parties or at one of the second."""
    where = [] if of is None else [or_(redemptions.c.party_id.in_(of[0]), redemptions.c.provider_id.in_(of[1]))]
    return rows.page(work, redemptions, Redemption, *where, after=after, limit=limit, newest_first=True)


def due(work: Work, *, limit: int) -> dict[str, list[Redemption]]:
    """Open redemptions whose time is over, by community, locked; those that somebody else works on are left out."""
    return _locked(work, redemptions.c.ended_at.is_(None), redemptions.c.expires_at <= work.now, limit=limit)


def unfinished(work: Work, *, moved_before: datetime, limit: int) -> dict[str, list[Redemption]]:
    """Redemptions that stand between two steps that the service takes by itself, locked, by community."""
    between = redemptions.c.state.in_(("points_held", "reserved"))
    waiting = (redemptions.c.moved_at <= moved_before, redemptions.c.expires_at > work.now)
    return _locked(work, between, *waiting, limit=limit)


def free_lots(work: Work, party_id: PartyId) -> list[tuple[date, int]]:
    """Somebody's lots that are promised to nothing, as (last day, centi-points), first to lapse first: what a hold would take."""
    names = {"community": work.community, "account": sp_of(party_id), "unit": SP, "today": civil_day(work.now)}
    return [(row.expires_on, row.free) for row in work.connection.execute(FREE_LOTS, names)]


def outstanding(work: Work, provider_id: PartyId, *, limit: int) -> list[Redemption]:
    """What can be opened by a code at this provider now, first to lapse first."""
    wanted = (
        select(redemptions)
        .where(
            redemptions.c.community == work.community,
            redemptions.c.provider_id == provider_id,
            redemptions.c.state == "held",
            redemptions.c.expires_at > work.now,
        )
        .order_by(redemptions.c.expires_at, redemptions.c.redemption_id)
        .limit(limit)
    )
    return [rows.thing_of(Redemption, row) for row in work.connection.execute(wanted).mappings()]


def _locked(work: Work, *where: ColumnElement[bool], limit: int) -> dict[str, list[Redemption]]:
    wanted = (
        select(redemptions)
        .where(*where)
        .order_by(redemptions.c.community, redemptions.c.redemption_id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    found: dict[str, list[Redemption]] = {}
    for row in work.connection.execute(wanted).mappings():
        found.setdefault(row["community"], []).append(rows.thing_of(Redemption, row))
    return found


def _count(work: Work, item: Item, whose: ColumnElement[bool], *, since: datetime | None) -> int:
    mine = [redemptions.c.community == work.community, redemptions.c.item_id == item.item_id, whose]
    counted = redemptions.c.state.in_(COUNTED) & (redemptions.c.refunded < redemptions.c.price)
    if since is not None:
        mine.append(redemptions.c.begun_at >= since)
    return int(work.connection.execute(select(func.count()).where(*mine, counted)).scalar_one())


def _was_helped(work: Work, party_id: PartyId) -> bool:
    names = {
        "community": work.community,
        "account": sp_of(party_id),
        "unit": SP,
        "pool": POOL,
        "since": work.now - HELPED_WITHIN,
    }
    return bool(work.connection.execute(HELPED, names).scalar_one())
