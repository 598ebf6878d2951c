"""Watches the hub: one greenlet that computes, or a driver that blocks, stops everything else in the process, heartbeats included.

A ticker greenlet measures how late it is woken. A native thread ends the process when the ticker has not moved for STUCK_SECONDS: whatever holds
the hub then will not let go, and the supervisor starts a new one.
"""

from __future__ import annotations

import faulthandler
import gc
import logging
import os
import sys
import threading
import time
from pathlib import Path
from types import FrameType

import eventlet
from eventlet import patcher
from greenlet import greenlet  # type: ignore[import-untyped] # it says nothing of its types
from prometheus_client import Counter, Gauge

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.05
STALL_SECONDS = 0.25
STALL_SECONDS_GUARDED = 0.1
STUCK_SECONDS = 10.0
EXIT_CODE = 70
PLACES_MAX = 6
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

stalls = Counter("ccs_hub_stalls_total", "Times the hub stood still for longer than the limit.")
longest = Gauge("ccs_hub_stall_seconds_max", "The longest the hub ever stood still.")


class Watchdog:
    """Start one per process, after monkey patching."""

    def __init__(self) -> None:
        self.limit = STALL_SECONDS_GUARDED if os.environ.get("GUARD") == "1" else STALL_SECONDS
        self.ticked = time.monotonic()
        self.longest = 0.0
        self.seen_at = ""

    def start(self) -> None:
        """Begin to tick and to watch. What the process has made until now it keeps: the collector need not look through it again."""
        # A full collection walks over every object there is, the modules and schemas of a whole service: a tenth of a second on the hub.
        gc.collect()
        gc.freeze()
        eventlet.spawn(self._tick)
        native = patcher.original("threading")
        native.Thread(target=self._watch, daemon=True, name="watchdog").start()

    def _tick(self) -> None:
        while True:
            kept_waiting = _queued_seconds() + _stolen_seconds()
            before = time.monotonic()
            eventlet.sleep(TICK_SECONDS)
            self.ticked = time.monotonic()
            # A busy machine makes every process wait for a processor, and a virtual one stands still as a whole while its host
            # is busy; neither is a fault of this process.
            self._late(self.ticked - before - TICK_SECONDS - (_queued_seconds() + _stolen_seconds() - kept_waiting))

    def _late(self, late: float) -> None:
        if late > self.longest:
            self.longest = late
            longest.set(late)
        if late > self.limit:
            stalls.inc()
            logger.error(
                "the hub stood still for %.0f ms (limit %.0f ms) %s", late * 1000, self.limit * 1000, self.seen_at
            )
        self.seen_at = ""

    def _watch(self) -> None:
        native_time = patcher.original("time")
        hub = threading.main_thread().ident or 0
        while True:
            native_time.sleep(self.limit)
            still_for = native_time.monotonic() - self.ticked
            if still_for > self.limit and not self.seen_at:
                self.seen_at = f"in {_place(sys._current_frames().get(hub))}"  # noqa: SLF001 - Python has no other way in
            if still_for > STUCK_SECONDS:
                faulthandler.dump_traceback(file=sys.stderr)
                os._exit(EXIT_CODE)


def _place(frame: FrameType | None) -> str:
    """Where a thread is, from the inside out; no values, which may be personal."""
    places: list[str] = []
    while frame is not None and len(places) < PLACES_MAX:
        places.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(places)


def places() -> list[str]:
    """Where every greenlet of the process is now, each place once."""
    found = (_place(each.gr_frame) for each in gc.get_objects() if isinstance(each, greenlet) and each.gr_frame)
    return sorted(set(found))


def _stolen_seconds() -> float:
    """How long the host has kept the machine's processors from it so far, all together; 0 where the kernel does not say."""
    try:
        with Path("/proc/stat").open(encoding="ascii") as stat:
            return int(stat.readline().split()[8]) / TICKS_PER_SECOND
    except (OSError, IndexError, ValueError):
        return 0.0


def _queued_seconds() -> float:
    """How long this thread has waited for a processor so far; 0 where the kernel does not say."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
