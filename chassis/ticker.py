"""Runs a service's own jobs inside its process: sweeps every few seconds, periodic jobs when a period has ended."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import eventlet
from nameko.extensions import Entrypoint
from sqlalchemy.exc import DBAPIError

from chassis import metrics
from chassis.dependency import furnished
from chassis.periods import Due, Job

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # How often a service looks whether a period has ended.


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
                with metrics.job(self.job.name):
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
        service = furnished(self.container)
        method: Callable[..., None] = getattr(service, self.method_name)
        if self.job.period is None:
            method()
            return
        for period in Due(service.transactions, self.job).periods():
            method(period)
