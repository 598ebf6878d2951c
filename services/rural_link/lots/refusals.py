"""How rural_link says no about a lot."""

from __future__ import annotations

from contracts.refused import Kind, Refused


class LotLocked(Refused):
    """What a lot says cannot be changed once it was commissioned."""

    code = "rural_link.lot_locked"
    zh = "这一批已经登记采收，内容不能再改；有误请扣留后召回，重新登记。"
    en = "The lot is commissioned; what it says can no longer be changed."


class WrongLotState(Refused):
    """The lot is not where this can happen to it."""

    code = "rural_link.wrong_lot_state"
    zh = "这一批现在是“{state}”，不能这样做。"
    en = "The lot is {state}; this cannot happen to it now."


class HarvestInFuture(Refused):
    """A harvest is stated after it happened."""

    code = "rural_link.harvest_in_future"
    kind = Kind.INVALID
    zh = "采收日期不能晚于今天。"
    en = "The harvest date is in the future."


class LotIdTaken(Refused):
    """The id names another lot."""

    code = "rural_link.lot_id_taken"
    zh = "这个编号已经用于另一批。"
    en = "This id is already used for another lot."


class LotNumberTaken(Refused):
    """The village gave this number to another lot."""

    code = "rural_link.lot_number_taken"
    zh = "批号“{lot_number}”已经用过。"
    en = "The lot number {lot_number} is already used."


class NotEnoughLeft(Refused):
    """More grams than the lot still has."""

    code = "rural_link.not_enough_left"
    zh = "这一批只剩 {left_grams} 克。"
    en = "Only {left_grams} grams of the lot are left."


class SoldOut(Refused):
    """More packs than are still on offer."""

    code = "rural_link.sold_out"
    zh = "只剩 {packs_left} 份了。"
    en = "Only {packs_left} packs are left."


class StillOutOfBalance(Refused):
    """More went out of the lot than came in; releasing it would hide that."""

    code = "rural_link.still_out_of_balance"
    zh = "这一批出多于进 {overdrawn_grams} 克，不能解除扣留。"
    en = "{overdrawn_grams} grams more left the lot than came in; it stays held."
