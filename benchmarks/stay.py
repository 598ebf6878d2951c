"""Keeps one competitor of the HTTP benchmark running, for a profiler: `python -m benchmarks.stay [ours|starlette|monolith]`; Ctrl-C ends it."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress

from benchmarks import stacks
from benchmarks.load.wrk import SCRIPT
from benchmarks.session import Session
from benchmarks.town import towns
from deploy.local.layout import CLONE

STARTS = {"ours": stacks.ours, "starlette": stacks.starlette, "monolith": stacks.monolith}


def main(name: str) -> None:
    """Start it, say how to load it, and wait."""
    folder = CLONE / "var" / "bench" / f"stay-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    session = Session(name=name, folder=folder)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        session.servers() as (stand, databases),
        towns(stand, databases, (name,)) as made,
        STARTS[name](name, made[name], stand.new_vhost(), folder) as stack,
        suppress(KeyboardInterrupt),
    ):
        tokens = folder / "tokens"
        tokens.write_text("\n".join(stack.town.tokens) + "\n")
        session.say(f"{stack.url}, logs in {folder}; the last number is the run: another one each time")
        for scenario in ("command", "exact", "composed"):
            print(f"  wrk -t1 -c32 -d10s -s {SCRIPT} {stack.url} -- {scenario} {tokens} 1", flush=True)
        signal.pause()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "ours")
