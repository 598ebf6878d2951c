"""Why a company's statement does not go on (rulebook §9)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class StatementNotFound(NotFound):
    """There is no statement of that month, or it is another company's."""

    code = "points.statement_not_found"
    zh = "没有找到这份对账单。"
    en = "There is no such statement."


class StatementTaken(Refused):
    """The id, or the programme's month, has another statement."""

    code = "points.statement_taken"
    zh = "这个编号或这个月份已有另一份对账单。"
    en = "This id or this month has another statement."


class StatementMatched(Refused):
    """It is complete and was matched."""

    code = "points.statement_matched"
    zh = "这份对账单已对账。"
    en = "This statement was matched before."


class PartNotNext(Refused):
    """Parts come in their order."""

    code = "points.statement_part_not_next"
    zh = "对账单应从第 {expected} 部分继续。"
    en = "The statement goes on with part {expected}."


class DifferenceNotFound(NotFound):
    """There is no such difference."""

    code = "points.difference_not_found"
    zh = "没有找到这条差异。"
    en = "There is no such difference."


class DifferenceClosed(Refused):
    """It was closed before."""

    code = "points.difference_closed"
    zh = "这条差异已处理。"
    en = "This difference was closed before."


class OwnStatement(Refused):
    """Whoever imported a statement, or belongs to its company, closes none of its differences, and nobody those of their own household."""

    code = "points.own_statement"
    kind = Kind.FORBIDDEN
    zh = "导入人和物业公司的人不能处理这份对账单的差异，任何人不能处理本户的差异。"
    en = "Whoever imported the statement or belongs to the company may not close its differences, and nobody those of their own household."


class NoteTwice(Refused):
    """A credit note stands in a statement once."""

    code = "points.credit_note_twice"
    kind = Kind.INVALID
    zh = "同一张抵扣单在对账单里只能出现一次。"
    en = "A credit note stands in a statement once."
