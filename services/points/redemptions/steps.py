"""The first steps of a redemption, one by one: quote, hold, reserve, ask the provider, and its answer (rulebook §8)."""

from __future__ import annotations

from typing import Any

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.kinds import RedemptionState
from contracts.roles import HOLDERS, Role
from services.points.accounts.rules import edition
from services.points.parties import store as party_store
from services.points.providers import store as providers
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store
from services.points.redemptions import answering, moving, offers, passes, refusals, rules, slot_store, store
from services.points.redemptions.answering import answer_of
from services.points.redemptions.moving import Keeper, code_for
from services.points.redemptions.rules import Redemption

SHOP = (Role.MERCHANT_CLERK, Role.MERCHANT_AGENT)


def tell_code(service: Steps, answer: dict[str, Any]) -> dict[str, Any]:
    """Add the code to what is answered to the person who redeems; it is stored neither with the redemption nor with the answer."""
    return answer | {"code": code_for(service, answer)} if answer["state"] == RedemptionState.HELD.value else answer


class Steps(Keeper):
    """Each step is a transaction of its own, is answered alike when it is repeated, and refused by name when it is not its turn."""

    @command(requests.QuoteRedemption, may=HOLDERS)
    def quote_redemption(self, work: Work, asked: requests.QuoteRedemption) -> answers.Quote:
        """Step 1. The price holds for ten minutes (or what the council set), even if the item is withdrawn or replaced meanwhile; stock is not promised.

        Refuses ItemNotFound, ItemNotOffered, ProviderSuspended, ProviderLeft, NotEligible, LimitReached, OutOfStock, SlotUnfit, SlotFull,
        RedemptionIdTaken, PartyNotFound, ActorUnknown.
        """
        party = party_store.acting_as(work, asked.party_id)
        item = store.require_item(work, asked.item_id)
        card = card_store.card_now(work)
        wanted = Redemption(
            redemption_id=asked.redemption_id,
            item_id=item.item_id,
            provider_id=item.provider_id,
            party_id=party.party_id,
            household_id=party.household_id,
            price=item.price,
            state=RedemptionState.QUOTED,
            begun_at=work.now,
            moved_at=work.now,
            expires_at=rules.quote_until(asked.slot_at, at=work.now, rulebook=cards.rulebook_of(card)),
            slot_at=asked.slot_at,
        )
        known = store.find_redemption(work, wanted.redemption_id)
        if known is None:
            offers.check_offered(item, at=work.now)
            providers.check_may_begin(work, item.provider_id)
            offers.check_time(item, asked.slot_at, at=work.now)
            moving.check_may(work, item, party)
            offers.take_one(item)
            if item.slotted and asked.slot_at is not None:
                slot_store.require_free(work, item.item_id, asked.slot_at)
        quoted, new = store.add_or_find(work, wanted)
        quote = answering.quote_of(quoted, store.free_lots(work, quoted.party_id), rate_card=card.number)
        if new:
            work.emit(answering.quoted(quote, community=work.community))
        return quote

    @command(requests.HoldPoints, may=HOLDERS)
    def hold_points(self, work: Work, asked: requests.HoldPoints) -> answers.Redemption:
        """Step 2. From here on the redemption is outstanding and the provider honours it, whatever becomes of its standing.

        Refuses RedemptionNotFound, QuoteLapsed, ProviderSuspended, ProviderLeft, NotEnoughPoints, ActorUnknown, and what has ended by name.
        """
        redemption = moving.own(work, asked.redemption_id)
        card = card_store.card_now(work)
        held = rules.hold(redemption, at=work.now, rulebook=cards.rulebook_of(card))
        if held is None:
            return answer_of(redemption)
        providers.check_may_begin(work, redemption.provider_id)
        saved = store.save_redemption(work, held)
        moving.hold_points(work, saved, edition=edition(card.number))
        return answer_of(saved)

    @command(requests.ReserveStock, may=HOLDERS)
    def reserve_stock(self, work: Work, asked: requests.ReserveStock) -> answers.Redemption:
        """Step 3: rules about who, how often, pieces and places are decided here, under the item's lock.

        Refuses RedemptionNotFound, StepOutOfOrder, NotEligible, LimitReached, OutOfStock, SlotUnfit, SlotFull, ActorUnknown, and what has
        ended by name.
        """
        redemption = moving.own(work, asked.redemption_id)
        item = store.require_item(work, redemption.item_id, lock=True)
        party = party_store.require_party(work, redemption.party_id)
        return answer_of(moving.reserve(work, redemption, item, party) or redemption)

    @command(requests.AskProvider, may=HOLDERS, told=tell_code)
    def ask_provider(self, work: Work, asked: requests.AskProvider) -> answers.Redemption:
        """Step 4: accepted at once if the item is listed, and the code is told.

        Refuses RedemptionNotFound, StepOutOfOrder, ActorUnknown, and what has ended by name.
        """
        redemption = moving.own(work, asked.redemption_id)
        item = store.require_item(work, redemption.item_id)
        return answer_of(moving.ask(work, redemption, item) or redemption)

    @command(requests.AcceptRedemption, may=SHOP)
    def accept_redemption(self, work: Work, asked: requests.AcceptRedemption) -> answers.Redemption:
        """The provider will. Refuses RedemptionNotFound (another shop's too), StepOutOfOrder, ActorUnknown, and what has ended by name."""
        redemption = _at_shop(work, asked.redemption_id)
        accepted = rules.accept(redemption, at=work.now, rulebook=card_store.rulebook_now(work))
        if accepted is None:
            return answer_of(redemption)
        work.emit(answering.asked(accepted, community=work.community, automatic=False))
        return answer_of(store.save_redemption(work, accepted))

    @command(requests.DeclineRedemption, may=SHOP)
    def decline_redemption(self, work: Work, asked: requests.DeclineRedemption) -> answers.Redemption:
        """The provider cannot: steps 3 and 2 are undone. Refuses as `accept_redemption`."""
        redemption = _at_shop(work, asked.redemption_id)
        declined = rules.decline(redemption, by=party_store.hand_of(work).party_id, reason=asked.reason, at=work.now)
        [saved] = moving.release(work, [(redemption, declined)])
        return answer_of(saved)

    @query(requests.GetRedemptionPass, may=HOLDERS)
    def get_redemption_pass(self, work: Work, asked: requests.GetRedemptionPass) -> answers.RedemptionPass:
        """The code and its QR code, while it opens, for the person or whoever acts for the organisation. Refuses RedemptionNotFound, StepOutOfOrder, and what has ended."""
        redemption = store.require_redemption(work, asked.redemption_id)
        if not party_store.is_own(work, redemption.party_id):
            raise refusals.RedemptionNotFound
        rules.check_code_told(redemption, at=work.now)
        code = code_for(self, vars(redemption))
        token = passes.token_of(self.secret, redemption, code)
        return answers.RedemptionPass(
            redemption_id=redemption.redemption_id,
            code=code,
            token=token,
            qr_svg=passes.qr_svg(token),
            valid_until=redemption.expires_at,
        )


def _at_shop(work: Work, redemption_id: str) -> Redemption:
    by = party_store.hand_of(work)
    redemption = store.require_redemption(work, redemption_id, lock=True)
    if redemption.provider_id not in by.ties:
        raise refusals.RedemptionNotFound
    work.expect_version(redemption.version)
    return redemption
