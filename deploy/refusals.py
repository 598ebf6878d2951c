"""Writes gateway/web/assets/refusals.json: every refusal code of every service, so that /problems can explain it.

    python -m deploy.refusals [--check]

The gateway knows no service, and a code's words stand beside the rule that raises it; so this list is made here and committed.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

from contracts.refused import Refused

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "gateway" / "web" / "assets" / "refusals.json"
PACKAGES = ("contracts", "chassis", "ledger", "services", "gateway")
NOT_IMPORTED = frozenset({"chassis.run", "chassis.green", "gateway.__main__"})


def kinds() -> list[type[Refused]]:
    """Every class with a code of its own, by code."""
    for package in PACKAGES:
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, prefix=f"{package}."):
            if module.name not in NOT_IMPORTED and not {"migrations", "alembic"} & set(module.name.split(".")):
                importlib.import_module(module.name)
    own: list[type[Refused]] = []
    waiting: list[type[Refused]] = [Refused]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if "code" in vars(kind) and kind.__module__.split(".")[0] in PACKAGES:
            own.append(kind)
    return sorted(own, key=lambda kind: (kind.code, kind.__module__))


def collect() -> dict[str, dict[str, Any]]:
    """Code → kind, words in both languages, meaning."""
    return {kind.code: _described(kind) for kind in kinds()}


def main(arguments: list[str]) -> int:
    """Write the file, or say that it is not up to date."""
    text = json.dumps(collect(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if "--check" in arguments:
        current = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text
        if not current:
            sys.stderr.write(f"{TARGET.relative_to(ROOT)} is not up to date: run `make contracts`\n")
        return 0 if current else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


def _described(kind: type[Refused]) -> dict[str, Any]:
    meaning = " ".join((inspect.getdoc(kind) or "").split())
    return {"kind": kind.kind.value, "zh": kind.zh, "en": kind.en, "meaning": meaning}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
