"""docs/faults.md names, for every line of the list of faults, tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "faults.md").read_text()
ROWS = {found[1]: found[0] for found in re.finditer(r"^\| ([A-Z]-\d\d) \|.*$", PAGE, re.MULTILINE)}
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)))
EXPECTED = (
    *(f"N-{number:02}" for number in range(1, 28)),
    *(f"M-{number:02}" for number in range(1, 11)),
    "M-12",
    *(f"C-{number:02}" for number in range(1, 7)),
    *("F-01", "F-03", "F-05", "F-07", "F-08", "F-10"),
)


@cache
def names_in(path: str) -> frozenset[str]:
    parsed = ast.parse((TESTS / path).read_text())
    return frozenset(node.name for node in parsed.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("line", EXPECTED)
def test_every_line_names_a_test_or_says_why_it_does_not_apply(line: str):
    assert "::test_" in ROWS[line] or "does not apply" in ROWS[line]


def test_every_test_that_is_named_exists():
    missing = [f"{path}::{name}" for path, name in NAMED if name not in names_in(path)]

    assert len(NAMED) > 40
    assert not missing


def test_every_fault_test_is_named():
    named = {name for _, name in NAMED}
    folders = ("messages", "calls", "processes", "database", "network")
    written = {
        name
        for folder in folders
        for path in (TESTS / "faults" / folder).glob("test_*.py")
        for name in names_in(str(path.relative_to(TESTS)))
        if name.startswith("test_")
    }

    assert written - named == set()
