"""The life of an order: PLACED → CONFIRMED → DELIVERED, or CANCELLED. Payment is made outside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from contracts.refused import NotAllowed, Refused
from contracts.rural_link import answers
from contracts.rural_link.kinds import OrderState

OPEN = (OrderState.PLACED, OrderState.CONFIRMED)


class OrderIdTaken(Refused):
    """The id names another order."""

    code = "rural_link.order_id_taken"
    zh = "这个编号已经用于另一个订单。"
    en = "This id is already used for another order."


class WrongOrderState(Refused):
    """The order is not where this can happen to it."""

    code = "rural_link.wrong_order_state"
    zh = "订单现在是“{state}”，不能这样做。"
    en = "The order is {state}; this cannot happen to it now."


class ConfirmedAlready(Refused):
    """The village prepares the packs: from now on it decides about a cancellation."""

    code = "rural_link.order_confirmed_already"
    zh = "村里已经确认备货，请联系村里取消。"
    en = "The village confirmed the order; ask it to cancel."


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order of packs at the price of that day; `price` is fen for one pack."""

    order_id: str
    lot_id: str
    partner_id: str
    product: str
    buyer_id: str
    placed_by: str
    packs: int
    pack_grams: int
    price: int
    placed_on: date
    state: OrderState = OrderState.PLACED
    delivered_on: date | None = None
    handed_over_by: str | None = None
    cancelled_because: str | None = None
    version: int = 1

    @property
    def grams(self) -> int:
        """What its packs weigh."""
        return self.packs * self.pack_grams

    @property
    def total(self) -> int:
        """What its packs cost, in fen."""
        return self.packs * self.price


def check_buyer(buyer_id: str, *, speaks_for: frozenset[str]) -> None:
    """Refuse (NotAllowed) an order for somebody the asker does not speak for."""
    if buyer_id not in speaks_for:
        raise NotAllowed


def same_wish(one: Order, other: Order) -> bool:
    """Do two orders ask for the same, so that one is a retry of the other?"""
    return (one.lot_id, one.buyer_id, one.packs) == (other.lot_id, other.buyer_id, other.packs)


def confirm(order: Order) -> Order:
    """The village will bring the packs. Refuses WrongOrderState."""
    if order.state is not OrderState.PLACED:
        raise WrongOrderState(state=order.state.value)
    return replace(order, state=OrderState.CONFIRMED)


def deliver(order: Order, *, by: str, on: date) -> Order:
    """The packs were handed over by this agent. Refuses WrongOrderState."""
    if order.state is not OrderState.CONFIRMED:
        raise WrongOrderState(state=order.state.value)
    return replace(order, state=OrderState.DELIVERED, delivered_on=on, handed_over_by=by)


def cancel(order: Order, *, because: str, by_buyer: bool) -> Order:
    """Give the packs back. Refuses WrongOrderState, and ConfirmedAlready to the buyer once the village prepares them."""
    if order.state not in OPEN:
        raise WrongOrderState(state=order.state.value)
    if by_buyer and order.state is OrderState.CONFIRMED:
        raise ConfirmedAlready
    return replace(order, state=OrderState.CANCELLED, cancelled_because=because)


def answer_of(order: Order, *, buyer_shown: bool) -> answers.Order:
    """The order as an asker sees it, with or without its buyer."""
    return answers.Order(
        order_id=order.order_id,
        lot_id=order.lot_id,
        partner_id=order.partner_id,
        product=order.product,
        buyer_id=order.buyer_id if buyer_shown else None,
        packs=order.packs,
        pack_grams=order.pack_grams,
        price=order.price,
        total=order.total,
        state=order.state,
        placed_on=order.placed_on,
        delivered_on=order.delivered_on,
        version=order.version,
    )
