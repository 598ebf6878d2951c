"""Every statement about sealed batches, what the company answered, and what nobody answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from services.points import rows
from services.points.fee_rewards import refusals
from services.points.fee_rewards.rules.acks import Answer, Suspended
from services.points.fee_rewards.rules.batches import Batch, Case, Line
from services.points.fee_rewards.tables import acks, batches, cases, lines, rewards, suspense

# Numbers of one month are taken one after the other, whoever seals.
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('fee_batches ' || :community || ' ' || :month, 0))")

DUE = text("""
SELECT b.community, b.batch_number,
       (SELECT count(*) FROM fee_batch_lines l
         WHERE l.community = b.community AND l.batch_number = b.batch_number
           AND NOT EXISTS (SELECT FROM fee_acks a WHERE a.community = l.community AND a.batch_number = l.batch_number
                                                    AND a.line_number = l.line_number)) AS unanswered,
       (SELECT max(a.acked_at) FROM fee_acks a
         WHERE a.community = b.community AND a.batch_number = b.batch_number AND a.result = 'deferred') AS deferred_at,
       EXISTS (SELECT FROM fee_cases c WHERE c.community = b.community AND c.batch_number = b.batch_number
                                         AND c.closed_at IS NULL) AS cased
  FROM fee_batches b
 WHERE b.next_at <= :now
 ORDER BY b.next_at, b.batch_number
 LIMIT :limit
   FOR NO KEY UPDATE OF b SKIP LOCKED
""")


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


def lines_about(work: Work, batch_number: str, parties: Collection[PartyId]) -> frozenset[int]:
    """The lines of a batch whose reward is one of these persons' or households'."""
    wanted = (
        select(lines.c.line_number)
        .join(rewards, (rewards.c.community == lines.c.community) & (rewards.c.reward_id == lines.c.reward_id))
        .where(
            *_of(work, lines, batch_number), or_(rewards.c.party_id.in_(parties), rewards.c.household_id.in_(parties))
        )
    )
    return frozenset(work.connection.execute(wanted).scalars())


def original_lines(work: Work, reward_ids: Collection[str]) -> dict[str, tuple[str, Line]]:
    """By reward the batch and line in which its discount was asked for."""
    wanted = select(lines).where(
        lines.c.community == work.community, lines.c.reward_id.in_(reward_ids), lines.c.undo_id.is_(None)
    )
    found = work.connection.execute(wanted).mappings()
    return {row["reward_id"]: (row["batch_number"], rows.thing_of(Line, row)) for row in found}


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
    work: Work,
    *,
    companies: frozenset[PartyId] | None,
    since: datetime | None,
    open_only: bool,
    after: str | None,
    limit: int,
) -> tuple[list[Batch], str | None]:
    """Batches in the order of their numbers; of these companies, or all; sealed at or after an instant; with open lines."""
    where: list[Any] = [] if companies is None else [batches.c.company_id.in_(companies)]
    if since is not None:
        where.append(batches.c.sealed_at >= since)
    if open_only:
        where.append(batches.c.open_lines > 0)
    return rows.page(work, batches, Batch, *where, after=after, limit=limit)


class Due(NamedTuple):
    """A batch whose time has come: lines without any answer, when a line was last deferred, whether a case is open."""

    batch_number: str
    unanswered: int
    deferred_at: datetime | None
    cased: bool


def due(work: Work, *, limit: int) -> list[tuple[str, Due]]:
    """(community, batch) whose time to be reminded has come, in any community, locked."""
    found = work.connection.execute(DUE, {"now": work.now, "limit": limit})
    return [(row.community, Due(row.batch_number, int(row.unanswered), row.deferred_at, row.cased)) for row in found]


def add_suspended(work: Work, new: Sequence[Suspended]) -> list[Suspended]:
    """Keep answers apart from the books; those that lie there already do so once. Answers what is new."""
    if not new:
        return []
    kept = rows.add_missing(work, suspense, new)
    return [one for one in new if one.suspense_id in kept]


def require_suspended(work: Work, suspense_id: str) -> Suspended:
    """The suspended answer, locked. Refuses SuspenseNotFound."""
    found = rows.find(work, suspense, Suspended, suspense_id, lock=True)
    if found is None:
        raise refusals.SuspenseNotFound
    return found


def save_suspended(work: Work, changed: Suspended) -> Suspended:
    """Write a suspended answer that was locked."""
    return rows.save(work, suspense, changed)


def suspense_page(work: Work, *, open_only: bool, after: str | None, limit: int) -> tuple[list[Suspended], str | None]:
    """Suspended answers, newest first."""
    where = [suspense.c.cleared_at.is_(None)] if open_only else []
    return rows.page(work, suspense, Suspended, *where, after=after, limit=limit, newest_first=True)


def add_cases(work: Work, new: Sequence[Case]) -> None:
    """Keep new cases."""
    rows.add_all(work, cases, new)


def require_case(work: Work, case_id: str) -> Case:
    """The case, locked. Refuses CaseNotFound."""
    found = rows.find(work, cases, Case, case_id, lock=True)
    if found is None:
        raise refusals.CaseNotFound
    return found


def save_case(work: Work, changed: Case) -> Case:
    """Write a case that was locked."""
    return rows.save(work, cases, changed)


def case_page(work: Work, *, open_only: bool, after: str | None, limit: int) -> tuple[list[Case], str | None]:
    """Cases, newest first."""
    where = [cases.c.closed_at.is_(None)] if open_only else []
    return rows.page(work, cases, Case, *where, after=after, limit=limit, newest_first=True)


def _of(work: Work, table: Any, batch_number: str) -> tuple[Any, Any]:
    return (table.c.community == work.community, table.c.batch_number == batch_number)
