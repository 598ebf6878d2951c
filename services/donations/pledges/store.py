"""Keeps pledges and their months."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis import bulk
from chassis.database import Work
from contracts.donations.kinds import PledgeBasis, PledgeState, SettlementState
from services.donations.pledges import rules
from services.donations.pledges.refusals import PledgeNotFound
from services.donations.pledges.rules import Pledge, Settlement
from services.donations.pledges.tables import pledges, settlements

CHASED_AT_ONCE_MAX = 200

# Pledges whose standing lags behind what is overdue; one that somebody works on at this moment is left for the next look.
OVERDUE = text("""
SELECT p.community, p.pledge_id FROM pledges p
 WHERE EXISTS (SELECT FROM pledge_settlements s
                WHERE s.community = p.community AND s.pledge_id = p.pledge_id AND s.state IN ('expected', 'due')
                  AND (p.state = 'active' AND s.due_on <= :banner_off OR p.state = 'banner_off' AND s.due_on <= :suspended))
 ORDER BY p.community, p.pledge_id LIMIT :limit FOR UPDATE OF p SKIP LOCKED
""")
PAYING = text("""
SELECT DISTINCT pledge_id FROM pledge_settlements WHERE community = :community AND gift_id = ANY(:gift_ids)
""")
SIGNED_BY = text("""
SELECT s.gift_id, p.signed_by FROM pledge_settlements s JOIN pledges p USING (community, pledge_id)
 WHERE s.community = :community AND s.gift_id = ANY(:gift_ids) AND p.signed_by IS NOT NULL
""")
PAID = text("""
UPDATE pledge_settlements AS s
   SET state = 'paid', received = g.received, paid_on = coalesce(g.paid_on, g.confirmed_on), version = s.version + 1
  FROM gifts AS g
 WHERE s.community = :community AND s.gift_id = ANY(:gift_ids) AND s.state = 'due'
   AND g.community = s.community AND g.gift_id = s.gift_id AND g.state = 'confirmed'
RETURNING s.*
""")
REFUNDED = text("""
UPDATE pledge_settlements SET state = 'refunded', version = version + 1
 WHERE community = :community AND gift_id = :gift_id AND state IN ('paid', 'published')
""")
STATES = text("""
UPDATE pledges AS p SET state = s.state, version = p.version + 1
  FROM unnest(CAST(:pledge_id AS text[]), CAST(:state AS text[])) AS s(pledge_id, state)
 WHERE p.community = :community AND p.pledge_id = s.pledge_id
