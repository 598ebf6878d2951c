"""Why a provider's month is not settled so (rulebook §8)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class SettlementNotFound(NotFound):
    """There is no such settlement, or it is not the caller's to see."""

    code = "points.settlement_not_found"
    zh = "没有找到这份结算。"
    en = "There is no such settlement."


class SettlementIdTaken(Refused):
    """The id belongs to another provider's month."""

    code = "points.settlement_id_taken"
    zh = "这个编号已用于另一份结算。"
    en = "This id is taken by another settlement."


class MonthNotOver(Refused):
    """A month is settled when it is over."""

    code = "points.settlement_month_not_over"
    zh = "这个月还没有结束，不能结算。"
    en = "This month is not over yet."


class MonthSettled(Refused):
    """This month, or a later one, is settled or waits for a decision."""

    code = "points.month_settled"
    zh = "该商家这个月（或之后的月份）已结算或正待审批。"
    en = "This month, or a later one, of the provider is settled or waits for approval."


class NothingToSettle(Refused):
    """Nothing was handed over that is not settled."""

    code = "points.nothing_to_settle"
    zh = "没有可结算的内容。"
    en = "There is nothing to settle."


class SettlementDecided(Refused):
    """It was approved or sent back."""

    code = "points.settlement_decided"
    zh = "这份结算已审批或已退回。"
    en = "This settlement was approved or rejected before."


class SettlementOutdated(Refused):
    """Since it was prepared something in it was disputed, or something more was found."""

    code = "points.settlement_outdated"
    zh = "编制后内容有变（例如有新的投诉），请退回后重新编制。"
    en = "Something in it changed since it was prepared; reject it and prepare it anew."


class OwnSettlement(Refused):
    """Nobody prepares or approves what their own organisation gets, and nobody approves what they prepared."""

    code = "points.own_settlement"
    kind = Kind.FORBIDDEN
    zh = "不能办理自己组织的结算，也不能批准自己编制的结算。"
    en = "Nobody settles with their own organisation, or approves what they prepared."


class ChoiceTooLate(Refused):
    """The month is prepared or settled."""

    code = "points.choice_too_late"
    zh = "这个月的结算已编制，不能再改结算方式。"
    en = "The settlement of this month has been prepared; the choice is made."
