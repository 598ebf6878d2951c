"""The closed list of where points go that lapse."""

from __future__ import annotations

from enum import StrEnum


class LapseTo(StrEnum):
    """Where a person's points go when they lapse: to the mutual-aid pool unless they choose nothing (rulebook §4)."""

    POOL = "pool"
    NOTHING = "nothing"
