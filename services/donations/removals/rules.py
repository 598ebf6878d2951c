"""When goods leave the store without a recipient, and who decides (rulebook §12)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from contracts.donations.events import InKindReturned
from contracts.donations.removal_kinds import RemovalCause as Cause
from contracts.donations.removal_kinds import RemovalKind, RemovalState
from services.donations.goods import rules as goods_rules
from services.donations.goods.rules import Goods
from services.donations.parties.rules import KnownParty, circle
from services.donations.removals import refusals

CAUSES = {
    RemovalKind.RETURN: {Cause.FAULTY, Cause.MISTAKEN, Cause.NOT_THEIRS, Cause.RECALLED},
    RemovalKind.WRITE_OFF: {Cause.SPOILED, Cause.BROKEN, Cause.EXPIRED, Cause.LOST, Cause.RECALLED},
}
WHEN_PROPOSED = ("proposed_on", "state", "decided_by", "decided_on", "answer", "appraised", "version")


@dataclass(frozen=True, kw_only=True)
class Removal:
    """That goods leave. `quantity` in the measure of the goods; `appraised` in fen, what of their value went back to the giver."""

    removal_id: str
    goods_id: str
    kind: RemovalKind
    cause: Cause
    quantity: int
    reason: str
    document: str
    receipt_note: str | None
    state: RemovalState
    proposed_by: str
    proposed_on: date
    decided_by: str | None = None
    decided_on: date | None = None
    answer: str | None = None
    appraised: int | None = None
    version: int = 1


def propose(removal: Removal, goods: Goods) -> Goods:
    """The goods with what is to leave set aside. Raises CauseUnfit, ReceiptNoteUnfit, WrongState, NotEnoughLeft."""
    if removal.cause not in CAUSES[removal.kind]:
        raise refusals.CauseUnfit
    receipted = removal.kind is RemovalKind.RETURN and goods.wants_receipt
    if receipted != (removal.receipt_note is not None):
        raise refusals.ReceiptNoteUnfit
    return goods_rules.set_aside(goods, quantity=removal.quantity)


def same(stored: Removal, wanted: Removal) -> Removal:
    """A second proposal under the same id must say the same. Raises RemovalIdTaken."""
    if replace(wanted, **{name: getattr(stored, name) for name in WHEN_PROPOSED}) != stored:
        raise refusals.RemovalIdTaken
    return stored


def check_decider(
    removal: Removal, *, by: KnownParty, speaks_for: Collection[str], concerned: Collection[KnownParty]
) -> None:
    """It waits, and the person is close neither to who proposed it nor to who gave (rulebook §3). Raises RemovalDecided, OwnRemoval."""
    if removal.state is not RemovalState.PROPOSED:
        raise refusals.RemovalDecided
    own = circle(by) | set(speaks_for)
    if any(own & circle(party) for party in concerned):
        raise refusals.OwnRemoval


def approve(removal: Removal, goods: Goods, *, by: str, on: date) -> tuple[Removal, Goods]:
    """The goods gone: only a return has a value that falls away, because whoever gave what spoiled has given it."""
    done = replace(removal, state=RemovalState.DONE, decided_by=by, decided_on=on)
    if removal.kind is RemovalKind.WRITE_OFF:
        return done, goods_rules.write_off(goods, quantity=removal.quantity)
    left, value = goods_rules.send_back(goods, quantity=removal.quantity)
    return replace(done, appraised=value), left


def reject(removal: Removal, goods: Goods, *, by: str, on: date, answer: str) -> tuple[Removal, Goods]:
    """The goods on the shelf again."""
    rejected = replace(removal, state=RemovalState.REJECTED, decided_by=by, decided_on=on, answer=answer)
    return rejected, goods_rules.put_back(goods, quantity=removal.quantity)


def told(removal: Removal, goods: Goods, *, community: str, on: date) -> InKindReturned:
    """What is said of goods that went back."""
    return InKindReturned(
        community=community,
        gift_id=goods.goods_id,
        removal_id=removal.removal_id,
        donor_id=goods.donor_id,
        cause=removal.cause,
        quantity=removal.quantity,
        appraised=removal.appraised or 0,
        returned_on=on,
        lot_donation_id=goods.source_id,
    )
