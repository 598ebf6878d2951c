"""How monthly giving is refused."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class MandateNotFound(NotFound):
    """There is no such mandate, or it is not yours."""

    code = "mandates.not_found"
    zh = "没有找到这份月捐协议。"
    en = "There is no such mandate."


class CycleNotFound(NotFound):
    """This month of the mandate was not planned."""

    code = "mandates.cycle_not_found"
    zh = "没有找到这一期月捐。"
    en = "There is no such month of the mandate."


class MandateIdTaken(Refused):
    """The id belongs to a mandate with other content."""

    code = "mandates.id_taken"
    zh = "这个月捐编号已用于另一份协议。"
    en = "The id belongs to another mandate."


class NotAMonthlyProject(Refused):
    """The project is no running project of monthly giving."""

    code = "mandates.not_a_monthly_project"
    zh = "这个项目不是进行中的月捐项目。"
    en = "The project is not a running project of monthly giving."


class AboveMonthlyLimit(Refused):
    """The amount is above what is taken by the month."""

    code = "mandates.above_monthly_limit"
    kind = Kind.INVALID
    zh = "月捐金额不能超过每月 {limit} 元。"
    en = "A monthly gift cannot be above ¥{limit}."


class WrongState(Refused):
    """The mandate is in no state for this."""

    code = "mandates.wrong_state"
    zh = "月捐协议目前的状态为 {state}，不能这样操作。"
    en = "The mandate is {state}; this cannot be done now."


class PauseTooLong(Refused):
    """A pause ends this month at the earliest and in six months at the latest."""

    code = "mandates.pause_too_long"
    kind = Kind.INVALID
    zh = "暂停可从本月起，最长 {months} 个月。"
    en = "A pause lasts from this month to {months} months ahead."


class NewConsentNeeded(Refused):
    """Giving more needs a new consent; giving less is free."""

    code = "mandates.new_consent_needed"
    zh = "提高金额需要重新签署同意书。"
    en = "A higher amount needs a new consent."


class CycleNotPlanned(Refused):
    """The month was charged, failed or skipped before: it ends once."""

    code = "mandates.cycle_not_planned"
    zh = "这一期的状态为 {state}，不能再改。"
    en = "This month is {state} already."
