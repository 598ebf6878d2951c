"""Holds the facts of donations against what must follow from them, by set queries that trust no counter (rulebook §14, §22)."""

from __future__ import annotations

from sqlalchemy import text

from chassis.database import Work
from contracts.operations import Facts, Unit

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
CONFIRMED = "SELECT gift_id AS reference, received AS amount FROM gifts WHERE community = :community AND state IN ('confirmed', 'refunded')"
# What left the shelf is what went into packs: pieces and grams are two sums.
PACKED = (
    "SELECT goods_id AS reference, sum(quantity) AS amount FROM pack_draws JOIN goods USING (community, goods_id) "
    "WHERE community = :community AND measure {measured} GROUP BY goods_id"
)
OFF_THE_SHELF = (
    "SELECT goods_id AS reference, received - remaining - set_aside - returned - written_off AS amount FROM goods "
    "WHERE community = :community AND received > remaining + set_aside + returned + written_off "
    "AND kind <> 'service' AND measure {measured}"
)
# What two persons let go, or one would, is what is counted as gone or set aside, each for itself.
REMOVED = (
    "SELECT goods_id || ':' || CASE WHEN state = 'proposed' THEN 'set_aside' ELSE kind END AS reference, sum(quantity) AS amount "
    "FROM goods_removals JOIN (SELECT community, goods_id, measure FROM goods) AS of_goods USING (community, goods_id) "
    "WHERE community = :community AND state <> 'rejected' AND measure {measured} GROUP BY 1"
)
OUT_OF_STORE = (
    "SELECT goods_id || ':' || reason AS reference, quantity AS amount FROM goods, "
    "LATERAL (VALUES ('set_aside', set_aside), ('return', returned), ('write_off', written_off)) AS gone(reason, quantity) "
    "WHERE community = :community AND quantity > 0 AND measure {measured}"
)

LINES = {
    "gifts_confirmed": (Unit.CNY, CONFIRMED, POSTED.format(kind="gift")),
    "gifts_refunded": (
        Unit.CNY,
        "SELECT gift_id AS reference, received AS amount FROM gifts WHERE community = :community AND state = 'refunded'",
        POSTED.format(kind="refund"),
    ),
    "statement_lines": (
        Unit.CNY,
        "SELECT line_id AS reference, amount FROM statement_lines WHERE community = :community",
        POSTED.format(kind="statement_line"),
    ),
    # Every confirmed gift has its bank line, alone or with the others of its batch of round-ups, and the other way round.
    "statement_lines_matched": (
        Unit.CNY,
        (
            "SELECT coalesce(batch_id, gift_id) AS reference, amount FROM statement_lines "
            "WHERE community = :community AND state = 'matched'"
        ),
        (
            "SELECT coalesce(batch_id, gift_id) AS reference, sum(received) AS amount FROM gifts "
            "WHERE community = :community AND state IN ('confirmed', 'refunded') GROUP BY 1"
        ),
    ),
    # What customers added at the till is what became their gifts, batch by batch, and nothing of it stays with the shop.
    "round_ups_forwarded": (
        Unit.CNY,
        (
            "SELECT batch_id AS reference, sum(r.amount) AS amount FROM rounds r JOIN round_up_batches b USING (community, batch_id) "
            "WHERE community = :community AND b.state = 'paid' GROUP BY batch_id"
        ),
        (
            "SELECT batch_id AS reference, sum(received) AS amount FROM gifts "
            "WHERE community = :community AND origin = 'round_up' GROUP BY batch_id"
        ),
    ),
    # Receipts never exceed paid gifts and never stand beside points: each issued one must find its gift.
    "receipts_issued": (
        Unit.CNY,
        "SELECT gift_id AS reference, amount FROM receipts WHERE community = :community AND state = 'issued'",
        f"{CONFIRMED} AND choice = 'receipt' AND receipt = 'issued'",
    ),
    "mandate_cycles_charged": (
        Unit.COUNT,
        "SELECT gift_id AS reference, 1 AS amount FROM cycles WHERE community = :community AND state = 'charged'",
        (
            "SELECT gift_id AS reference, 1 AS amount FROM gifts "
            "WHERE community = :community AND state IN ('confirmed', 'refunded') AND mandate_id IS NOT NULL"
        ),
    ),
    # What merchants paid of their pledges is what came as gifts out of pledges.
    "pledges_settled": (
        Unit.CNY,
        (
            "SELECT gift_id AS reference, received AS amount FROM pledge_settlements "
            "WHERE community = :community AND state IN ('paid', 'published', 'refunded')"
        ),
        f"{CONFIRMED} AND origin = 'pledge'",
    ),
    "goods_packed": (Unit.COUNT, PACKED.format(measured="<> 'grams'"), OFF_THE_SHELF.format(measured="<> 'grams'")),
    "goods_packed_by_weight": (
        Unit.GRAMS,
        PACKED.format(measured="= 'grams'"),
        OFF_THE_SHELF.format(measured="= 'grams'"),
    ),
    "goods_removed": (Unit.COUNT, REMOVED.format(measured="<> 'grams'"), OUT_OF_STORE.format(measured="<> 'grams'")),
    "goods_removed_by_weight": (
        Unit.GRAMS,
        REMOVED.format(measured="= 'grams'"),
        OUT_OF_STORE.format(measured="= 'grams'"),
    ),
    "packs_handed_out": (
        Unit.COUNT,
        "SELECT serial AS reference, 1 AS amount FROM packs WHERE community = :community AND state = 'handed_out'",
        "SELECT serial AS reference, 1 AS amount FROM hand_outs WHERE community = :community",
    ),
}
"""Name → (unit, facts, what must follow from them), both as reference and amount in the unit's smallest part."""

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
