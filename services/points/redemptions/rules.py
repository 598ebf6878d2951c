"""How points become goods and services: offered by two persons, held, opened once by a code (rulebook §8)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import ItemKind, ItemState, RedemptionState
from services.points.parties.rules import Hand
from services.points.redemptions import refusals

GOODS_HOLD = timedelta(minutes=15)
AFTER_SLOT = timedelta(hours=2)
SLOT_AHEAD_MAX = timedelta(days=60)
TRIES_MAX = 5


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing of the catalogue. `stock` is what is left and not reserved; `price` is in centi-points."""

    item_id: str
    provider_id: PartyId
    name: str
    kind: ItemKind
    price: int
    stock: int
    first_stock: int
    state: ItemState
    proposed_by: PartyId
    approved_by: PartyId | None = None
    version: int = 1

    def same_as(self, other: Item) -> bool:
        """Was the other one proposed with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        return (self.item_id, self.provider_id, self.name, self.kind, self.price, self.first_stock)


@dataclass(frozen=True, kw_only=True)
class Redemption:
    """Points on their way. What the one-time code is, nobody keeps: `codes.code_of` says it again."""

    redemption_id: str
    item_id: str
    provider_id: PartyId
    party_id: PartyId
    price: int
    state: RedemptionState
    held_at: datetime
    expires_at: datetime
    slot_at: datetime | None = None
    tries: int = 0
    ended_at: datetime | None = None
    ended_by: PartyId | None = None
    reason: str | None = None
    version: int = 1

    @property
    def tries_left(self) -> int:
        """How many more codes may be tried."""
        return max(0, TRIES_MAX - self.tries)

    def same_as(self, other: Redemption) -> bool:
        """Was the other one asked for with the same content?"""
        mine, its = ((it.redemption_id, it.item_id, it.party_id, it.price, it.slot_at) for it in (self, other))
        return mine == its


def approve(item: Item, *, by: Hand) -> Item:
    """Offered to everybody, by somebody who neither proposed it nor belongs to the provider.

    Refuses ItemNotProposed, OwnItem.
    """
    if item.state is not ItemState.PROPOSED:
        raise refusals.ItemNotProposed
    if by.party_id == item.proposed_by or item.provider_id in by.ties:
        raise refusals.OwnItem
    return replace(item, state=ItemState.OFFERED, approved_by=by.party_id)


def withdraw(item: Item) -> Item:
    """Offered no more. Refuses ItemNotOffered if it is withdrawn already."""
    if item.state is ItemState.WITHDRAWN:
        raise refusals.ItemNotOffered
    return replace(item, state=ItemState.WITHDRAWN)


def take_one(item: Item, *, price: int) -> Item:
    """One piece less, at the price that was shown. Refuses ItemNotOffered, PriceChanged, OutOfStock."""
    if item.state is not ItemState.OFFERED:
        raise refusals.ItemNotOffered
    if price != item.price:
        raise refusals.PriceChanged
    if item.stock <= 0:
        raise refusals.OutOfStock
    return replace(item, stock=item.stock - 1)


def hold_until(item: Item, *, at: datetime, slot_at: datetime | None) -> datetime:
    """Goods wait 15 minutes, services until two hours after their time. Refuses SlotUnfit."""
    if item.kind is ItemKind.GOODS:
        if slot_at is not None:
            raise refusals.SlotUnfit
        return at + GOODS_HOLD
    if slot_at is None or not at < slot_at <= at + SLOT_AHEAD_MAX:
        raise refusals.SlotUnfit
    return slot_at + AFTER_SLOT


def check_open(redemption: Redemption, *, at: datetime) -> None:
    """Refuse AlreadyFulfilled, AlreadyCancelled, Lapsed: each redemption ends once. Late is lapsed, even before the sweep."""
    if redemption.state is RedemptionState.FULFILLED:
        raise refusals.AlreadyFulfilled
    if redemption.state is RedemptionState.CANCELLED:
        raise refusals.AlreadyCancelled
    if redemption.state is RedemptionState.LAPSED or at >= redemption.expires_at:
        raise refusals.Lapsed


def try_code(redemption: Redemption, *, right: bool, by: PartyId, at: datetime) -> Redemption:
    """Fulfilled if the code was right; otherwise one try is used up. Refuses as `check_open`, and CodeLocked after five."""
    check_open(redemption, at=at)
    if redemption.tries_left == 0:
        raise refusals.CodeLocked
    if not right:
        return replace(redemption, tries=redemption.tries + 1)
    return replace(redemption, state=RedemptionState.FULFILLED, ended_at=at, ended_by=by)


def cancel(redemption: Redemption, *, by: PartyId, reason: str, at: datetime) -> Redemption:
    """Given up; points and stock are free again. Refuses as `check_open`."""
    check_open(redemption, at=at)
    return replace(redemption, state=RedemptionState.CANCELLED, ended_at=at, ended_by=by, reason=reason)
