"""What is offered for points, to whom, how often and when: pure decisions about one item (rulebook §7, §8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chassis.clock import CIVIL, civil_day
from contracts.kinds import PartyId
from contracts.points.kinds import EligibilityKind, ItemKind, ItemState, LimitPeriod, SettlementChoice
from contracts.sectors import Sector
from services.points.parties.rules import Hand
from services.points.redemptions import refusals

SLOT_AHEAD_MAX = timedelta(days=60)
SLOTS_MAX = 200


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing of the catalogue. `stock` is what is left and not reserved; `price` is in centi-points, `cost` in fen a piece.

    Empty `sectors` and `buildings`, None for `registered_days` and the limits: no such rule.
    """

    item_id: str
    provider_id: PartyId
    name: str
    kind: ItemKind
    price: int
    stock: int
    first_stock: int
    state: ItemState
    proposed_by: PartyId
    slotted: bool = False
    asks_provider: bool = False
    offered_from: date | None = None
    offered_until: date | None = None
    per_person: int | None = None
    per_household: int | None = None
    limit_period: LimitPeriod = LimitPeriod.EVER
    sectors: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    registered_days: int | None = None
    mutual_aid: bool = False
    cost: int | None = None
    settlement: SettlementChoice = SettlementChoice.REIMBURSE
    agreement: str | None = None
    replaces: str | None = None
    approved_by: PartyId | None = None
    version: int = 1

    @property
    def limited(self) -> bool:
        """Does it matter what somebody had before?"""
        return self.per_person is not None or self.per_household is not None

    @property
    def asks_who(self) -> bool:
        """Does it matter who somebody is?"""
        return bool(self.sectors or self.buildings or self.registered_days or self.mutual_aid)

    def same_as(self, other: Item) -> bool:
        """Was the other one proposed with the same content?"""
        return self._content() == other._content()

    def _content(self) -> Item:
        return replace(
            self, stock=self.first_stock, state=ItemState.PROPOSED, proposed_by="", approved_by=None, version=1
        )


@dataclass(frozen=True, kw_only=True)
class Asker:
    """What an item's rules are asked about somebody; None where the item has no such rule."""

    sector: Sector
    registered_on: date
    address: str | None = None
    helped: bool = False


@dataclass(frozen=True, kw_only=True)
class Had:
    """How many pieces of an item somebody, and everybody of their household, has had or reserved in the item's period."""

    person: int = 0
    household: int = 0


def check_item(item: Item, *, slots: Sequence[tuple[datetime, int]], at: datetime) -> None:
    """Refuse ItemUnfit unless the parts fit together, and SlotUnfit for a time that cannot be."""
    if item.offered_from and item.offered_until and item.offered_until < item.offered_from:
        raise refusals.ItemUnfit
    if item.offered_until and item.offered_until < civil_day(at):
        raise refusals.ItemUnfit
    if slots:
        check_slots(item, slots, at=at)


def check_rule(kind: EligibilityKind, *, sectors: int, buildings: int, days: int | None) -> None:
    """Refuse ItemUnfit unless a rule has exactly what its kind needs."""
    given = (sectors > 0, buildings > 0, days is not None)
    needed = {
        EligibilityKind.SECTORS: (True, False, False),
        EligibilityKind.BUILDINGS: (False, True, False),
        EligibilityKind.REGISTERED_DAYS: (False, False, True),
        EligibilityKind.MUTUAL_AID: (False, False, False),
    }
    if given != needed[kind]:
        raise refusals.ItemUnfit


def check_slots(item: Item, slots: Sequence[tuple[datetime, int]], *, at: datetime) -> None:
    """Refuse SlotUnfit unless these are different times to come, in the item's days, of a service that is had at slots."""
    times = {starts_at for starts_at, _ in slots}
    fits = item.kind is ItemKind.SERVICE and item.slotted and 0 < len(slots) <= SLOTS_MAX and len(times) == len(slots)
    if not fits or any(starts_at <= at or not _in_days(item, starts_at) for starts_at in times):
        raise refusals.SlotUnfit


