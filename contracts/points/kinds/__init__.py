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
from contracts.points.kinds.fee_rewards import (
    AckResult,
    ArrearsRule,
    Confirmation,
    DifferenceKind,
    ProgrammeState,
    RewardLimit,
    RewardState,
    StatementState,
    SuspenseCause,
    UndoReason,
    UndoState,
)
from contracts.points.kinds.indices import CouplingGrade, Indicator, Subsystem, TargetsState
from contracts.points.kinds.lapses import (
    LapseTo,
)
from contracts.points.kinds.moves import (
    MoveState,
)
from contracts.points.kinds.parties import LinkKind, LinkState, NeedGroup, PartyKind
from contracts.points.kinds.pool import (
    PoolCause,
    PoolGrantState,
    PoolReason,
)
from contracts.points.kinds.redemptions import ItemKind, ItemState, RedemptionState
from contracts.points.kinds.reversals import ReversalReason

__all__ = [
    "AckResult",
    "ActivityState",
    "ArrearsRule",
    "AttendanceSource",
    "AttendanceState",
    "Basis",
    "ChallengeState",
    "Channel",
    "Confirmation",
    "ContributionState",
    "ContributionType",
    "CorrectionState",
    "CouplingGrade",
    "DifferenceKind",
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
    "LapseTo",
    "Limit",
    "LinkKind",
    "LinkState",
    "Measure",
    "MoneyType",
    "MoveState",
    "NeedGroup",
    "PartyKind",
    "PoolCause",
    "PoolGrantState",
    "PoolReason",
    "PriceSource",
    "ProgrammeState",
    "RedemptionState",
    "ReversalReason",
    "RewardLimit",
    "RewardState",
    "SheetState",
    "SignUpState",
    "StatementState",
    "Strain",
    "Subsystem",
    "SuspenseCause",
    "TargetsState",
    "Task",
    "UndoReason",
    "UndoState",
    "Unit",
]
