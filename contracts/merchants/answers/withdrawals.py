"""Services of judges that do not count, as merchants answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import LongText, PageKey, PartyId, Version
from contracts.merchants.ids import PanelId, ServiceWithdrawalId, ServiceWithdrawalReason, ServiceWithdrawalState


@dataclass(frozen=True, kw_only=True)
class ServiceWithdrawal:
    """That a judge's service on a panel, which was told, does not count: why, who says so, and who decided."""

    withdrawal_id: ServiceWithdrawalId
    panel_id: PanelId
    judge_id: PartyId
    reason: ServiceWithdrawalReason
    note: LongText
    state: ServiceWithdrawalState
    proposed_by: PartyId
    proposed_at: datetime
    decided_by: PartyId | None
    decided_at: datetime | None
    answer: LongText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class ServiceWithdrawalPage:
    """Withdrawals, the newest id first."""

    items: tuple[ServiceWithdrawal, ...]
    next_key: PageKey | None
