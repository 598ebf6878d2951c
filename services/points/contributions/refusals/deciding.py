"""Why a contribution does not go on (rulebook §3)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused

BELOW_FLOOR = "证据等级低于 {floor}，请补充后重新提交。"


class ContributionNotFound(NotFound):
    """There is no such contribution, or it is not the caller's to see."""

    code = "points.contribution_not_found"
    zh = "没有找到这项贡献。"
    en = "There is no such contribution."


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
