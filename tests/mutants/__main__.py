"""`python -m tests.mutants`: makes each mistake in a copy of the tree below var/mutants and runs the tests that must see it there.

Caught means: the named tests pass in the copy as it is, and fail with the mistake. Exit code 1 if one survives, or no longer fits the code.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.storm.telling import commit
from tests.mutants.fitting import NotFitting, mistaken, places_of
from tests.mutants.mistakes import MISTAKES, Mistake

ROOT = Path(__file__).parents[2]
COPY = ROOT / "var" / "mutants"
TESTS_FAILED = 1  # pytest's exit code; the others mean that it could not even try.
SECONDS_MAX = 240
PATIENCE_SECONDS = 25


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of one mistake."""

    mistake: Mistake
    verdict: str
    seconds: float

    @property
    def caught(self) -> bool:
        """Did the tests see it?"""
        return self.verdict == "caught"


def main() -> int:
    """Try all, say it, judge it."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("--page", type=Path, default=None, help="where the page goes; nowhere unless given")
    parser.add_argument("--only", default="", help="mistakes whose name contains this")
    chosen = parser.parse_args()
    mistakes = [mistake for mistake in MISTAKES if chosen.only in mistake.name]
    _copy()
    with _servers():
        results = list(_tried(mistakes))
    caught = sum(result.caught for result in results)
    sys.stdout.write(f"caught {caught}/{len(results)}\n")
    if chosen.page is not None:
        chosen.page.parent.mkdir(parents=True, exist_ok=True)
        chosen.page.write_text(_page(results), encoding="utf-8")
    return 0 if caught == len(results) else 1


def _tried(mistakes: Sequence[Mistake]) -> Iterator[Result]:
    sound = _run_tests({name for mistake in mistakes for name in mistake.tests})
    if sound != "passed":
        raise SystemExit(f"the tests do not pass without a mistake: {sound}")
    for mistake in mistakes:
        began = time.monotonic()
        verdict = _try(mistake)
        result = Result(mistake=mistake, verdict=verdict, seconds=time.monotonic() - began)
        sys.stdout.write(
            f"{'caught  ' if result.caught else 'SURVIVED'} {mistake.name} ({result.seconds:.0f} s) {verdict}\n"
        )
        sys.stdout.flush()
        yield result


def _try(mistake: Mistake) -> str:
    try:
        texts = mistaken(mistake, COPY)
    except NotFitting as reason:
        return f"does not fit the code any more: {reason}"
    sound = {path: path.read_text() for path in texts}
    try:
        for path, text in texts.items():
            path.write_text(text)
        found = _run_tests(set(mistake.tests))
    finally:
        for path, text in sound.items():
            path.write_text(text)
    return "caught" if found == "failed" else f"the tests {found}"


def _run_tests(names: set[str]) -> str:
    """`passed`, `failed`, or why they could not be run."""
    places = [f"{path}::{name}" for name in sorted(names) for path in places_of(name, COPY)]
    command = [sys.executable, "-W", "ignore", "-m", "pytest", "-x", "-p", "no:cacheprovider", *places]
    # A test that sees a mistake often does so by waiting in vain.
    environment = {**os.environ, "PATIENCE_SECONDS": str(PATIENCE_SECONDS)}
    try:
        done = subprocess.run(
            command, cwd=COPY, env=environment, capture_output=True, text=True, timeout=SECONDS_MAX, check=False
        )
    except subprocess.TimeoutExpired:
        return f"did not end within {SECONDS_MAX} s"
    if done.returncode == 0:
        return "passed"
    # A test that could not be set up has seen nothing.
    seen = done.returncode == TESTS_FAILED and " failed" in done.stdout.splitlines()[-1]
    return "failed" if seen else f"could not run: {done.stdout[-2000:]}{done.stderr[-500:]}"


def _copy() -> None:
    """The tree as it is now, without what is not kept."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    shutil.rmtree(COPY, ignore_errors=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (COPY / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, COPY / name)


@contextmanager
def _servers() -> Iterator[None]:
    """One broker and one cluster for all the runs in the copy: starting them anew each time would take longest."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    warm = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "deploy.local", "test-env"],
        cwd=COPY,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert warm.stdout is not None
        if not warm.stdout.readline():
            raise SystemExit("the copy's broker and cluster do not start")
        yield
    finally:
        warm.terminate()
        warm.wait(120)


def _page(results: Sequence[Result]) -> str:
    rows = [
        f"| {each.mistake.name} | {', '.join(each.mistake.tests)} | {each.verdict.splitlines()[0]} |"
        for each in results
    ]
    caught = sum(result.caught for result in results)
    return "\n".join(
        [
            "# Ten mistakes on purpose",
            "",
            "Written by `make mutants`: each mistake is made in a copy of the code, and the named tests, which pass without it, must fail.",
            "",
            f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit `{commit()}`",
            f"- caught **{caught}/{len(results)}**",
            "",
            "| Mistake | Seen by | |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
