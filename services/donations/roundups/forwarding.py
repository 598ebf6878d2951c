"""What becomes of a batch of round-ups when the federation's statement shows its money: each customer's gift."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.database import Work
from chassis.ids import new_id
from contracts.donations.answers import RoundUpBatch
from contracts.donations.kinds import Lane
from services.donations.gifts import store as gifts
from services.donations.gifts.rules import Arrived, Gift, Recorder
from services.donations.gifts.shopping import of_round_ups
from services.donations.roundups import store


def forward(work: Work, paid: Mapping[str, RoundUpBatch], *, recorder: Recorder) -> list[Gift]:
    """The locked batches, by their ids, are paid: begin the gifts of those who gave, one a customer and batch, and one of all unknown."""
    if not paid:
        return []
    begun = [
        of_round_ups(
            Arrived(
                fund_code=paid[share.batch_id].fund_code,
                project_code=paid[share.batch_id].project_code,
                amount=share.amount,
                lane=Lane.DIRECTED,
                paid_on=paid[share.batch_id].paid_on,
            ),
            gift_id=new_id("gft"),
            donor_id=share.customer_id,
            batch_id=share.batch_id,
            recorder=recorder,
        )
        for share in store.shares_of(work, paid)
    ]
    store.mark_paid(work, paid.values())
    gifts.add_gifts(work, begun)
    return begun
