"""How goods are refused."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class GoodsNotFound(NotFound):
    """There are no such goods, or they are not yours to see."""

    code = "goods.not_found"
    zh = "没有找到这批物资。"
    en = "There are no such goods."


class GoodsIdTaken(Refused):
    """The id belongs to other goods."""

    code = "goods.id_taken"
    zh = "这个编号已用于另一批物资。"
    en = "The id belongs to other goods."


class WrongState(Refused):
    """The goods are in no state for this."""

    code = "goods.wrong_state"
    zh = "物资目前的状态为 {state}，不能这样操作。"
    en = "The goods are {state}; this cannot be done now."


class OwnGoods(Refused):
    """The donor, somebody of the same organisation or household, or who acts for the donor, would judge or count own goods (rulebook §2, §3)."""

    code = "goods.own_goods"
    kind = Kind.FORBIDDEN
    zh = "捐赠人、其代理人及同一组织、同一家庭的人员不能估价、验收或清点自己的物资。"
    en = (
        "A donor, one of the same organisation or household, or who acts for them, neither judges nor counts own goods."
    )


class SecondAppraiserNeeded(Refused):
    """Above ¥2,000 per piece a second person appraises."""

    code = "goods.second_appraiser_needed"
    kind = Kind.FORBIDDEN
    zh = "单件超过 2,000 元的物资须由第二人估价。"
    en = "Above ¥2,000 per piece another person has to appraise too."


class AppraiserAccepts(Refused):
    """Who said what goods are worth does not also take them."""

    code = "goods.appraiser_accepts"
    kind = Kind.FORBIDDEN
    zh = "估价人不能同时验收。"
    en = "Who appraised the goods does not accept them."


class RecorderJudges(Refused):
    """Who wrote the goods down neither appraises, accepts nor counts them: that would be one person's word twice."""

    code = "goods.recorder_judges"
    kind = Kind.FORBIDDEN
    zh = "登记这批物资的人不能再估价、验收或清点。"
    en = "Who wrote the goods down neither appraises, accepts nor counts them."


class AppraisedAboveCost(Refused):
    """Own produce, and what a merchant trades in, count at cost or wholesale as their giver said it beforehand, not at the shelf price; fen."""

    code = "goods.appraised_above_cost"
    zh = "自产或自营的物资按成本价或批发价估价，不按零售标价，最多 {most} 分。"
    en = "Own goods are appraised at cost or wholesale, not at the shelf price: at most {most} fen."


class QuotationMissing(Refused):
    """Two quotations are two different documents (rulebook §2)."""

    code = "goods.quotation_missing"
    kind = Kind.INVALID
    zh = "按报价估价须有两份不同的报价。"
    en = "Two quotations are two different documents."


class BetterBasisExists(Refused):
    """The first appraiser had a better document: invoice, then price list, then two quotations (rulebook §2)."""

    code = "goods.better_basis_exists"
    zh = "已有更可靠的估价依据（{basis}），请按此估价。"
    en = "There is a better document to appraise by ({basis})."


class KeptPercentWrong(Refused):
    """The share of the price that is kept does not fit the kind of goods (rulebook §2, G3 and G4)."""

    code = "goods.kept_percent_wrong"
    kind = Kind.INVALID
    zh = "这类物资的折算比例应在 {least}% 与 {most}% 之间，且价值不能为零。"
    en = "Goods of this kind keep {least} to {most} percent of their price, and are worth something."


class MoreThanOffered(Refused):
    """More would be taken over than was offered and appraised."""

    code = "goods.more_than_offered"
    zh = "接收数量不能超过登记数量。"
    en = "More cannot be received than was offered."


class NotInStore(Refused):
    """The goods are not on the shelf of this fund."""

    code = "goods.not_in_store"
    zh = "这批物资不在该基金的库存中。"
    en = "The goods are not in this fund's store."


class NotEnoughLeft(Refused):
    """More is needed than is left."""

    code = "goods.not_enough_left"
    zh = "库存不足：剩余 {left}，需要 {needed}。"
    en = "Not enough is left: {left}, needed {needed}."


class GoodsRecalled(Refused):
    """The goods are of a lot that was recalled; they go back or are destroyed, by two persons (rulebook §18)."""

    code = "goods.recalled"
    zh = "这批物资所属批次已被召回，不能发放，只能退回或核销。"
    en = "The goods are of a recalled lot; they go back or are written off."


class GoodsHeld(Refused):
    """The goods are of a lot that is held; they stay on the shelf until it is released or recalled (rulebook §18)."""

    code = "goods.held"
    zh = "这批物资所属批次已被扣留，解除扣留前不能装包或发放。"
    en = "The goods are of a lot that is held; they stay on the shelf until it is released."
