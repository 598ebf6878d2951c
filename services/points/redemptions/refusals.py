"""Why something cannot be had for points now (rulebook §8)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class ItemNotFound(NotFound):
    """There is no such item."""

    code = "points.item_not_found"
    zh = "没有找到这件兑换品。"
    en = "There is no such item."


class ItemIdTaken(Refused):
    """The id belongs to an item that was proposed with other content."""

    code = "points.item_id_taken"
    zh = "这个编号已用于另一件兑换品。"
    en = "This id is taken by an item with other content."


class ItemNotProposed(Refused):
    """Somebody has approved or withdrawn it."""

    code = "points.item_not_proposed"
    zh = "这件兑换品不在待审状态。"
    en = "This item does not wait for approval."


class ItemNotOffered(Refused):
    """It is not offered, or no more."""

    code = "points.item_not_offered"
    zh = "这件兑换品目前不提供。"
    en = "This item is not offered."


class OwnItem(Refused):
    """Nobody approves what they proposed, or what their own shop provides."""

    code = "points.own_item"
    kind = Kind.FORBIDDEN
    zh = "不能批准自己提出的或自己组织提供的兑换品。"
    en = "Nobody approves an item they proposed or provide."


class PriceChanged(Refused):
    """The price is not the one that was shown."""

    code = "points.price_changed"
    zh = "兑换价格已变，请重新查看。"
    en = "The price is another one; look again."


class OutOfStock(Refused):
    """All pieces are taken or reserved."""

    code = "points.out_of_stock"
    zh = "已兑完。"
    en = "There is none left."


class SlotUnfit(Refused):
    """Goods have no time; services need one, in the next sixty days."""

    code = "points.slot_unfit"
    kind = Kind.INVALID
    zh = "实物不填预约时间；服务须预约 60 天内的时间。"
    en = "Goods take no slot; services need one within the next sixty days."


class RedemptionNotFound(NotFound):
    """There is no such redemption, or it is not the caller's to see."""

    code = "points.redemption_not_found"
    zh = "没有找到这笔兑换。"
    en = "There is no such redemption."


class RedemptionIdTaken(Refused):
    """The id belongs to a redemption with other content."""

    code = "points.redemption_id_taken"
    zh = "这个编号已用于另一笔兑换。"
    en = "This id is taken by a redemption with other content."


class AlreadyFulfilled(Refused):
    """The code was used."""

    code = "points.already_fulfilled"
    zh = "这笔兑换已完成，兑换码只能用一次。"
    en = "It was fulfilled before; a code works once."


class AlreadyCancelled(Refused):
    """It was given up."""

    code = "points.already_cancelled"
    zh = "这笔兑换已取消。"
    en = "It was cancelled before."


class Lapsed(Refused):
    """Its time is over."""

    code = "points.redemption_lapsed"
    zh = "这笔兑换已过期，积分和库存已退回。"
    en = "Its time is over; points and stock are free again."


class CodeLocked(Refused):
    """Too many wrong codes."""

    code = "points.code_locked"
    zh = "输错次数过多，兑换码已锁定，请取消后重新兑换。"
    en = "Too many wrong codes; cancel and redeem again."
