"""How the import and the matching of statements are refused."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class StatementNotFound(NotFound):
    """There is no such statement in this community."""

    code = "statements.not_found"
    zh = "没有找到这份对账单。"
    en = "There is no such statement."


class LineNotFound(NotFound):
    """There is no such line in this community."""

    code = "statements.line_not_found"
    zh = "没有找到这条流水。"
    en = "There is no such line."


class StatementIdTaken(Refused):
    """The id belongs to a statement with other lines; what was imported is never rewritten."""

    code = "statements.id_taken"
    zh = "这个对账单编号已用于另一份对账单。"
    en = "The id belongs to another statement."


class CountDiffers(Refused):
    """The file has more or fewer lines than it declares."""

    code = "statements.count_differs"
    kind = Kind.INVALID
    zh = "声明 {declared} 行，实际 {found} 行。"
    en = "The file declares {declared} lines and has {found}."


class TotalDiffers(Refused):
    """The lines do not add up to the declared total."""

    code = "statements.total_differs"
    kind = Kind.INVALID
    zh = "各行金额之和与声明的合计不一致。"
    en = "The lines do not add up to the declared total."


class LineNotOpen(Refused):
    """The line does not wait for a proposal."""

    code = "statements.line_not_open"
    zh = "这条流水的状态为 {state}，不能提出匹配。"
    en = "The line is {state}; nothing can be proposed."


class LineNotProposed(Refused):
    """Nobody proposed anything for the line."""

    code = "statements.line_not_proposed"
    zh = "这条流水的状态为 {state}，没有待复核的匹配。"
    en = "The line is {state}; there is no proposal to decide on."


class SamePerson(Refused):
    """Nobody matches by force alone: a second person agrees (rulebook §21)."""

    code = "statements.same_person"
    kind = Kind.FORBIDDEN
    zh = "匹配须由提出人以外的另一人复核。"
    en = "A second person has to agree to the match."


class OwnGift(Refused):
    """Who agrees to a match has no part in the gift: neither gave nor recorded it, nor is close to who did (rulebook §3)."""

    code = "statements.own_gift"
    kind = Kind.FORBIDDEN
    zh = "捐赠人、登记人及其家庭或单位的人不能复核这条匹配。"
    en = "Who gave or recorded the gift, or is close to who did, does not agree to its match."


class GiftNotPayable(Refused):
    """The gift belongs to another fund, or its money was found before."""

    code = "statements.gift_not_payable"
    zh = "这笔捐赠不属于该基金，或已确认到账。"
    en = "The gift belongs to another fund or was confirmed before."


class BatchNotPayable(Refused):
    """The batch belongs to another fund, was paid before, or is of another amount: a part cannot be shared out among its customers."""

    code = "statements.batch_not_payable"
    zh = "这批零钱捐赠不属于该基金、已确认到账，或金额与流水不一致。"
    en = "The batch belongs to another fund, was paid before, or is of another amount."
