"""Every statement about what somebody usually gives, who confirms it, and what is looked at again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, tuple_

from chassis import bulk
from chassis.clock import CIVIL
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ContributionType
from services.points import rows
from services.points.contributions import refusals
from services.points.contributions.rules.claims import HOURS, Claim
from services.points.contributions.rules.sampling import Draw, Recheck, month_of
from services.points.contributions.rules.watching import VALUED, Habit
from services.points.contributions.store.claims import FREE_AGAIN
from services.points.contributions.store.consequences import watched
from services.points.contributions.tables import contributions, recheck_draws, rechecks
from services.points.rate_cards.rules import Rulebook

SETTLED = ("settled", "reversed")


def habit_of(work: Work, claim: Claim, *, rulebook: Rulebook) -> Habit:
    """What the giver gave up to and with this contribution, and who confirmed what the party was credited lately."""
    given = contributions.c
    return Habit(
        minutes=_by_day(work, claim, given.minutes, HOURS, weeks=rulebook.habit_weeks) if claim.is_time else {},
        fen=_by_day(work, claim, given.fen, VALUED, weeks=rulebook.habit_weeks)
        if claim.contribution_type in VALUED
        else {},
        confirmed=_confirmed(work, claim.party_id, days=rulebook.share_days),
        watched=watched(work, claim.party_id),
    )


def communities_settling(work: Work, period: str) -> list[str]:
    """Where something was settled in that month."""
    wanted = select(contributions.c.community).where(*_settled_in(period)).distinct()
    return list(work.connection.execute(wanted.order_by(contributions.c.community)).scalars())


def settled_in(work: Work, period: str) -> list[str]:
    """The ids of what was settled in that month, whatever became of it, in their order."""
    wanted = select(contributions.c.contribution_id).where(
        contributions.c.community == work.community, *_settled_in(period)
    )
    return list(work.connection.execute(wanted.order_by(contributions.c.contribution_id)).scalars())


def add_draw(work: Work, draw: Draw, drawn: list[Recheck]) -> None:
    """Keep what was drawn, and with what."""
    rows.add(work, recheck_draws, draw)
    bulk.add_new(work.connection, rechecks, [{"community": work.community, **rows.values_of(one)} for one in drawn])


def find_draw(work: Work, period: str) -> Draw:
    """What the month's sample was drawn with. Refuses NotDrawnYet."""
    draw = rows.find(work, recheck_draws, Draw, period)
    if draw is None:
        raise refusals.NotDrawnYet
    return draw


def candidates(work: Work, period: str, *, after: str | None, limit: int) -> tuple[list[tuple[str, bool]], str | None]:
    """What a month's sample was drawn from, with whether it was drawn, in the order of ids, and where the next page begins."""
    drawn = select(rechecks.c.contribution_id).where(
        rechecks.c.community == work.community, rechecks.c.period == period
    )
    key = contributions.c.contribution_id
    wanted = select(key, key.in_(drawn)).where(contributions.c.community == work.community, *_settled_in(period))
    if after is not None:
        wanted = wanted.where(key > after)
    found = [(one, bool(was)) for one, was in work.connection.execute(wanted.order_by(key).limit(limit + 1))]
    return found[:limit], found[limit - 1][0] if len(found) > limit else None


def lock_recheck(work: Work, contribution_id: str) -> Recheck:
    """The re-check of a contribution, locked. Refuses NotDrawn."""
    recheck = rows.find(work, rechecks, Recheck, contribution_id, lock=True)
    if recheck is None:
        raise refusals.NotDrawn
    return recheck


def save_recheck(work: Work, recheck: Recheck) -> Recheck:
    """Write a re-check that was locked."""
    return rows.save(work, rechecks, recheck)


def recheck_page(work: Work, *, period: str | None, after: str | None, limit: int) -> tuple[list[Recheck], str | None]:
    """Re-checks in the order of ids, and where the next page begins."""
    where = [] if period is None else [rechecks.c.period == period]
    return rows.page(work, rechecks, Recheck, *where, after=after, limit=limit)


def _by_day(
    work: Work, claim: Claim, measure: ColumnElement[int], kinds: Collection[ContributionType], *, weeks: int
) -> dict[date, int]:
    """How much of these kinds the giver gave by day; of the claim's own day what began before it, and the claim itself."""
    given = contributions.c
    first = min(claim.performed_on - timedelta(days=7 * (weeks + 1)), claim.performed_on.replace(day=1))
    wanted = (
        select(given.performed_on, func.sum(measure))
        .where(
            given.community == work.community,
            given.performed_by == claim.giver,
            given.performed_on.between(first, claim.performed_on),
            given.contribution_type.in_(sorted(kind.value for kind in kinds)),
            given.state.not_in(FREE_AGAIN),
            or_(
                given.contribution_id == claim.contribution_id,
                tuple_(given.started_at, given.contribution_id) < (claim.started_at, claim.contribution_id),
            ),
        )
        .group_by(given.performed_on)
    )
    return {row[0]: int(row[1]) for row in work.connection.execute(wanted)}


def _confirmed(work: Work, party_id: PartyId, *, days: int) -> list[tuple[PartyId, int, int]]:
    given = contributions.c
    wanted = (
        select(given.confirmed_by, func.sum(given.cv), func.count())
        .where(
            given.community == work.community,
            given.party_id == party_id,
            given.state == "settled",
            given.decided_at > work.now - timedelta(days=days),
        )
        .group_by(given.confirmed_by)
    )
    return [(row[0], int(row[1]), int(row[2])) for row in work.connection.execute(wanted)]


def _settled_in(period: str) -> tuple[ColumnElement[bool], ...]:
    first, following = month_of(period)
    decided = contributions.c.decided_at
    return (contributions.c.state.in_(SETTLED), decided >= _midnight(first), decided < _midnight(following))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CIVIL)
