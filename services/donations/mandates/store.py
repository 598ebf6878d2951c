"""Keeps mandates and their months."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, func, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.donations.answers import Cycle
from contracts.donations.kinds import CycleState, MandateState
from services.donations.gifts.rules import payment_reference
from services.donations.mandates.refusals import CycleNotFound, MandateNotFound
from services.donations.mandates.rules import Mandate
from services.donations.mandates.tables import consents, cycles, mandates

CHARGED = text("""
WITH charged AS (
  UPDATE cycles SET state = 'charged', version = version + 1
   WHERE community = :community AND gift_id = ANY(:gift_ids) AND state <> 'charged'
  RETURNING mandate_id
)
UPDATE mandates AS m SET failed_in_a_row = 0, version = version + 1
  FROM charged WHERE m.community = :community AND m.mandate_id = charged.mandate_id AND m.failed_in_a_row > 0
""")

# Months in a row, counted back from each gift's own. A month that was skipped, failed, or went back breaks the row.
UNBROKEN = text("""
SELECT own.gift_id, count(*) AS months
  FROM cycles own
 CROSS JOIN LATERAL (
       SELECT CAST(left(c.month, 4) AS int) * 12 + CAST(right(c.month, 2) AS int) AS number,
              row_number() OVER (ORDER BY c.month DESC) AS turn
         FROM cycles c
        WHERE c.community = own.community AND c.mandate_id = own.mandate_id AND c.month <= own.month AND c.state = 'charged'
          AND NOT EXISTS (SELECT FROM gifts g WHERE g.community = c.community AND g.gift_id = c.gift_id AND g.state = 'refunded')
       ) AS charged
 WHERE own.community = :community AND own.gift_id = ANY(:gift_ids)
   AND CAST(left(own.month, 4) AS int) * 12 + CAST(right(own.month, 2) AS int) - charged.number = charged.turn - 1
 GROUP BY own.gift_id
""")

# Mandates that may take part in a month and have no row for it yet; locked, so that a cancellation waits until they have one.
UNPLANNED = text("""
SELECT m.* FROM mandates m
 WHERE m.state IN ('active', 'paused') AND m.day_of_month >= :day
   AND NOT EXISTS (SELECT FROM cycles c WHERE c.community = m.community AND c.mandate_id = m.mandate_id AND c.month = :month)
   AND (m.community, m.mandate_id) > (:after_community, :after_mandate)
 ORDER BY m.community, m.mandate_id LIMIT :limit FOR NO KEY UPDATE OF m
