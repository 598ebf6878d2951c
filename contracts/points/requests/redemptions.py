"""What points can be asked about the catalogue and redemptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import (
    PartyId,
    PositiveCentiPoints,
    PositiveCount,
    ShortText,
)
from contracts.points.answers import redemptions as answers
from contracts.points.ids import (
    ItemId,
    RedemptionCode,
    RedemptionId,
)
from contracts.points.kinds import ItemKind
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ProposeItem(Command[answers.Item]):
    """Put something up for points: staff for any provider, a merchant for itself. Another person has to approve it."""

    service = "points"
    answer = answers.Item

    item_id: ItemId
    provider_id: PartyId
    name: ShortText
    kind: ItemKind
    price: PositiveCentiPoints
    stock: PositiveCount


@dataclass(frozen=True, kw_only=True)
class ApproveItem(Command[answers.Item]):
    """Offer a proposed item to everybody."""

    service = "points"
    answer = answers.Item

    item_id: ItemId


@dataclass(frozen=True, kw_only=True)
class WithdrawItem(Command[answers.Item]):
    """Stop offering an item; what is held already is still honoured."""

    service = "points"
    answer = answers.Item

    item_id: ItemId


@dataclass(frozen=True, kw_only=True)
class GetItem(Query[answers.Item]):
    """One item of the catalogue."""

    service = "points"
    answer = answers.Item

    item_id: ItemId


@dataclass(frozen=True, kw_only=True)
class ListItems(PageQuery[answers.ItemPage]):
    """What is offered for points now."""

    service = "points"
    answer = answers.ItemPage


@dataclass(frozen=True, kw_only=True)
class Redeem(Command[answers.Redemption]):
    """Take one piece of an item for one's own points, at the price that was shown. Services name their time, `slot_at`."""

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId
    item_id: ItemId
    price: PositiveCentiPoints
    slot_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FulfilRedemption(Command[answers.Fulfilment]):
    """Hand the item over against the one-time code: by a clerk of the provider, once. Five wrong codes lock it."""

    service = "points"
    answer = answers.Fulfilment

    redemption_id: RedemptionId
    code: RedemptionCode


@dataclass(frozen=True, kw_only=True)
class CancelRedemption(Command[answers.Redemption]):
    """Give up before it is fulfilled: points and stock are free again."""

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class GetRedemption(Query[answers.Redemption]):
    """One redemption, for the person, the provider and staff."""

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId


@dataclass(frozen=True, kw_only=True)
class ListRedemptions(PageQuery[answers.RedemptionPage]):
    """One's own redemptions, those at one's shop, or all for staff."""

    service = "points"
    answer = answers.RedemptionPage
