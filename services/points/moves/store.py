"""Every statement about moves inside a household, and their postings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, text

import ledger
from chassis.database import Work
from contracts.kinds import PartyId
from ledger import Transfer
from ledger.refusals import BelowFloor
from services.points import rows
from services.points.accounts import rules as accounts
from services.points.accounts import store as account_store
from services.points.accounts.refusals import NotEnoughPoints
from services.points.accounts.rules import POOL_GRANT, SP
from services.points.moves import refusals
from services.points.moves.rules import Move
from services.points.moves.tables import moves
from services.points.rate_cards import store as card_store

MOVED = "household-move"

# Time is over, or the two are not of that household any more.
OVER = text("""
SELECT m.community, m.move_id
  FROM household_moves m
  JOIN parties g ON g.community = m.community AND g.party_id = m.from_party_id
  JOIN parties r ON r.community = m.community AND r.party_id = m.to_party_id
 WHERE m.state = 'proposed'
   AND (m.expires_at <= :now OR g.household_id IS DISTINCT FROM m.household_id
        OR r.household_id IS DISTINCT FROM m.household_id)
 ORDER BY m.community, m.move_id
 LIMIT :limit
   FOR NO KEY UPDATE OF m SKIP LOCKED
""")


def add(work: Work, move: Move) -> Move:
    """Keep a proposal, or answer the one with the same content. Refuses MoveIdTaken."""
    if rows.add(work, moves, move):
        return move
    known = rows.find(work, moves, Move, move.move_id)
    if known is None or not known.same_as(move):
        raise refusals.MoveIdTaken
    return known


def require(work: Work, move_id: str, *, lock: bool = False) -> Move:
    """The move, perhaps locked. Refuses MoveNotFound."""
    found = rows.find(work, moves, Move, move_id, lock=lock)
    if found is None:
        raise refusals.MoveNotFound
    return found


def lock_all(work: Work, move_ids: Sequence[str]) -> list[Move]:
    """The moves with these ids, locked."""
    return list(rows.find_all(work, moves, Move, move_ids, lock=True).values())


def save(work: Work, changed: Move) -> Move:
    """Write a move that was locked."""
    return rows.save(work, moves, changed)


def save_all(work: Work, changed: Sequence[Move]) -> list[Move]:
    """Write moves that were locked, in one statement."""
    return rows.save_all(work, moves, changed)


def over(work: Work, *, limit: int) -> list[tuple[str, str]]:
    """(community, move) of proposals that nobody can accept any more, in any community."""
    found = work.connection.execute(OVER, {"now": work.now, "limit": limit})
    return [(row.community, row.move_id) for row in found]


def movable(work: Work, party_id: PartyId) -> dict[str, int]:
    """What a person could move, by lot: all but what the pool granted; lock the account first."""
    return account_store.lots_stemming_from(work, party_id, [POOL_GRANT], of_these=False)


def carry_over(work: Work, move: Move) -> None:
    """Move the points with their lots. Refuses NotEnoughPoints."""
    wanted = Transfer(
        id=move.move_id,
        debit=accounts.sp_of(move.from_party_id),
        credit=accounts.sp_of(move.to_party_id),
        unit=SP,
        amount=move.sp,
        kind=MOVED,
        reference=move.move_id,
        rulebook=card_store.edition_now(work),
    )
    try:
        ledger.post_out_of(work, wanted, movable(work, move.from_party_id).keys())
    except BelowFloor as refused:
        raise NotEnoughPoints from refused


def page(work: Work, *, party_id: PartyId | None, after: str | None, limit: int) -> tuple[list[Move], str | None]:
    """Moves, newest id first; from and to one person, or all."""
    where = [] if party_id is None else [or_(moves.c.from_party_id == party_id, moves.c.to_party_id == party_id)]
    return rows.page(work, moves, Move, *where, after=after, limit=limit, newest_first=True)
