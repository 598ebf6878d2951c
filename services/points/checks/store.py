"""Every statement about patterns of confirming: read from contributions in one statement a kind, for a whole community."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import text

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import FindingState
from services.points import rows
from services.points.checks.rules import TWICE_DAYS, Finding, FindingNotFound
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

# What somebody of one of these groups gave, somebody of another of them confirmed, and no finding has named before.
NAMED = text("""
WITH members AS (
  SELECT party_id, grouped FROM unnest(CAST(:members AS text[]), CAST(:groups AS text[])) AS each(party_id, grouped)
)
SELECT DISTINCT ON (c.contribution_id) c.contribution_id, c.party_id, hand.party_id AS confirmer_id
  FROM contributions c
  JOIN members giver ON giver.party_id = c.performed_by
  JOIN members hand ON hand.party_id IN (c.confirmed_by, c.second_confirmed_by) AND hand.grouped <> giver.grouped
 WHERE c.community = :community AND c.confirmed_at > :since AND c.confirmed_at <= :until AND c.state = 'settled'
   AND NOT EXISTS (SELECT FROM finding_consequences f WHERE f.community = c.community AND f.contribution_id = c.contribution_id)
 ORDER BY c.contribution_id, hand.party_id
""")

# The same amount within a few days, goods as goods and money as money; or a panel's hours and hours of governance on one day. Whichever came
# last came within the days that are looked at.
COUNTED_TWICE = text("""
SELECT DISTINCT ON (c.contribution_id) c.contribution_id, c.party_id, c.confirmed_by AS confirmer_id
  FROM contributions c
  JOIN grants mine ON mine.community = c.community AND mine.source_id = c.contribution_id
  JOIN grants told ON told.community = c.community AND told.party_id = mine.party_id AND (told.told_as IS NOT NULL OR told.source_id NOT LIKE 'ctb\\_%')
   AND told.performed_on BETWEEN mine.performed_on - CAST(:days AS int) AND mine.performed_on + CAST(:days AS int)
   AND left(told.contribution_type, 1) = left(mine.contribution_type, 1)
 WHERE c.community = :community AND c.state = 'settled' AND c.confirmed_by IS NOT NULL AND c.told_as IS NULL
   AND greatest(mine.granted_at, told.granted_at) > :since AND greatest(mine.granted_at, told.granted_at) <= :until
   AND mine.granted_at > CAST(:since AS timestamptz) - interval '90 days'
   AND CASE WHEN mine.fen > 0 THEN told.fen = mine.fen
            ELSE told.contribution_type = 'H4' AND mine.contribution_type = 'H4' AND told.performed_on = mine.performed_on END
   AND (CAST(:party_ids AS text[]) IS NULL OR c.party_id = ANY(CAST(:party_ids AS text[])))
   AND NOT EXISTS (SELECT FROM finding_consequences f WHERE f.community = c.community AND f.contribution_id = c.contribution_id)
 ORDER BY c.contribution_id
""")

COMMUNITIES = text("SELECT DISTINCT community FROM contributions WHERE confirmed_at > :since ORDER BY community")


class Named(NamedTuple):
    """A settled contribution, who was credited, and who of the finding confirmed it."""

    contribution_id: str
    party_id: PartyId
    confirmer_id: PartyId


def named(
    work: Work, groups: Mapping[PartyId, Collection[PartyId]], *, since: datetime, until: datetime
) -> list[Named]:
    """What those whom a finding names, under all their identities, confirmed for each other in its days, and what is still credited."""
    members = [(member, group) for group, each in sorted(groups.items()) for member in sorted(each)]
    values = {
        "community": work.community,
        "members": [member for member, _ in members],
        "groups": [group for _, group in members],
        "since": since,
        "until": until,
    }
    return [Named(*row) for row in work.connection.execute(NAMED, values)]


def counted_twice(
    work: Work, *, since: datetime, until: datetime, parties: Collection[PartyId] | None = None
) -> list[Named]:
    """What was put forward and is still credited though the same was told by another service, and no finding has named before."""
    values = {
        "community": work.community,
        "since": since,
        "until": until,
        "days": TWICE_DAYS,
        "party_ids": None if parties is None else sorted(parties),
    }
    return [Named(*row) for row in work.connection.execute(COUNTED_TWICE, values)]


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
