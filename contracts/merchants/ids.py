"""Ids and small vocabularies of the merchants service, shared by its events, requests and answers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from contracts.kinds import Pattern, Whole, identifier

MemberId = Annotated[str, identifier("mem")]
PanelId = Annotated[str, identifier("pnl")]
DishId = Annotated[str, identifier("dsh")]

ClauseNumber = Annotated[int, Whole(1, 10)]
DishCode = Annotated[str, Pattern(r"[1-9]\d\d", "347")]
HalfPoints = Annotated[int, Whole(0, 20)]
"""A score for colour, aroma or taste: 0 to 10 in half points, counted in half points (15 means 7.5), so that no fraction travels."""


class MemberStatus(StrEnum):
    """Where a merchant stands with the alliance (rulebook §17)."""

    APPLIED = "applied"
    VERIFIED = "verified"
    SIGNED = "signed"
    PLAQUED = "plaqued"
    ACTIVE = "active"
    WARNED = "warned"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    EXPELLED = "expelled"
    WITHDRAWN = "withdrawn"


class AwardKind(StrEnum):
    """The two titles of the tasting panel (rulebook §15); a dish may hold both."""

    EXCELLENT = "excellent"  # 优秀菜品
    DISTINCTIVE = "distinctive"  # 特色菜品
