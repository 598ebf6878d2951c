"""Every statement to the database about statements: two accounts, their lots, what was given, and who may look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal, select, union_all

import ledger
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points import answers
from contracts.points.answers import PointsLot, StatementGiven
from contracts.points.kinds import ContributionType
from ledger import PastLine, Ref, Span, Stand
from services.points import rows
from services.points.accounts import rules as accounts
from services.points.accounts.rules import CV, SP
from services.points.grants.tables import grants, taken_back
from services.points.statements import refusals
from services.points.statements.rules import Access, Period
from services.points.statements.tables import statement_accesses

LOTS_SHOWN = 100


def refs_of(party_id: PartyId) -> tuple[Ref, Ref]:
    """The party's two accounts: value, spendable points."""
    return Ref(accounts.cv_of(party_id), CV), Ref(accounts.sp_of(party_id), SP)


def stands(work: Work, party_id: PartyId, period: Period) -> list[tuple[Ref, Stand, Stand]]:
    """Both accounts at the opening and at the closing of the period."""
    refs = refs_of(party_id)
    found = ledger.stands(work, [(ref, at) for ref in refs for at in (period.opens, period.closes)])
    return [(ref, found[2 * turn], found[2 * turn + 1]) for turn, ref in enumerate(refs)]


def lines(work: Work, between: list[tuple[Ref, Stand, Stand]], *, after: int, limit: int) -> list[PastLine]:
    """The entries of the period after a position, one more than asked for if there are more."""
    spans = [Span(ref, max(after, opening.position), closing.position) for ref, opening, closing in between]
    return ledger.lines_between(work, spans, limit=limit + 1)


def lots(work: Work, party_id: PartyId, *, closing: Stand, period: Period) -> tuple[PointsLot, ...]:
    """The lots of spendable points at the closing, first to lapse first."""
    _, spendable = refs_of(party_id)
    found = ledger.lots_at(work, spendable, position=closing.position, day=period.last_day, limit=LOTS_SHOWN)
    return tuple(PointsLot(**lot._asdict()) for lot in found)


def given(work: Work, party_id: PartyId, period: Period) -> tuple[StatementGiven, ...]:
    """What the party gave within the period and was granted for until `as_of`, by type, in the order of their codes."""
    within = (
        grants.c.community == work.community,
        grants.c.party_id == party_id,
        grants.c.performed_on.between(period.from_day, period.until_day),
        grants.c.granted_at <= period.as_of,
    )
    earned = select(
        grants.c.contribution_type,
        literal(1).label("times"),
        grants.c.minutes,
        grants.c.fen,
        grants.c.grams,
    ).where(*within)
    # What was taken back is no longer given, in the part in which it was.
    back = (
        select(
            grants.c.contribution_type,
            literal(0),
            -taken_back.c.minutes,
            -taken_back.c.fen,
            case((grants.c.fen > 0, -(grants.c.grams * taken_back.c.fen / func.nullif(grants.c.fen, 0))), else_=0),
        )
        .join(grants, (grants.c.community == taken_back.c.community) & (grants.c.grant_id == taken_back.c.grant_id))
        .where(taken_back.c.community == work.community, taken_back.c.party_id == party_id, *within)
        .where(taken_back.c.reversed_at <= period.as_of)
    )
    moved = union_all(earned, back).subquery("moved")
    kind = moved.c.contribution_type
    found = (
        select(
            kind,
            func.sum(moved.c.times).label("times"),
            func.sum(moved.c.minutes).label("minutes"),
            func.sum(moved.c.fen).label("fen"),
            func.sum(moved.c.grams).label("grams"),
        )
        .group_by(kind)
        .order_by(kind)
    )
    return tuple(_given(row) for row in work.connection.execute(found))


def add_access(work: Work, access: Access) -> Access:
    """Keep it; the same content again answers what is there. Refuses AccessIdTaken."""
    if rows.add(work, statement_accesses, access):
        return access
    known = rows.find(work, statement_accesses, Access, access.access_id)
    if known is None or not known.same_as(access):
        raise refusals.AccessIdTaken
    return known


def may_read(work: Work, *, reader_id: PartyId, party_id: PartyId, at: datetime) -> bool:
    """Has the reader given a reason that still holds?"""
    theirs = select(statement_accesses.c.access_id).where(
        statement_accesses.c.community == work.community,
        statement_accesses.c.party_id == party_id,
        statement_accesses.c.reader_id == reader_id,
        statement_accesses.c.opened_at <= at,
        statement_accesses.c.expires_at > at,
    )
    return work.connection.execute(theirs.limit(1)).first() is not None


def accesses(work: Work, party_id: PartyId, *, after: str | None, limit: int) -> tuple[list[Access], str | None]:
    """Who opened the party's statement, the latest first, and where the next page begins."""
    mine = statement_accesses.c.party_id == party_id
    return rows.page(work, statement_accesses, Access, mine, after=after, limit=limit, newest_first=True)


def shown(access: Access) -> answers.StatementAccess:
    """The access as everybody concerned sees it."""
    return answers.StatementAccess(
        access_id=access.access_id,
        party_id=access.party_id,
        reader_id=access.reader_id,
        reason=access.reason,
        opened_at=access.opened_at,
        expires_at=access.expires_at,
    )


def _given(row: Any) -> StatementGiven:
    """By the rulebook's letters: H human effort in minutes; G goods and V loans by their value, G with a weight; F money."""
    is_money = row.contribution_type.startswith("F")
    return StatementGiven(
        contribution_type=ContributionType(row.contribution_type),
        times=row.times,
        minutes=int(row.minutes) if row.contribution_type.startswith("H") else 0,
        goods=0 if is_money else int(row.fen),
        grams=int(row.grams),
        money=int(row.fen) if is_money else 0,
    )
