"""How corrections and paper sheets say no."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class AttendanceCounted(Refused):
    """The time was submitted as a contribution; there it is returned, rejected or reversed."""

    code = "points.attendance_counted"
    zh = "这段时长已转为贡献，请在贡献流程中退回、驳回或冲正。"
    en = "This time was submitted as a contribution; it is returned, rejected or reversed there."


class AttendanceTimesUnfit(Refused):
    """The times do not fit the shift."""

    code = "points.attendance_times_unfit"
    kind = Kind.INVALID
    zh = "时间不合理：须在岗位开始前 1 小时之后开始、活动计划结束后 24 小时之内结束，且已经过去。"
    en = "It must begin at most an hour before the shift, end at most a day after the activity's planned end, and be in the past."


class CorrectionNotFound(NotFound):
    """There is no such correction."""

    code = "points.correction_not_found"
    zh = "没有找到这条更正。"
    en = "There is no such correction."


class CorrectionIdTaken(Refused):
    """The id belongs to a correction with other content."""

    code = "points.correction_id_taken"
    zh = "这个编号已用于另一条更正。"
    en = "This id is taken by a correction with other content."


class CorrectionDecided(Refused):
    """Somebody has accepted or declined it."""

    code = "points.correction_decided"
    zh = "这条更正已处理。"
    en = "This correction was decided before."


class OwnCorrection(Refused):
    """Nobody decides what they proposed, what is about themselves, or about their household or organisation."""

    code = "points.own_correction"
    kind = Kind.FORBIDDEN
    zh = "不能处理自己提出的、关于自己或同户、同单位人员的更正。"
    en = "Nobody decides a correction they proposed, or one about themselves, their household or organisation."


class SheetNotFound(NotFound):
    """No sheet with this serial was printed."""

    code = "points.sheet_not_found"
    zh = "没有印发过这个编号的签到表。"
    en = "No sheet with this serial was given out."


class SheetKeyed(Refused):
    """The serial was keyed, with other content."""

    code = "points.sheet_keyed"
    zh = "这个编号的签到表已录入，且内容不同。"
    en = "The sheet with this serial was keyed before, with other content."


class SheetNotKeyed(Refused):
    """There is nothing to enter or to return."""

    code = "points.sheet_not_keyed"
    zh = "这张签到表不在待复核状态。"
    en = "This sheet does not wait for a second person."


class SheetLineUnfit(Refused):
    """One of the lines cannot be."""

    code = "points.sheet_line_unfit"
    kind = Kind.INVALID
    zh = "第 {line} 行有误：行号和人员不得重复，须是已登记的个人，至少有对方签名或本人签名，且不得自己为自己作证。"
    en = (
        "Line {line} cannot be: lines and persons come once, are registered persons, are signed by somebody, and nobody countersigns "
        "for oneself."
    )


class SheetEmpty(Refused):
    """A sheet has at least one line."""

    code = "points.sheet_empty"
    kind = Kind.INVALID
    zh = "签到表至少要有一行。"
    en = "A sheet has at least one line."


class AttendanceThere(Refused):
    """Somebody on the sheet is known to have attended the shift."""

    code = "points.attendance_there"
    zh = "第 {line} 行的人员在该岗位已有签到记录，请改用更正。"
    en = "Whoever is on line {line} is known to have attended; correct that instead."


class OwnSheet(Refused):
    """Nobody checks a sheet that they keyed or stand on."""

    code = "points.own_sheet"
    kind = Kind.FORBIDDEN
    zh = "不能复核自己录入的，或有本人、同户、同单位人员签名的签到表。"
    en = "Nobody checks a sheet they keyed, or one on which they, their household or organisation stand."
