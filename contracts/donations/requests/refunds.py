"""What donations can be asked about refunds."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.donations.answers import refunds as answers
from contracts.donations.kinds import GiftId, RefundId, RefundKind, RefundState
from contracts.kinds import LongText, ShortText
from contracts.request import Command, PageQuery


@dataclass(frozen=True, kw_only=True)
class ProposeRefund(Command[answers.Refund]):
    """Propose that a confirmed gift goes back, for one of few reasons; its receipt must be voided before (rulebook §12)."""

    service = "donations"
    answer = answers.Refund

    refund_id: RefundId
    gift_id: GiftId
    kind: RefundKind
    reason: LongText
    document: ShortText


@dataclass(frozen=True, kw_only=True)
class DecideRefund(Command[answers.Refund]):
    """Let it go back, or deny it with a reason, as another person."""

    service = "donations"
    answer = answers.Refund

    refund_id: RefundId
    accept: bool
    answer_text: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class ListRefunds(PageQuery[answers.RefundPage]):
    """Refunds, perhaps in one state."""

    service = "donations"
    answer = answers.RefundPage

    state: RefundState | None = None
