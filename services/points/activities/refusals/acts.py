"""How activities say no."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class ActivityNotFound(NotFound):
    """There is no such activity, or it is a draft that is not the caller's to see."""

    code = "points.activity_not_found"
    zh = "没有找到这个活动。"
    en = "There is no such activity."


class ActivityIdTaken(Refused):
    """The id belongs to an activity with other content, or one of the shifts' ids is in use."""

    code = "points.activity_id_taken"
    zh = "这个编号已用于另一个活动或岗位。"
    en = "This id is taken by an activity or a shift with other content."


class ActivityTimesUnfit(Refused):
    """The times do not follow each other."""

    code = "points.activity_times_unfit"
    kind = Kind.INVALID
    zh = "时间不合理：活动须在未来开始，开始早于结束且不超过 3 天；报名须在结束前截止；每个岗位须在活动时间之内，且不超过 24 小时。"
    en = (
        "It must begin in the future and end at most 3 days later, sign-up must close before its end, and each shift lie within it "
        "and last at most 24 hours."
    )


class ActivityIncomplete(Refused):
    """Something is missing, or named twice."""

    code = "points.activity_incomplete"
    kind = Kind.INVALID
    zh = "活动至少要有一个主办方、一个受益群体和一个岗位，且不得重复。"
    en = "An activity has at least one host, one need group and one shift, none of them twice."


class ShiftUnfit(Refused):
    """The kind of hours does not fit the task."""

    code = "points.shift_unfit"
    kind = Kind.INVALID
    zh = "岗位类型不符：H2 须写明所需资格；H3 须列明夜间、应急或重体力，夜间岗位须在 {begins}:00 至 {ends}:00 之间；其他类型不得列明。"
    en = (
        "H2 names the qualification it needs; H3 is listed as night (between {begins}:00 and {ends}:00), emergency or heavy; other kinds are not "
        "listed."
    )


class NotActivityOrganiser(Refused):
    """Only whoever drafted it, or an organiser of one of its hosts, runs it."""

    code = "points.not_activity_organiser"
    kind = Kind.FORBIDDEN
    zh = "只有该活动的起草人或主办方的组织者可以这样做。"
    en = "Only whoever drafted the activity, or an organiser of one of its hosts, may do this."


class NotAHost(NotFound):
    """Nobody named it as a host, or the caller does not act for it."""

    code = "points.not_a_host"
    zh = "没有找到这个主办方，或您不能代表它。"
    en = "It is not named as a host, or you do not act for it."


class HostAnswered(Refused):
    """The host said otherwise before, and the activity is known to everybody by now."""

    code = "points.host_answered"
    zh = "活动已公布，主办方的答复不能再改。"
    en = "The activity is published; the host's answer cannot be changed any more."


class NoHostYet(Refused):
    """None of the hosts has accepted."""

    code = "points.no_host_yet"
    zh = "还没有主办方同意署名，不能公布。"
    en = "No host has agreed to be named yet."


class OwnActivity(Refused):
    """Nobody publishes what they drafted."""

    code = "points.own_activity"
    kind = Kind.FORBIDDEN
    zh = "不能公布自己起草的活动。"
    en = "Nobody publishes an activity they drafted."


class ActivityInOtherState(Refused):
    """It is not in the state in which this can be done."""

    code = "points.activity_in_other_state"
    zh = "活动目前的状态（{state}）不允许这样做。"
    en = "The activity is {state}; this cannot be done now."


class TooEarlyToStart(Refused):
    """The doors open two hours before the planned start."""

    code = "points.too_early_to_start"
    zh = "活动最早在计划开始前 {hours} 小时启动。"
    en = "The doors open {hours} hours before the planned start."


class SomebodyCame(Refused):
    """An activity that somebody attended is closed, not cancelled."""

    code = "points.somebody_came"
    zh = "已有人到场，活动应结束而不是取消。"
    en = "Somebody has come; close the activity instead of calling it off."


class ShiftNotFound(NotFound):
    """The activity has no such shift."""

    code = "points.shift_not_found"
    zh = "没有找到这个岗位。"
    en = "There is no such shift."


class QuotaBelowTaken(Refused):
    """More places are taken."""

    code = "points.quota_below_taken"
    zh = "名额不能少于已占的 {taken} 个。"
    en = "{taken} places are taken; there cannot be fewer."


class BeneficiaryReportNotFound(NotFound):
    """There is no such report."""

    code = "points.beneficiary_report_not_found"
    zh = "没有找到这份受益人数记录。"
    en = "There is no such report of beneficiaries."


class BeneficiaryReportIdTaken(Refused):
    """The id belongs to a report with other content."""

    code = "points.beneficiary_report_id_taken"
    zh = "这个编号已用于另一份受益人数记录。"
    en = "This id is taken by a report with other content."


class BeneficiaryCountsUnfit(Refused):
    """A group is counted twice, or none is."""

    code = "points.beneficiary_counts_unfit"
    kind = Kind.INVALID
    zh = "每个受益群体填一次，至少填一个。"
    en = "Count each need group once, and at least one."


class CorrectionReasonMissing(Refused):
    """There is a report already; another one says why."""

    code = "points.correction_reason_missing"
    kind = Kind.INVALID
    zh = "该活动已有受益人数记录，更正须写明原因。"
    en = "There is a report already; a correction says why."


class OwnBeneficiaryReport(Refused):
    """Nobody confirms what they counted."""

    code = "points.own_beneficiary_report"
    kind = Kind.FORBIDDEN
    zh = "不能确认自己录入的受益人数。"
    en = "Nobody confirms what they counted themselves."


class BeneficiaryReportDecided(Refused):
    """It was confirmed, or a later one was."""

    code = "points.beneficiary_report_decided"
    zh = "这份记录已确认，或已被更新的记录取代。"
    en = "It was confirmed before, or a later report was."
