"""Why an index cannot be shown or a target not be set (rulebook §10, §11)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class PeriodUnfit(Refused):
    """The period ends before it begins, lies in the future, or is longer than ten years."""

    code = "points.index_period_unfit"
    kind = Kind.INVALID
    zh = "时段不对：起始日不能晚于结束日，不能在将来，最长十年。"
    en = "The period must not end before it begins, lie in the future or be longer than ten years."


class AdditionUnfit(Refused):
    """What might be given is not said so that it has a value."""

    code = "points.addition_unfit"
    kind = Kind.INVALID
    zh = "每一项设想须二选一：填写类型和分钟数，或填写贡献值；服务人数只用于新活动。"
    en = "Give each addition either a type and minutes or a contribution value; people reached only for a new activity."


class IndexNotComputed(NotFound):
    """There is no such night among the published ones."""

    code = "points.index_not_computed"
    zh = "这一期指数还没有公布。"
    en = "No indices were published for that period."


class TargetsNotFound(NotFound):
    """There is no such version."""

    code = "points.targets_not_found"
    zh = "没有找到这一版目标。"
    en = "There is no such version of targets."


class TargetsNotNext(Refused):
    """Versions are numbered without a gap, and one is proposed at a time."""

    code = "points.targets_not_next"
    zh = "下一版目标的编号应为 {number}，且上一版须先批准或撤回。"
    en = "The next version of targets is number {number}, after the one before was approved or withdrawn."


class TargetsIncomplete(Refused):
    """A version names every indicator once, with a target above zero."""

    code = "points.targets_incomplete"
    kind = Kind.INVALID
    zh = "每个指标须恰好有一个大于零的目标。"
    en = "Every indicator needs exactly one target above zero."


class TargetsNotProposed(Refused):
    """Somebody has decided on it."""

    code = "points.targets_not_proposed"
    zh = "这一版目标不在待批状态。"
    en = "This version of targets does not wait for approval."


class OwnTargets(Refused):
    """Nobody approves the targets they proposed, nor does anybody of the same household or organisation."""

    code = "points.own_targets"
    kind = Kind.FORBIDDEN
    zh = "不能批准自己或同住户、同组织的人提出的目标。"
    en = "Nobody approves targets proposed by themselves or by somebody of the same household or organisation."
