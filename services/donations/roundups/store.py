"""Keeps round-ups and their batches: any number of them in a few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, func, select, text

from chassis import bulk
from chassis.database import Work
from contracts.donations.answers import RoundUpBatch
from contracts.donations.kinds import RoundUpBatchState
from services.donations.roundups import rules
from services.donations.roundups.refusals import BatchNotFound
from services.donations.roundups.rules import Collected, Purse, Round, Share
from services.donations.roundups.tables import batches, rounds

PURSES_AT_ONCE_MAX = 200
LATE_AT_ONCE_MAX = 200

# Purses in any community whose first round-up has waited long enough, or all those of one shop.
WAITING = text("""
SELECT community, merchant_id, fund_code, project_code FROM rounds
 WHERE batch_id IS NULL AND paid_at < :before
 GROUP BY community, merchant_id, fund_code, project_code
 ORDER BY community, merchant_id, fund_code, project_code NULLS FIRST LIMIT :limit
""")
OF_SHOP = text("""
SELECT DISTINCT merchant_id, fund_code, project_code FROM rounds
 WHERE community = :community AND merchant_id = :merchant_id AND batch_id IS NULL
 ORDER BY merchant_id, fund_code, project_code NULLS FIRST
""")
# Whoever comes second waits for the rows and finds them taken: a round-up is in one batch.
COLLECT = text("""
WITH taken AS (
  UPDATE rounds AS r SET batch_id = p.batch_id
    FROM unnest(CAST(:merchant_id AS text[]), CAST(:fund_code AS text[]), CAST(:project_code AS text[]), CAST(:batch_id AS text[]))
      AS p(merchant_id, fund_code, project_code, batch_id)
   WHERE r.community = :community AND r.merchant_id = p.merchant_id AND r.fund_code = p.fund_code
     AND r.project_code IS NOT DISTINCT FROM p.project_code AND r.batch_id IS NULL
  RETURNING r.batch_id, r.amount, r.paid_at
)
SELECT batch_id, count(*) AS rounds, sum(amount)::bigint AS amount, min(paid_at) AS first_at FROM taken GROUP BY batch_id
""")
LATE = text("""
UPDATE round_up_batches AS b SET state = 'late', late_on = :today, version = b.version + 1
  FROM (SELECT community, batch_id FROM round_up_batches WHERE state = 'awaiting' AND pay_by < :today
         ORDER BY community, batch_id LIMIT :limit FOR UPDATE SKIP LOCKED) AS due
 WHERE b.community = due.community AND b.batch_id = due.batch_id
RETURNING b.*
""")
PAID = text("""
UPDATE round_up_batches AS b SET state = 'paid', paid_on = p.paid_on, late_on = p.late_on, version = b.version + 1
  FROM unnest(CAST(:batch_id AS text[]), CAST(:paid_on AS date[]), CAST(:late_on AS date[])) AS p(batch_id, paid_on, late_on)
 WHERE b.community = :community AND b.batch_id = p.batch_id AND b.state <> 'paid'
""")
SHARES = text("""
SELECT batch_id, customer_id, sum(amount)::bigint AS amount FROM rounds
 WHERE community = :community AND batch_id = ANY(:batch_ids)
 GROUP BY batch_id, customer_id ORDER BY batch_id, customer_id NULLS LAST
""")

PEOPLE = text("""
SELECT batch_id, array_agg(DISTINCT merchant_id) || array_agg(DISTINCT customer_id) || array_agg(DISTINCT reported_by) AS people
  FROM rounds WHERE community = :community AND batch_id = ANY(:batch_ids) GROUP BY batch_id
""")

# Own gifts whose money came and stayed, made after the first round-up; of a monthly promise the signature is what was done then.
CONVERSION = text("""
WITH first AS (
  SELECT r.customer_id, min(r.paid_at) AS at FROM rounds r JOIN round_up_batches b USING (community, batch_id)
   WHERE r.community = :community AND r.customer_id IS NOT NULL AND b.state = 'paid' GROUP BY r.customer_id
)
SELECT count(*) AS customers, count(*) FILTER (WHERE EXISTS (
         SELECT FROM gifts g LEFT JOIN mandates m ON m.community = g.community AND m.mandate_id = g.mandate_id
          WHERE g.community = :community AND g.donor_id = first.customer_id AND g.origin = 'own' AND g.state = 'confirmed'
            AND coalesce(m.signed_at, g.recorded_at) > first.at
            AND coalesce(m.signed_at, g.recorded_at) <= first.at + make_interval(days => :days))) AS converted
  FROM first
""")


def add_rounds(work: Work, added: Sequence[Round]) -> set[str]:
    """Keep new round-ups; the ids of those that were new, of two of one payment the first."""
    rows = [{"community": work.community, **asdict(one)} for one in added]
    return {row.round_id for row in bulk.add_new(work.connection, rounds, rows)}


def find_rounds(work: Work, merchant_id: str, payment_references: Collection[str]) -> dict[str, Round]:
    """A shop's round-ups by the reference of the payment."""
    wanted = select(rounds).where(
        rounds.c.community == work.community,
        rounds.c.merchant_id == merchant_id,
        rounds.c.payment_reference.in_(sorted(payment_references)),
    )
    return {row.payment_reference: _round(row) for row in work.connection.execute(wanted)}


def rounds_page(work: Work, customer_ids: Collection[str], *, after: str | None, limit: int) -> list[Round]:
    """Round-ups of these customers, newest first."""
    query = select(rounds).where(rounds.c.community == work.community, rounds.c.customer_id.in_(sorted(customer_ids)))
    if after is not None:
        query = query.where(rounds.c.round_id < after)
    return [_round(row) for row in work.connection.execute(query.order_by(rounds.c.round_id.desc()).limit(limit))]


