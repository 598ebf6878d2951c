"""What providers are settled with, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import (
    CentiPoints,
    Count,
    Fen,
    Month,
    PageKey,
    PartyId,
    ShortText,
    SignedCentiPoints,
    SignedFen,
    Version,
)
from contracts.points.ids import SettlementId
from contracts.points.kinds import SettlementChoice, SettlementLineKind, SettlementState


@dataclass(frozen=True, kw_only=True)
class SettlementLine:
    """One piece: `sp` that was spent on it, in centi-points, and its agreed cost in fen; below zero where a dispute took it back.

    `reference` is the redemption, or the use without network whose loss the reserve bears.
    """

    kind: SettlementLineKind
    reference: ShortText
    sp: SignedCentiPoints
    fen: SignedFen


@dataclass(frozen=True, kw_only=True)
class SettlementLinePage:
    """Lines of a settlement in the order of their references."""

    items: tuple[SettlementLine, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """One provider's month. `reimbursed` is paid from the reserve, `waived` earns contribution value by G2, `recycled` becomes its own.

    `carried_fen` and `carried_sp` (zero or below) came from the month before, `left_fen` and `left_sp` go to the next one.
    `undone_fen` of what was waived, `undone_sp` of the points, were taken back since because redemptions in it were refunded.
    """

    settlement_id: SettlementId
    provider_id: PartyId
    month: Month
    choice: SettlementChoice
    state: SettlementState
    lines: Count
    reimbursed: Fen
    waived: Fen
    recycled: CentiPoints
    carried_fen: SignedFen
    carried_sp: SignedCentiPoints
    left_fen: SignedFen
    left_sp: SignedCentiPoints
    reason: ShortText | None
    prepared_at: datetime
    decided_at: datetime | None
    version: Version
    undone_fen: Fen = 0
    undone_sp: CentiPoints = 0


@dataclass(frozen=True, kw_only=True)
class SettlementPage:
    """Settlements, the newest id first."""

    items: tuple[Settlement, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class ChosenSettlement:
    """How the provider wants to be settled with for a month."""

    provider_id: PartyId
    month: Month
    choice: SettlementChoice
    version: Version
