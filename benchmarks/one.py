"""Runs one benchmark and writes what came of it: `python -m benchmarks.one NAME FILE [--quick]`; the program behind `make bench`."""

from __future__ import annotations

import argparse
import importlib
import shutil
import time
import traceback
from pathlib import Path

import orjson

from benchmarks import machine
from benchmarks.figures import Outcome, PartlyFailed
from benchmarks.session import Session

REASON_MAX = 400


def main() -> None:
    """Measure, and write the outcome also when it failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.one", description=__doc__)
    parser.add_argument("name")
    parser.add_argument("file", type=Path)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    folder = asked.file.with_suffix("")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    outcome = measured(Session(name=asked.name, folder=folder, quick=asked.quick))
    asked.file.write_bytes(orjson.dumps(outcome.to_json()))


def measured(session: Session) -> Outcome:
    """Run the benchmark; a failure becomes part of the outcome."""
    ran_at, commit, began = machine.now(), machine.commit(), time.monotonic()
    load = machine.load()
    try:
        series, remarks = importlib.import_module(f"benchmarks.suites.{session.name}").run(session)
        failed = None
    except PartlyFailed as partly:
        series, remarks, failed = partly.series, partly.remarks, str(partly)[:REASON_MAX]
    except Exception as error:  # noqa: BLE001 - the others are to be measured all the same
        traceback.print_exc()
        series, remarks, failed = [], [], f"{type(error).__name__}: {error}"[:REASON_MAX]
    return Outcome(
        benchmark=session.name,
        series=tuple(series),
        remarks=(*remarks, f"Load average before it began: {load:.2f}."),
        failed=failed,
        ran_at=ran_at,
        commit=commit,
        seconds=round(time.monotonic() - began, 1),
    )


if __name__ == "__main__":
    main()
