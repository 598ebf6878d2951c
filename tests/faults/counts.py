"""How hard the faults are repeated: a short form for every commit, a long one with FAULTS=long."""

from __future__ import annotations

import os

LONG = os.environ.get("FAULTS") == "long"


def many(short: int, long: int) -> int:
    """So many, by the form that is run."""
    return long if LONG else short


def seconds(short: float, long: float) -> float:
    """For so long, by the form that is run."""
    return long if LONG else short
