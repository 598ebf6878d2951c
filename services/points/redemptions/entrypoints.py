"""What can be asked about redemptions, and what becomes of those that nobody fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import ledger
from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.points import answers, requests
from contracts.points.kinds import RedemptionState
from contracts.roles import Role
from ledger import VoidHold
from services.points.accounts import store as accounts
from services.points.accounts.rules import redeemed_at
from services.points.parties import store as party_store
from services.points.redemptions import answering, refusals, rules, store
from services.points.redemptions.answering import answer_of
from services.points.redemptions.catalogue import Catalogue
from services.points.redemptions.codes import code_of, opens
from services.points.redemptions.rules import Redemption

HELD_FOR = "redemption"
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
LAPSED_AT_ONCE = 100


def tell_code(service: Redemptions, answer: dict[str, Any]) -> dict[str, Any]:
    """Add the code to what is answered to the person who redeems; it is stored neither with the redemption nor with the answer."""
    return answer | {"code": _code(service, answer)} if answer["state"] == RedemptionState.HELD.value else answer


class Redemptions(Catalogue):
    """Points into goods and services (rulebook §8): held, then fulfilled against a code, cancelled, or lapsed."""

    secret: bytes

    @command(requests.Redeem, may=(Role.RESIDENT,), told=tell_code)
    def redeem(self, work: Work, asked: requests.Redeem) -> answers.Redemption:
        """Set points and one piece of stock aside and tell the one-time code; the same redemption again is answered alike.

        Refuses ItemNotFound, ItemNotOffered, PriceChanged, OutOfStock, SlotUnfit, NotEnoughPoints, RedemptionIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        # The item is locked before the redemption is looked for: two copies of one request meet here.
        item = store.require_item(work, asked.item_id, lock=True)
        wanted = Redemption(
            redemption_id=asked.redemption_id,
            item_id=item.item_id,
            provider_id=item.provider_id,
            party_id=by.party_id,
            price=asked.price,
            state=RedemptionState.HELD,
            held_at=work.now,
            expires_at=work.now,
            slot_at=asked.slot_at,
        )
        known = store.find_redemption(work, wanted.redemption_id)
        if known is not None:
            if not known.same_as(wanted):
                raise refusals.RedemptionIdTaken
            return answer_of(known)
        less = rules.take_one(item, price=asked.price)
        redemption = replace(wanted, expires_at=rules.hold_until(item, at=work.now, slot_at=asked.slot_at))
        store.save_item(work, less)
        store.add_redemption(work, redemption)
        _hold(work, redemption)
        work.emit(answering.held(redemption, community=work.community))
        return answer_of(redemption)

    @command(requests.FulfilRedemption, may=(Role.MERCHANT_CLERK,))
    def fulfil_redemption(self, work: Work, asked: requests.FulfilRedemption) -> answers.Fulfilment:
        """Hand the item over against the code, once, at the provider's own shop. A wrong code is counted; five lock it.

        Refuses RedemptionNotFound (another shop's too), AlreadyFulfilled, AlreadyCancelled, Lapsed, CodeLocked, ActorUnknown.
        """
        by = party_store.hand_of(work)
        redemption = store.require_redemption(work, asked.redemption_id, lock=True)
        if redemption.provider_id not in by.ties:
            raise refusals.RedemptionNotFound
        work.expect_version(redemption.version)
        right = opens(asked.code, _code(self, vars(redemption)))
        tried = store.save_redemption(work, rules.try_code(redemption, right=right, by=by.party_id, at=work.now))
        opened = tried.state is RedemptionState.FULFILLED
        if opened:
            ledger.post_hold(work, tried.redemption_id, transfer_id=tried.redemption_id)
            work.emit(*answering.fulfilled(tried, community=work.community))
        return answers.Fulfilment(fulfilled=opened, tries_left=tried.tries_left, redemption=answer_of(tried))

    @command(requests.CancelRedemption, may=(Role.RESIDENT, Role.COMMUNITY_STAFF))
    def cancel_redemption(self, work: Work, asked: requests.CancelRedemption) -> answers.Redemption:
        """Give it up, one's own or as staff. Refuses RedemptionNotFound, AlreadyFulfilled, AlreadyCancelled, Lapsed, ActorUnknown."""
        by = party_store.hand_of(work)
        redemption = store.require_redemption(work, asked.redemption_id, lock=True)
        if redemption.party_id != by.party_id and not work.actor.is_any(Role.COMMUNITY_STAFF):
            raise refusals.RedemptionNotFound
        work.expect_version(redemption.version)
        [cancelled] = _release(work, [rules.cancel(redemption, by=by.party_id, reason=asked.reason, at=work.now)])
        return answer_of(cancelled)

    @query(requests.GetRedemption, may=tuple(Role))
    def get_redemption(self, work: Work, asked: requests.GetRedemption) -> answers.Redemption:
        """One redemption, for the person, the provider and staff. Refuses RedemptionNotFound."""
        redemption = store.require_redemption(work, asked.redemption_id)
        mine = {redemption.party_id, redemption.provider_id} & work.actor.parties
        if not mine and not work.actor.is_any(*SEES_ALL):
            raise refusals.RedemptionNotFound
        return answer_of(redemption)

    @query(requests.ListRedemptions, may=tuple(Role))
    def list_redemptions(self, work: Work, asked: requests.ListRedemptions) -> answers.RedemptionPage:
        """One's own, those at one's shop, or all for staff."""
        parties = None if work.actor.is_any(*SEES_ALL) else work.actor.parties
        found, next_key = store.page(work, parties=parties, after=asked.after, limit=asked.limit)
        return answers.RedemptionPage(items=tuple(answer_of(one) for one in found), next_key=next_key)

    @sweep(seconds=5)
    def lapse_redemptions(self, work: Work) -> None:
        """Free the points and the stock of what nobody fetched in time."""
        for community, held in store.due(work, limit=LAPSED_AT_ONCE).items():
            own = work.on_behalf(system(community), work.cause)
            _release(own, [replace(one, state=RedemptionState.LAPSED, ended_at=own.now) for one in held])


def _code(service: Redemptions, redemption: Mapping[str, str]) -> str:
    bound = ("redemption_id", "item_id", "party_id", "provider_id")
    return code_of(service.secret, **{name: redemption[name] for name in bound})


def _hold(work: Work, redemption: Redemption) -> None:
    accounts.hold_sp(
        work,
        redemption.party_id,
        redemption.price,
        to=redeemed_at(redemption.provider_id),
        kind=HELD_FOR,
        reference=redemption.redemption_id,
    )


def _release(work: Work, ended: Sequence[Redemption]) -> list[Redemption]:
    pieces = Counter(one.item_id for one in ended)
    items = store.lock_items(work, pieces)
    store.save_items(work, [replace(item, stock=item.stock + pieces[item_id]) for item_id, item in items.items()])
    ledger.end_holds(work, [VoidHold(one.redemption_id) for one in ended])
    saved = store.save_redemptions(work, ended)
    work.emit(*(answering.released(one, community=work.community) for one in saved))
    return saved
