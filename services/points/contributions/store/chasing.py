"""Every statement about steps that the council, too, has left lying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, func, select, text, tuple_

from chassis.database import Work
from contracts.points.kinds import ContributionState as State
from services.points.contributions.rules.steps import TO_COUNCIL
from services.points.contributions.tables import contribution_reminders, contributions

WAITING = (State.SUBMITTED.value, State.CONFIRMED.value, State.UNDER_NOTICE.value, State.CHALLENGED.value)
# From when it was due, or last told of, in whole periods: what was missed while nobody looked is told of once. What somebody is at
# work on is left for the next time.
REMIND = text("""
INSERT INTO contribution_reminders (community, contribution_id, due_at, reminded_for, reminded_at)
SELECT c.community, c.contribution_id, c.due_at,
       since.at + w.period * floor(extract(epoch FROM :now - since.at) / extract(epoch FROM w.period)), :now
  FROM contributions AS c
  JOIN (SELECT n.community, make_interval(hours => 24 * n.days) AS period
          FROM unnest(CAST(:communities AS text[]), CAST(:days AS int[])) AS n(community, days)) AS w
    ON w.community = c.community
 CROSS JOIN LATERAL (
       SELECT coalesce(max(r.reminded_for) + w.period, c.due_at) AS at FROM contribution_reminders AS r
        WHERE r.community = c.community AND r.contribution_id = c.contribution_id AND r.due_at = c.due_at) AS since
 WHERE c.due_at <= :now AND since.at <= :now AND c.escalation = :council AND c.state = ANY(:waiting)
 ORDER BY c.due_at, c.contribution_id LIMIT :limit
   FOR NO KEY UPDATE OF c SKIP LOCKED
ON CONFLICT DO NOTHING RETURNING community, contribution_id, due_at
""")
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
REMINDED_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Late:
    """A step that the council was to take by `due_at`, and how often it was reminded."""

    contribution_id: str
    state: State
    due_at: datetime
    reminded: int
    reminded_at: datetime | None


def communities_late(work: Work) -> list[str]:
    """Where the council has left something lying."""
    c = contributions.c
    return list(
        work.connection.execute(select(c.community).distinct().where(_late(work)).order_by(c.community)).scalars()
    )


def remind(work: Work, days: Mapping[str, int]) -> list[tuple[str, str, datetime]]:
    """Keep what is to be told of again, once for each period of so many `days` by community: community, contribution, when it was due."""
    names = {
        "now": work.now,
        "communities": list(days),
        "days": list(days.values()),
        "council": TO_COUNCIL,
        "waiting": list(WAITING),
        "limit": REMINDED_AT_ONCE,
    }
    return [(row.community, row.contribution_id, row.due_at) for row in work.connection.execute(REMIND, names)]


def late_page(work: Work, *, after: str | None, limit: int) -> tuple[list[Late], str | None]:
    """What waits for the council beyond its time, what was due first first, and after what (joined by /) the next page begins."""
    c, r = contributions.c, contribution_reminders.c
    told = (r.community == c.community) & (r.contribution_id == c.contribution_id) & (r.due_at == c.due_at)
    what = (c.contribution_id, c.state, c.due_at)
    wanted = (
        select(*what, func.count(r.reminded_for).label("reminded"), func.max(r.reminded_at).label("reminded_at"))
        .select_from(contributions.outerjoin(contribution_reminders, told))
        .where(
            c.community == work.community, _late(work), tuple_(c.due_at, c.contribution_id) > tuple_(*_beyond(after))
        )
        .group_by(*what)
        .order_by(c.due_at, c.contribution_id)
        .limit(limit + 1)
    )
    found = [
        Late(
            contribution_id=row.contribution_id,
            state=State(row.state),
            due_at=row.due_at,
            reminded=row.reminded,
            reminded_at=row.reminded_at,
        )
        for row in work.connection.execute(wanted)
    ]
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], f"{last.due_at.isoformat()}/{last.contribution_id}" if last else None


def late_counts(work: Work) -> Sequence[tuple[State, int, datetime]]:
    """By state: how many wait for the council beyond its time, and since when the oldest does."""
    c = contributions.c
    wanted = select(c.state, func.count(), func.min(c.due_at)).where(c.community == work.community, _late(work))
    found = work.connection.execute(wanted.group_by(c.state).order_by(c.state))
    return [(State(state), number, oldest) for state, number, oldest in found]


def late_now(work: Work) -> int:
    """How many do, in all communities."""
    return int(work.connection.execute(select(func.count()).select_from(contributions).where(_late(work))).scalar_one())


def _late(work: Work) -> ColumnElement[bool]:
    c = contributions.c
    return and_(c.due_at <= work.now, c.escalation == TO_COUNCIL, c.state.in_(WAITING))


def _beyond(after: str | None) -> tuple[datetime, str]:
    # What is no key of a page begins at the first one.
    try:
        due_at, contribution_id = (after or "").split("/", 1)
        return datetime.fromisoformat(due_at), contribution_id
    except ValueError:
        return LONG_AGO, ""