def approve(item: Item, *, by: Hand, reserve_is_red: bool = False, in_council: bool = False) -> Item:
    """Offered to everybody, by somebody who neither proposed it nor belongs to the provider.

    Refuses ItemNotProposed, OwnItem, CouncilNeeded (rulebook §6: while the reserve is red).
    """
    if item.state is not ItemState.PROPOSED:
        raise refusals.ItemNotProposed
    if by.concerned(item.proposed_by, item.provider_id):
        raise refusals.OwnItem
    if reserve_is_red and not in_council:
        raise refusals.CouncilNeeded
    return replace(item, state=ItemState.OFFERED, approved_by=by.party_id)


def withdraw(item: Item) -> Item:
    """Offered no more. Refuses ItemNotOffered if it is withdrawn already."""
    if item.state is ItemState.WITHDRAWN:
        raise refusals.ItemNotOffered
    return replace(item, state=ItemState.WITHDRAWN)


def check_offered(item: Item, *, at: datetime) -> None:
    """Refuse ItemNotOffered outside its state and its days."""
    if item.state is not ItemState.OFFERED or not _in_days(item, at):
        raise refusals.ItemNotOffered


def check_who(item: Item, asker: Asker, *, at: datetime) -> None:
    """Refuse NotEligible, naming the rule: the item publishes it, so nothing is given away."""
    if item.sectors and asker.sector.value not in item.sectors:
        raise refusals.NotEligible(rule=EligibilityKind.SECTORS.value)
    if item.buildings and not any(_lives_in(asker.address, building) for building in item.buildings):
        raise refusals.NotEligible(rule=EligibilityKind.BUILDINGS.value)
    if item.registered_days and (civil_day(at) - asker.registered_on).days < item.registered_days:
        raise refusals.NotEligible(rule=EligibilityKind.REGISTERED_DAYS.value)
    if item.mutual_aid and not asker.helped:
        raise refusals.NotEligible(rule=EligibilityKind.MUTUAL_AID.value)


def check_limit(item: Item, had: Had) -> None:
    """Refuse LimitReached if one more would be too many for the person or the household."""
    for limit, count, whose in (
        (item.per_person, had.person, "person"),
        (item.per_household, had.household, "household"),
    ):
        if limit is not None and count >= limit:
            raise refusals.LimitReached(whose=whose, limit=limit)


def check_time(item: Item, slot_at: datetime | None, *, at: datetime) -> None:
    """Refuse SlotUnfit: goods take no time, services need one within the next sixty days."""
    if item.kind is ItemKind.GOODS:
        if slot_at is not None:
            raise refusals.SlotUnfit
    elif slot_at is None or not at < slot_at <= at + SLOT_AHEAD_MAX:
        raise refusals.SlotUnfit


def take_one(item: Item) -> Item:
    """One piece less. Refuses OutOfStock."""
    if item.stock <= 0:
        raise refusals.OutOfStock
    return replace(item, stock=item.stock - 1)


def limit_since(item: Item, *, at: datetime) -> datetime | None:
    """The instant since which pieces count towards the limits: the beginning of the civil day, week, month or year; None: all count."""
    today = civil_day(at)
    first = {
        LimitPeriod.DAY: today,
        LimitPeriod.WEEK: today - timedelta(days=today.weekday()),
        LimitPeriod.MONTH: today.replace(day=1),
        LimitPeriod.YEAR: today.replace(month=1, day=1),
        LimitPeriod.EVER: None,
    }[item.limit_period]
    return None if first is None else datetime(first.year, first.month, first.day, tzinfo=CIVIL)


def _in_days(item: Item, at: datetime) -> bool:
    day = civil_day(at)
    return (item.offered_from is None or item.offered_from <= day) and (
        item.offered_until is None or day <= item.offered_until
    )


def _lives_in(address: str | None, building: str) -> bool:
    # Whole parts only: nobody of building 31 lives in building 3.
    return address is not None and (address == building or address.startswith(f"{building}-"))
