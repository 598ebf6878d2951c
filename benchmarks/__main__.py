"""`python -m benchmarks [--only a,b] [--quick] [--report]`: measures, keeps the results, and writes the report; see README.md."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import orjson

from benchmarks import machine, report, results
from benchmarks.figures import Outcome, outcome_of
from deploy.local.layout import CLONE

SECONDS_MAX = {
    "ledger": 300,
    "event_path": 480,
    "latency": 300,
    "http": 900,
    "growth": 420,
    "imports": 1800,
    "system": 1500,
    # These two fill large databases first.
    "indices": 900,
    "one_party": 1800,
}
"""Every benchmark in its order, and after how long it is given up."""
FOLDER = CLONE / "var" / "bench" / "run"


def main() -> int:
    """Run what was asked for; not 0 if one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default=",".join(SECONDS_MAX), help="benchmarks, separated by commas")
    parser.add_argument("--quick", action="store_true", help="tiny counts; nothing is written")
    parser.add_argument("--report", action="store_true", help="only write the report anew")
    asked = parser.parse_args()
    if asked.report:
        report.write(results.load())
        return 0
    names = asked.only.split(",")
    if unknown := sorted(set(names) - set(SECONDS_MAX)):
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(SECONDS_MAX)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = [name for name in SECONDS_MAX if name in names and not _measure(name, quick=asked.quick)]
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _measure(name: str, *, quick: bool) -> bool:
    """Run one benchmark and keep its outcome at once: what comes after it may be interrupted."""
    outcome = _run(name, quick=quick)
    known = results.Results() if quick else results.load()
    merged = known.merged(machine.facts(), [outcome], order=list(SECONDS_MAX))
    if not quick:
        results.save(merged)
        report.write(merged)
    for line in report.summary(results.Results(outcomes=(outcome,))):
        print(f"    {line}", flush=True)
    return outcome.failed is None


def _run(name: str, *, quick: bool) -> Outcome:
    """In a session of its own, so that all of it can be ended."""
    file = FOLDER / f"{name}.json"
    file.unlink(missing_ok=True)
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.one", name, str(file)]
    process = subprocess.Popen([*command, *(["--quick"] if quick else [])], cwd=CLONE, start_new_session=True)
    why = "it ended without a result"
    try:
        process.wait(SECONDS_MAX[name])
    except subprocess.TimeoutExpired:
        why = f"not done after {SECONDS_MAX[name]} s"
    finally:
        _end(process)
    outcome = _read(file) or Outcome(benchmark=name, failed=why, ran_at=machine.now(), commit=machine.commit())
    if outcome.failed is None:
        shutil.rmtree(file.with_suffix(""), ignore_errors=True)
    else:
        print(f"{name} failed; logs are in {file.with_suffix('')}", flush=True)
    return outcome


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with everything it has started: a server that outlives its benchmark would be measured with the next one."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _session(entry) == process.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(entry.name), signal.SIGKILL)
    process.wait()


def _session(entry: Path) -> int | None:
    """The session of a process; None if it has ended meanwhile."""
    try:
        # The name in brackets may hold anything; what follows it does not.
        return int((entry / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, IndexError):
        return None


def _read(file: Path) -> Outcome | None:
    return outcome_of(orjson.loads(file.read_bytes())) if file.exists() else None


if __name__ == "__main__":
    sys.exit(main())
