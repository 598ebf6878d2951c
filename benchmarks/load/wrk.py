"""Runs wrk with one thread: light enough to share the machine with what it measures."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("gifts.lua")


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one run of wrk saw; latencies in milliseconds. `acknowledged`: answers of success."""

    acknowledged: int
    seconds: float
    p50: float
    p99: float

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.acknowledged / self.seconds

    def __str__(self) -> str:
        """For the progress."""
        return f"{self.per_second:,.0f}/s ({self.p50:.1f}, {self.p99:.1f} ms)"


def run(url: str, scenario: str, *, connections: int, seconds: int, tokens: Path, number: int) -> Load:
    """Ask for so many seconds. Raises if one single answer was no success."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(SCRIPT), url]
    given = ["--", scenario, str(tokens), str(number)]
    done = subprocess.run([*command, *given], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"wrk at {url}: {done.stdout}{done.stderr}"
    seen = json.loads(done.stdout.strip().rpartition("\n")[2])
    if seen["refused"] or seen["broken"] or not seen["requests"]:
        message = f"{scenario} at {url}: {seen['refused']} refused and {seen['broken']} broken of {seen['requests']}"
        raise AssertionError(message)
    return Load(acknowledged=seen["requests"], seconds=seen["seconds"], p50=seen["p50"], p99=seen["p99"])
