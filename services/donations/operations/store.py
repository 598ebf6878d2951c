"""Holds the facts of donations against what must follow from them, by set queries that trust no counter (rulebook §14, §22)."""

from __future__ import annotations

from sqlalchemy import text

from chassis.database import Work
from contracts.operations import Facts

HELD_AGAINST = """
WITH fact AS ({facts}), posting AS ({postings})
SELECT count(fact.reference) AS facts, coalesce(sum(fact.amount), 0)::bigint AS facts_amount,
       count(posting.reference) AS postings, coalesce(sum(posting.amount), 0)::bigint AS postings_amount,
       count(*) FILTER (WHERE fact.amount IS DISTINCT FROM posting.amount) AS unmatched
FROM fact FULL JOIN posting USING (reference)
"""

POSTED = (
    "SELECT reference, sum(amount) AS amount FROM ledger_transfers WHERE community = :community AND kind = '{kind}' "
    "AND unit = 'CNY' GROUP BY reference"
)
CONFIRMED = (
    "SELECT gift_id AS reference, received AS amount FROM gifts WHERE community = :community AND state = 'confirmed'"
)

LINES = {
    "gifts_confirmed": (CONFIRMED, POSTED.format(kind="gift")),
    "statement_lines": (
        "SELECT line_id AS reference, amount FROM statement_lines WHERE community = :community",
        POSTED.format(kind="statement_line"),
    ),
    # Every confirmed gift has its bank line, and the other way round.
    "statement_lines_matched": (
        "SELECT gift_id AS reference, amount FROM statement_lines WHERE community = :community AND state = 'matched'",
        CONFIRMED,
    ),
    # Receipts never exceed paid gifts and never stand beside points: each issued one must find its gift.
    "receipts_issued": (
        "SELECT gift_id AS reference, amount FROM receipts WHERE community = :community AND state = 'issued'",
        f"{CONFIRMED} AND choice = 'receipt' AND receipt = 'issued'",
    ),
    "mandate_cycles_charged": (
        "SELECT gift_id AS reference, 1 AS amount FROM cycles WHERE community = :community AND state = 'charged'",
        (
            "SELECT gift_id AS reference, 1 AS amount FROM gifts "
            "WHERE community = :community AND state = 'confirmed' AND mandate_id IS NOT NULL"
        ),
    ),
    # Pieces or grams: what left the shelf is what went into packs.
    "goods_packed": (
        "SELECT goods_id AS reference, sum(quantity) AS amount FROM pack_draws WHERE community = :community GROUP BY goods_id",
        (
            "SELECT goods_id AS reference, received - remaining AS amount FROM goods "
            "WHERE community = :community AND received > remaining AND kind <> 'service'"
        ),
    ),
    "packs_handed_out": (
        "SELECT serial AS reference, 1 AS amount FROM packs WHERE community = :community AND state = 'handed_out'",
        "SELECT serial AS reference, 1 AS amount FROM hand_outs WHERE community = :community",
    ),
}
"""Name → (facts, what must follow from them), each as reference and amount: fen, or a plain count where nothing is paid."""

# Both halves are constants of this file.
QUERIES = {name: text(HELD_AGAINST.format(facts=facts, postings=postings)) for name, (facts, postings) in LINES.items()}

UNSEALED = text("SELECT DISTINCT community FROM ledger_unsealed ORDER BY community LIMIT 50")


def facts(work: Work) -> tuple[Facts, ...]:
    """One line per kind of fact: counts and sums on both sides, and how many do not match, whichever side is missing."""
    return tuple(
        Facts(name=name, **work.connection.execute(query, {"community": work.community}).one()._asdict())
        for name, query in QUERIES.items()
    )


def unsealed(work: Work) -> list[str]:
    """Communities whose books have entries that no seal covers yet."""
    return list(work.connection.execute(UNSEALED).scalars())
