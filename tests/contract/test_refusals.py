"""Every refusal is seen by a test: its code is written in one, or its class is named there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from contracts.refused import Refused
from deploy import refusals

TESTS = Path(__file__).parents[1]


def written() -> str:
    """All tests but this one, with the escapes of regular expressions taken out."""
    files = [path for path in TESTS.rglob("*.py") if path != Path(__file__)]
    return "\n".join(path.read_text(encoding="utf-8") for path in files).replace("\\", "")


def unseen(kinds: list[type[Refused]], tests: str) -> list[str]:
    """The refusals that no test names. Where several have one name, it counts with its module only (`dead.SecondPersonNeeded`)."""
    codes = set(re.findall(r"(?<![\w.-])[a-z0-9_]+(?:[.-][a-z0-9_]+)*(?![\w-])", tests))
    names = set(re.findall(r"\b[A-Z]\w+\b", tests)) | set(re.findall(r"\b\w+\.[A-Z]\w+\b", tests))
    same = Counter(kind.__name__ for kind in kinds)

    def is_named(kind: type[Refused]) -> bool:
        inside = f"{kind.__module__.rsplit('.', 1)[-1]}.{kind.__name__}"
        return inside in names or (kind.__name__ in names and same[kind.__name__] == 1)

    return [
        f"{kind.__module__}.{kind.__name__}: {kind.code}"
        for kind in kinds
        if kind.code not in codes and not is_named(kind)
    ]


def test_every_refusal_is_seen_by_a_test():
    missing = unseen(refusals.kinds(), written())

    assert not missing, "\n".join(missing)


def test_a_refusal_without_a_test_is_found():
    class Never(Refused):
        code = "points.never"

    assert unseen([Never], 'assert code == "points.never_at_all" or NeverSaid') == [f"{__name__}.Never: points.never"]
    assert unseen([Never], 'match=r"points.never"') == []
    assert unseen([Never], "raises(Never)") == []
    assert len(unseen([Never, Never], "raises(Never)")) == 2
    assert unseen([Never, Never], "raises(test_refusals.Never)") == []