def purses_of(work: Work, merchant_id: str) -> list[Purse]:
    """The shop's purses in which something waits."""
    found = work.connection.execute(OF_SHOP, {"community": work.community, "merchant_id": merchant_id})
    return [Purse(**row._asdict()) for row in found]


def purses_waiting(work: Work) -> dict[str, list[Purse]]:
    """Purses in which something has waited for days, by community."""
    names = {"before": work.now - timedelta(days=rules.BATCH_DAYS), "limit": PURSES_AT_ONCE_MAX}
    found: dict[str, list[Purse]] = {}
    for row in work.connection.execute(WAITING, names):
        values = row._asdict()
        found.setdefault(values.pop("community"), []).append(Purse(**values))
    return found


def collect(work: Work, purses: Mapping[str, Purse]) -> dict[str, Collected]:
    """Empty the purses into the batches of these ids; what went into each, and no batch where nothing was left."""
    columns = {
        name: [getattr(purse, name) for purse in purses.values()]
        for name in ("merchant_id", "fund_code", "project_code")
    }
    found = work.connection.execute(COLLECT, {"community": work.community, "batch_id": list(purses), **columns})
    return {row.batch_id: Collected(rounds=row.rounds, amount=row.amount, first_at=row.first_at) for row in found}


def add_batches(work: Work, closed: Sequence[RoundUpBatch]) -> None:
    """Keep new batches."""
    bulk.add_new(work.connection, batches, [{"community": work.community, **asdict(batch)} for batch in closed])


def lock_batch(work: Work, batch_id: str) -> RoundUpBatch:
    """The batch, locked. Raises BatchNotFound."""
    return _one(work, select(batches).filter_by(community=work.community, batch_id=batch_id).with_for_update())


def require_batch(work: Work, batch_id: str) -> RoundUpBatch:
    """The batch. Raises BatchNotFound."""
    return _one(work, select(batches).filter_by(community=work.community, batch_id=batch_id))


def lock_by_reference(work: Work, fund_code: str, references: Collection[str]) -> dict[str, RoundUpBatch]:
    """The fund's batches by payment reference, locked in the order of their ids."""
    wanted = select(batches).where(
        batches.c.community == work.community,
        batches.c.payment_reference.in_(sorted(set(references))),
        batches.c.fund_code == fund_code,
    )
    rows = work.connection.execute(wanted.order_by(batches.c.batch_id).with_for_update())
    return {row.payment_reference: _batch(row) for row in rows}


def mark_paid(work: Work, paid: Collection[RoundUpBatch]) -> None:
    """Save locked batches as paid, each with its next version."""
    columns = {name: [getattr(batch, name) for batch in paid] for name in ("batch_id", "paid_on", "late_on")}
    work.connection.execute(PAID, {"community": work.community, **columns})


def shares_of(work: Work, batch_ids: Collection[str]) -> list[Share]:
    """What each customer gave in each batch, those whom nobody knows together and last."""
    found = work.connection.execute(SHARES, {"community": work.community, "batch_ids": sorted(batch_ids)})
    return [Share(**row._asdict()) for row in found]


def people_of(work: Work, batch_ids: Collection[str]) -> dict[str, set[str]]:
    """By batch, whoever has a part in it: the shop, its customers, and who reported what they gave."""
    if not batch_ids:
        return {}
    found = work.connection.execute(PEOPLE, {"community": work.community, "batch_ids": sorted(batch_ids)})
    return {row.batch_id: {one for one in row.people if one} for row in found}


def mark_late(work: Work, *, today: date) -> list[tuple[str, RoundUpBatch]]:
    """Batches of any community that became late; (community, batch) of each."""
    found = work.connection.execute(LATE, {"today": today, "limit": LATE_AT_ONCE_MAX})
    return [(row.community, _batch(row)) for row in found]


def late_now(work: Work) -> int:
    """How many batches of any community are late and not paid."""
    late = select(func.count()).where(batches.c.state == RoundUpBatchState.LATE)
    return int(work.connection.execute(late).scalar_one())


def conversion(work: Work) -> tuple[int, int]:
    """How many customers rounded up, and how many of them made a gift of their own soon after they first did."""
    names = {"community": work.community, "days": rules.CONVERSION_DAYS}
    row = work.connection.execute(CONVERSION, names).one()
    return row.customers, row.converted


def page(
    work: Work,
    *,
    merchant_ids: Collection[str] | None,
    state: RoundUpBatchState | None,
    after: str | None,
    limit: int,
) -> list[RoundUpBatch]:
    """Batches, newest first; `merchant_ids` None: of every shop."""
    query = select(batches).where(batches.c.community == work.community)
    if merchant_ids is not None:
        query = query.where(batches.c.merchant_id.in_(sorted(merchant_ids)))
    if state is not None:
        query = query.where(batches.c.state == state)
    if after is not None:
        query = query.where(batches.c.batch_id < after)
    return [_batch(row) for row in work.connection.execute(query.order_by(batches.c.batch_id.desc()).limit(limit))]


def _one(work: Work, query: Any) -> RoundUpBatch:
    row = work.connection.execute(query).first()
    if row is None:
        raise BatchNotFound
    return _batch(row)


def _batch(row: Row[Any]) -> RoundUpBatch:
    values = row._asdict()
    del values["community"]
    return RoundUpBatch(**{**values, "state": RoundUpBatchState(row.state)})


def _round(row: Row[Any]) -> Round:
    values = row._asdict()
    del values["community"]
    return Round(**values)
