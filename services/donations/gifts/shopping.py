"""How gifts begin that shopping brings about: always with a receipt, never for points (rulebook §2, F3, F4)."""

from __future__ import annotations

from dataclasses import replace

from contracts.donations.kinds import GiftChoice, GiftOrigin, GiftState, Visibility
from services.donations.gifts.rules import Arrived, Gift, Recorder, first_receipt_state, unnamed


def of_pledge(
    money: Arrived, *, gift_id: str, donor_id: str, recorder: Recorder, activity_id: str | None = None
) -> Gift:
    """What a merchant owes of its pledge, as a gift that waits for its money."""
    begun = unnamed(money, gift_id=gift_id, recorder=recorder)
    return replace(
        begun,
        donor_id=donor_id,
        received=None,
        visibility=Visibility.PUBLIC,
        state=GiftState.AWAITING,
        receipt=first_receipt_state(GiftChoice.RECEIPT, donor_id=donor_id),
        confirmed_on=None,
        paid_on=None,
        origin=GiftOrigin.PLEDGE,
        activity_id=activity_id,
    )


def of_round_ups(money: Arrived, *, gift_id: str, donor_id: str | None, batch_id: str, recorder: Recorder) -> Gift:
    """What a customer gave at a till, whose money came with a batch; shown under no name unless the customer wishes it.

    Without a donor it is what nobody knows who gave: it goes to the fund and earns nobody anything.
    """
    begun = unnamed(money, gift_id=gift_id, recorder=recorder)
    receipt = first_receipt_state(GiftChoice.RECEIPT, donor_id=donor_id)
    return replace(begun, donor_id=donor_id, receipt=receipt, origin=GiftOrigin.ROUND_UP, batch_id=batch_id)
