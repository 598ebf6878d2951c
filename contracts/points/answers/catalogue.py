"""The catalogue of what can be had for points, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import Code, Count, Fen, PageKey, PartyId, PositiveCentiPoints, PositiveCount, ShortText, Version
from contracts.points.ids import ItemId
from contracts.points.kinds import EligibilityKind, ItemKind, ItemState, LimitPeriod, SettlementChoice
from contracts.sectors import Sector


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """One rule about who may have an item; all rules of an item must hold. Each kind uses its own field.

    `buildings` are the beginnings of household addresses, whole parts of them: "3" or "3-2" for 3-2-1204.
    """

    kind: EligibilityKind
    sectors: tuple[Sector, ...] = ()
    buildings: tuple[ShortText, ...] = ()
    days: PositiveCount | None = None


@dataclass(frozen=True, kw_only=True)
class ItemLimits:
    """How many pieces one person, and all persons of one household together, may have in one civil period."""

    per_person: PositiveCount | None = None
    per_household: PositiveCount | None = None
    period: LimitPeriod = LimitPeriod.EVER


@dataclass(frozen=True, kw_only=True)
class ItemTerms:
    """What was agreed with the provider: the cost of one piece in fen, how months are settled unless it chooses otherwise, the agreement."""

    cost: Fen
    settlement: SettlementChoice = SettlementChoice.REIMBURSE
    agreement: Code | None = None


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A time at which a service can be had: by `capacity` people, of whom `left` are still missing."""

    starts_at: datetime
    capacity: PositiveCount
    left: Count


@dataclass(frozen=True, kw_only=True)
class SlotList:
    """The times of an item that have not begun, in their order."""

    item_id: ItemId
    slots: tuple[Slot, ...]


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something that can be had for points. `stock` is what is left and not reserved.

    `terms` are shown to the provider and to those who decide; `slotted`: it can be had at its slots only; `asks_provider`: the provider
    has to accept each redemption. `offered_from` and `offered_until` are whole civil days.
    """

    item_id: ItemId
    provider_id: PartyId
    name: ShortText
    kind: ItemKind
    price: PositiveCentiPoints
    stock: Count
    state: ItemState
    version: Version
    slotted: bool = False
    asks_provider: bool = False
    offered_from: date | None = None
    offered_until: date | None = None
    limits: ItemLimits | None = None
    eligibility: tuple[Eligibility, ...] = ()
    terms: ItemTerms | None = None
    replaces: ItemId | None = None


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    """Items of the catalogue in the order of their ids."""

    items: tuple[Item, ...]
    next_key: PageKey | None
