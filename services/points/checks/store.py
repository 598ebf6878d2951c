"""Every statement about patterns of confirming: read from contributions in one statement a kind, for a whole community."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import FindingState
from services.points import rows
from services.points.checks.rules import Finding, FindingNotFound
from services.points.checks.tables import findings

# The second confirmer confirmed too.
CONFIRMED = text("""
SELECT confirmer, performed_by, count(*) FROM (
  SELECT confirmed_by AS confirmer, performed_by FROM contributions
   WHERE community = :community AND confirmed_at > :since AND confirmed_at <= :until
     AND state IN ('confirmed', 'under_notice', 'challenged', 'settled', 'reversed')
   UNION ALL
  SELECT second_confirmed_by, performed_by FROM contributions
   WHERE community = :community AND confirmed_at > :since AND confirmed_at <= :until
     AND state IN ('confirmed', 'under_notice', 'challenged', 'settled', 'reversed') AND second_confirmed_by IS NOT NULL
) AS each GROUP BY confirmer, performed_by ORDER BY confirmer, performed_by
""")

CREDITED = text("""
SELECT party_id, confirmed_by, sum(cv)::bigint, count(*) FROM contributions
 WHERE community = :community AND state = 'settled' AND decided_at > :since AND decided_at <= :until
 GROUP BY party_id, confirmed_by ORDER BY party_id, confirmed_by
""")

COMMUNITIES = text("SELECT DISTINCT community FROM contributions WHERE confirmed_at > :since ORDER BY community")


def communities(work: Work, *, since: datetime) -> list[str]:
    """Where anything was confirmed lately."""
    return list(work.connection.execute(COMMUNITIES, {"since": since}).scalars())


def confirmed(work: Work, *, since: datetime, until: datetime) -> list[tuple[PartyId, PartyId, int]]:
    """Who confirmed whose contributions how often."""
    values = {"community": work.community, "since": since, "until": until}
    return [(row[0], row[1], int(row[2])) for row in work.connection.execute(CONFIRMED, values)]


def credited(work: Work, *, since: datetime, until: datetime) -> list[tuple[PartyId, PartyId, int, int]]:
    """What each party was credited by each confirmer, and of how many contributions."""
    values = {"community": work.community, "since": since, "until": until}
    return [(row[0], row[1], int(row[2]), int(row[3])) for row in work.connection.execute(CREDITED, values)]


def add_findings(work: Work, found: Sequence[Finding]) -> set[str]:
    """Keep what was not found this month before; answers the ids."""
    # One by one: they are few, and their lists of parties cannot travel with many rows in one array.
    return {one.finding_id for one in found if rows.add(work, findings, one)}


def lock_finding(work: Work, finding_id: str) -> Finding:
    """The finding, locked. Refuses FindingNotFound."""
    finding = rows.find(work, findings, Finding, finding_id, lock=True)
    if finding is None:
        raise FindingNotFound
    return finding


def save_finding(work: Work, finding: Finding) -> Finding:
    """Write a finding that was locked."""
    return rows.save(work, findings, finding)


def page(work: Work, *, state: FindingState | None, after: str | None, limit: int) -> tuple[list[Finding], str | None]:
    """Findings, newest id first, and where the next page begins."""
    where = [] if state is None else [findings.c.state == state.value]
    return rows.page(work, findings, Finding, *where, after=after, limit=limit, newest_first=True)
