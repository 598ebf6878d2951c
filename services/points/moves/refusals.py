"""Why points do not move inside a household (rulebook §0, §4)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class NotSameHousehold(Refused):
    """The two are not persons of one household now; points move nowhere else."""

    code = "points.not_same_household"
    kind = Kind.FORBIDDEN
    zh = "积分只能在同一住户的两位成员之间转移。"
    en = "Points move between two persons of one household only."


class MoveNotFound(NotFound):
    """There is no such move, or it is not the caller's."""

    code = "points.move_not_found"
    zh = "没有找到这笔转移。"
    en = "There is no such move."


class MoveIdTaken(Refused):
    """The id belongs to a move with other content."""

    code = "points.move_id_taken"
    zh = "这个编号已用于另一笔转移。"
    en = "This id is taken by another move."


class MoveOver(Refused):
    """It was done, declined, withdrawn, or its seven days are over."""

    code = "points.move_over"
    zh = "这笔转移已结束。"
    en = "This move is over."


class ReceiverFull(Refused):
    """The receiver would have more spendable points than anybody may."""

    code = "points.move_receiver_full"
    zh = "对方的可兑积分将超过上限。"
    en = "The receiver would have more spendable points than the limit."
