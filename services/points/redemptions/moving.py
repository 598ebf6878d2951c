"""What the steps of a redemption do to points and stock, and how each is undone; the lock order is redemption, item, accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import ledger
from chassis.database import Work
from ledger import PostHold, VoidHold
from services.points.accounts import store as accounts
from services.points.accounts.rules import Purpose, redeemed_at
from services.points.parties import store as party_store
from services.points.parties.rules import Hand, Party
from services.points.rate_cards import store as card_store
from services.points.redemptions import answering, offers, refusals, rules, slot_store, store
from services.points.redemptions.codes import code_of
from services.points.redemptions.offers import Item
from services.points.redemptions.rules import WITH_POINTS, WITH_STOCK, Redemption

HELD_FOR = "redemption"
BOUND = ("redemption_id", "item_id", "party_id", "provider_id")


class Keeper(Protocol):
    """Whoever has the service's secret."""

    secret: bytes


def code_for(keeper: Keeper, redemption: Mapping[str, str]) -> str:
    """The one-time code of a redemption."""
    return code_of(keeper.secret, **{name: redemption[name] for name in BOUND})


def own(work: Work, redemption_id: str) -> Redemption:
    """A redemption of the caller's own or of whom they act for, locked. Refuses RedemptionNotFound, ActorUnknown."""
    by = party_store.hand_of(work)
    redemption = store.require_redemption(work, redemption_id, lock=True)
    if redemption.party_id != by.party_id and not party_store.is_own(work, redemption.party_id):
        raise refusals.RedemptionNotFound
    work.expect_version(redemption.version)
    return redemption


def check_may(work: Work, item: Item, party: Party) -> None:
    """Refuse NotEligible, LimitReached: may this person have one more? Final only under the item's lock."""
    if item.asks_who:
        offers.check_who(item, store.asker_of(work, party, item), at=work.now)
    if item.limited:
        offers.check_limit(item, store.had(work, item, party_id=party.party_id, household_id=party.household_id))


def hold_points(work: Work, redemption: Redemption, *, edition: str) -> None:
    """Step 2 in the books, by the edition of the rulebook that holds now. Refuses NotEnoughPoints."""
    accounts.hold_sp(
        work,
        redemption.party_id,
        redemption.price,
        to=redeemed_at(redemption.provider_id),
        purpose=Purpose(kind=HELD_FOR, reference=redemption.redemption_id, rulebook=edition),
    )
    work.emit(answering.held(redemption, community=work.community))


def take_stock(work: Work, item: Item, redemption: Redemption) -> None:
    """Step 3 at an item that is locked: one piece, and a place at its time. Refuses OutOfStock, SlotUnfit, SlotFull, writing nothing."""
    less = offers.take_one(item)
    if item.slotted and redemption.slot_at is not None:
        slot_store.take(work, item.item_id, redemption.slot_at)
    store.save_item(work, less)
    work.emit(answering.reserved(redemption, community=work.community))


def reserve(work: Work, redemption: Redemption, item: Item, party: Party) -> Redemption | None:
    """Step 3 of a locked redemption at its locked item; None if it was taken before. Refuses as the rules, `check_may` and `take_stock`."""
    reserved = rules.reserve(redemption, at=work.now, rulebook=card_store.rulebook_now(work))
    if reserved is None:
        return None
    check_may(work, item, party)
    take_stock(work, item, reserved)
    return store.save_redemption(work, reserved)


def ask(work: Work, redemption: Redemption, item: Item) -> Redemption | None:
    """Step 4 of a locked redemption; None if it was taken before."""
    asked = rules.ask(redemption, item, at=work.now, rulebook=card_store.rulebook_now(work))
    if asked is None:
        return None
    work.emit(answering.asked(asked, community=work.community, automatic=True))
    return store.save_redemption(work, asked)


def release(work: Work, endings: Sequence[tuple[Redemption, Redemption]]) -> list[Redemption]:
    """Undo what ended redemptions had set aside (each as it was and as it ends), any number in as many statements as one."""
    with_stock = [before for before, _ in endings if before.state in WITH_STOCK]
    pieces = Counter(one.item_id for one in with_stock)
    if pieces:
        items = store.lock_items(work, pieces)
        store.save_items(work, [replace(item, stock=item.stock + pieces[item_id]) for item_id, item in items.items()])
        slotted = [one for one in with_stock if items[one.item_id].slotted]
        slot_store.give_back(work, Counter((one.item_id, one.slot_at) for one in slotted if one.slot_at))
    held = [VoidHold(before.redemption_id) for before, _ in endings if before.state in WITH_POINTS]
    if held:
        ledger.end_holds(work, held)
    saved = store.save_redemptions(work, [after for _, after in endings])
    for (before, _), after in zip(endings, saved, strict=True):
        work.emit(*answering.ended(before, after, community=work.community))
    return saved


def check_not_own(redemption: Redemption, *, by: Hand) -> None:
    """Refuse OwnRedemption: a clerk hands nothing over to themselves or their household."""
    if by.concerned(redemption.party_id, redemption.household_id):
        raise refusals.OwnRedemption


def hand_over(work: Work, opened: Sequence[Redemption]) -> list[Redemption]:
    """Steps 5 and 6 in one, for any number that codes have just opened: what was held is spent, once."""
    ledger.end_holds(work, [PostHold(one.redemption_id, transfer_id=one.redemption_id) for one in opened])
    saved = store.save_redemptions(work, opened)
    for one in saved:
        work.emit(*answering.fulfilled(one, community=work.community))
    return saved
