"""Why a statement is not given."""

from __future__ import annotations

from contracts.refused import Kind, Refused


class PeriodBackwards(Refused):
    """Its first day comes after its last."""

    code = "points.statement_period_backwards"
    kind = Kind.INVALID
    zh = "起始日不能晚于截止日。"
    en = "The first day comes after the last."


class NotKnownYet(Refused):
    """It is asked for as of an instant that is still to come."""

    code = "points.statement_not_known_yet"
    kind = Kind.INVALID
    zh = "截至时刻不能晚于现在。"
    en = "Nothing is known of an instant that is still to come."


class PlaceUnknown(Refused):
    """The page key is none of this list's."""

    code = "points.statement_place_unknown"
    kind = Kind.INVALID
    zh = "翻页位置无效，请从第一页开始。"
    en = "There is no such place in the statement; start from the first page."


class ReasonNeeded(Refused):
    """Staff read a statement only by case: they say why first, and the party can see it (role matrix, points balance & entries)."""

    code = "points.statement_reason_needed"
    kind = Kind.FORBIDDEN
    zh = "查看他人对账单前须登记理由，当事人可以看到。"
    en = "Give a reason before you read somebody's statement; they will see it."


class AccessIdTaken(Refused):
    """The id belongs to another reason."""

    code = "points.statement_access_id_taken"
    zh = "这个编号已用于另一次查看。"
    en = "This id is taken by another access."


class OwnStatement(Refused):
    """Nobody needs a reason for their own."""

    code = "points.statement_is_own"
    zh = "查看自己的对账单不需要登记理由。"
    en = "No reason is needed for one's own statement."
