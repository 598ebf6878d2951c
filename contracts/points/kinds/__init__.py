"""The closed lists of points: what can be contributed, how well it is proved, and the states things pass through."""

from __future__ import annotations

from contracts.points.kinds.contributions import ContributionState, ContributionType, Evidence, HoursType, Measure, Unit
from contracts.points.kinds.fee_rewards import AckResult, ProgrammeState, RewardState
from contracts.points.kinds.parties import PartyKind
from contracts.points.kinds.redemptions import ItemKind, ItemState, RedemptionState

__all__ = [
    "AckResult",
    "ContributionState",
    "ContributionType",
    "Evidence",
    "HoursType",
    "ItemKind",
    "ItemState",
    "Measure",
    "PartyKind",
    "ProgrammeState",
    "RedemptionState",
    "RewardState",
    "Unit",
]
