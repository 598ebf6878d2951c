"""Why a source of the reserve is not taken, or not drawn from (rulebook §6)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class ReserveSourceNotFound(NotFound):
    """There is no such source in this community."""

    code = "points.reserve_source_not_found"
    zh = "没有找到这项储备来源。"
    en = "There is no such source of the reserve."


class ReserveSourceIdTaken(Refused):
    """The id belongs to a source that was recorded with other content."""

    code = "points.reserve_source_id_taken"
    zh = "这个编号已用于另一项储备来源。"
    en = "This id is taken by a source with other content."


class PledgeNamesItsGiver(Refused):
    """What is pledged in goods or service names who pledged it; money names nobody."""

    code = "points.pledge_names_its_giver"
    kind = Kind.INVALID
    zh = "实物或服务承诺须写明承诺方；资金来源不填写。"
    en = "A pledge of goods or service names who gives it; money does not."


class ReserveSourceDecided(Refused):
    """It was approved, rejected or ended before."""

    code = "points.reserve_source_decided"
    zh = "这项储备来源已有结论（{state}）。"
    en = "This source was decided before ({state})."


class OwnReserveSource(Refused):
    """Nobody decides about what they recorded, or what their own household or organisation gives."""

    code = "points.own_reserve_source"
    kind = Kind.FORBIDDEN
    zh = "不能审批自己或同住户同组织者录入的、或自己所属一方提供的储备来源。"
    en = "Nobody decides about a source that they or somebody close recorded, or their own side gives."


class ReserveExhausted(Refused):
    """Less stands behind the points of this provider than should be drawn; fen."""

    code = "points.reserve_exhausted"
    zh = "可用储备不足，尚缺 {missing} 分。"
    en = "The reserve falls short by {missing} fen."


class DrawnOtherwise(Refused):
    """The same reference drew another amount, or was given back."""

    code = "points.drawn_otherwise"
    zh = "这笔结算已按其他数额动用储备。"
    en = "This reference drew another amount before."
