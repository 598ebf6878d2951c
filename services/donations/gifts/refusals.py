"""How a gift of money is refused."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class GiftNotFound(NotFound):
    """There is no such gift, or it is not yours to see."""

    code = "gifts.not_found"
    zh = "没有找到这笔捐赠。"
    en = "There is no such gift."


class GiftIdTaken(Refused):
    """The id belongs to a gift with other content."""

    code = "gifts.id_taken"
    zh = "这个捐赠编号已用于另一笔捐赠。"
    en = "The id belongs to another gift."


class LaneNotCollectedHere(Refused):
    """Public fundraising runs on the federation's designated platform; its results are imported (rulebook §12) [law]."""

    code = "gifts.lane_not_collected_here"
    zh = "公开募捐（A 类）只能在慈善会指定的平台上进行，本平台不代收。"
    en = "Public fundraising (lane A) is collected only on the federation's designated platform."


class LaneDiffers(Refused):
    """The project collects in another lane."""

    code = "gifts.lane_differs"
    zh = "这个项目属于 {lane} 类，请按该类别捐赠。"
    en = "This project collects in lane {lane}."


class ProjectNotRunning(Refused):
    """The project has not begun, or is over."""

    code = "gifts.project_not_running"
    zh = "这个项目目前不接受捐赠。"
    en = "This project takes no gifts at present."


class AboveLimit(Refused):
    """The amount is above what is taken without an agreement."""

    code = "gifts.above_limit"
    kind = Kind.INVALID
    zh = "单笔捐赠不能超过 {limit} 元。"
    en = "One gift cannot be above ¥{limit}."


class PointsOnlyInCommunity(Refused):
    """Points are for a known donor's gift inside the community (rulebook §2, F1w)."""

    code = "gifts.points_only_in_community"
    zh = "只有本社区成员的互助捐赠（B 类）可以选择积分。"
    en = "Only a member's gift inside the community (lane B) may choose points."


class WaiverMissing(Refused):
    """Who chooses points gives up the receipt in writing, beforehand."""

    code = "gifts.waiver_missing"
    kind = Kind.INVALID
    zh = "选择积分须先书面放弃捐赠票据，请填写文件编号。"
    en = "Choosing points needs a written waiver of the receipt; give its number."


class WaiverWithoutPoints(Refused):
    """A waiver belongs to the choice of points and to nothing else."""

    code = "gifts.waiver_without_points"
    kind = Kind.INVALID
    zh = "选择票据时不应填写放弃票据的文件编号。"
    en = "A gift with a receipt has no waiver."


class AnonymousOnlyByStaff(Refused):
    """A gift without any donor (a box, an envelope) is recorded by staff."""

    code = "gifts.anonymous_only_by_staff"
    kind = Kind.FORBIDDEN
    zh = "没有捐赠人的捐赠只能由社区工作人员登记。"
    en = "A gift without a donor is recorded by staff."


class AliasMissing(Refused):
    """An alias stands where it is to be shown and nowhere else; a gift of nobody shows no name."""

    code = "gifts.alias_missing"
    kind = Kind.INVALID
    zh = "请只在选择化名时填写化名；没有捐赠人的捐赠只能匿名。"
    en = "Give an alias exactly when the gift is to be shown under one; a gift of nobody is anonymous."


class AlreadyConfirmed(Refused):
    """The gift's money was found before."""

    code = "gifts.already_confirmed"
    zh = "这笔捐赠已经确认到账。"
    en = "This gift was confirmed before."