""")
CHANGING = settlements.info["updatable"]
SIGNING = pledges.info["updatable"]


def add_pledge(work: Work, pledge: Pledge) -> bool:
    """Keep a new pledge; False where its id is taken."""
    row = {"community": work.community, **asdict(pledge)}
    added = insert(pledges).values(row).on_conflict_do_nothing().returning(pledges.c.pledge_id)
    return work.connection.execute(added).first() is not None


def require_pledge(work: Work, pledge_id: str) -> Pledge:
    """The pledge. Raises PledgeNotFound."""
    return _one(work, select(pledges).filter_by(community=work.community, pledge_id=pledge_id))


def require_agreement(work: Work, agreement_number: str) -> Pledge:
    """The pledge with that number. Raises PledgeNotFound."""
    return _one(work, select(pledges).filter_by(community=work.community, agreement_number=agreement_number))


def lock_pledge(work: Work, pledge_id: str) -> Pledge:
    """The pledge, locked, and with it the right to change its months. Raises PledgeNotFound."""
    return _one(work, select(pledges).filter_by(community=work.community, pledge_id=pledge_id).with_for_update())


def signed_by(work: Work, gift_ids: Collection[str]) -> dict[str, str]:
    """By gift that pays a month of a pledge, who signed the pledge for the merchant."""
    if not gift_ids:
        return {}
    names = {"community": work.community, "gift_ids": sorted(gift_ids)}
    return {row.gift_id: row.signed_by for row in work.connection.execute(SIGNED_BY, names)}


def lock_paid_by(work: Work, gift_ids: Collection[str]) -> list[Pledge]:
    """The pledges of which a month is paid by one of these gifts, locked in the order of their ids."""
    names = {"community": work.community, "gift_ids": sorted(gift_ids)}
    found = list(work.connection.execute(PAYING, names).scalars())
    if not found:
        return []
    wanted = select(pledges).where(pledges.c.community == work.community, pledges.c.pledge_id.in_(sorted(found)))
    return [_pledge(row) for row in work.connection.execute(wanted.order_by(pledges.c.pledge_id).with_for_update())]


def lock_overdue(work: Work, *, on: date) -> dict[str, list[str]]:
    """Ids of pledges of any community, by community, whose banner or standing is to change; locked."""
    names = {
        "banner_off": on - timedelta(days=rules.BANNER_OFF_DAYS),
        "suspended": on - timedelta(days=rules.SUSPENDED_DAYS),
        "limit": CHASED_AT_ONCE_MAX,
    }
    found: dict[str, list[str]] = {}
    for row in work.connection.execute(OVERDUE, names):
        found.setdefault(row.community, []).append(row.pledge_id)
    return found


def find_pledges(work: Work, pledge_ids: Collection[str]) -> list[Pledge]:
    """The pledges, in the order of their ids."""
    wanted = select(pledges).where(pledges.c.community == work.community, pledges.c.pledge_id.in_(sorted(pledge_ids)))
    return [_pledge(row) for row in work.connection.execute(wanted.order_by(pledges.c.pledge_id))]


def save_pledge(work: Work, pledge: Pledge) -> Pledge:
    """Save a locked pledge with its next version."""
    saved = replace(pledge, version=pledge.version + 1)
    key = {"community": work.community, "pledge_id": pledge.pledge_id}
    values = {name: getattr(saved, name) for name in SIGNING}
    work.connection.execute(pledges.update().filter_by(**key).values(values))
    return saved


def save_states(work: Work, changed: Sequence[Pledge]) -> None:
    """Save how locked pledges stand, each with its next version."""
    if changed:
        columns = {name: [getattr(pledge, name) for pledge in changed] for name in ("pledge_id", "state")}
        work.connection.execute(STATES, {"community": work.community, **columns})


def add_settlements(work: Work, months: Sequence[Settlement]) -> None:
    """Keep the months of a pledge that was just agreed."""
    bulk.add_new(work.connection, settlements, [{"community": work.community, **asdict(month)} for month in months])


def settlements_of(work: Work, pledge_ids: Collection[str]) -> dict[str, list[Settlement]]:
    """The months of pledges, oldest first, by pledge; exact while the pledges are locked."""
    wanted = select(settlements).where(
        settlements.c.community == work.community, settlements.c.pledge_id.in_(sorted(pledge_ids))
    )
    found: dict[str, list[Settlement]] = {pledge_id: [] for pledge_id in pledge_ids}
    for row in work.connection.execute(wanted.order_by(settlements.c.month)):
        found[row.pledge_id].append(_settlement(row))
    return found


def save_settlement(work: Work, settlement: Settlement) -> Settlement:
    """Save one month of a locked pledge with its next version."""
    saved = replace(settlement, version=settlement.version + 1)
    key = {"community": work.community, "pledge_id": settlement.pledge_id, "month": settlement.month}
    values = {name: getattr(saved, name) for name in CHANGING}
    work.connection.execute(settlements.update().filter_by(**key).values(values))
    return saved


def mark_paid(work: Work, gift_ids: Collection[str]) -> list[Settlement]:
    """The months of locked pledges that these confirmed gifts pay, as paid."""
    names = {"community": work.community, "gift_ids": sorted(gift_ids)}
    return [_settlement(row) for row in work.connection.execute(PAID, names)]


def mark_refunded(work: Work, gift_id: str) -> None:
    """The gift went back: the month of a locked pledge that it paid was given and taken back."""
    work.connection.execute(REFUNDED, {"community": work.community, "gift_id": gift_id})


def page(
    work: Work, *, merchant_ids: Collection[str] | None, state: PledgeState | None, after: str | None, limit: int
) -> list[Pledge]:
    """Pledges, newest first; `merchant_ids` None: of everybody."""
    query = select(pledges).where(pledges.c.community == work.community)
    if merchant_ids is not None:
        query = query.where(pledges.c.merchant_id.in_(sorted(merchant_ids)))
    if state is not None:
        query = query.where(pledges.c.state == state)
    if after is not None:
        query = query.where(pledges.c.pledge_id < after)
    return [_pledge(row) for row in work.connection.execute(query.order_by(pledges.c.pledge_id.desc()).limit(limit))]


def agreed_page(work: Work, *, after: str | None, limit: int) -> list[Pledge]:
    """Agreed pledges by their numbers."""
    query = select(pledges).where(pledges.c.community == work.community, pledges.c.agreement_number > (after or ""))
    rows = work.connection.execute(query.order_by(pledges.c.agreement_number).limit(limit))
    return [_pledge(row) for row in rows]


def _one(work: Work, query: Any) -> Pledge:
    row = work.connection.execute(query).first()
    if row is None:
        raise PledgeNotFound
    return _pledge(row)


def _pledge(row: Row[Any]) -> Pledge:
    values = row._asdict()
    del values["community"]
    return Pledge(**{**values, "basis": PledgeBasis(row.basis), "state": PledgeState(row.state)})


def _settlement(row: Row[Any]) -> Settlement:
    values = row._asdict()
    del values["community"]
    return Settlement(**{**values, "state": SettlementState(row.state)})
