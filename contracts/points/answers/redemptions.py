"""The catalogue and what is redeemed from it, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import (
    Count,
    PageKey,
    PartyId,
    PositiveCentiPoints,
    ShortText,
    Version,
)
from contracts.points.ids import (
    ItemId,
    RedemptionCode,
    RedemptionId,
)
from contracts.points.kinds import (
    ItemKind,
    ItemState,
    RedemptionState,
)


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something that can be had for points. `stock` is what is left and not reserved."""

    item_id: ItemId
    provider_id: PartyId
    name: ShortText
    kind: ItemKind
    price: PositiveCentiPoints
    stock: Count
    state: ItemState
    version: Version


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    """Items of the catalogue in the order of their ids."""

    items: tuple[Item, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Redemption:
    """Points on their way into something. `code` is told in the answer to the redemption itself, and nowhere else."""

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    party_id: PartyId
    price: PositiveCentiPoints
    state: RedemptionState
    expires_at: datetime
    code: RedemptionCode | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class RedemptionPage:
    """Redemptions, the newest id first."""

    items: tuple[Redemption, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Fulfilment:
    """Whether the code opened the redemption. A wrong code is an answer and not a refusal, because it is counted."""

    fulfilled: bool
    tries_left: Count
    redemption: Redemption