""")


def add_mandate(work: Work, mandate: Mandate) -> bool:
    """Keep a new mandate; False where its id is taken."""
    row = {"community": work.community, **asdict(mandate)}
    statement = insert(mandates).values(row).on_conflict_do_nothing().returning(mandates.c.mandate_id)
    return work.connection.execute(statement).first() is not None


def require_mandate(work: Work, mandate_id: str) -> Mandate:
    """The mandate. Raises MandateNotFound."""
    return _one(work, select(mandates).filter_by(community=work.community, mandate_id=mandate_id))


def lock_mandate(work: Work, mandate_id: str) -> Mandate:
    """The mandate, locked. Raises MandateNotFound."""
    return _one(work, select(mandates).filter_by(community=work.community, mandate_id=mandate_id).with_for_update())


def lock_promised_by(work: Work, donors: Collection[tuple[str, str]]) -> list[tuple[str, Mandate]]:
    """What these donors, by community and id, promised and has not ended, locked; (community, mandate)."""
    m = mandates.c
    theirs = (tuple_(m.community, m.donor_id).in_(sorted(donors)), m.state != MandateState.CANCELLED)
    wanted = select(mandates).where(*theirs).order_by(m.community, m.mandate_id).with_for_update()
    return [(row.community, _mandate(row)) for row in work.connection.execute(wanted)]


def save_mandate(work: Work, mandate: Mandate) -> Mandate:
    """Save a locked mandate with its next version."""
    saved = replace(mandate, version=mandate.version + 1)
    key = {"community": work.community, "mandate_id": mandate.mandate_id}
    work.connection.execute(mandates.update().filter_by(**key).values(asdict(saved)))
    return saved


def agreed_by(work: Work, mandate_ids: Collection[str]) -> dict[str, set[str]]:
    """By mandate, whoever agreed to it or to more of it."""
    if not mandate_ids:
        return {}
    asked = (consents.c.community == work.community, consents.c.mandate_id.in_(sorted(mandate_ids)))
    people: dict[str, set[str]] = {}
    for row in work.connection.execute(select(consents.c.mandate_id, consents.c.agreed_by).where(*asked)):
        people.setdefault(row.mandate_id, set()).add(row.agreed_by or "")
    return people


def keep_consent(work: Work, mandate: Mandate) -> None:
    """Keep what the donor agreed to, for ever."""
    row = {
        "community": work.community,
        "mandate_id": mandate.mandate_id,
        "consent_sha256": mandate.consent_sha256,
        "amount": mandate.amount,
        "agreed_by": work.actor.party_id,
        "agreed_at": work.now,
    }
    work.connection.execute(insert(consents).values(row).on_conflict_do_nothing())


def page(work: Work, *, donor_ids: Sequence[str] | None, after: str | None, limit: int) -> list[Mandate]:
    """Mandates, newest first; `donor_ids` None: of anybody."""
    query = select(mandates).where(mandates.c.community == work.community)
    if donor_ids is not None:
        query = query.where(mandates.c.donor_id.in_(sorted(donor_ids)))
    if after is not None:
        query = query.where(mandates.c.mandate_id < after)
    rows = work.connection.execute(query.order_by(mandates.c.mandate_id.desc()).limit(limit))
    return [_mandate(row) for row in rows]


def active_counts(work: Work, donor_ids: Collection[str]) -> dict[str, int]:
    """How many mandates of each donor are active; who has none is left out."""
    where = (
        mandates.c.community == work.community,
        mandates.c.donor_id.in_(sorted(donor_ids)),
        mandates.c.state == MandateState.ACTIVE,
    )
    found = select(mandates.c.donor_id, func.count()).where(*where).group_by(mandates.c.donor_id)
    return {donor_id: number for donor_id, number in work.connection.execute(found)}  # noqa: C416 - rows are no pairs to mypy


def unplanned(work: Work, *, month: str, day: int, after: tuple[str, str], limit: int) -> list[tuple[str, Mandate]]:
    """Mandates of any community that have no row for the month and fall due on that day or later; (community, mandate)."""
    names = {"month": month, "day": day, "after_community": after[0], "after_mandate": after[1], "limit": limit}
    return [(row.community, _mandate(row)) for row in work.connection.execute(UNPLANNED, names)]


def add_cycle(work: Work, cycle: Cycle) -> None:
    """Keep a planned month."""
    row = {name: value for name, value in asdict(cycle).items() if name != "payment_reference"}
    work.connection.execute(insert(cycles).values(community=work.community, **row))


def lock_cycle(work: Work, mandate_id: str, month: str) -> Cycle:
    """One month of a locked mandate, locked. Raises CycleNotFound."""
    key = {"community": work.community, "mandate_id": mandate_id, "month": month}
    row = work.connection.execute(select(cycles).filter_by(**key).with_for_update()).first()
    if row is None:
        raise CycleNotFound
    return _cycle(row)


def planned_cycles(work: Work, mandate_id: str) -> list[Cycle]:
    """The months of a locked mandate that are still to be charged, locked."""
    key = {"community": work.community, "mandate_id": mandate_id, "state": CycleState.PLANNED}
    rows = work.connection.execute(select(cycles).filter_by(**key).order_by(cycles.c.month).with_for_update())
    return [_cycle(row) for row in rows]


def save_cycle(work: Work, cycle: Cycle) -> Cycle:
    """Save a locked month with its next version."""
    saved = replace(cycle, version=cycle.version + 1)
    key = {"community": work.community, "mandate_id": cycle.mandate_id, "month": cycle.month}
    work.connection.execute(cycles.update().filter_by(**key).values(state=saved.state, version=saved.version))
    return saved


def cycles_page(work: Work, mandate_id: str, *, after: str | None, limit: int) -> list[Cycle]:
    """The months of a mandate, oldest first."""
    query = select(cycles).where(cycles.c.community == work.community, cycles.c.mandate_id == mandate_id)
    if after is not None:
        query = query.where(cycles.c.month > after)
    return [_cycle(row) for row in work.connection.execute(query.order_by(cycles.c.month).limit(limit))]


def mark_charged(work: Work, gift_ids: Sequence[str]) -> None:
    """The gifts were confirmed: the months behind them (few gifts have one) are charged, and no failure counts any more."""
    work.connection.execute(CHARGED, {"community": work.community, "gift_ids": list(gift_ids)})


def unbroken_months(work: Work, gift_ids: Sequence[str]) -> dict[str, int]:
    """By gift of a month: how many months were charged without a gap up to it, and with it (rulebook §2, F2)."""
    found = work.connection.execute(UNBROKEN, {"community": work.community, "gift_ids": list(gift_ids)})
    return {row.gift_id: row.months for row in found}


def _one(work: Work, query: Any) -> Mandate:
    row = work.connection.execute(query).first()
    if row is None:
        raise MandateNotFound
    return _mandate(row)


def _mandate(row: Row[Any]) -> Mandate:
    values = row._asdict()
    del values["community"]
    return Mandate(**{**values, "state": MandateState(row.state)})


def _cycle(row: Row[Any]) -> Cycle:
    return Cycle(
        mandate_id=row.mandate_id,
        month=row.month,
        due_on=row.due_on,
        amount=row.amount,
        state=CycleState(row.state),
        gift_id=row.gift_id,
        payment_reference=payment_reference(row.gift_id),
        version=row.version,
    )
