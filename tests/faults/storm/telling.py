"""Tells what came of a storm: a few lines for the terminal, and the page that is kept."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.faults.crashes.test_deaths import REPEATS, WHO
from tests.faults.storm.killing import BROKER, Killed
from tests.faults.storm.storm import Outcome

ROOT = Path(__file__).parents[3]
PROCESS_P95_SECONDS = 5.0
BROKER_P95_SECONDS = 10.0
SHOWN = 10


def wrong(outcome: Outcome, *, strict: bool = True) -> list[str]:
    """Everything that is not as required; without `strict` the times do not count: a busy machine is slow, not wrong."""
    counted = outcome.count
    found = [f"{len(counted.lost)} lost: {counted.lost[:SHOWN]}"] if counted.lost else []
    found += [f"{len(counted.duplicated)} duplicated: {counted.duplicated[:SHOWN]}"] if counted.duplicated else []
    found += [f"{len(counted.differing)} differ: {counted.differing[:SHOWN]}"] if counted.differing else []
    found += [f"{len(counted.orphans)} orphans: {counted.orphans[:SHOWN]}"] if counted.orphans else []
    found += [f"uneven: {line}" for line in counted.uneven]
    if counted.acknowledged != counted.attempted:
        found.append(f"{counted.attempted - counted.acknowledged} awards have no known outcome")
    found += outcome.faults
    if strict:
        found += _late("process", _processes(outcome), PROCESS_P95_SECONDS)
        found += _late("broker", _broker(outcome), BROKER_P95_SECONDS)
    return found


def lines(outcome: Outcome) -> list[str]:
    """The short account."""
    counted, processes, broker = outcome.count, _processes(outcome), _broker(outcome)
    return [
        (
            f"attempted {counted.attempted} / acknowledged {counted.acknowledged} / lost {len(counted.lost)}"
            f" / duplicated {len(counted.duplicated)} / recovered {counted.recovered}"
        ),
        (
            f"orphans {len(counted.orphans)}, answers that differ from the books {len(counted.differing)},"
            f" trial balances {'0' if not counted.uneven else 'NOT EVEN'}"
        ),
        f"recovery after {len(processes)} deaths of processes: {_spread(processes)}",
        f"recovery after {len(broker)} deaths of the broker, from when it accepts connections: {_spread(broker)}",
        f"the broker itself was away for {_spread([one.down_seconds for one in outcome.killed if one.victim == BROKER])}",
        f"{outcome.seconds:.0f} s of load, rest after {outcome.rest_seconds:.1f} s; seed {outcome.plan.seed}, commit {commit()}",
    ]


def page(outcome: Outcome, *, tests: Path | None = None) -> str:
    """The whole account, Markdown; with `tests` (JUnit's XML) also what the long forms of the fault tests came to."""
    verdict = wrong(outcome)
    plan = outcome.plan
    parts = [
        "# The storm",
        "",
        "Written by the last part of `make faults`. The whole platform runs under its supervisor; clients that retry with their keys ask for awards at a",
        "steady rate, hours approved by command and gifts credited by event, while processes and the broker are killed with `kill -9`.",
        "Afterwards the databases are held against what the clients were told.",
        "",
        f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit `{commit()}`, seed {plan.seed}",
        f"- {_machine()}",
        f"- {plan.awards} awards at {plan.awards_per_second:g}/s, {plan.kills} deaths of processes, {plan.broker_kills} of the broker",
        f"- verdict: **{'as required' if not verdict else 'NOT as required'}**",
        "",
        *(f"    {line}" for line in lines(outcome)),
        "",
        *(f"- not as required: {line}" for line in verdict),
        *([""] if verdict else []),
        (
            "Required: 0 lost, 0 duplicated, 0 orphans, trial balances 0; recovery p95 at most "
            f"{PROCESS_P95_SECONDS:g} s after a process, {BROKER_P95_SECONDS:g} s after the broker accepts connections."
        ),
        "",
        "## Who died, and how long each was missed",
        "",
        "| Victim | Deaths | p50 s | p95 s | max s |",
        "|---|---|---|---|---|",
        *(_row(victim, outcome.killed) for victim in sorted({one.victim for one in outcome.killed})),
        "",
        "A service is back when it answers a call and listens to all its events, the relay when it has sent an event, the gateway when it",
        "answers over HTTP with its database and broker in reach, the broker when all of these are back.",
        "",
        "## Facts and their postings, as the platform itself reports them",
        "",
        "| Fact | Facts | Postings | Unmatched |",
        "|---|---|---|---|",
        *(f"| {name} | {numbers[0]} | {numbers[1]} | {numbers[2]} |" for name, numbers in outcome.count.facts.items()),
        "",
    ]
    return "\n".join([*parts, *_tested(tests)])


def commit() -> str:
    """The commit of the code that ran; `+` if it was changed since."""
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=+", "--exclude=*"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def _tested(tests: Path | None) -> list[str]:
    """The tests of the run before the storm, slowest first, and the points at which each process died in it."""
    if tests is None or not tests.exists():
        return [
            "",
            "## The fault tests in their long form",
            "",
            "They were not part of this run: the storm was called alone.",
            "",
        ]
    cases = ET.parse(tests).getroot().iter("testcase")  # noqa: S314 - written by our own test run
    rows = sorted(((float(case.get("time", 0)), case) for case in cases), key=lambda row: -row[0])
    died = [f"| {point} | {', '.join(who)} | {REPEATS} |" for point, who in WHO.items()]
    return [
        "## Deaths at named points",
        "",
        "Every process dies at every point that it passes, and the books end as in a run in which nobody died.",
        "",
        "| Point | Processes | Times each |",
        "|---|---|---|",
        *died,
        "",
        "## The fault tests in their long form",
        "",
        "| Test | Outcome | s |",
        "|---|---|---|",
        *(
            f"| {case.get('classname')}: {case.get('name')} | {_verdict(case)} | {seconds:.1f} |"
            for seconds, case in rows
        ),
        "",
    ]


def _verdict(case: ET.Element) -> str:
    wrong = {"failure": "FAILED", "error": "FAILED", "skipped": "skipped"}
    return next((wrong[part.tag] for part in case if part.tag in wrong), "passed")


def _processes(outcome: Outcome) -> list[float]:
    return [one.seconds for one in outcome.killed if one.victim != BROKER]


def _broker(outcome: Outcome) -> list[float]:
    return [one.seconds for one in outcome.killed if one.victim == BROKER]


def _late(what: str, seconds: Sequence[float], most: float) -> list[str]:
    late = bool(seconds) and _quantile(seconds, 0.95) > most
    return (
        [f"recovery p95 after a {what}'s death is {_quantile(seconds, 0.95):.1f} s, {most:g} s are allowed"]
        if late
        else []
    )


def _row(victim: str, killed: Sequence[Killed]) -> str:
    seconds = [one.seconds for one in killed if one.victim == victim]
    return f"| {victim} | {len(seconds)} | {_quantile(seconds, 0.5):.1f} | {_quantile(seconds, 0.95):.1f} | {max(seconds):.1f} |"


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    return f"p50 {_quantile(seconds, 0.5):.1f} s, p95 {_quantile(seconds, 0.95):.1f} s, max {max(seconds):.1f} s"


def _quantile(seconds: Sequence[float], part: float) -> float:
    """The smallest value that at least this part of all does not exceed."""
    ordered = sorted(seconds)
    return ordered[max(0, -(-int(part * 1000) * len(ordered) // 1000) - 1)]


def _machine() -> str:
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    memory = Path("/proc/meminfo").read_text().split()[1]
    return f"{os.cpu_count()} x {model[0] if model else platform.machine()}, {int(memory) // 2**20} GiB, Linux {platform.release()}"
