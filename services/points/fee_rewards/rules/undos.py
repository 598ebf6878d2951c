"""A discount that was given and must be taken back: a negative line in a later batch, with an answer of its own (rulebook §9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import RewardState, UndoReason, UndoState
from services.points.fee_rewards import refusals
from services.points.fee_rewards.rules.rewards import Reward


@dataclass(frozen=True, kw_only=True)
class Undo:
    """Asks the company to take a discount back. `amount`: what it had applied, in fen."""

    undo_id: str
    reward_id: str
    programme_id: str
    amount: int
    reason: UndoReason
    state: UndoState
    asked_by: PartyId
    asked_at: datetime
    batch_number: str | None = None
    line_number: int | None = None
    credit_note: str | None = None
    refusal: str | None = None
    version: int = 1


def check_undo(reward: Reward) -> int:
    """The amount that would be taken back, in fen. Refuses RewardNotApplied."""
    if reward.state not in {RewardState.APPLIED, RewardState.CONFIRMED} or reward.applied is None:
        raise refusals.RewardNotApplied
    return reward.applied


def submitted(undo: Undo, *, batch_number: str, line_number: int) -> Undo:
    """The undo once it stands in a batch."""
    return replace(undo, state=UndoState.SUBMITTED, batch_number=batch_number, line_number=line_number)


def reverse(reward: Reward) -> Reward:
    """The reward whose discount the company has taken back; what was applied stays on record."""
    return replace(reward, state=RewardState.REVERSED)
