"""What points can be asked about the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import PartyId, PositiveCentiPoints, PositiveCount, ShortText
from contracts.points.answers import catalogue as answers
from contracts.points.ids import ItemId
from contracts.points.kinds import ItemKind
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class NewSlot:
    """A time at which a service can be had, and by how many people."""

    starts_at: datetime
    capacity: PositiveCount


@dataclass(frozen=True, kw_only=True)
class ProposeItem(Command[answers.Item]):
    """Put something up for points: staff for any provider, a merchant for itself. Another person has to approve it.

    A price never changes: an item with another price `replaces` the one before, which is withdrawn when the new one is approved.
    """

    service = "points"
    answer = answers.Item

    item_id: ItemId
    provider_id: PartyId
    name: ShortText
    kind: ItemKind
    price: PositiveCentiPoints
    stock: PositiveCount
    slots: tuple[NewSlot, ...] = ()
    asks_provider: bool = False
    offered_from: date | None = None
    offered_until: date | None = None
    limits: answers.ItemLimits | None = None
    eligibility: tuple[answers.Eligibility, ...] = ()
    terms: answers.ItemTerms | None = None
    replaces: ItemId | None = None


@dataclass(frozen=True, kw_only=True)
class ApproveItem(Command[answers.Item]):
    """Offer a proposed item to everybody. While the reserve is red, only a council member may (rulebook §6)."""

    service = "points"
    answer = answers.Item

    item_id: ItemId


@dataclass(frozen=True, kw_only=True)
class WithdrawItem(Command[answers.Item]):
    """Stop offering an item; what is quoted or held already is still honoured."""

    service = "points"
    answer = answers.Item

    item_id: ItemId


@dataclass(frozen=True, kw_only=True)
class OpenSlots(Command[answers.SlotList]):
    """Add times to a service that is had at slots. The same times again change nothing."""

    service = "points"
    answer = answers.SlotList

    item_id: ItemId
    slots: tuple[NewSlot, ...]


@dataclass(frozen=True, kw_only=True)
class ListSlots(Query[answers.SlotList]):
    """The times of a service that are still to come."""

    service = "points"
    answer = answers.SlotList

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
