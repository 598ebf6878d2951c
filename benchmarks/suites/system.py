"""The whole system on one machine: broker, cluster, four services, relay and gateway, from a fresh clone of the measured commit.

**Memory** is the sum of PSS (each shared page counted once) over every process of the running system, ten seconds after it was ready and with
nobody asking anything. **Time to ready** is what `make up` takes: once with nothing there (cluster and broker are made, migrations run), and
again with its state kept. **`make demo ONCE=1`** plays the festival day and ends: cold in the fresh clone with empty package caches, so that
every package is fetched (Debian's RabbitMQ is there already), and warm in the same clone.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import OURS, PartlyFailed, Series
from benchmarks.session import Session
from deploy.local.layout import CLONE, Layout
from deploy.local.record import read

MEMORY = "memory of the idle system"
SETTLED_SECONDS = 10.0
COLD_SECONDS_MAX, WARM_SECONDS_MAX, UP_SECONDS_MAX = 480.0, 240.0, 120.0
PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
PARENT = re.compile(r"^PPid:\s+(\d+)", re.MULTILINE)
# What would point the clone at somebody else's servers, environment or caches.
FOREIGN = (
    "AMQP_URI",
    "DATABASE_URL_",
    "DATABASE_OWNER_URL_",
    "MAKE",
    "MFLAGS",
    "VIRTUAL_ENV",
    "GATEWAY_PORT",
    "UV_",
    "ONLY",
    "QUICK",
)
KEPT = ("UV_DEFAULT_INDEX", "UV_INDEX_URL")


def run(session: Session) -> tuple[list[Series], list[str]]:
    """Measure. A try with tiny counts plays no demo and installs nothing."""
    found: dict[str, list[float]] = {}
    failures: list[str] = []
    with cloned(session) as clone:
        try:
            _play(session, clone, found)
        except (AssertionError, subprocess.TimeoutExpired) as failure:
            # Without a package index there is no cold demo; the rest can be measured all the same.
            failures.append(str(failure))
            session.say(f"FAILED: {failure}")
        _start(session, clone, found)
        shares = ", ".join(f"{name} {mb:.0f} MB" for name, mb in clone.shares().items())
    series = [
        Series(figure=figure, who=OURS, unit="MB" if figure == MEMORY else "s", samples=tuple(samples))
        for figure, samples in found.items()
    ]
    remarks = [f"Memory by process: {shares}."]
    if failures:
        raise PartlyFailed(failures, series, remarks)
    return series, remarks


def _play(session: Session, clone: Clone, found: dict[str, list[float]]) -> None:
    if session.quick:
        return
    plays = [("cold", 1, COLD_SECONDS_MAX), ("warm", session.rounds, WARM_SECONDS_MAX)]
    for how, times, seconds_max in plays:
        for _ in range(times):
            seconds = clone.make("demo", "ONCE=1", seconds_max=seconds_max)
            found.setdefault(f"make demo ONCE=1, {how}", []).append(seconds)
            session.say(f"{how} demo: {seconds:.0f} s")


def _start(session: Session, clone: Clone, found: dict[str, list[float]]) -> None:
    for _ in range(session.rounds):
        clone.launch("reset")
        new = clone.up()
        memory = clone.memory_mb()
        clone.launch("down")
        again = clone.up()
        for figure, sample in (("time to ready", new), ("time to ready again", again), (MEMORY, memory)):
            found.setdefault(figure, []).append(sample)
        session.say(f"ready after {new:.1f} s, again after {again:.1f} s, {memory:.0f} MB")


@dataclass(frozen=True, kw_only=True)
class Clone:
    """A clone of the commit, with caches of its own."""

    folder: Path
    environment: dict[str, str]
    by_make: bool

    @property
    def layout(self) -> Layout:
        """Where its system lies."""
        return Layout(state=self.folder / "var" / "system")

    def make(self, *arguments: str, seconds_max: float) -> float:
        """Run make; seconds. Raises if it fails or takes too long."""
        return self._run(("make", *arguments), seconds_max=seconds_max)

    def launch(self, what: str) -> float:
        """Let the launcher do something; seconds."""
        command = ("make", what) if self.by_make else (sys.executable, "-m", "deploy.local", what)
        return self._run(command, seconds_max=UP_SECONDS_MAX)

    def up(self) -> float:
        """Start the system; seconds until all is ready."""
        return self.launch("up")

    def memory_mb(self) -> float:
        """What the running system takes when it has come to rest."""
        time.sleep(SETTLED_SECONDS)
        return sum(self.shares().values())

    def shares(self) -> dict[str, float]:
        """The memory of each child of the supervisor with all that it started, and of the supervisor itself."""
        record = read(self.layout.record)
        assert record is not None
        names = {child.pid: child.name for child in record.children}
        shares = {"supervisor": _pss_mb(record.supervisor.pid)}
        for pid in _children(record.supervisor.pid):
            name = names.get(pid, "other")
            shares[name] = shares.get(name, 0.0) + sum(_pss_mb(one) for one in _tree(pid))
        return dict(sorted(shares.items(), key=lambda share: -share[1]))

    def _run(self, command: tuple[str, ...], *, seconds_max: float) -> float:
        began = time.monotonic()
        log = self.folder.with_suffix(".log")
        with log.open("ab") as output:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
            try:
                code = process.wait(seconds_max)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGTERM)
                raise
        assert code == 0, f"{' '.join(command)}: exit {code}: {log.read_text(errors='replace')[-800:]}"
        return time.monotonic() - began


@contextmanager
def cloned(session: Session) -> Iterator[Clone]:
    """Clone the commit that is checked out; afterwards its system is gone."""
    folder = session.folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(CLONE), str(folder)], check=True)
    caches = {name: str(session.folder / "cache" / name) for name in ("PIP_CACHE_DIR", "UV_CACHE_DIR")}
    inherited = {name: value for name, value in os.environ.items() if name in KEPT or not name.startswith(FOREIGN)}
    clone = Clone(folder=folder, environment={**inherited, **caches}, by_make=not session.quick)
    try:
        yield clone
    finally:
        clone.launch("reset")


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for child in _children(pid):
        yield from _tree(child)


def _children(pid: int) -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _parent(entry) == pid]


def _parent(entry: Path) -> int | None:
    try:
        found = PARENT.search((entry / "status").read_text())
    except OSError:
        return None
    return int(found[1]) if found else None


def _pss_mb(pid: int) -> float:
    """Of a process that has ended meanwhile: nothing."""
    try:
        found = PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
