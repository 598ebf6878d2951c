"""How the ledger says no: one named refusal for each thing that bookkeeping forbids."""

from __future__ import annotations

from contracts.refused import Kind, Refused


class BadAmount(Refused):
    """An amount is not a whole number between 1 and 10^14 of the smallest unit."""

    code = "ledger.bad_amount"
    kind = Kind.INVALID
    zh = "数额必须是大于零的整数（最小单位），且不超过上限。"
    en = "The amount must be a whole number above zero, in the smallest unit, and not above the limit."


class SameAccount(Refused):
    """A transfer would go from an account to itself."""

    code = "ledger.same_account"
    kind = Kind.INVALID
    zh = "转出账户和转入账户不能相同。"
    en = "A transfer needs two different accounts."


class UnknownAccount(Refused):
    """Nobody opened this account in this community."""

    code = "ledger.unknown_account"
    kind = Kind.NOT_FOUND
    zh = "账户 {account} 不存在。"
    en = "There is no account {account}."


class UnitMismatch(Refused):
    """The account exists, but counts another unit."""

    code = "ledger.unit_mismatch"
    kind = Kind.INVALID
    zh = "账户 {account} 的计量单位不是 {unit}。"
    en = "The account {account} does not count in {unit}."


class AccountDiffers(Refused):
    """The account was opened before with another floor, cap or lots."""

    code = "ledger.account_differs"
    zh = "账户 {account} 已按其他条件开立。"
    en = "The account {account} was opened before on other terms."


class AccountNotAllowed(Refused):
    """A charity fund is kept in money alone, and a fee reward never is: nothing can lead from one to the other (rulebook §9)."""

    code = "ledger.account_not_allowed"
    kind = Kind.FORBIDDEN
    zh = "账户 {account} 不能以 {unit} 记账。"
    en = "The account {account} must not be kept in {unit}."


class BelowFloor(Refused):
    """The account does not have what the transfer or hold needs; details in the smallest unit."""

    code = "ledger.below_floor"
    zh = "账户 {account} 可用余额不足。"
    en = "The account {account} does not have enough available."


class AboveCap(Refused):
    """The account would hold more than it may; details in the smallest unit."""

    code = "ledger.above_cap"
    zh = "账户 {account} 将超过上限。"
    en = "The account {account} would go above its cap."


class WallBetween(Refused):
    """Money of this kind must never become that (rulebook §9: no posting from a fund to a fee reward)."""

    code = "ledger.wall_between"
    kind = Kind.FORBIDDEN
    zh = "不允许从 {debit} 转入 {credit}。"
    en = "Nothing may go from {debit} to {credit}."


class TransferIdReused(Refused):
    """The id belongs to a transfer with other content."""

    code = "ledger.transfer_id_reused"
    zh = "转账编号 {transfer} 已用于另一笔转账。"
    en = "The transfer id {transfer} was used for a different transfer."


class HoldIdReused(Refused):
    """The id belongs to a hold with other content."""

    code = "ledger.hold_id_reused"
    zh = "冻结编号 {hold} 已用于另一笔冻结。"
    en = "The hold id {hold} was used for a different hold."


class LotExpiryMissing(Refused):
    """A credit to an account with lots does not say when its lot lapses."""

    code = "ledger.lot_expiry_missing"
    kind = Kind.INVALID
    zh = "转入账户 {account} 需要写明有效期。"
    en = "A credit to {account} must say when its lot expires."


class UnknownTransfer(Refused):
    """There is no such transfer in this community."""

    code = "ledger.unknown_transfer"
    kind = Kind.NOT_FOUND
    zh = "没有找到转账 {transfer}。"
    en = "There is no transfer {transfer}."


class UnknownHold(Refused):
    """There is no such hold in this community."""

    code = "ledger.unknown_hold"
    kind = Kind.NOT_FOUND
    zh = "没有找到冻结 {hold}。"
    en = "There is no hold {hold}."


class HoldAlreadyPosted(Refused):
    """The hold was posted before; a hold ends once."""

    code = "ledger.hold_already_posted"
    zh = "这笔冻结已经入账。"
    en = "The hold was posted before."


class HoldAlreadyVoided(Refused):
    """The hold was given back before; a hold ends once."""

    code = "ledger.hold_already_voided"
    zh = "这笔冻结已经撤销。"
    en = "The hold was voided before."


class HoldExpired(Refused):
    """The hold's time is over, whether or not the sweeper has given it back yet."""

    code = "ledger.hold_expired"
    zh = "这笔冻结已经过期。"
    en = "The hold has expired."


class HoldTooSmall(Refused):
    """More would be posted than was held; details in the smallest unit."""

    code = "ledger.hold_too_small"
    zh = "冻结的数额不足。"
    en = "Less was held than should be posted."


class HoldEndsInThePast(Refused):
    """A hold must end after it begins."""

    code = "ledger.hold_ends_in_the_past"
    kind = Kind.INVALID
    zh = "冻结的到期时间必须晚于现在。"
    en = "A hold must expire later than now."


class ReversesTooMuch(Refused):
    """More would be reversed than is left of the transfer; details in the smallest unit."""

    code = "ledger.reverses_too_much"
    zh = "冲正数额超过原转账剩余可冲正的数额。"
    en = "More would be reversed than is left of the transfer."


class ReversingAReversal(Refused):
    """A compensating transfer is itself not reversed: post what is right instead."""

    code = "ledger.reversing_a_reversal"
    zh = "冲正分录不能再被冲正。"
    en = "A reversal cannot be reversed."


class ReversalKeyReused(Refused):
    """The same transfer, reason and sequence came back with another amount."""

    code = "ledger.reversal_key_reused"
    zh = "同一原因和序号的冲正已按其他数额入账。"
    en = "This reason and sequence were used for a reversal of another amount."
