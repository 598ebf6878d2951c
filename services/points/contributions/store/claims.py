"""Every statement about contributions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, insert, or_, select, text

from chassis import bulk
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ContributionState
from services.points import rows
from services.points.contributions import refusals
from services.points.contributions.rules.claims import Claim
from services.points.contributions.tables import contributions, gone_before

NEARBY = timedelta(hours=48)
"""Whoever overlaps a contribution of at most a day, or falls on its civil day, began within this of it."""
# Who puts time forward is locked, so that the order is that of the lock; what falls away later only leaves room.
BEFORE = text("""
SELECT mine.contribution_id, coalesce(sum(other.minutes), 0)
  FROM contributions mine
  LEFT JOIN contributions other
    ON other.community = mine.community AND other.performed_by = mine.performed_by
   AND other.started_at BETWEEN mine.started_at - interval '1 day' AND mine.started_at + interval '1 day'
   AND other.performed_on = mine.performed_on AND other.contribution_type LIKE 'H%'
   AND other.state <> ALL (CAST(:free AS text[]))
   AND (other.submitted_at, other.contribution_id) < (mine.submitted_at, mine.contribution_id)
 WHERE mine.community = :community AND mine.contribution_id = ANY(:ids) AND mine.contribution_type LIKE 'H%'
 GROUP BY mine.contribution_id
""")
FREE_AGAIN = ("returned", "withdrawn", "rejected", "reversed")
"""What no longer stands, and takes up neither time nor reference."""


def add_claims(work: Work, claims: Sequence[Claim]) -> set[str]:
    """Keep new contributions in one statement; answers the ids of those whose id, or reference, nobody took meanwhile."""
    new = [{"community": work.community, **rows.values_of(claim)} for claim in claims]
    return {row.contribution_id for row in bulk.add_new(work.connection, contributions, new)}


def find_claim(work: Work, contribution_id: str) -> Claim | None:
    """The contribution, if there is one with this id."""
    return rows.find(work, contributions, Claim, contribution_id)


def find_claims(work: Work, contribution_ids: Collection[str]) -> dict[str, Claim]:
    """Those of the contributions that there are, by id."""
    return rows.find_all(work, contributions, Claim, contribution_ids)


def require_claim(work: Work, contribution_id: str, *, lock: bool = False) -> Claim:
    """The contribution, perhaps locked. Refuses ContributionNotFound."""
    claim = rows.find(work, contributions, Claim, contribution_id, lock=lock)
    if claim is None:
        raise refusals.ContributionNotFound
    return claim


def find_told(work: Work, told_as: str, *, lock: bool = False) -> Claim | None:
    """What another service told of by this id: the one that stands, else the last one; perhaps locked."""
    told = contributions.c
    wanted = (
        select(contributions)
        .where(told.community == work.community, told.told_as == told_as)
        .order_by(told.state.in_(FREE_AGAIN), told.submitted_at.desc())
        .limit(1)
    )
    row = work.connection.execute(wanted.with_for_update(key_share=True) if lock else wanted).mappings().first()
    return None if row is None else rows.thing_of(Claim, row)


def note_gone(work: Work, contribution_id: str, *, because: str, fen: int | None) -> None:
    """Keep that so much of what was told fell away before anybody decided; the contribution is locked."""
    new = {
        "community": work.community,
        "contribution_id": contribution_id,
        "because": because,
        "fen": fen,
        "at": work.now,
    }
    work.connection.execute(insert(gone_before).values(new))


def went_before(work: Work, told_as: str, *, because: str) -> bool:
    """Did so much of what was told fall away for this before, whichever contribution it was then?"""
    gone, told = gone_before.c, contributions.c
    mine = (gone.community == told.community) & (gone.contribution_id == told.contribution_id)
    wanted = (
        select(gone.because)
        .select_from(gone_before.join(contributions, mine))
        .where(told.community == work.community, told.told_as == told_as, gone.because == because)
    )
    return work.connection.execute(wanted).first() is not None


def lock_claims(work: Work, contribution_ids: Collection[str]) -> dict[str, Claim]:
    """The contributions by id, locked; those that are not there are left out."""
    return rows.find_all(work, contributions, Claim, contribution_ids, lock=True)


def save_claims(work: Work, claims: Sequence[Claim]) -> list[Claim]:
    """Write contributions that were locked."""
    return rows.save_all(work, contributions, claims)


def save_claim(work: Work, claim: Claim) -> Claim:
    """Write a contribution that was locked."""
    return rows.save(work, contributions, claim)


def claims_of(work: Work, persons: Collection[PartyId], *, since: datetime, until: datetime) -> list[Claim]:
    """What the persons gave round a span of time; they are locked, so that there are no others on their way."""
    wanted = select(contributions).where(
        contributions.c.community == work.community,
        contributions.c.performed_by.in_(sorted(persons)),
        contributions.c.started_at.between(since - NEARBY, until + NEARBY),
    )
    return [rows.thing_of(Claim, row) for row in work.connection.execute(wanted).mappings()]


def minutes_before(work: Work, contribution_ids: Collection[str]) -> dict[str, int]:
    """For each contribution of time, the minutes of its giver's day that were put forward before it and stand."""
    if not contribution_ids:
        return {}
    names = {"community": work.community, "ids": sorted(contribution_ids), "free": list(FREE_AGAIN)}
    return {one: int(minutes) for one, minutes in work.connection.execute(BEFORE, names)}


