"""Events that nobody hears on purpose, each with the reason. Any other event waits in the outbox until somebody listens."""

from __future__ import annotations

UNHEARD: dict[str, str] = {
    "points.contribution_submitted.v1": "a step that only points itself takes; for notices to the person",
    "points.contribution_confirmed.v1": "a step that only points itself takes; for notices to the person",
    "points.contribution_settled.v1": "for the volunteer record and the indices, which are not built yet",
    "points.contribution_refused.v1": "a step that only points itself takes; for notices to the person",
    "points.points_granted.v1": "for the indices, which are not built yet",
    "points.points_held.v1": "a step that only points itself takes",
    "points.points_hold_released.v1": "a step that only points itself takes",
    "points.points_redeemed.v1": "for the monthly settlement with providers, which is not built yet",
    "points.redemption_fulfilled.v1": "for feedback after a redemption, which is not built yet",
    "points.fee_reward_accepted.v1": "a step that only points itself takes",
    "points.fee_batch_sealed.v1": "for a notification of the property company",
    "points.fee_reward_applied.v1": "for a notice to the household",
    "points.fee_reward_rejected.v1": "for a notice to the household",
    "donations.gift_recorded.v1": "a step that only donations itself takes",
    "donations.gift_expired.v1": "for a friendly notice to the donor",
    "donations.statement_line_matched.v1": "a step that only donations itself takes; for the federation's day log",
    "donations.receipt_requested.v1": "for a notification of the federation",
    "donations.receipt_issued.v1": "for a notice to the donor",
    "donations.receipt_voided.v1": "for a notice to the donor",
    "donations.mandate_signed.v1": "for the count of monthly givers, which is read from donations itself",
    "donations.mandate_cancelled.v1": "for a notice to the donor",
    "donations.gift_packs_packed.v1": "a step that only donations itself takes",
    "donations.gift_pack_handed_out.v1": "for the public totals, which are read from donations itself",
}
"""Event type → why it is said although no service reacts to it, e.g. `{"points.points_expired.v1": "for the event archive"}`."""
