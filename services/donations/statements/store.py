"""Keeps statements and their lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts import shape
from contracts.donations.answers import Statement, StatementLine
from contracts.donations.kinds import LineState, MatchKind
from services.donations.statements.refusals import LineNotFound, StatementNotFound
from services.donations.statements.tables import statement_lines, statements

# One import of a community at a time: two files that share lines must not both believe that they are first.
TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('donations.statements ' || :community, 0))")

# Where something waits that nobody was told of yet.
WAITING = text(
    "SELECT DISTINCT community FROM statement_lines WHERE state <> 'matched' AND overdue_on IS NULL ORDER BY community"
)
OVERDUE = text("""
UPDATE statement_lines AS l SET overdue_on = :today, version = l.version + 1
  FROM (SELECT w.community, w.line_id FROM statement_lines w
          JOIN statements s ON s.community = w.community AND s.statement_id = w.statement_id
          JOIN unnest(CAST(:communities AS text[]), CAST(:days AS date[])) AS o(community, day) ON o.community = w.community
         WHERE w.state <> 'matched' AND w.overdue_on IS NULL AND (s.imported_at AT TIME ZONE 'Asia/Shanghai')::date <= o.day
         ORDER BY w.community, w.line_id LIMIT :limit FOR UPDATE OF w SKIP LOCKED) AS due
 WHERE l.community = due.community AND l.line_id = due.line_id
RETURNING l.*
""")
OVERDUE_AT_ONCE_MAX = 200

CHANGING = statement_lines.info["updatable"]


def take_turn(work: Work) -> None:
    """Wait until no other import of the community runs."""
    work.connection.execute(TURN, {"community": work.community})


def find_statement(work: Work, statement_id: str) -> Statement | None:
    """The statement with what its import answered; None if there is none."""
    key = {"community": work.community, "statement_id": statement_id}
    row = work.connection.execute(select(statements.c.answer).filter_by(**key)).first()
    return None if row is None else shape.load(Statement, row.answer, tolerant=True)


def require_statement(work: Work, statement_id: str) -> Statement:
    """The statement. Raises StatementNotFound."""
    statement = find_statement(work, statement_id)
    if statement is None:
        raise StatementNotFound
    return statement


def add_statement(work: Work, statement: Statement) -> None:
    """Keep a statement, for ever as it is."""
    row = {
        "community": work.community,
        "statement_id": statement.statement_id,
        "fund_code": statement.fund_code,
        "day": statement.day,
        "sha256": statement.sha256,
        "imported_by": work.actor.party_id,
        "imported_at": work.now,
        "answer": shape.dump(statement),
    }
    work.connection.execute(insert(statements).values(row))


def lines_by_channel(work: Work, channel_numbers: Sequence[str]) -> dict[str, StatementLine]:
    """The lines that are known already, by channel number."""
    where = (
        statement_lines.c.community == work.community,
        statement_lines.c.channel_number.in_(sorted(set(channel_numbers))),
    )
    return {row.channel_number: _line(row) for row in work.connection.execute(select(statement_lines).where(*where))}


def add_lines(work: Work, lines: Sequence[StatementLine]) -> None:
    """Keep new lines."""
    if lines:
        rows = [{"community": work.community, **asdict(line)} for line in lines]
        work.connection.execute(insert(statement_lines), rows)


def lock_line(work: Work, line_id: str) -> StatementLine:
    """The line, locked. Raises LineNotFound."""
    key = {"community": work.community, "line_id": line_id}
    row = work.connection.execute(select(statement_lines).filter_by(**key).with_for_update()).first()
    if row is None:
        raise LineNotFound
    return _line(row)


def save_line(work: Work, line: StatementLine) -> StatementLine:
    """Save a locked line with its next version."""
    saved = replace(line, version=line.version + 1)
    key = {"community": work.community, "line_id": line.line_id}
    values = {name: getattr(saved, name) for name in CHANGING}
    work.connection.execute(statement_lines.update().filter_by(**key).values(values))
    return saved


def waiting(work: Work) -> list[str]:
    """Communities with lines that wait and nobody was told of."""
    return list(work.connection.execute(WAITING).scalars())


def mark_overdue(work: Work, since: Mapping[str, date], *, today: date) -> list[tuple[str, StatementLine]]:
    """(community, line) of what came on or before its community's day and still waits, each once."""
    values = {"communities": list(since), "days": list(since.values()), "today": today, "limit": OVERDUE_AT_ONCE_MAX}
    return [(row.community, _line(row)) for row in work.connection.execute(OVERDUE, values)]


def overdue_now(work: Work) -> int:
    """How many lines of any community wait too long."""
    late = statement_lines.c.overdue_on.is_not(None) & (statement_lines.c.state != LineState.MATCHED.value)
    return int(work.connection.execute(select(func.count()).where(late)).scalar_one())


def page(
    work: Work,
    fund_code: str,
    *,
    state: LineState | None,
    match: MatchKind | None,
    after: str | None,
    limit: int,
) -> list[StatementLine]:
    """Lines of the fund, oldest first."""
    query = select(statement_lines).where(
        statement_lines.c.community == work.community,
        statement_lines.c.fund_code == fund_code,
        statement_lines.c.line_id > (after or ""),
    )
    if state is not None:
        query = query.where(statement_lines.c.state == state)
    if match is not None:
        query = query.where(statement_lines.c.match == match)
    rows = work.connection.execute(query.order_by(statement_lines.c.line_id).limit(limit))
    return [_line(row) for row in rows]


def _line(row: Row[Any]) -> StatementLine:
    values = row._asdict()
    del values["community"]
    return StatementLine(**{**values, "state": LineState(row.state), "match": MatchKind(row.match)})
