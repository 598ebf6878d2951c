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


class ItemUnfit(Refused):
    """The parts of a proposed item do not fit together."""

    code = "points.item_unfit"
    kind = Kind.INVALID
    zh = "兑换品的内容不相符：起止日期、资格条件、预约时段或所替换的兑换品不合适。"
    en = "The parts of the item do not fit together: its days, its rules, its slots, or the item it replaces."


class CouncilNeeded(Refused):
    """The reserve is red: only a council member may offer new items (rulebook §6)."""

    code = "points.council_needed"
    kind = Kind.FORBIDDEN
    zh = "储备覆盖率过低，新兑换品须由议事会成员批准。"
    en = "The reserve is red: a council member has to approve new items."


class NotEligible(Refused):
    """A published rule of the item does not admit this person."""

    code = "points.not_eligible"
    zh = "这件兑换品的公示条件（{rule}）不符合。"
    en = "A published rule of this item ({rule}) does not admit you."


class LimitReached(Refused):
    """The person or the household has had as many as may be in this period."""

    code = "points.limit_reached"
    zh = "已达到本期限额（{whose}：{limit}）。"
    en = "The limit of this period is reached ({whose}: {limit})."


class SlotFull(Refused):
    """All places at this time are taken."""

    code = "points.slot_full"
    zh = "这个时段已约满。"
    en = "All places at this time are taken."


class SlotDiffers(Refused):
    """The time is open already, for another number of people."""

    code = "points.slot_differs"
    zh = "这个时段已按其他人数开放。"
    en = "This time is open already with another capacity."


class QuoteLapsed(Refused):
    """A quote holds for ten minutes."""

    code = "points.quote_lapsed"
    zh = "报价已过期，请重新询价。"
    en = "The quote is over (it holds for ten minutes); ask for a new one."


class StepOutOfOrder(Refused):
    """The redemption is not at the step before this one."""

    code = "points.step_out_of_order"
    zh = "这笔兑换目前处于“{state}”，不能做这一步。"
    en = "The redemption is at “{state}”; this is not its next step."


class AlreadyDeclined(Refused):
    """The provider could not."""

    code = "points.already_declined"
    zh = "商家已婉拒这笔兑换，积分和库存已退回。"
    en = "The provider declined it; points and stock are free again."


class NotFulfilled(Refused):
    """Only what was handed over can be rated or disputed."""

    code = "points.not_fulfilled"
    zh = "只有已完成的兑换才能评价或投诉。"
    en = "Only what was fulfilled can be rated or disputed."


class FeedbackOver(Refused):
    """Feedback and complaints have seven days, or as many as the council set."""

    code = "points.feedback_over"
    zh = "评价和投诉须在 {days} 天内提出。"
    en = "Feedback and complaints have {days} days."


class AlreadyRated(Refused):
    """It was rated before, otherwise."""

    code = "points.already_rated"
    zh = "这笔兑换已评价过。"
    en = "It was rated before."


class AlreadyDisputed(Refused):
    """A complaint is made once."""

    code = "points.already_disputed"
    zh = "这笔兑换已投诉过。"
    en = "It was disputed before."


class DisputeNotFound(NotFound):
    """There is no such complaint, or it is not the caller's to see."""

    code = "points.dispute_not_found"
    zh = "没有找到这项投诉。"
    en = "There is no such dispute."


class DisputeDecidedBefore(Refused):
    """It was decided before, otherwise."""

    code = "points.dispute_decided_before"
    zh = "这项投诉已裁定。"
    en = "The dispute was decided before."


class OwnDispute(Refused):
    """Nobody decides about themselves, their household, their shop, or what they handed over."""

    code = "points.own_dispute"
    kind = Kind.FORBIDDEN
    zh = "当事人、同户、商家人员和经手人不能裁定这项投诉。"
    en = "Nobody who is involved decides a dispute."


class RefundUnfit(Refused):
    """An upheld complaint gives back something, at most the price; a rejected one nothing."""

    code = "points.refund_unfit"
    kind = Kind.INVALID
    zh = "支持投诉时退回的积分须大于零且不超过兑换价；不支持时不退。"
    en = "An upheld dispute refunds up to the price; a rejected one nothing."


class TooManyUses(Refused):
    """One upload holds between one and {most} uses, each once."""

    code = "points.too_many_uses"
    kind = Kind.INVALID
    zh = "一次须上传 1 至 {most} 条，且编号不能重复。"
    en = "Upload between one and {most} uses, each id once."


class ProviderNotFound(NotFound):
    """It is not the caller's shop."""

    code = "points.provider_not_found"
    zh = "没有找到这家商家。"
    en = "There is no such shop of yours."


class OwnRedemption(Refused):
    """A clerk hands nothing over to themselves or their household: the points would come back as money (rulebook §0, no cash-out)."""

    code = "points.own_redemption"
    kind = Kind.FORBIDDEN
    zh = "店员不能为自己或同户的人交付。"
    en = "A clerk fulfils nothing for themselves or their own household."
