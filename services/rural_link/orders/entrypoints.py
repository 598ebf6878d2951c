"""What can be asked about orders: a buyer places, the village confirms and hands over, either gives the packs back."""

from __future__ import annotations

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.refused import NotFound
from contracts.roles import Role
from contracts.rural_link import answers, requests
from contracts.rural_link.events import OrderCancelled, OrderConfirmed, OrderDelivered, OrderPlaced
from contracts.rural_link.kinds import LotState, StepKind
from services.rural_link.lots import store as lots
from services.rural_link.lots.refusals import WrongLotState
from services.rural_link.lots.rules import Lot, give_back, hand_over, offer_of, promise
from services.rural_link.orders import rules, store
from services.rural_link.pages import page
from services.rural_link.parties import store as parties
from services.rural_link.partners import store as partners
from services.rural_link.steps import store as steps

BUYERS = (Role.RESIDENT, Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT)
SEEING_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)


class Orders:
    """Orders of packs."""

    @command(requests.PlaceOrder, may=BUYERS)
    def place_order(self, work: Work, asked: requests.PlaceOrder) -> answers.Order:
        """Order packs of a published lot. Refuses SoldOut, WrongLotState, OrderIdTaken; a lot never promises more than it has."""
        rules.check_buyer(asked.buyer_id, speaks_for=work.actor.parties)
        parties.require_party(work, asked.buyer_id)
        lot = lots.lock_lot(work, asked.lot_id)
        if lot.offer is None:  # Not published: nobody outside the village knows of it.
            raise NotFound
        order = _order(work, asked, lot)
        known = store.find_order(work, asked.order_id)
        if known is not None:
            return _placed_before(known, order)
        lots.save_lot(work, promise(lot, packs=asked.packs))
        store.add_order(work, order)
        _step(work, order, StepKind.ORDERED)
        work.emit(_placed_event(work, order))
        return rules.answer_of(order, buyer_shown=True)

    @command(requests.ConfirmOrder, may=(Role.VILLAGE_AGENT,))
    def confirm_order(self, work: Work, asked: requests.ConfirmOrder) -> answers.Order:
        """Promise the packs. Refuses WrongOrderState, and WrongLotState while the lot is held."""
        order = _locked_by_village(work, asked.order_id)
        lot = lots.lot(work, order.lot_id)
        if lot.state is not LotState.PUBLISHED:
            raise WrongLotState(state=lot.state.value)
        confirmed = store.save_order(work, rules.confirm(order))
        work.emit(
            OrderConfirmed(
                community=work.community,
                order_id=order.order_id,
                lot_id=order.lot_id,
                confirmed_on=civil_day(work.now),
            )
        )
        return rules.answer_of(confirmed, buyer_shown=False)

    @command(requests.DeliverOrder, may=(Role.VILLAGE_AGENT,))
    def deliver_order(self, work: Work, asked: requests.DeliverOrder) -> answers.Order:
        """Hand the packs over. Refuses WrongOrderState, and WrongLotState while the lot is held: nothing leaves a held lot."""
        order = _locked_by_village(work, asked.order_id)
        delivered = rules.deliver(order, by=work.actor.party_id or "", on=civil_day(work.now))
        lots.save_lot(work, hand_over(lots.lock_lot(work, order.lot_id), grams=order.grams))
        delivered = store.save_order(work, delivered)
        _step(work, delivered, StepKind.DELIVERED)
        work.emit(_delivered_event(work, delivered))
        return rules.answer_of(delivered, buyer_shown=False)

    @command(requests.CancelOrder, may=(*BUYERS, Role.VILLAGE_AGENT, Role.COMMUNITY_STAFF))
    def cancel_order(self, work: Work, asked: requests.CancelOrder) -> answers.Order:
        """Give the packs back. Refuses WrongOrderState, and ConfirmedAlready to the buyer once the village confirmed."""
        order = store.lock_order(work, asked.order_id)
        seen = _sight(work)
        if not _in_sight(order, seen):
            raise NotFound
        work.expect_version(order.version)
        by_buyer = not work.actor.is_any(Role.COMMUNITY_STAFF) and order.partner_id != seen.partner_id
        cancelled = rules.cancel(order, because=asked.reason, by_buyer=by_buyer)
        lots.save_lot(work, give_back(lots.lock_lot(work, order.lot_id), packs=order.packs))
        cancelled = store.save_order(work, cancelled)
        _step(work, cancelled, StepKind.ORDER_CANCELLED)
        work.emit(
            OrderCancelled(
                community=work.community,
                order_id=order.order_id,
                lot_id=order.lot_id,
                packs=order.packs,
                cancelled_on=civil_day(work.now),
            )
        )
        return rules.answer_of(cancelled, buyer_shown=_buyer_shown(cancelled, seen))

    @query(requests.GetOrder, may=(*BUYERS, Role.VILLAGE_AGENT, *SEEING_ALL))
    def get_order(self, work: Work, asked: requests.GetOrder) -> answers.Order:
        """Show an order to its buyer, its village (without the buyer), staff and auditors."""
        order, seen = store.find_order(work, asked.order_id), _sight(work)
        if order is None or not _in_sight(order, seen):
            raise NotFound
        return rules.answer_of(order, buyer_shown=_buyer_shown(order, seen))

    @query(requests.ListOrders, may=(*BUYERS, Role.VILLAGE_AGENT, *SEEING_ALL))
    def list_orders(self, work: Work, asked: requests.ListOrders) -> answers.OrderPage:
        """Show the orders the asker may see, newest first."""
        seen = _sight(work)
        if asked.buyer_id is not None and not seen.everything and asked.buyer_id not in seen.buyer_ids:
            # A village is not told who its buyers are; asking for one by name would tell.
            return answers.OrderPage(items=(), next_key=None)
        found = store.orders_page(
            work,
            seen,
            buyer_id=asked.buyer_id,
            lot_id=asked.lot_id,
            state=asked.state,
            limit=asked.limit + 1,
            before=asked.after,
        )
        shown, next_key = page(found, limit=asked.limit, key=lambda order: order.order_id)
        return answers.OrderPage(
            items=tuple(rules.answer_of(order, buyer_shown=_buyer_shown(order, seen)) for order in shown),
            next_key=next_key,
        )


