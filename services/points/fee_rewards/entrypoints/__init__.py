"""What can be asked about property-fee rewards."""

from __future__ import annotations

from services.points.fee_rewards.entrypoints.acks import Acks
from services.points.fee_rewards.entrypoints.batches import Batches
from services.points.fee_rewards.entrypoints.cases import Cases
from services.points.fee_rewards.entrypoints.fees import Fees
from services.points.fee_rewards.entrypoints.programmes import Programmes
from services.points.fee_rewards.entrypoints.rewards import Rewards


class FeeRewards(Programmes, Fees, Rewards, Batches, Acks, Cases):
    """A property company's discounts for unpaid work (rulebook §9)."""


__all__ = ["FeeRewards"]
