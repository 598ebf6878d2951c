"""Watches the hub: one greenlet that computes, or a driver that blocks, stops everything else in the process, heartbeats included.

A ticker greenlet measures how late it is woken. A native thread ends the process when the ticker has not moved for STUCK_SECONDS: whatever holds
the hub then will not let go, and the supervisor starts a new one.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import time
from pathlib import Path

import eventlet
from eventlet import patcher
from prometheus_client import Counter, Gauge

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.05
STALL_SECONDS = 0.25
STALL_SECONDS_GUARDED = 0.1
STUCK_SECONDS = 10.0
EXIT_CODE = 70

stalls = Counter("ccs_hub_stalls_total", "Times the hub stood still for longer than the limit.")
longest = Gauge("ccs_hub_stall_seconds_max", "The longest the hub ever stood still.")


class Watchdog:
    """Start one per process, after monkey patching."""

    def __init__(self) -> None:
        self.limit = STALL_SECONDS_GUARDED if os.environ.get("GUARD") == "1" else STALL_SECONDS
        self.ticked = time.monotonic()
        self.longest = 0.0

    def start(self) -> None:
        """Begin to tick and to watch."""
        eventlet.spawn(self._tick)
        native = patcher.original("threading")
        native.Thread(target=self._watch, daemon=True, name="watchdog").start()

    def _tick(self) -> None:
        while True:
            queued = _queued_seconds()
            before = time.monotonic()
            eventlet.sleep(TICK_SECONDS)
            self.ticked = time.monotonic()
            # A busy machine makes every process wait for a processor; that is no fault of this one.
            self._late(self.ticked - before - TICK_SECONDS - (_queued_seconds() - queued))

    def _late(self, late: float) -> None:
        if late > self.longest:
            self.longest = late
            longest.set(late)
        if late > self.limit:
            stalls.inc()
            logger.error("the hub stood still for %.0f ms (limit %.0f ms)", late * 1000, self.limit * 1000)

    def _watch(self) -> None:
        native_time = patcher.original("time")
        while True:
            native_time.sleep(1.0)
            if native_time.monotonic() - self.ticked > STUCK_SECONDS:
                faulthandler.dump_traceback(file=sys.stderr)
                os._exit(EXIT_CODE)


def _queued_seconds() -> float:
    """How long this thread has waited for a processor so far; 0 where the kernel does not say."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
