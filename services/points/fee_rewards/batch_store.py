"""Every statement about sealed batches and what the company answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from services.points import rows
from services.points.fee_rewards import refusals
from services.points.fee_rewards.rules import Answer, Batch, Line
from services.points.fee_rewards.tables import acks, batches, lines

# Numbers of one month are taken one after the other, whoever seals.
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('fee_batches ' || :community || ' ' || :month, 0))")


def next_number(work: Work, month: str) -> str:
    """The number of the month's next batch: PM-2023-03-01, PM-2023-03-02 and so on."""
    work.connection.execute(LOCK, {"community": work.community, "month": month})
    count = select(func.count()).where(batches.c.community == work.community, batches.c.month == month)
    return f"PM-{month}-{work.connection.execute(count).scalar_one() + 1:02d}"


def add_batch(work: Work, batch: Batch, sealed: Sequence[Line]) -> None:
    """Keep a new batch and its lines."""
    rows.add(work, batches, batch)
    values = [
        {"community": work.community, "batch_number": batch.batch_number, **rows.values_of(line)} for line in sealed
    ]
    work.connection.execute(insert(lines), values)


def require_batch(work: Work, batch_number: str, *, lock: bool = False) -> Batch:
    """The batch, perhaps locked. Refuses BatchNotFound."""
    batch = rows.find(work, batches, Batch, batch_number, lock=lock)
    if batch is None:
        raise refusals.BatchNotFound
    return batch


def save_batch(work: Work, batch: Batch) -> Batch:
    """Write a batch that was locked."""
    return rows.save(work, batches, batch)


def lines_of(work: Work, batch_number: str) -> dict[int, Line]:
    """The lines of a batch by their numbers, in order."""
    wanted = select(lines).where(*_of(work, lines, batch_number)).order_by(lines.c.line_number)
    found = [rows.thing_of(Line, row) for row in work.connection.execute(wanted).mappings()]
    return {line.line_number: line for line in found}


def answers_of(work: Work, batch_number: str) -> dict[int, Answer]:
    """What was answered so far, by line number."""
    wanted = select(acks).where(*_of(work, acks, batch_number))
    found = [rows.thing_of(Answer, row) for row in work.connection.execute(wanted).mappings()]
    return {answer.line_number: answer for answer in found}


def put_answers(work: Work, batch_number: str, answers: Sequence[Answer], *, by: PartyId) -> None:
    """Keep what was answered; a deferred line may have another answer by now, which takes its place."""
    who = {"acked_by": by, "acked_at": work.now}
    where = {"community": work.community, "batch_number": batch_number}
    put = insert(acks).values([where | rows.values_of(answer) | who for answer in answers])
    changed = {name: put.excluded[name] for name in ("result", "applied", "credit_note", "reason", *who)}
    key = ["community", "batch_number", "line_number"]
    work.connection.execute(
        put.on_conflict_do_update(index_elements=key, set_=changed, where=acks.c.result == "deferred")
    )


def page(
    work: Work, *, companies: frozenset[PartyId] | None, after: str | None, limit: int
) -> tuple[list[Batch], str | None]:
    """Batches in the order of their numbers; of these companies, or all."""
    where = [] if companies is None else [batches.c.company_id.in_(companies)]
    return rows.page(work, batches, Batch, *where, after=after, limit=limit)


def _of(work: Work, table: Any, batch_number: str) -> tuple[Any, Any]:
    return (table.c.community == work.community, table.c.batch_number == batch_number)
