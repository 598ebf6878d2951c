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


class EvidenceNotProved(Refused):
    """Neither scans, signatures, documents nor the way it came in prove as much (rulebook §3)."""

    code = "points.evidence_not_proved"
    zh = "现有凭证最多只能证明到 {best}；如果您就是服务的接受方或主办方，请明确声明后再确认。"
    en = "What is there proves {best} at most. If you are the other side, whom it was for or who held it, say so explicitly."


class NotTheCounterpart(Refused):
    """Whose activity it was is known, and the confirmer is not of those who held it (rulebook §3)."""

    code = "points.not_the_counterpart"
    kind = Kind.FORBIDDEN
    zh = "这项贡献属于一个公益活动，只有该活动的主办方能以对方身份确认。"
    en = "It belongs to an activity: only those who held it confirm as the other side."


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


class NotUnderNotice(Refused):
    """Objections are heard while the notice runs."""

    code = "points.not_under_notice"
    zh = "只能在公示期内提出异议。"
    en = "Objections are heard while the notice runs."


class UnderChallenge(Refused):
    """Somebody objected: the council decides."""

    code = "points.under_challenge"
    zh = "有人提出异议，须由居民议事会决定。"
    en = "Somebody objected; the council decides."


class NotChallenged(Refused):
    """Nobody objected, or it was decided before."""

    code = "points.not_challenged"
    zh = "这项贡献没有待决定的异议。"
    en = "No objection to this contribution waits for a decision."


class ChallengeIdTaken(Refused):
    """The id belongs to another objection."""

    code = "points.challenge_id_taken"
    zh = "这个编号已用于另一项异议。"
    en = "This id is taken by another objection."


class NotHeld(Refused):
    """It is not held for review."""

    code = "points.not_held"
    zh = "这项贡献不在待复查状态。"
    en = "This contribution is not held for review."


class DutyNotFound(NotFound):
    """There is no such duty."""

    code = "points.duty_not_found"
    zh = "没有找到这项值班安排。"
    en = "There is no such duty."


class DutyIdTaken(Refused):
    """The id belongs to another duty."""

    code = "points.duty_id_taken"
    zh = "这个编号已用于另一项值班安排。"
    en = "This id is taken by another duty."


class DutyNotProposed(Refused):
    """It was agreed or ended before."""

    code = "points.duty_not_proposed"
    zh = "这项值班安排不在待同意状态。"
    en = "This duty does not wait for an agreement."


class OwnDuty(Refused):
    """Nobody agrees to their own duty, nor to one they proposed."""

    code = "points.own_duty"
    kind = Kind.FORBIDDEN
    zh = "不能同意自己的或自己提出的值班安排。"
    en = "Nobody agrees to their own duty, nor to one they proposed."


class DutyEnded(Refused):
    """It ended before."""

    code = "points.duty_ended"
    zh = "这项值班安排已结束。"
    en = "This duty has ended."
