"""Work that a service does by itself: sweeps every few seconds, and jobs keyed by (job, period), never by tick.

A periodic job runs once for each day or month that has ended, in order, however often the process restarts, how many replicas there are, or
how far the clock was moved. The period's row is claimed in the transaction of the job's own effect.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import eventlet
from nameko.extensions import Entrypoint
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from chassis.clock import civil_day
from chassis.tables import period_runs

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # How often a service looks whether a period has ended.
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

    def entrypoint(self, method: Any) -> Any:
        """Hang the job on a method of a nameko service."""
        return Ticker.decorator(self)(method)


def claim(connection: Connection, job: str, period: str, *, at: Any) -> bool:
    """Take (job, period); False if it has run. Waits for a replica that is running it, then sees that it has."""
    row = connection.execute(
        insert(period_runs)
        .values(job=job, period=period, ran_at=at)
        .on_conflict_do_nothing()
        .returning(period_runs.c.job)
    )
    return row.first() is not None


def last_run(connection: Connection, job: str) -> str | None:
    """The latest period for which the job has run."""
    return connection.execute(select(func.max(period_runs.c.period)).where(period_runs.c.job == job)).scalar()


@dataclass
class Due:
    """Finds which periods of a job are due."""

    transactions: Any
    job: Job
    first_seen: list[date] = field(default_factory=list)

    def periods(self) -> list[str]:
        """The names of the periods that have ended and have not run."""
        assert self.job.period is not None  # noqa: S101 - only periodic jobs come here
        with self.transactions.engine.connect() as connection:
            today = civil_day(self.transactions.now(connection))
            return list(self.job.period.ended(last_run(connection, self.job.name), today))


class Ticker(Entrypoint):  # type: ignore[misc] # nameko is untyped
    """Runs one job of one service for as long as the process lives. A failing run is logged and tried again at the next look."""

    def __init__(self, job: Job, **more: Any) -> None:
        self.job = job
        self.stopping = False
        self.thread: Any = None
        super().__init__(**more)

    def start(self) -> None:
        """Called by nameko when the service has started."""
        self.job = self.job.named(f"{self.container.service_name}.{self.method_name}")
        self.thread = self.container.spawn_managed_thread(self._run, identifier=f"job {self.job.name}")

    def stop(self) -> None:
        """Let the run in hand finish."""
        self.stopping = True
        if self.thread is not None:
            self.thread.wait()

    def _run(self) -> None:
        while not self.stopping:
            started = time.monotonic()
            try:
                self._look()
            except DBAPIError as error:
                logger.warning(
                    "job %s: the database refused (%s); tried again at the next look",
                    self.job.name,
                    type(error.orig).__name__,
                )
            except Exception:
                logger.exception("job %s failed; tried again at the next look", self.job.name)
            wait_seconds = self.job.every_seconds or LOOK_SECONDS
            while not self.stopping and time.monotonic() - started < wait_seconds:
                eventlet.sleep(min(0.2, wait_seconds))

    def _look(self) -> None:
        service = self.container.service_cls()
        service.transactions = self.container.transactions
        method: Callable[..., None] = getattr(service, self.method_name)
        if self.job.period is None:
            method()
            return
        for period in Due(service.transactions, self.job).periods():
            method(period)
