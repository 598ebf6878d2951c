"""Whether a mistake still fits the code, and where the tests are that must see it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.mutants.mistakes import Mistake


class NotFitting(Exception):
    """The code moved on: the text to be replaced is not there, or more than once; or a test is gone."""


def mistaken(mistake: Mistake, root: Path) -> dict[Path, str]:
    """The files with the mistake in them. Raises NotFitting."""
    texts: dict[Path, str] = {}
    for edit in mistake.edits:
        path = root / edit.path
        text = texts.get(path) or (path.read_text() if path.exists() else "")
        if text.count(edit.old) != 1:
            raise NotFitting(f"{edit.path} has {text.count(edit.old)} times: {edit.old.strip().splitlines()[0]}")
        texts[path] = text.replace(edit.old, edit.new)
    return texts


def places_of(test: str, root: Path) -> list[str]:
    """The files below tests/ that hold the test, as paths from `root`. Raises NotFitting."""
    wanted = re.compile(rf"^def {re.escape(test)}\(", re.MULTILINE)
    found = [path for path in sorted(root.glob("tests/**/test_*.py")) if wanted.search(path.read_text())]
    if not found:
        raise NotFitting(f"no test is called {test}")
    return [str(path.relative_to(root)) for path in found]
