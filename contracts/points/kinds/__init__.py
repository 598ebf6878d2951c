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
    Channel,
    ContributionState,
    ContributionType,
    DocumentKind,
    Evidence,
    GoodsCondition,
    GoodsType,
    HoursType,
    Measure,
    MoneyType,
    PriceSource,
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
    "Channel",
    "ContributionState",
    "ContributionType",
    "CorrectionState",
    "CouplingGrade",
    "DocumentKind",
    "Evidence",
    "GoodsCondition",
    "GoodsType",
    "HostState",
    "HoursType",
    "Indicator",
    "ItemKind",
    "ItemState",
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
    "Unit",
]
