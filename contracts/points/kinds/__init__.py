"""The closed lists of points: what can be contributed, how well it is proved, and the states things pass through."""

from __future__ import annotations

from contracts.points.kinds.activities import (
    ActivityState,
    AttendanceSource,
    AttendanceState,
    Basis,
    CorrectionState,
    HostState,
    SheetState,
    SignUpState,
    Strain,
)
from contracts.points.kinds.contributions import (
    ChallengeState,
    Channel,
    ContributionState,
    ContributionType,
    DocumentKind,
    DutyState,
    Evidence,
    GoodsCondition,
    GoodsType,
    HoursType,
    Limit,
    Measure,
    MoneyType,
    PriceSource,
    Task,
    Unit,
)
from contracts.points.kinds.fee_rewards import AckResult, ProgrammeState, RewardState
from contracts.points.kinds.indices import CouplingGrade, Indicator, Subsystem, TargetsState
from contracts.points.kinds.parties import LinkKind, LinkState, NeedGroup, PartyKind
from contracts.points.kinds.redemptions import ItemKind, ItemState, RedemptionState
from contracts.points.kinds.reversals import ReversalReason

__all__ = [
    "AckResult",
    "ActivityState",
    "AttendanceSource",
    "AttendanceState",
    "Basis",
    "ChallengeState",
    "Channel",
    "ContributionState",
    "ContributionType",
    "CorrectionState",
    "CouplingGrade",
    "DocumentKind",
    "DutyState",
    "Evidence",
    "GoodsCondition",
    "GoodsType",
    "HostState",
    "HoursType",
    "Indicator",
    "ItemKind",
    "ItemState",
    "Limit",
    "LinkKind",
    "LinkState",
    "Measure",
    "MoneyType",
    "NeedGroup",
    "PartyKind",
    "PriceSource",
    "ProgrammeState",
    "RedemptionState",
    "ReversalReason",
    "RewardState",
    "SheetState",
    "SignUpState",
    "Strain",
    "Subsystem",
    "TargetsState",
    "Task",
    "Unit",
]
