"""Why the mutual-aid pool does not take or give (rulebook §4)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class GiftIdTaken(Refused):
    """The id belongs to another gift to the pool."""

    code = "points.pool_gift_id_taken"
    zh = "这个编号已用于另一笔转入。"
    en = "This id is taken by another gift to the pool."


class NothingLapses(Refused):
    """No points lapse within the days of the first notice."""

    code = "points.nothing_lapses"
    zh = "{days} 天内没有即将到期的积分。"
    en = "No points lapse within {days} days."


class PoolTooSmall(Refused):
    """There is less in the pool."""

    code = "points.pool_too_small"
    zh = "互助池积分不足。"
    en = "There is not enough in the mutual-aid pool."


class PoolGrantNotFound(NotFound):
    """There is no such grant, or it is not the caller's to see."""

    code = "points.pool_grant_not_found"
    zh = "没有找到这笔互助。"
    en = "There is no such grant from the pool."


class PoolGrantIdTaken(Refused):
    """The id belongs to a grant with other content."""

    code = "points.pool_grant_id_taken"
    zh = "这个编号已用于另一笔互助。"
    en = "This id is taken by another grant from the pool."


class PoolGrantDecided(Refused):
    """It was granted or declined before."""

    code = "points.pool_grant_decided"
    zh = "这笔互助已有决定。"
    en = "This grant was decided before."


class OwnPoolGrant(Refused):
    """Nobody proposes or decides for themselves or people close to them, and nobody decides what they proposed."""

    code = "points.own_pool_grant"
    kind = Kind.FORBIDDEN
    zh = "不能为自己、家人或同一组织的人申请或决定互助，也不能决定自己提出的申请。"
    en = "Nobody proposes or decides for themselves or those close to them, or decides what they proposed."


class PersonsOnly(Refused):
    """The pool helps persons."""

    code = "points.pool_helps_persons"
    kind = Kind.INVALID
    zh = "互助池只帮助个人。"
    en = "The pool helps persons."


class NoRoom(Refused):
    """The person would have more than anybody may have."""

    code = "points.pool_grant_no_room"
    zh = "对方的可兑积分将超过上限。"
    en = "The person would have more spendable points than the limit."
