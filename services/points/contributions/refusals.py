"""Why a contribution does not go on (rulebook §2, §3)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused

BELOW_FLOOR = "证据等级低于 {floor}，请补充后重新提交。"


class ContributionNotFound(NotFound):
    """There is no such contribution, or it is not the caller's to see."""

    code = "points.contribution_not_found"
    zh = "没有找到这项贡献。"
    en = "There is no such contribution."


class ContributionIdTaken(Refused):
    """The id belongs to a contribution that was submitted with other content."""

    code = "points.contribution_id_taken"
    zh = "这个编号已用于另一项贡献。"
    en = "This id is taken by a contribution with other content."


class HoursArePersonal(Refused):
    """Unpaid time is a person's; paid time is the organisation's and earns nothing here (rulebook §1)."""

    code = "points.hours_are_personal"
    kind = Kind.INVALID
    zh = "志愿时长只能记在个人名下。"
    en = "Unpaid time belongs to a person."


class QualificationMissing(Refused):
    """Skilled service names a verified qualification."""

    code = "points.qualification_missing"
    kind = Kind.INVALID
    zh = "专业服务须填写已核验的资格。"
    en = "Skilled service names a verified qualification."


class TooShort(Refused):
    """Less than half an hour is thanked, not counted."""

    code = "points.too_short"
    kind = Kind.INVALID
    zh = "每次服务至少 {least} 分钟。"
    en = "A contribution lasts at least {least} minutes."


class TooLong(Refused):
    """A day has eight countable hours."""

    code = "points.too_long"
    kind = Kind.INVALID
    zh = "每人每天最多计 {hours} 小时。"
    en = "At most {hours} hours a day count."


class NotYetPerformed(Refused):
    """It ends in the future."""

    code = "points.not_yet_performed"
    kind = Kind.INVALID
    zh = "服务尚未结束，请在结束后提交。"
    en = "Submit it when it is over."


class TooLate(Refused):
    """It was done too long ago."""

    code = "points.submitted_too_late"
    zh = "须在服务之后 {days} 天内提交。"
    en = "Submit it within {days} days."


class TimeOverlaps(Refused):
    """The person's time at that hour counts already."""

    code = "points.time_overlaps"
    zh = "这段时间与已提交的另一项贡献重叠，只计第一项。"
    en = "This time overlaps another contribution; only the first counts."


class NotWaitingForConfirmation(Refused):
    """It was confirmed, returned or decided before."""

    code = "points.not_waiting_for_confirmation"
    zh = "这项贡献不在待确认状态。"
    en = "This contribution does not wait for a confirmation."


class NotConfirmed(Refused):
    """Nobody has confirmed it yet."""

    code = "points.not_confirmed"
    zh = "这项贡献还没有人确认。"
    en = "Nobody has confirmed this contribution yet."


class NoticeRunning(Refused):
    """Anybody may still object."""

    code = "points.notice_running"
    zh = "公示期到 {ends} 才结束。"
    en = "Its public notice runs until {ends}."


class AlreadyDecided(Refused):
    """It was settled, rejected or returned before."""

    code = "points.already_decided"
    zh = "这项贡献已有结论。"
    en = "This contribution was decided before."


class OwnContribution(Refused):
    """Nobody confirms or approves what they did or entered themselves."""

    code = "points.own_contribution"
    kind = Kind.FORBIDDEN
    zh = "不能确认或批准自己做的、自己录入的贡献。"
    en = "Nobody confirms or approves what they did or entered themselves."


class ApprovingOwnConfirmation(Refused):
    """The confirmer does not approve."""

    code = "points.approving_own_confirmation"
    kind = Kind.FORBIDDEN
    zh = "确认人不能同时是批准人。"
    en = "Whoever confirmed it may not approve it."


class TooClose(Refused):
    """Somebody of the same household or organisation decides nothing."""

    code = "points.too_close"
    kind = Kind.FORBIDDEN
    zh = "与贡献人同一住户或同一组织的人不能确认或批准。"
    en = "Nobody of the same household or organisation confirms or approves."
