"""The closed lists of points that lapse: where they go, and how that is said before."""

from __future__ import annotations

from enum import StrEnum


class LapseTo(StrEnum):
    """Where a person's points go when they lapse: to the mutual-aid pool unless they choose nothing (rulebook §4)."""

    POOL = "pool"
    NOTHING = "nothing"


class NoticeChannel(StrEnum):
    """How somebody is told that points will lapse: in the account, or also on paper that the office brings (rulebook §4)."""

    ACCOUNT = "account"
    PAPER = "paper"
