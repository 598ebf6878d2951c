"""Why a gift does not go back (rulebook §12)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class RefundNotFound(NotFound):
    """There is no such refund in this community."""

    code = "refunds.not_found"
    zh = "没有找到这项退款。"
    en = "There is no such refund."


class RefundIdTaken(Refused):
    """The id belongs to a refund of other content, or another refund of the gift waits."""

    code = "refunds.id_taken"
    zh = "这个编号已被使用，或这笔捐款已有待处理的退款。"
    en = "The id is taken, or another refund of this gift waits."


class NothingToRefund(Refused):
    """The money has not come, or has gone back already."""

    code = "refunds.nothing_to_refund"
    zh = "这笔捐款没有可退的款项。"
    en = "There is nothing of this gift to go back."


class ReceiptStands(Refused):
    """A receipt was asked for or issued; it has to be voided first."""

    code = "refunds.receipt_stands"
    zh = "票据尚未作废，须先作废票据再退款。"
    en = "The receipt has to be voided first."


class MoneyIsSpent(Refused):
    """The purpose does not have the money any more."""

    code = "refunds.money_is_spent"
    zh = "该项目余额不足，不能退款。"
    en = "The purpose of this gift no longer has the money."


class RefundDecided(Refused):
    """It was carried out or denied before."""

    code = "refunds.decided"
    zh = "这项退款已有结论。"
    en = "This refund was decided before."


class OwnRefund(Refused):
    """Who proposed it, or who gave, does not decide."""

    code = "refunds.own"
    kind = Kind.FORBIDDEN
    zh = "提议人和捐赠人不能决定退款。"
    en = "Who proposed it, or gave, does not decide."
