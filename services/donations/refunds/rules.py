"""When a gift of money may go back, and who decides (rulebook §12)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from contracts.donations.events import GiftRefunded
from contracts.donations.kinds import GiftState, ReceiptState, RefundKind, RefundState
from services.donations.gifts.rules import Gift
from services.donations.refunds import refusals


@dataclass(frozen=True, kw_only=True)
class Refund:
    """That a gift should go back, whole: a wrong amount goes back and is given anew. `document` names what proves the reason."""

    refund_id: str
    gift_id: str
    kind: RefundKind
    reason: str
    document: str
    state: RefundState
    proposed_by: str | None
    decided_by: str | None = None
    answer: str | None = None
    version: int = 1


def propose(refund: Refund, gift: Gift) -> Refund:
    """May it be proposed? A change of mind is no reason: a gift is final once delivered [law]. Raises NothingToRefund, ReceiptStands."""
    check_refundable(gift)
    return refund


def same(stored: Refund | None, wanted: Refund) -> Refund:
    """A second proposal under the same id must say the same. Raises RefundIdTaken."""
    said = ("refund_id", "gift_id", "kind", "reason", "document", "proposed_by")
    if stored is None or any(getattr(stored, name) != getattr(wanted, name) for name in said):
        raise refusals.RefundIdTaken
    return stored


def decide(
    refund: Refund,
    gift: Gift,
    *,
    by: str | None,
    selves: Collection[str],
    speaks_for: Collection[str],
    accept: bool,
    answer: str | None,
) -> Refund:
    """By another person, who does not stand for the donor; `selves`: all identities of who decides. Raises RefundDecided, OwnRefund, NothingToRefund, ReceiptStands."""
    if refund.state is not RefundState.PROPOSED:
        raise refusals.RefundDecided
    if by is None or refund.proposed_by in selves or gift.donor_id in {*speaks_for, *selves}:
        raise refusals.OwnRefund
    if accept:
        check_refundable(gift)
    state = RefundState.DONE if accept else RefundState.DENIED
    return replace(refund, state=state, decided_by=by, answer=answer)


def check_refundable(gift: Gift) -> None:
    """The money is here, and no receipt is out or on its way. Raises NothingToRefund, ReceiptStands."""
    if gift.state is not GiftState.CONFIRMED or gift.received is None:
        raise refusals.NothingToRefund
    if gift.receipt in (ReceiptState.REQUESTED, ReceiptState.ISSUED):
        raise refusals.ReceiptStands


def refunded(gift: Gift) -> Gift:
    """The gift, gone back."""
    return replace(gift, state=GiftState.REFUNDED)


def told(refund: Refund, gift: Gift, *, community: str) -> GiftRefunded:
    """What is said of it."""
    return GiftRefunded(
        community=community,
        gift_id=gift.gift_id,
        refund_id=refund.refund_id,
        donor_id=gift.donor_id,
        amount=gift.received or gift.amount,
        kind=refund.kind,
    )
