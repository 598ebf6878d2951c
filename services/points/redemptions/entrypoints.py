"""What can be asked about redemptions, and what becomes of those that nobody carries on or fetches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.points import answers, requests
from contracts.points.kinds import RedemptionState
from contracts.refused import Refused
from contracts.roles import EVERYBODY, HOLDERS, Role
from services.points.accounts.rules import edition
from services.points.parties import store as party_store
from services.points.providers import store as providers
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store
from services.points.redemptions import answering, moving, offers, offline_store, refusals, rules, store
from services.points.redemptions.answering import answer_of
from services.points.redemptions.catalogue import Catalogue
from services.points.redemptions.codes import opens
from services.points.redemptions.feedback import Feedback
from services.points.redemptions.moving import code_for
from services.points.redemptions.offline import Offline
from services.points.redemptions.rules import Redemption
from services.points.redemptions.steps import Steps, tell_code

SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
LAPSED_AT_ONCE = 100
RESUMED_AT_ONCE = 50


class Redemptions(Catalogue, Steps, Feedback, Offline):
    """Points into goods and services (rulebook §8): in one step or step by step, then fulfilled against a code, cancelled, or lapsed."""

    @command(requests.Redeem, may=HOLDERS, told=tell_code)
    def redeem(self, work: Work, asked: requests.Redeem) -> answers.Redemption:
        """Steps 1 to 4 in one: set points and one piece aside and tell the one-time code; the same redemption again is answered alike.

        Refuses ItemNotFound, ItemNotOffered, ProviderSuspended, ProviderLeft, PriceChanged, NotEligible, LimitReached, OutOfStock, SlotUnfit,
        SlotFull, NotEnoughPoints, RedemptionIdTaken, PartyNotFound, ActorUnknown.
        """
        party = party_store.acting_as(work, asked.party_id)
        # The item is locked before the redemption is looked for: two copies of one request meet here.
        item = store.require_item(work, asked.item_id, lock=True)
        card = card_store.card_now(work)
        rulebook = cards.rulebook_of(card)
        wanted = Redemption(
            redemption_id=asked.redemption_id,
            item_id=item.item_id,
            provider_id=item.provider_id,
            party_id=party.party_id,
            household_id=party.household_id,
            price=asked.price,
            state=RedemptionState.RESERVED,
            begun_at=work.now,
            moved_at=work.now,
            expires_at=rules.reserve_until(asked.slot_at, at=work.now, rulebook=rulebook),
            slot_at=asked.slot_at,
        )
        known = store.find_redemption(work, wanted.redemption_id)
        if known is not None:
            if not known.same_as(wanted):
                raise refusals.RedemptionIdTaken
            return answer_of(known)
        offers.check_offered(item, at=work.now)
        providers.check_may_begin(work, item.provider_id)
        if asked.price != item.price:
            raise refusals.PriceChanged
        offers.check_time(item, asked.slot_at, at=work.now)
        moving.check_may(work, item, party)
        until = rules.quote_until(asked.slot_at, at=work.now, rulebook=rulebook)
        quote = replace(wanted, state=RedemptionState.QUOTED, expires_at=until)
        told = answering.quote_of(quote, store.free_lots(work, party.party_id), rate_card=card.number)
        work.emit(answering.quoted(told, community=work.community))
        redemption = rules.ask(wanted, item, at=work.now, rulebook=rulebook) or wanted
        moving.take_stock(work, item, redemption)
        store.add_redemption(work, redemption)
        moving.hold_points(work, redemption, edition=edition(card.number))
        work.emit(answering.asked(redemption, community=work.community, automatic=True))
        return answer_of(redemption)

    @command(requests.FulfilRedemption, may=(Role.MERCHANT_CLERK,))
    def fulfil_redemption(self, work: Work, asked: requests.FulfilRedemption) -> answers.Fulfilment:
        """Hand the item over against the code, once, at the provider's own shop. A wrong code is counted; five lock it.

        Refuses RedemptionNotFound (another shop's too), AlreadyFulfilled, AlreadyCancelled, AlreadyDeclined, Lapsed, StepOutOfOrder,
        CodeLocked, OwnRedemption, ActorUnknown.
        """
        by = party_store.hand_of(work)
        redemption = store.require_redemption(work, asked.redemption_id, lock=True)
        if redemption.provider_id not in by.ties:
            raise refusals.RedemptionNotFound
        work.expect_version(redemption.version)
        right = opens(asked.code, code_for(self, vars(redemption)))
        moving.check_not_own(redemption, by=by)
        tried = rules.try_code(redemption, right=right, by=by.party_id, at=work.now)
        opened = tried.state is RedemptionState.FULFILLED
        [saved] = moving.hand_over(work, [tried]) if opened else [store.save_redemption(work, tried)]
        return answers.Fulfilment(fulfilled=opened, tries_left=saved.tries_left, redemption=answer_of(saved))

    @command(requests.CancelRedemption, may=(*HOLDERS, Role.COMMUNITY_STAFF))
    def cancel_redemption(self, work: Work, asked: requests.CancelRedemption) -> answers.Redemption:
        """Give it up, one's own, that of whom one acts for, or as staff.

        Refuses RedemptionNotFound, AlreadyFulfilled, AlreadyCancelled, AlreadyDeclined, Lapsed, ActorUnknown.
        """
        by = party_store.hand_of(work)
        if work.actor.is_any(Role.COMMUNITY_STAFF):
            redemption = store.require_redemption(work, asked.redemption_id, lock=True)
            work.expect_version(redemption.version)
        else:
            redemption = moving.own(work, asked.redemption_id)
        given_up = rules.cancel(redemption, by=by.party_id, reason=asked.reason, at=work.now)
        [cancelled] = moving.release(work, [(redemption, given_up)])
        return answer_of(cancelled)

    @query(requests.GetRedemption, may=EVERYBODY)
    def get_redemption(self, work: Work, asked: requests.GetRedemption) -> answers.Redemption:
        """One redemption, for the person or organisation that asked, the provider and staff. Refuses RedemptionNotFound."""
        redemption = store.require_redemption(work, asked.redemption_id)
        # A clerk sees what is to be handed over at the shop, and not what the shop has for points of its own.
        at_shop = redemption.provider_id in work.actor.parties
        if not at_shop and not work.actor.is_any(*SEES_ALL) and not party_store.is_own(work, redemption.party_id):
            raise refusals.RedemptionNotFound
        return _told(work, [redemption])[0]

    @query(requests.ListRedemptions, may=EVERYBODY)
    def list_redemptions(self, work: Work, asked: requests.ListRedemptions) -> answers.RedemptionPage:
        """One's own, those of whom one acts for, those at one's shop, or all for staff."""
        everything = work.actor.is_any(*SEES_ALL)
        of = None if everything else (party_store.own_parties(work), work.actor.parties)
        found, next_key = store.page(work, of=of, after=asked.after, limit=asked.limit)
        return answers.RedemptionPage(items=tuple(_told(work, found)), next_key=next_key)

    @sweep(seconds=5)
    def lapse_redemptions(self, work: Work) -> None:
        """Free whatever was set aside for what nobody carried on or fetched in time; a quote only ends."""
        for community, open_ones in store.due(work, limit=LAPSED_AT_ONCE).items():
            own = work.on_behalf(system(community), work.cause)
            lapsed = RedemptionState.LAPSED
            moving.release(own, [(one, rules.ended(one, lapsed, at=own.now)) for one in open_ones])

    @sweep(seconds=30)
    def resume_redemptions(self, work: Work) -> None:
        """Take the steps that follow by themselves once points are held, where whoever asked has gone: reserve, ask the provider.

        What cannot be had any more ends at once, with the refusal's code as its reason, rather than hold points for nothing.
        """
        waiting = store.unfinished(work, moved_before=work.now - rules.RESUMED_AFTER, limit=RESUMED_AT_ONCE)
        for community, some in waiting.items():
            own = work.on_behalf(system(community), work.cause)
            items = store.lock_items(own, {one.item_id for one in some})
            parties = party_store.find_parties(own, {one.party_id for one in some})
            for one in some:
                try:
                    reserved = moving.reserve(own, one, items[one.item_id], parties[one.party_id]) or one
                except Refused as refused:
                    over = rules.ended(one, RedemptionState.LAPSED, at=own.now, reason=refused.code)
                    moving.release(own, [(one, over)])
                    continue
                items[one.item_id] = store.require_item(own, one.item_id)
                moving.ask(own, reserved, items[one.item_id])


def _told(work: Work, found: Sequence[Redemption]) -> list[answers.Redemption]:
    """The redemptions, each with what a shop without network made of its code."""
    in_vain = offline_store.taken_in_vain(work, [one.redemption_id for one in found])
    return [answer_of(one, taken_in_vain_at=in_vain.get(one.redemption_id)) for one in found]
