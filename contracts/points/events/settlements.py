"""What points says of settling with providers."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.event import Event
from contracts.kinds import CentiPoints, Count, Fen, Month, PartyId
from contracts.points.ids import RedemptionId, SettlementId
from contracts.points.kinds import SettlementChoice


@dataclass(frozen=True, kw_only=True)
class ProviderSettled(Event):
    """A provider's month was settled: money from the reserve, value for what it waived (worth `waived`), or points of its own."""

    source = "points"
    subject = "settlement_id"

    settlement_id: SettlementId
    provider_id: PartyId
    month: Month
    choice: SettlementChoice
    reimbursed: Fen
    waived: Fen
    recycled: CentiPoints
    lines: Count


@dataclass(frozen=True, kw_only=True)
class SettlementReversed(Event):
    """A complaint about something that was settled was upheld: `sp` points that were spent, and `fen` of agreed cost, are undone.

    By `choice`, what the provider got: money is taken off by its next settlement; what it got in kind is taken back at once, value
    for what it waived (`cv_taken_back`, and the spendable half of it) or its recycled points (`sp_taken_back`, of which it had spent `sp_owed`).
    """

    source = "points"
    subject = "settlement_id"

    settlement_id: SettlementId
    provider_id: PartyId
    redemption_id: RedemptionId
    sp: CentiPoints
    fen: Fen
    choice: SettlementChoice | None = None
    cv_taken_back: CentiPoints = 0
    sp_taken_back: CentiPoints = 0
    sp_owed: CentiPoints = 0
