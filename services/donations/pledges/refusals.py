"""How a merchant's pledge is refused."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class PledgeNotFound(NotFound):
    """There is no such pledge, or it is not yours to see."""

    code = "pledges.not_found"
    zh = "没有找到这份义卖捐赠协议。"
    en = "There is no such pledge."


class PledgeMonthNotFound(NotFound):
    """The pledge has no such month."""

    code = "pledges.month_not_found"
    zh = "这份协议不包括该月份。"
    en = "The pledge does not include this month."


class PledgeIdTaken(Refused):
    """The id belongs to a pledge with other terms."""

    code = "pledges.id_taken"
    zh = "这个协议编号已用于另一份协议。"
    en = "The id belongs to another pledge."


class PledgeTermsUnfit(Refused):
    """A pledge names one rate, a period of two years at most, and a most that is not below its least."""

    code = "pledges.terms_unfit"
    kind = Kind.INVALID
    zh = "协议条款不完整：须写明一种捐赠标准，期间不超过 {months} 个月，上限不低于下限，捐赠方须为机构。"
    en = "The terms do not fit: one rate, at most {months} months, the most not below the least, by an organisation."


class SaleHasBegun(Refused):
    """A pledge is agreed before its sale begins [law]."""

    code = "pledges.sale_has_begun"
    zh = "协议须在义卖开始之前签订。"
    en = "A pledge is agreed before its sale begins."


class OtherTerms(Refused):
    """What is signed is not the text of the pledge."""

    code = "pledges.other_terms"
    zh = "签署的文本与协议文本不一致。"
    en = "This is not the text of the pledge."


class PledgeWrongState(Refused):
    """The pledge is in no state for this."""

    code = "pledges.wrong_state"
    zh = "协议目前的状态为 {state}，不能这样操作。"
    en = "The pledge is {state}; this cannot be done now."


class OwnPledge(Refused):
    """Two persons countersign, one after the other, neither of them on the merchant's side."""

    code = "pledges.own"
    kind = Kind.FORBIDDEN
    zh = "复签须由两人先后完成，且不能是商家一方的人。"
    en = "Two persons countersign, neither of them on the merchant's side."


class MonthNotOver(Refused):
    """A month's sales are stated when they are complete."""

    code = "pledges.month_not_over"
    zh = "该月（或义卖）尚未结束，不能申报销售额。"
    en = "The month, or the sale, is not over yet."


class EarlierMonthMissing(Refused):
    """Months are stated in their order, because least and most bound their sum."""

    code = "pledges.earlier_month_missing"
    zh = "请先申报更早的月份。"
    en = "An earlier month has to be stated first."


class SalesAlreadyStated(Refused):
    """The month was stated before, and says something else."""

    code = "pledges.sales_already_stated"
    zh = "该月销售额已申报，不能更改。"
    en = "The month was stated before."


class PiecesUnfit(Refused):
    """Pieces are counted where so much is given for each, and nowhere else."""

    code = "pledges.pieces_unfit"
    kind = Kind.INVALID
    zh = "按件捐赠须填写件数，按比例捐赠不应填写。"
    en = "Give the pieces exactly where so much is given for each."


class NotPaidYet(Refused):
    """Only what was paid can be published."""

    code = "pledges.not_paid_yet"
    zh = "该月捐款尚未到账，不能公示。"
    en = "What was not paid cannot be published."


class SaleIsOver(Refused):
    """The sale has ended by itself: there is nothing to end early."""

    code = "pledges.sale_is_over"
    zh = "义卖期间已经结束，无须提前终止。"
    en = "The sale is over; there is nothing to end early."
