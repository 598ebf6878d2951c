"""When a judge's service does not count, and who says so (rulebook §3, §5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.merchants.ids import PanelId, ServiceWithdrawalReason
from contracts.merchants.ids import ServiceWithdrawalState as State
from services.merchants.parties.rules import KnownParty, circle
from services.merchants.withdrawals import refusals


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """That one judge's service on one panel does not count."""

    withdrawal_id: str
    panel_id: PanelId
    judge_id: PartyId
    reason: ServiceWithdrawalReason
    note: str
    state: State
    proposed_by: PartyId
    proposed_at: datetime
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    answer: str | None = None
    version: int = 1

    def same_as(self, other: Withdrawal) -> bool:
        """Was the other one proposed with the same content, by the same person?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        about = (self.panel_id, self.judge_id, self.reason, self.note)
        return (self.withdrawal_id, self.proposed_by, *about)


def decide(
    withdrawal: Withdrawal, *, accept: bool, by: KnownParty, judge: KnownParty, answer: str | None, at: datetime
) -> Withdrawal:
    """As decided by somebody else. Refuses ServiceWithdrawalDecided, OwnServiceWithdrawal."""
    if withdrawal.state is not State.PROPOSED:
        raise refusals.ServiceWithdrawalDecided
    if withdrawal.proposed_by in {by.party_id, *by.selves} or circle(by) & circle(judge):
        raise refusals.OwnServiceWithdrawal
    state = State.DONE if accept else State.DECLINED
    return replace(withdrawal, state=state, decided_by=by.party_id, decided_at=at, answer=answer)
