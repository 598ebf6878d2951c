"""Every statement about the mutual-aid pool, and its postings."""

from __future__ import annotations

from datetime import date

import ledger
from chassis.database import Work
from contracts.kinds import PartyId
from ledger import NewAccount, Transfer
from ledger.refusals import BelowFloor
from services.points import rows
from services.points.accounts import rules as accounts
from services.points.accounts.refusals import NotEnoughPoints
from services.points.accounts.rules import POOL, POOL_GRANT, SP
from services.points.pool import refusals
from services.points.pool.rules import Gift, PoolGrant
from services.points.pool.tables import gifts, grants
from services.points.rate_cards import store as card_store

GIVEN = "pool-gift"


def balance(work: Work) -> int:
    """What is in the pool, in centi-points; nothing where nothing ever was."""
    found = ledger.find_accounts(work, [ledger.Ref(POOL, SP)])
    return sum(account.balance for account in found.values())


def find_gift(work: Work, gift_id: str) -> Gift | None:
    """The gift, if there is one with this id."""
    return rows.find(work, gifts, Gift, gift_id)


def add_gift(work: Work, gift: Gift) -> None:
    """Keep a gift and move its points, those first that lapse first. Refuses GiftIdTaken, NotEnoughPoints."""
    if not rows.add(work, gifts, gift):
        raise refusals.GiftIdTaken
    _open(work)
    try:
        ledger.post(work, [_gift(gift, rulebook=card_store.edition_now(work))])
    except BelowFloor as refused:
        raise NotEnoughPoints from refused


def add_grant(work: Work, proposed: PoolGrant) -> PoolGrant:
    """Keep a proposal, or answer the one with the same content. Refuses PoolGrantIdTaken."""
    if rows.add(work, grants, proposed):
        return proposed
    known = require_grant(work, proposed.grant_id)
    if not known.same_as(proposed):
        raise refusals.PoolGrantIdTaken
    return known


def require_grant(work: Work, grant_id: str, *, lock: bool = False) -> PoolGrant:
    """The grant, perhaps locked. Refuses PoolGrantNotFound."""
    found = rows.find(work, grants, PoolGrant, grant_id, lock=lock)
    if found is None:
        raise refusals.PoolGrantNotFound
    return found


def save_grant(work: Work, changed: PoolGrant) -> PoolGrant:
    """Write a grant that was locked."""
    return rows.save(work, grants, changed)


def pay(work: Work, granted: PoolGrant, *, expires_on: date) -> None:
    """Move what was granted out of the pool into a lot of its own. Refuses PoolTooSmall: the pool is never negative."""
    _open(work)
    wanted = Transfer(
        id=granted.grant_id,
        debit=POOL,
        credit=accounts.sp_of(granted.party_id),
        unit=SP,
        amount=granted.sp,
        kind=POOL_GRANT,
        reference=granted.grant_id,
        rulebook=card_store.edition_now(work),
        expires_on=expires_on,
    )
    try:
        ledger.post(work, [wanted])
    except BelowFloor as refused:
        raise refusals.PoolTooSmall from refused


def page(work: Work, *, party_id: PartyId | None, after: str | None, limit: int) -> tuple[list[PoolGrant], str | None]:
    """Grants, newest id first; what one person was granted, or all."""
    where = [] if party_id is None else [grants.c.party_id == party_id, grants.c.state == "granted"]
    return rows.page(work, grants, PoolGrant, *where, after=after, limit=limit, newest_first=True)


def _open(work: Work) -> None:
    ledger.open_account(work, NewAccount(code=POOL, unit=SP))


def _gift(gift: Gift, *, rulebook: str) -> Transfer:
    return Transfer(
        id=gift.gift_id,
        debit=accounts.sp_of(gift.party_id),
        credit=POOL,
        unit=SP,
        amount=gift.sp,
        kind=GIVEN,
        reference=gift.gift_id,
        rulebook=rulebook,
    )
