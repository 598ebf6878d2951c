"""Holds the facts of points against their postings, by set queries that trust no counter, and knows whose books wait for a seal."""

from __future__ import annotations

from sqlalchemy import text

from chassis.database import Work
from contracts.operations import Facts, Unit

HELD_AGAINST = """
WITH fact AS ({facts}), posting AS (
    SELECT reference, sum(amount) AS amount FROM ledger_transfers
    WHERE community = :community AND {postings} GROUP BY reference
)
SELECT count(fact.reference) AS facts, coalesce(sum(fact.amount), 0)::bigint AS facts_amount,
       count(posting.reference) AS postings, coalesce(sum(posting.amount), 0)::bigint AS postings_amount,
       count(*) FILTER (WHERE fact.amount IS DISTINCT FROM posting.amount) AS unmatched
FROM fact FULL JOIN posting USING (reference)
"""

LINES = {
    # What the contributions themselves say they earned, also where it was taken back afterwards.
    "contributions_settled": (
        Unit.CV,
        (
            "SELECT contribution_id AS reference, cv AS amount FROM contributions "
            "WHERE community = :community AND state IN ('settled', 'reversed') AND cv > 0"
        ),
        "unit = 'CV' AND kind LIKE 'grant-%' AND reference LIKE 'ctb\\_%'",
    ),
    "grants_value": (
        Unit.CV,
        "SELECT source_id AS reference, cv AS amount FROM grants WHERE community = :community AND cv > 0",
        "unit = 'CV' AND kind LIKE 'grant-%'",
    ),
    "grants_spendable": (
        Unit.SP,
        "SELECT source_id AS reference, sp AS amount FROM grants WHERE community = :community AND sp > 0",
        "unit = 'SP' AND kind LIKE 'grant-%'",
    ),
    "taken_back_value": (
        Unit.CV,
        (
            "SELECT source_id AS reference, sum(cv) AS amount FROM grant_reversals "
            "WHERE community = :community AND cv > 0 GROUP BY source_id"
        ),
        "unit = 'CV' AND kind LIKE 'taken-back-%'",
    ),
    "taken_back_spendable": (
        Unit.SP,
        (
            "SELECT source_id AS reference, sum(sp) AS amount FROM grant_reversals "
            "WHERE community = :community AND sp > 0 GROUP BY source_id"
        ),
        "unit = 'SP' AND kind LIKE 'taken-back-%'",
    ),
    "clawbacks_repaid": (
        Unit.SP,
        "SELECT source_id AS reference, sp_repaid AS amount FROM grants WHERE community = :community AND sp_repaid > 0",
        "unit = 'SP' AND kind = 'clawback-repaid'",
    ),
    "redemptions_fulfilled": (
        Unit.SP,
        (
            "SELECT redemption_id AS reference, price AS amount FROM redemptions "
            "WHERE community = :community AND state IN ('fulfilled', 'disputed', 'refunded')"
        ),
        "unit = 'SP' AND kind = 'redemption'",
    ),
    "redemptions_refunded": (
        Unit.SP,
        (
            "SELECT redemption_id AS reference, refunded AS amount FROM redemptions "
            "WHERE community = :community AND state = 'refunded'"
        ),
        "unit = 'SP' AND kind = 'redemption-refund'",
    ),
    "settlements_undone": (
        Unit.SP,
        "SELECT redemption_id AS reference, sp AS amount FROM settlement_undone WHERE community = :community AND sp > 0",
        "unit = 'SP' AND kind = 'settlement-reversed'",
    ),
    "fee_rewards_applied": (
        Unit.SP,
        (
            "SELECT reward_id AS reference, applied AS amount FROM rewards "
            "WHERE community = :community AND applied IS NOT NULL"
        ),
        "unit = 'SP' AND kind = 'fee-reward'",
    ),
}
"""Name → (unit, facts as reference and amount in centi-points, which postings must follow from them)."""

# Both halves are constants of this file.
QUERIES = {
    name: (unit, text(HELD_AGAINST.format(facts=facts, postings=postings)))
    for name, (unit, facts, postings) in LINES.items()
}

UNSEALED = text("SELECT DISTINCT community FROM ledger_unsealed ORDER BY community LIMIT 50")


def facts(work: Work) -> tuple[Facts, ...]:
    """One line per kind of fact: counts and sums on both sides, and how many do not match, whichever side is missing."""
    return tuple(
        Facts.compared(name, unit, **work.connection.execute(query, {"community": work.community}).one()._asdict())
        for name, (unit, query) in QUERIES.items()
    )


def unsealed(work: Work) -> list[str]:
    """Communities whose books have entries that no seal covers yet."""
    return list(work.connection.execute(UNSEALED).scalars())
