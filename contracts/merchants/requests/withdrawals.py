"""What merchants can be asked about services of judges that do not count."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import LongText, PartyId
from contracts.merchants.answers import withdrawals as answers
from contracts.merchants.ids import PanelId, ServiceWithdrawalId, ServiceWithdrawalReason
from contracts.request import Command, PageQuery


@dataclass(frozen=True, kw_only=True)
class ProposeServiceWithdrawal(Command[answers.ServiceWithdrawal]):
    """Propose, with a reason, that a judge's service on a panel does not count."""

    service = "merchants"
    answer = answers.ServiceWithdrawal

    withdrawal_id: ServiceWithdrawalId
    panel_id: PanelId
    judge_id: PartyId
    reason: ServiceWithdrawalReason
    note: LongText


@dataclass(frozen=True, kw_only=True)
class DecideServiceWithdrawal(Command[answers.ServiceWithdrawal]):
    """Withdraw the service, or decline, as somebody who neither proposed it nor is near the judge."""

    service = "merchants"
    answer = answers.ServiceWithdrawal

    withdrawal_id: ServiceWithdrawalId
    accept: bool
    answer_text: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class ListServiceWithdrawals(PageQuery[answers.ServiceWithdrawalPage]):
    """Withdrawals, perhaps of one panel; judges see their own."""

    service = "merchants"
    answer = answers.ServiceWithdrawalPage

    panel_id: PanelId | None = None
