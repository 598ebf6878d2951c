"""Processes of a benchmark: each ends with the process that started it, however that one ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM, Signals
from urllib.error import URLError
from urllib.request import urlopen

from deploy.local.layout import CLONE

PEERS_PYTHON = str(CLONE / "var" / "bench" / "venv" / "bin" / "python")
OUR_PYTHON = sys.executable
READY_SECONDS_MAX = 90.0
STOP_SECONDS_MAX = 20.0
LOOK_SECONDS = 0.05


class NeverReady(Exception):
    """A process died or did not become ready in time; the text shows its last words."""


@dataclass(frozen=True, kw_only=True)
class Child:
    """One process to run; `ready` is asked again and again until it says True."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    ready: Callable[[], bool] = lambda: True
    stop_signal: Signals = SIGTERM
    bound: bool = True


@contextmanager
def running(*children: Child) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Start all, wait until all are ready, and end them in the reverse order."""
    with ExitStack() as stack:
        started = {child.name: stack.enter_context(_one(child)) for child in children}
        for child in children:
            _wait_ready(child, started[child.name])
        yield started


def answers(url: str) -> Callable[[], bool]:
    """A probe: GET answers 200."""

    def probe() -> bool:
        try:
            with urlopen(url, timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    return probe


@contextmanager
def _one(child: Child) -> Iterator[subprocess.Popen[bytes]]:
    binding = ("setpriv", "--pdeathsig", "KILL", "--") if child.bound else ()
    with child.log.open("ab") as output:
        process = subprocess.Popen(
            [*binding, *child.command],
            env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", **child.environment},
            cwd=CLONE,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for us; we end them in order.
            process_group=0,
        )
    try:
        yield process
    finally:
        process.send_signal(child.stop_signal)
        try:
            process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_ready(child: Child, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while not child.ready():
        if process.poll() is not None or time.monotonic() > deadline:
            message = f"{child.name} is not ready (exit {process.returncode}): {_last_words(child.log)}"
            raise NeverReady(message)
        time.sleep(LOOK_SECONDS)


def _last_words(log: Path) -> str:
    return log.read_text(errors="replace")[-1500:]
