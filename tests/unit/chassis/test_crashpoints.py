"""The list of crash points is the code's own: a name that nobody passes, or that nobody listed, would be a test of nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from chassis.crashpoints import EXIT_CODE, POINTS

ROOT = Path(__file__).parents[3]
PROGRAM = """
from chassis import crashpoints
for turn in range(1, 5):
    crashpoints.reach("command.before_commit")
    crashpoints.reach("command.after_commit")
    print("passed", turn, flush=True)
"""


def reached() -> Iterator[str]:
    """Every name that the code passes to `reach`."""
    for path in [*ROOT.glob("chassis/**/*.py"), *ROOT.glob("services/**/*.py"), *ROOT.glob("ledger/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "reach":
                [name] = node.args
                assert isinstance(name, ast.Constant), f"{path}: a crash point's name is written out"
                yield str(name.value)


def run(**settings: str) -> tuple[int, int]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=settings, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.count("passed")


def test_every_listed_point_is_in_the_code_and_the_reverse():
    assert set(reached()) == set(POINTS)


def test_the_process_dies_at_the_turn_that_is_named_and_at_no_other():
    assert run() == (0, 4)
    assert run(CRASH_AT="command.after_commit:3") == (EXIT_CODE, 2)
    assert run(CRASH_AT="call.before_reply") == (0, 4)
    assert run(CRASH_AT="no.such_point")[0] == 1


def test_what_a_file_asks_for_is_done_once(tmp_path: Path):
    asked = tmp_path / "asked"

    assert run(CRASH_FILE=str(asked)) == (0, 4)
    asked.write_text("command.before_commit:2")
    assert run(CRASH_FILE=str(asked)) == (EXIT_CODE, 1)
    assert not asked.exists()
    assert run(CRASH_FILE=str(asked)) == (0, 4)
