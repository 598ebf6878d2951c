"""Keeps statements and their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts import shape
from contracts.donations.answers import Statement, StatementLine
from contracts.donations.kinds import LineState, MatchKind
from services.donations.statements.refusals import LineNotFound, StatementNotFound
from services.donations.statements.tables import statement_lines, statements

# One import of a community at a time: two files that share lines must not both believe that they are first.
TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('donations.statements ' || :community, 0))")

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