def _sight(work: Work) -> store.Sight:
    own = partners.partner_of(work, work.actor.organisation_id) if work.actor.is_any(Role.VILLAGE_AGENT) else None
    return store.Sight(
        everything=work.actor.is_any(*SEEING_ALL),
        buyer_ids=work.actor.parties,
        partner_id=own.partner_id if own else None,
    )


def _in_sight(order: rules.Order, seen: store.Sight) -> bool:
    return seen.everything or order.partner_id == seen.partner_id or order.buyer_id in seen.buyer_ids


def _buyer_shown(order: rules.Order, seen: store.Sight) -> bool:
    return seen.everything or order.buyer_id in seen.buyer_ids


def _locked_by_village(work: Work, order_id: str) -> rules.Order:
    order = store.lock_order(work, order_id)
    if partners.partner(work, order.partner_id).party_id != work.actor.organisation_id:
        raise NotFound
    work.expect_version(order.version)
    return order


def _order(work: Work, asked: requests.PlaceOrder, lot: Lot) -> rules.Order:
    offer = offer_of(lot)
    return rules.Order(
        order_id=asked.order_id,
        lot_id=lot.lot_id,
        partner_id=lot.partner_id,
        product=lot.product,
        buyer_id=asked.buyer_id,
        placed_by=work.actor.party_id or "",
        packs=asked.packs,
        pack_grams=offer.pack_grams,
        price=offer.price,
        placed_on=civil_day(work.now),
    )


def _placed_before(known: rules.Order, order: rules.Order) -> answers.Order:
    if not rules.same_wish(known, order):
        raise rules.OrderIdTaken
    return rules.answer_of(known, buyer_shown=True)


def _step(work: Work, order: rules.Order, kind: StepKind) -> None:
    # The place is the community, and never the buyer's: the trace is public.
    happened = steps.step_now(
        work,
        kind,
        lot_id=order.lot_id,
        place_id=work.community,
        place=work.community,
        grams=order.grams,
        reference=order.order_id,
    )
    steps.add_steps(work, [happened])


def _placed_event(work: Work, order: rules.Order) -> OrderPlaced:
    return OrderPlaced(
        community=work.community,
        order_id=order.order_id,
        lot_id=order.lot_id,
        partner_id=order.partner_id,
        packs=order.packs,
        total=order.total,
        placed_on=order.placed_on,
    )


def _delivered_event(work: Work, order: rules.Order) -> OrderDelivered:
    return OrderDelivered(
        community=work.community,
        order_id=order.order_id,
        lot_id=order.lot_id,
        partner_id=order.partner_id,
        packs=order.packs,
        grams=order.grams,
        delivered_on=order.delivered_on or order.placed_on,
    )
