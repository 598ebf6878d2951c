"""Every statement about lots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, Select, and_, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Work
from contracts.refused import NotFound
from contracts.roles import Role
from contracts.rural_link.kinds import LotState, ProduceCategory
from services.rural_link.lots.refusals import LotIdTaken, LotNumberTaken
from services.rural_link.lots.rules import Harvest, Hold, Lot, PackOffer, harvest_of
from services.rural_link.lots.tables import harvests, lots, offers
from services.rural_link.parties.rules import ERASED_SHOWN
from services.rural_link.partners import store as partners
from services.rural_link.partners.rules import Partner

HARVEST = (
    harvests.c.lot_number,
    harvests.c.grower_name,
    harvests.c.plot,
    harvests.c.variety,
    harvests.c.harvested_on,
    harvests.c.grams,
)
OFFER = (offers.c.price, offers.c.pack_grams, offers.c.packs, offers.c.grower_shown_as, offers.c.published_on)

FORGET_HARVESTED = text("""
UPDATE harvests AS h SET grower_name = :shown
  FROM unnest(CAST(:communities AS text[]), CAST(:partner_ids AS text[])) AS x(community, partner_id)
 WHERE h.community = x.community AND h.partner_id = x.partner_id
""")
FORGET_OFFERED = text("""
UPDATE offers AS o SET grower_shown_as = :shown
  FROM harvests AS h, unnest(CAST(:communities AS text[]), CAST(:partner_ids AS text[])) AS x(community, partner_id)
 WHERE h.community = x.community AND h.partner_id = x.partner_id AND o.community = h.community AND o.lot_id = h.lot_id
""")
# Stored answers stay, so that nothing happens twice; only the name in them goes.
FORGET_ANSWERS = text(r"""
UPDATE requests AS r
   SET answer = regexp_replace(r.answer, '"(name|partner_name|grower_name|grower_shown_as)"\: ?"([^"\\]|\\.)*"', :written, 'g')
  FROM unnest(CAST(:communities AS text[]), CAST(:partner_ids AS text[])) AS x(community, partner_id)
 WHERE r.community = x.community AND strpos(r.answer, x.partner_id) > 0
""")


def add_draft(work: Work, lot: Lot) -> bool:
    """Keep a new draft; False if exactly this one is kept already. Raises LotIdTaken."""
    if _insert(work, [lot]):
        return True
    known = find_lot(work, lot.lot_id)
    # A row that could not be inserted and cannot be seen was committed a moment ago; it is another lot's all the same.
    if known is None or replace(known, version=lot.version) != lot:
        raise LotIdTaken
    return False


def add_commissioned(work: Work, commissioned: Sequence[Lot]) -> bool:
    """Keep new lots together with their harvests, or none: False if any id is taken. Raises LotNumberTaken."""
    if len(_insert(work, commissioned)) < len(commissioned):
        return False
    _insert_harvests(work, commissioned)
    return True


def add_harvest(work: Work, lot: Lot) -> None:
    """Keep what was harvested. Raises LotNumberTaken."""
    _insert_harvests(work, [lot])


def add_offer(work: Work, lot_id: str, offer: PackOffer) -> None:
    """Keep how a lot is offered."""
    work.connection.execute(insert(offers).values(community=work.community, lot_id=lot_id, **asdict(offer)))


def forget_growers(work: Work, partner_ids: Sequence[tuple[str, str]]) -> None:
    """Keep no grower's name of the lots of these (community, partner id). The papers keep their promisor: the law wants them kept."""
    names = {"communities": [community for community, _ in partner_ids], "partner_ids": [one for _, one in partner_ids]}
    for statement in (FORGET_OFFERED, FORGET_HARVESTED):
        work.connection.execute(statement, {**names, "shown": ERASED_SHOWN})
    work.connection.execute(FORGET_ANSWERS, {**names, "written": rf'"\1":"{ERASED_SHOWN}"'})


def lock_lot(work: Work, lot_id: str) -> Lot:
    """The lot, locked until the end of the transaction. Raises NotFound."""
    # Two statements: a lock may wait, and a joined row would then be the one seen before the wait.
    locked = select(lots.c.lot_id).where(lots.c.community == work.community, lots.c.lot_id == lot_id)
    if work.connection.execute(locked.with_for_update()).first() is None:
        raise NotFound
    return lot(work, lot_id)


def lock_for_agent(work: Work, lot_id: str) -> tuple[Lot, Partner]:
    """The lot, locked, and its partner; the version the caller named is checked.

    Staff may act on any lot, an agent of a village on its own only: another village's looks as if it were not there (NotFound).
    """
    locked = lock_lot(work, lot_id)
    partner = partners.partner(work, locked.partner_id)
    if not work.actor.is_any(Role.COMMUNITY_STAFF) and partner.party_id != work.actor.organisation_id:
        raise NotFound
    work.expect_version(locked.version)
    return locked, partner


def find_lot(work: Work, lot_id: str) -> Lot | None:
    """The lot, if there is one."""
    row = work.connection.execute(_lots(work).where(lots.c.lot_id == lot_id)).first()
    return None if row is None else _lot(row)


def lot(work: Work, lot_id: str) -> Lot:
    """The lot. Raises NotFound."""
    found = find_lot(work, lot_id)
    if found is None:
        raise NotFound
    return found


