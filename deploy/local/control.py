"""From outside: bringing a system up, taking it down, and seeing how it is."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from deploy.local import leftovers, locks, logs
from deploy.local.layout import CLONE, Layout
from deploy.local.record import Phase, Record, read
from deploy.local.refusal import CannotStartError

START_SECONDS_MAX = 300.0
STOP_SECONDS_MAX = 120.0
POLL_SECONDS = 0.05
LINES_SHOWN = 20


def is_up(layout: Layout) -> bool:
    """Tell whether a supervisor runs this system, however far it is."""
    return locks.is_locked(layout.supervisor_lock)


def up(layout: Layout, command: Sequence[str]) -> Record:
    """Start a supervisor with this command unless one runs, and wait until all is ready.

    Raises CannotStartError with the supervisor's own message if it gives up. Two callers at
    once: the second waits for the first and finds the system up.
    """
    layout.make()
    with locks.locked(layout.start_lock, seconds_max=START_SECONDS_MAX, doing="starting the system"):
        _wait_while_stopping(layout)
        supervisor = None if is_up(layout) else _spawn(layout, command)
        try:
            return _wait_until_ready(layout, supervisor)
        except KeyboardInterrupt:
            if supervisor:
                supervisor.terminate()
            raise


def down(layout: Layout) -> bool:
    """Stop the system in order, and whatever a killed run left of it; tell whether it was up."""
    layout.make()
    with locks.locked(layout.start_lock, seconds_max=START_SECONDS_MAX, doing="stopping the system"):
        was_up = is_up(layout)
        record = read(layout.record)
        if was_up and record is not None and record.supervisor.alive():
            os.kill(record.supervisor.pid, signal.SIGTERM)
            _wait_until_down(layout)
            record = read(layout.record)
        if record is not None:
            leftovers.end([record.supervisor, *record.children])
        return was_up


def reset(layout: Layout) -> None:
    """Stop the system and remove everything it keeps: databases, queues, secrets, logs."""
    down(layout)
    shutil.rmtree(layout.state)


def forget(layout: Layout) -> None:
    """Stop the system and remove databases and queues; ports, secrets and logs stay."""
    down(layout)
    for folder in ("postgres", "broker"):
        shutil.rmtree(layout.state / folder, ignore_errors=True)


def _spawn(layout: Layout, command: Sequence[str]) -> "subprocess.Popen[bytes]":
    # The last run's account must not be taken for the new supervisor's.
    before = read(layout.record)
    if before is not None:
        leftovers.end(before.children)
        layout.record.unlink(missing_ok=True)
    log = layout.logs / "supervisor.log"
    logs.bound(log)
    output = logs.open_for_appending(log)
    try:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=CLONE,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    finally:
        os.close(output)


def _wait_until_ready(layout: Layout, supervisor: "subprocess.Popen[bytes] | None") -> Record:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        record = read(layout.record)
        if record is not None and record.phase is Phase.FAILED:
            raise CannotStartError(record.message)
        if record is not None and record.phase is Phase.READY:
            return record
        ended = supervisor.poll() is not None if supervisor else not is_up(layout)
        if ended:
            shown = logs.last_lines(layout.logs / "supervisor.log", LINES_SHOWN)
            raise CannotStartError(f"the supervisor ended while it started the system:\n{shown}")
        time.sleep(POLL_SECONDS)
    raise CannotStartError(f"the system is not ready after {START_SECONDS_MAX:.0f} s; see {layout.logs}")


def _wait_while_stopping(layout: Layout) -> None:
    record = read(layout.record)
    if record is not None and record.phase in {Phase.STOPPING, Phase.FAILED}:
        _wait_until_down(layout)


def _wait_until_down(layout: Layout) -> None:
    deadline = time.monotonic() + STOP_SECONDS_MAX
    while is_up(layout):
        if time.monotonic() > deadline:
            # Its children die with it, and the caller ends what is left.
            record = read(layout.record)
            with suppress(ProcessLookupError):
                if record is not None and record.supervisor.alive():
                    os.kill(record.supervisor.pid, signal.SIGKILL)
            return
        time.sleep(POLL_SECONDS)