def minutes_on(work: Work, person: PartyId, *, on: date) -> int:
    """All minutes of this day that the person put forward and that stand."""
    given = contributions.c
    wanted = select(func.coalesce(func.sum(given.minutes), 0)).where(
        given.community == work.community,
        given.performed_by == person,
        given.performed_on == on,
        given.contribution_type.like("H%"),
        given.state.not_in(FREE_AGAIN),
    )
    return int(work.connection.execute(wanted).scalar_one())


def replaced(work: Work, wanted: Collection[str]) -> set[str]:
    """Those of the contributions that were put forward again."""
    if not wanted:
        return set()
    found = select(contributions.c.replaces).where(
        contributions.c.community == work.community,
        contributions.c.replaces.in_(sorted(wanted)),
        contributions.c.state != ContributionState.WITHDRAWN.value,
    )
    return set(work.connection.execute(found).scalars())


def references(work: Work, wanted: Collection[str]) -> set[str]:
    """Those of the bank lines and lines of paper sheets that count already."""
    if not wanted:
        return set()
    found = select(contributions.c.reference).where(
        contributions.c.community == work.community,
        contributions.c.reference.in_(sorted(wanted)),
        contributions.c.state.not_in(FREE_AGAIN),
    )
    return set(work.connection.execute(found).scalars())


def page(
    work: Work,
    *,
    party_id: PartyId | None = None,
    state: ContributionState | None = None,
    manual: bool = False,
    told_as: str | None = None,
    after: str | None,
    limit: int,
) -> tuple[list[Claim], str | None]:
    """Contributions, newest id first, and where the next page begins."""
    where: list[ColumnElement[bool]] = []
    if party_id is not None:
        where.append(contributions.c.party_id == party_id)
    if state is not None:
        where.append(contributions.c.state == state.value)
    if manual:
        where.append(contributions.c.manual)
    if told_as is not None:
        where.append(contributions.c.told_as == told_as)
    return rows.page(work, contributions, Claim, *where, after=after, limit=limit, newest_first=True)


def notices(work: Work, *, after: str | None, limit: int) -> tuple[list[Claim], str | None]:
    """Contributions whose notice runs now, newest id first, and where the next page begins."""
    given = contributions.c
    running = (given.state == ContributionState.UNDER_NOTICE.value, given.notice_ends_at > work.now)
    return rows.page(work, contributions, Claim, *running, after=after, limit=limit, newest_first=True)


def entered_page(
    work: Work,
    person: PartyId,
    *,
    party_id: PartyId | None,
    state: ContributionState | None,
    told_as: str | None = None,
    after: str | None,
    limit: int,
) -> tuple[list[Claim], str | None]:
    """What a person gave or put forward, perhaps of one party, newest id first, and where the next page begins."""
    where: list[ColumnElement[bool]] = [or_(contributions.c.submitted_by == person, contributions.c.party_id == person)]
    if party_id is not None:
        where.append(contributions.c.party_id == party_id)
    if state is not None:
        where.append(contributions.c.state == state.value)
    if told_as is not None:
        where.append(contributions.c.told_as == told_as)
    return rows.page(work, contributions, Claim, *where, after=after, limit=limit, newest_first=True)