def save_lot(work: Work, settled: Lot) -> Lot:
    """Keep the lot's state and counters; the answer has the next version. Harvest and offer are written once, elsewhere."""
    saved = replace(settled, version=settled.version + 1)
    work.connection.execute(
        update(lots)
        .where(lots.c.community == work.community, lots.c.lot_id == saved.lot_id)
        .values(
            category=saved.category,
            product=saved.product,
            state=saved.state,
            left_grams=saved.left_grams,
            promised_grams=saved.promised_grams,
            packs_left=saved.packs_left,
            state_before_hold=saved.hold.state_before if saved.hold else None,
            held_because=saved.hold.because if saved.hold else None,
            version=saved.version,
        )
    )
    return saved


def numbers_taken(work: Work, *, partner_id: str, lot_numbers: Sequence[str]) -> set[str]:
    """Which of the numbers the partner has used before."""
    rows = work.connection.execute(
        select(harvests.c.lot_number).where(
            harvests.c.community == work.community,
            harvests.c.partner_id == partner_id,
            harvests.c.lot_number.in_(lot_numbers),
        )
    )
    return {row.lot_number for row in rows}


def lots_by_id(work: Work, lot_ids: Sequence[str]) -> dict[str, Lot]:
    """Those of the lots that exist, by id."""
    rows = work.connection.execute(_lots(work).where(lots.c.lot_id.in_(lot_ids)))
    return {row.lot_id: _lot(row) for row in rows}


def lots_page(
    work: Work, *, partner_id: str | None, state: LotState | None, limit: int, before: str | None
) -> list[Lot]:
    """Up to `limit` lots, newest id first, below the key; of one partner and in one state where these are given."""
    query = _lots(work)
    if partner_id is not None:
        query = query.where(lots.c.partner_id == partner_id)
    if state is not None:
        query = query.where(lots.c.state == state)
    return _page(work, query, limit=limit, before=before)


def offered_page(work: Work, *, category: ProduceCategory | None, limit: int, before: str | None) -> list[Lot]:
    """Up to `limit` published lots of which packs are left, newest id first, below the key."""
    query = _lots(work).where(lots.c.state == LotState.PUBLISHED, lots.c.packs_left > 0)
    if category is not None:
        query = query.where(lots.c.category == category)
    return _page(work, query, limit=limit, before=before)


def _page(work: Work, query: Select[Any], *, limit: int, before: str | None) -> list[Lot]:
    if before is not None:
        query = query.where(lots.c.lot_id < before)
    return [_lot(row) for row in work.connection.execute(query.order_by(lots.c.lot_id.desc()).limit(limit))]


def _lots(work: Work) -> Select[Any]:
    harvested = and_(harvests.c.community == lots.c.community, harvests.c.lot_id == lots.c.lot_id)
    offered = and_(offers.c.community == lots.c.community, offers.c.lot_id == lots.c.lot_id)
    joined = lots.outerjoin(harvests, harvested).outerjoin(offers, offered)
    return select(lots, *HARVEST, *OFFER).select_from(joined).where(lots.c.community == work.community)


def _insert(work: Work, new: Sequence[Lot]) -> list[str]:
    rows = [
        {
            "community": work.community,
            "lot_id": lot.lot_id,
            "partner_id": lot.partner_id,
            "category": lot.category,
            "product": lot.product,
            "state": lot.state,
            "left_grams": lot.left_grams,
            "promised_grams": lot.promised_grams,
            "packs_left": lot.packs_left,
            "version": lot.version,
        }
        for lot in new
    ]
    inserted = work.connection.execute(upsert(lots).on_conflict_do_nothing().returning(lots.c.lot_id), rows)
    return [row.lot_id for row in inserted]


def _insert_harvests(work: Work, commissioned: Sequence[Lot]) -> None:
    rows = [
        {
            "community": work.community,
            "lot_id": lot.lot_id,
            "partner_id": lot.partner_id,
            **asdict(harvest_of(lot)),
        }
        for lot in commissioned
    ]
    inserted = work.connection.execute(upsert(harvests).on_conflict_do_nothing().returning(harvests.c.lot_number), rows)
    kept = {row.lot_number for row in inserted}
    for row in rows:
        if row["lot_number"] not in kept:
            raise LotNumberTaken(lot_number=row["lot_number"])


def _lot(row: Row[Any]) -> Lot:
    held = LotState(row.state) is LotState.HELD
    return Lot(
        lot_id=row.lot_id,
        partner_id=row.partner_id,
        category=ProduceCategory(row.category),
        product=row.product,
        state=LotState(row.state),
        harvest=_harvest(row) if row.lot_number is not None else None,
        offer=_offer(row) if row.price is not None else None,
        left_grams=row.left_grams,
        promised_grams=row.promised_grams,
        packs_left=row.packs_left,
        hold=Hold(state_before=LotState(row.state_before_hold), because=row.held_because) if held else None,
        version=row.version,
    )


def _harvest(row: Row[Any]) -> Harvest:
    return Harvest(**{column.name: getattr(row, column.name) for column in HARVEST})


def _offer(row: Row[Any]) -> PackOffer:
    return PackOffer(**{column.name: getattr(row, column.name) for column in OFFER})
