"""The sheets by which a property company answers a batch and hands in a month's credit notes."""

from __future__ import annotations

from enum import StrEnum

from contracts.points.kinds.imports import SheetColumn


class FeeSheetKind(StrEnum):
    """What a sheet of a property company says (rulebook §9): answers to the lines of a batch, a month's credit notes, or households' fees."""

    ANSWERS = "answers"
    STATEMENT = "statement"
    FEES = "fees"


class FeeSheetState(StrEnum):
    """A sheet comes in pieces and is taken; one of credit notes with a refused row is returned, and nothing of it is in the books."""

    RECEIVING = "receiving"
    TAKEN = "taken"
    RETURNED = "returned"


class FeeRowState(StrEnum):
    """A row fits, says what was said before, says nothing yet, or is refused with a reason."""

    SOUND = "sound"
    UNCHANGED = "unchanged"
    OPEN = "open"
    REFUSED = "refused"


ANSWER_COLUMNS = (
    SheetColumn(name="line_number", title="行号", example="", note="批次里的行号，不要改动", needed=True),
    SheetColumn(name="household_number", title="房屋编号", example="", note="与批次一致，不要改动", needed=True),
    SheetColumn(name="begins_on", title="开始时间", example="", note="与批次一致，年-月-日", needed=True),
    SheetColumn(name="amount", title="优惠", example="", note="与批次一致，元", needed=True),
    SheetColumn(
        name="result",
        title="回执",
        example="",
        note="还没有结果的行留空",
        needed=True,
        choices=("已抵扣", "已拒绝", "暂缓"),
    ),
    SheetColumn(name="credit_note", title="抵扣单号", example="", note="已抵扣的行填写，字母、数字和 ._:-"),
    SheetColumn(name="applied", title="已抵扣金额", example="", note="已抵扣的行填写，元，最多两位小数"),
    SheetColumn(name="reason", title="原因", example="", note="已拒绝的行填写代码，如 NO_BILL；欠费暂缓填 ARREARS"),
)
"""What is read of a downloaded batch that the company has filled in; its other columns may be there and are left out."""

STATEMENT_COLUMNS = (
    SheetColumn(
        name="household_number", title="房屋编号", example="示例：此行不导入", note="账单上的房屋编号", needed=True
    ),
    SheetColumn(name="billing_period", title="计费周期", example="2023", note="年，或年-月", needed=True),
    SheetColumn(
        name="credit_note", title="抵扣单号", example="CN-2023-0001", note="每张一行，字母、数字和 ._:-", needed=True
    ),
    SheetColumn(name="amount", title="金额", example="259.20", note="元，最多两位小数；撤销的为负", needed=True),
)
"""The columns of a month's credit notes."""

ANNUAL_FEE_COLUMNS = (
    SheetColumn(
        name="household_number", title="房屋编号", example="示例：此行不导入", note="账单上的房屋编号", needed=True
    ),
    SheetColumn(name="year", title="年度", example="2023", note="四位数的年份", needed=True),
    SheetColumn(
        name="annual_fee", title="年度物业费", example="2592.00", note="全年应收，元，最多两位小数", needed=True
    ),
)
"""The columns of households' fees."""
