"""`python -m tests.faults.storm --seed 7 --awards 10000 --kills 50`: the storm with its page; exit code 1 unless all is as required."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.faults.storm import telling
from tests.faults.storm.storm import Plan, weather

ROOT = telling.ROOT


def main() -> int:
    """Run it, tell it, judge it."""
    parser = argparse.ArgumentParser(prog="storm", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--awards", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--broker-kills", type=int, default=3)
    parser.add_argument("--rate", type=float, default=25.0, help="awards a second")
    parser.add_argument("--page", type=Path, default=None, help="where the page goes; nowhere unless given")
    parser.add_argument(
        "--tests", type=Path, default=None, help="JUnit's XML of the fault tests, to be told on the page too"
    )
    chosen = parser.parse_args()
    plan = Plan(
        seed=chosen.seed,
        awards=chosen.awards,
        kills=chosen.kills,
        broker_kills=chosen.broker_kills,
        awards_per_second=chosen.rate,
    )
    began = time.monotonic()
    outcome = weather(
        plan,
        ROOT / "var" / "storm",
        say=lambda line: print(f"{time.monotonic() - began:6.1f} s  {line}", flush=True),  # noqa: T201
    )
    wrong = telling.wrong(outcome)
    sys.stdout.write("\n".join([*telling.lines(outcome), *(f"NOT AS REQUIRED: {line}" for line in wrong), ""]))
    if chosen.page is not None:
        chosen.page.parent.mkdir(parents=True, exist_ok=True)
        chosen.page.write_text(telling.page(outcome, tests=chosen.tests), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
