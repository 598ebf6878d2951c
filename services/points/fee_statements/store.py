"""Every statement about companies' statements; a month is matched in a handful of them, whatever its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, insert, select, text

from chassis.clock import CIVIL
from chassis.database import Work
from chassis.ids import new_id
from services.points import rows
from services.points.fee_statements import refusals, rules
from services.points.fee_statements.rules import Difference, Row, Statement
from services.points.fee_statements.tables import differences, statement_rows, statements

# What the company acknowledged in the month, and what it says it booked, by household and period; undone ones are negative on both sides.
COMPARED = text("""
WITH ours AS (
  SELECT l.household_number, l.billing_period, sum(a.applied) AS amount, count(*) AS lines
    FROM fee_batches b
    JOIN fee_batch_lines l ON l.community = b.community AND l.batch_number = b.batch_number
    JOIN fee_acks a ON a.community = l.community AND a.batch_number = l.batch_number AND a.line_number = l.line_number
   WHERE b.community = :community AND b.programme_id = :programme_id AND a.result = 'applied'
     AND a.acked_at >= :begin AND a.acked_at < :end
   GROUP BY l.household_number, l.billing_period
), theirs AS (
  SELECT household_number, billing_period, sum(amount) AS amount
    FROM fee_statement_rows
   WHERE community = :community AND statement_id = :statement_id
   GROUP BY household_number, billing_period
)
SELECT household_number, billing_period, coalesce(ours.amount, 0)::bigint AS ours, coalesce(theirs.amount, 0)::bigint AS theirs,
       coalesce(ours.lines, 0)::int AS lines
  FROM ours FULL JOIN theirs USING (household_number, billing_period)
 ORDER BY household_number, billing_period
""")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What both sides say of one household and period, in fen."""

    household_number: str
    billing_period: str
    ours: int
    theirs: int
    lines: int


def begin(work: Work, statement: Statement) -> Statement:
    """Begin a statement, or answer the one with this id, locked. Refuses StatementTaken: one a programme and month."""
    if rows.add(work, statements, statement):
        return statement
    known = rows.find(work, statements, Statement, statement.statement_id, lock=True)
    if known is None or (known.programme_id, known.month) != (statement.programme_id, statement.month):
        raise refusals.StatementTaken
    return known


def save(work: Work, statement: Statement) -> Statement:
    """Write a statement that was locked."""
    return rows.save(work, statements, statement)


def of_month(work: Work, programme_id: str, month: str) -> Statement:
    """The statement of a programme's month. Refuses StatementNotFound."""
    wanted = select(statements).where(
        statements.c.community == work.community,
        statements.c.programme_id == programme_id,
        statements.c.month == month,
    )
    row = work.connection.execute(wanted).mappings().first()
    if row is None:
        raise refusals.StatementNotFound
    return rows.thing_of(Statement, row)


def has_month(work: Work, programme_id: str, month: str) -> bool:
    """Was a statement of this programme's month begun?"""
    wanted = select(statements.c.statement_id).where(
        statements.c.community == work.community,
        statements.c.programme_id == programme_id,
        statements.c.month == month,
    )
    return work.connection.execute(wanted).first() is not None


def require(work: Work, statement_id: str) -> Statement:
    """The statement. Refuses StatementNotFound."""
    found = rows.find(work, statements, Statement, statement_id)
    if found is None:
        raise refusals.StatementNotFound
    return found


def rows_of(work: Work, statement_id: str, part: int) -> list[Row]:
    """The rows of one part, in their order."""
    wanted = (
        select(statement_rows)
        .where(
            statement_rows.c.community == work.community,
            statement_rows.c.statement_id == statement_id,
            statement_rows.c.part == part,
        )
        .order_by(statement_rows.c.row_number)
    )
    return [rows.thing_of(Row, row) for row in work.connection.execute(wanted).mappings()]


def notes_known(work: Work, statement_id: str, notes: Sequence[str]) -> list[str]:
    """Those of the credit notes that the statement has already."""
    wanted = select(statement_rows.c.credit_note).where(
        statement_rows.c.community == work.community,
        statement_rows.c.statement_id == statement_id,
        statement_rows.c.credit_note.in_(notes),
    )
    return list(work.connection.execute(wanted).scalars())


def add_rows(work: Work, statement_id: str, part: int, new: Sequence[Row]) -> None:
    """Keep one part, in one statement."""
    where = {"community": work.community, "statement_id": statement_id, "part": part}
    values = [where | {"row_number": turn} | rows.values_of(row) for turn, row in enumerate(new, start=1)]
    if values:
        work.connection.execute(insert(statement_rows), values)


def compared(work: Work, statement: Statement) -> list[Pair]:
    """Both sides of the statement's month, household by household."""
    first, after = _bounds(statement.month)
    names = {
        "programme_id": statement.programme_id,
        "statement_id": statement.statement_id,
        "begin": first,
        "end": after,
    }
    found = work.connection.execute(COMPARED, {"community": work.community, **names}).mappings()
    return [Pair(**row) for row in found]


def add_differences(work: Work, statement_id: str, pairs: Sequence[Pair]) -> list[Difference]:
    """Keep what differs, in one statement."""
    new = [
        Difference(
            difference_id=new_id("fdf"),
            statement_id=statement_id,
            kind=rules.kind_of(ours=pair.ours, theirs=pair.theirs),
            household_number=pair.household_number,
            billing_period=pair.billing_period,
            ours=pair.ours,
            theirs=pair.theirs,
        )
        for pair in pairs
    ]
    rows.add_all(work, differences, new)
    return new


def differences_of(work: Work, statement_id: str, *, limit: int) -> list[Difference]:
    """The first differences of a statement, by household and period."""
    wanted = (
        select(differences)
        .where(differences.c.community == work.community, differences.c.statement_id == statement_id)
        .order_by(differences.c.household_number, differences.c.billing_period)
        .limit(limit)
    )
    return [rows.thing_of(Difference, row) for row in work.connection.execute(wanted).mappings()]


def open_differences(work: Work, statement_id: str) -> int:
    """How many differences of a statement nobody has closed."""
    wanted = select(func.count()).where(
        differences.c.community == work.community,
        differences.c.statement_id == statement_id,
        differences.c.closed_at.is_(None),
    )
    return int(work.connection.execute(wanted).scalar_one())


def require_difference(work: Work, difference_id: str) -> Difference:
    """The difference, locked. Refuses DifferenceNotFound."""
    found = rows.find(work, differences, Difference, difference_id, lock=True)
    if found is None:
        raise refusals.DifferenceNotFound
    return found


def save_difference(work: Work, changed: Difference) -> Difference:
    """Write a difference that was locked."""
    return rows.save(work, differences, changed)


def _bounds(month: str) -> tuple[datetime, datetime]:
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=32)).replace(day=1)
    begins, ends = (datetime(day.year, day.month, day.day, tzinfo=CIVIL) for day in (first, after))
    return begins, ends
