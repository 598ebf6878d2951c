"""Holds rural_link's facts against what must have followed from them, by set queries that trust no counter."""

from __future__ import annotations

from sqlalchemy import text

from chassis.database import Work
from contracts.operations import Facts, Unit

# What each lot's own rows say, summed afresh; a lot is off if its counters disagree with them by a single gram.
LOTS = text("""
WITH ordered AS (
    SELECT lot_id, sum(packs * pack_grams) FILTER (WHERE state <> 'cancelled') AS taken,
           sum(packs * pack_grams) FILTER (WHERE state IN ('placed', 'confirmed')) AS promised
    FROM orders WHERE community = :community GROUP BY lot_id
), given AS (
    SELECT lot_id, sum(grams) AS grams FROM lot_donations WHERE community = :community GROUP BY lot_id
), back AS (
    SELECT lot_id, sum(grams) AS grams FROM lot_returns WHERE community = :community GROUP BY lot_id
), gone AS (
    SELECT lot_id, sum(grams) AS grams FROM outflows WHERE community = :community GROUP BY lot_id
), balance AS (
    SELECT harvests.grams AS came_in, lots.promised_grams - coalesce(ordered.promised, 0) AS promised_off,
           lots.left_grams + coalesce(ordered.taken, 0) + coalesce(given.grams, 0) - coalesce(back.grams, 0)
           + coalesce(gone.grams, 0) AS accounted
    FROM lots JOIN harvests USING (community, lot_id)
    LEFT JOIN ordered USING (lot_id) LEFT JOIN given USING (lot_id) LEFT JOIN back USING (lot_id)
    LEFT JOIN gone USING (lot_id)
    WHERE lots.community = :community
)
SELECT count(*) AS facts, coalesce(sum(came_in), 0)::bigint AS facts_amount,
       count(*) FILTER (WHERE accounted = came_in) AS postings, coalesce(sum(accounted), 0)::bigint AS postings_amount,
       count(*) FILTER (WHERE accounted <> came_in OR promised_off <> 0) AS unmatched
FROM balance
""")

# Every delivered order has its step in the trace, and every step of delivery (that was not declared wrong) its order.
DELIVERIES = text("""
WITH delivered AS (
    SELECT order_id, packs * pack_grams AS grams FROM orders WHERE community = :community AND state = 'delivered'
), told AS (
    SELECT reference AS order_id, grams FROM steps
    WHERE community = :community AND kind = 'delivered' AND NOT EXISTS (
        SELECT 1 FROM error_declarations AS wrong
        WHERE wrong.community = steps.community AND wrong.step_id = steps.step_id)
)
SELECT count(delivered.order_id) AS facts, coalesce(sum(delivered.grams), 0)::bigint AS facts_amount,
       count(told.order_id) AS postings, coalesce(sum(told.grams), 0)::bigint AS postings_amount,
       count(*) FILTER (WHERE delivered.grams IS DISTINCT FROM told.grams) AS unmatched
FROM delivered FULL JOIN told USING (order_id)
""")

DONATIONS = text("""
WITH given AS (
    SELECT donation_id, grams FROM lot_donations WHERE community = :community
), told AS (
    SELECT reference AS donation_id, grams FROM steps
    WHERE community = :community AND kind = 'donated' AND NOT EXISTS (
        SELECT 1 FROM error_declarations AS wrong
        WHERE wrong.community = steps.community AND wrong.step_id = steps.step_id)
)
SELECT count(given.donation_id) AS facts, coalesce(sum(given.grams), 0)::bigint AS facts_amount,
       count(told.donation_id) AS postings, coalesce(sum(told.grams), 0)::bigint AS postings_amount,
       count(*) FILTER (WHERE given.grams IS DISTINCT FROM told.grams) AS unmatched
FROM given FULL JOIN told USING (donation_id)
""")

LINES = {
    "lots_in_balance": LOTS,  # harvested = left, ordered, donated and not returned, lost
    "orders_delivered_traced": DELIVERIES,
    "lot_donations_traced": DONATIONS,
}


def facts(work: Work) -> tuple[Facts, ...]:
    """One line per kind of fact, amounts in grams: counts and sums on both sides, and how many do not match."""
    return tuple(
        Facts.compared(
            name, Unit.GRAMS, **work.connection.execute(query, {"community": work.community}).one()._asdict()
        )
        for name, query in LINES.items()
    )
