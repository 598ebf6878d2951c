"""The closed lists of the catalogue and of redemptions."""

from __future__ import annotations

from enum import StrEnum


class ItemState(StrEnum):
    """A catalogue item waits for a second person, then is offered."""

    PROPOSED = "proposed"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


class ItemKind(StrEnum):
    """Goods are fetched within the quarter of an hour of the hold; services at an agreed time."""

    GOODS = "goods"
    SERVICE = "service"


class RedemptionState(StrEnum):
    """Held until fulfilled, cancelled, or lapsed (rulebook §8)."""

    HELD = "held"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
