"""Work that a service does by itself: sweeps every few seconds, and jobs keyed by (job, period), never by tick.

A periodic job runs once for each day or month that has ended, in order, however often the process restarts, how many replicas there are, or
how far the clock was moved. The period's row is claimed in the transaction of the job's own effect.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.clock import civil_day
from chassis.tables import period_runs

PERIODS_AT_ONCE_MAX = 400  # More than a year of days is not made up in one go.


class Period(StrEnum):
    """The civil day or month (Asia/Shanghai) that a job is about."""

    DAY = "day"
    MONTH = "month"

    def containing(self, day: date) -> str:
        """The name of the period a day falls in: "2023-03-18" or "2023-03"."""
        return day.isoformat() if self is Period.DAY else day.strftime("%Y-%m")

    def ended(self, after: str | None, today: date) -> Iterator[str]:
        """The periods that ended after the named one and before today, oldest first; with None only the last one that ended."""
        current = self.containing(today)
        if after is None:
            yield self._before(current)
            return
        names: list[str] = []
        name = self._before(current)
        while name > after and len(names) < PERIODS_AT_ONCE_MAX:
            names.append(name)
            name = self._before(name)
        yield from reversed(names)

    def _before(self, name: str) -> str:
        first = date.fromisoformat(name if self is Period.DAY else f"{name}-01")
        return self.containing(first - timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is declared of one sweep (every_seconds) or periodic job (period)."""

    name: str = ""
    every_seconds: float | None = None
    period: Period | None = None

    def named(self, name: str) -> Job:
        """The same job under its service's and method's name."""
        return replace(self, name=name)


def claim(connection: Connection, job: str, period: str, *, at: Any) -> bool:
    """Take (job, period); False if it has run. Waits for a replica that is running it, then sees that it has."""
    row = connection.execute(
        insert(period_runs)
        .values(job=job, period=period, ran_at=at)
        .on_conflict_do_nothing()
        .returning(period_runs.c.job)
    )
    return row.first() is not None


def last_run(connection: Connection, job: str, *, before: str) -> str | None:
    """The latest period before the named one for which the job has run; a clock that was moved back leaves later ones behind."""
    ran = (period_runs.c.job == job, period_runs.c.period < before)
    return connection.execute(select(func.max(period_runs.c.period)).where(*ran)).scalar()


@dataclass
class Due:
    """Finds which periods of a job are due."""

    transactions: Any
    job: Job

    def periods(self) -> list[str]:
        """The names of the periods that have ended and have not run."""
        assert self.job.period is not None  # noqa: S101 - only periodic jobs come here
        with self.transactions.engine.connect() as connection:
            today = civil_day(self.transactions.now(connection))
            last = last_run(connection, self.job.name, before=self.job.period.containing(today))
            return list(self.job.period.ended(last, today))
