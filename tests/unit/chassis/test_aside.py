"""A long computation beside the hub: in a process of its own, because patching cannot be undone."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import eventlet
eventlet.monkey_patch()
import time
from chassis.aside import aside

def compute(seconds):
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        pass
    return "done"

ticks = []

def tick():
    while True:
        ticks.append(1)
        eventlet.sleep(0.01)

eventlet.spawn(tick)
eventlet.sleep(0)
result = {call}
print(result, len(ticks))
"""


def ticks_during(call: str) -> int:
    """How often another greenlet got its turn meanwhile."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM.replace("{call}", call)],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    result, ticks = done.stdout.split()
    assert result == "done"
    return int(ticks)


def test_the_hub_goes_on_while_something_is_computed_aside():
    assert ticks_during("compute(0.5)") == 1
    assert ticks_during("aside(compute, 0.5)") > 5
