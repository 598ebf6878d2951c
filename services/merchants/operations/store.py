"""Holds merchants' facts against what must have followed from them, by set queries that trust no counter."""

from __future__ import annotations

from sqlalchemy import text

from chassis.database import Work
from contracts.operations import Facts, Unit

# Every ballot lies on a plate that was dealt, and of a counted panel the count holds exactly the valid ones.
BALLOTS = text("""
WITH valid AS (
    SELECT panel_id, count(*) AS n FROM ballots
    LEFT JOIN voids USING (community, panel_id, judge_id, dish_id)
    WHERE community = :community AND voids.voided_at IS NULL GROUP BY panel_id
), counted AS (
    SELECT panels.panel_id, sum(dish_scores.ballots) AS n
    FROM panels JOIN dish_scores USING (community, panel_id, run)
    WHERE community = :community AND panels.state IN ('tallied', 'published') GROUP BY panels.panel_id
)
SELECT count(*) AS facts, coalesce(sum(valid.n), 0)::bigint AS facts_amount,
       count(counted.panel_id) AS postings, coalesce(sum(counted.n), 0)::bigint AS postings_amount,
       count(*) FILTER (WHERE valid.n IS DISTINCT FROM counted.n) AS unmatched
FROM (SELECT panel_id FROM panels WHERE community = :community AND state IN ('tallied', 'published')) AS done
LEFT JOIN valid USING (panel_id) LEFT JOIN counted USING (panel_id)
WHERE valid.n IS NOT NULL OR counted.n IS NOT NULL
""")

# Who scored every plate dealt to them before the box was closed, against whose service was told. A tie declared later takes a ballot out of
# the count, but not the evening from the judge: plates voided after the close count as dealt here.
SERVICES = text("""
WITH handed_in AS (
    SELECT plates.panel_id, plates.judge_id, panels.minutes
    FROM panels JOIN plates USING (community, panel_id)
    LEFT JOIN ballots USING (community, panel_id, judge_id, dish_id)
    LEFT JOIN voids ON voids.community = plates.community AND voids.panel_id = plates.panel_id
                   AND voids.judge_id = plates.judge_id AND voids.dish_id = plates.dish_id AND voids.voided_at <= panels.closed_at
    WHERE plates.community = :community AND panels.closed_at IS NOT NULL AND voids.dish_id IS NULL
    GROUP BY plates.panel_id, plates.judge_id, panels.minutes
    HAVING count(*) = count(ballots.dish_id)
), told AS (
    SELECT panel_id, judge_id, minutes FROM services_rendered WHERE community = :community
)
SELECT count(handed_in.minutes) AS facts, coalesce(sum(handed_in.minutes), 0)::bigint AS facts_amount,
       count(told.minutes) AS postings, coalesce(sum(told.minutes), 0)::bigint AS postings_amount,
       count(*) FILTER (WHERE handed_in.minutes IS DISTINCT FROM told.minutes) AS unmatched
FROM handed_in FULL JOIN told USING (panel_id, judge_id)
""")

AWARDS = text("""
WITH decided AS (
    SELECT panel_id, dish_id, award FROM titles JOIN panels USING (community, panel_id, run)
    WHERE community = :community AND panels.state = 'published'
), announced AS (
    SELECT panel_id, dish_id, award, 1 AS given FROM awards WHERE community = :community
)
SELECT count(decided.dish_id) AS facts, count(decided.dish_id) AS facts_amount,
       count(given) AS postings, count(given) AS postings_amount,
       count(*) FILTER (WHERE decided.dish_id IS NULL OR given IS NULL) AS unmatched
FROM (SELECT *, true AS there FROM decided) AS decided FULL JOIN announced USING (panel_id, dish_id, award)
""")

# Whoever is past verification by signature has assented to ten clauses at least.
SIGNATURES = text("""
WITH signed AS (
    SELECT member_id FROM member_moves WHERE community = :community AND move = 'sign'
), complete AS (
    SELECT member_id FROM assents WHERE community = :community
    GROUP BY member_id HAVING count(DISTINCT clause_number) = 10
)
SELECT count(signed.member_id) AS facts, count(signed.member_id) AS facts_amount,
       count(complete.member_id) AS postings, count(complete.member_id) AS postings_amount,
       count(*) FILTER (WHERE signed.member_id IS NOT NULL AND complete.member_id IS NULL) AS unmatched
FROM signed LEFT JOIN complete USING (member_id)
""")

LINES = {
    "ballots_cast_counted": (Unit.COUNT, BALLOTS),  # panels; ballots
    "panel_services_told": (Unit.MINUTES, SERVICES),  # judges; minutes
    "awards_announced": (Unit.COUNT, AWARDS),  # titles
    "signatures_complete": (Unit.COUNT, SIGNATURES),  # members
}


def facts(work: Work) -> tuple[Facts, ...]:
    """One line per kind of fact: counts and sums on both sides, and how many do not match."""
    return tuple(
        Facts.compared(name, unit, **work.connection.execute(query, {"community": work.community}).one()._asdict())
        for name, (unit, query) in LINES.items()
    )
