"""Why a property company's file, or a row of it, is not taken (rulebook §9)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class FeeSheetNotFound(NotFound):
    """There is no such file, or it is another company's."""

    code = "points.fee_sheet_not_found"
    zh = "没有找到这份文件。"
    en = "There is no such file."


class LineUnknown(Refused):
    """The batch has no line of this number."""

    code = "points.fee_line_unknown"
    kind = Kind.INVALID
    zh = "批次里没有第 {line} 行。"
    en = "The batch has no line {line}."


class LineDiffers(Refused):
    """The row is not about the line whose number it has: a row of another batch, or one that was changed."""

    code = "points.fee_line_differs"
    kind = Kind.INVALID
    zh = "与批次不符，批次为“{expected}”。"
    en = "Not as in the batch, which has “{expected}”."


class AnswerUnfit(Refused):
    """An answer lacks what its result needs, or says more than goes with it."""

    code = "points.fee_answer_unfit"
    kind = Kind.INVALID
    zh = "已抵扣须有抵扣单号和不超过优惠的金额（撤销的行须为全额），不填原因；已拒绝只填原因；暂缓不填单号和金额。"
    en = (
        "Applied needs a credit note and an amount within the discount (exactly it where something is taken back) and no reason; "
        "rejected a reason alone; deferred neither note nor amount."
    )
