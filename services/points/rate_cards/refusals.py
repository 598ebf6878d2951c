"""Why a rate card or a loan table is not proposed, or not put in force (rulebook §2)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class RateCardNotNext(Refused):
    """Cards are numbered without gaps, and each holds from a later month than the one before."""

    code = "points.rate_card_not_next"
    zh = "新的积分标准须是第 {number} 版，并从 {after} 之后的月份起执行。"
    en = "The next rate card is number {number} and holds from a month after {after}."


class LoanTableNotNext(Refused):
    """Tables are numbered without gaps, and each holds from a later month than the one before."""

    code = "points.loan_table_not_next"
    zh = "新的出借标准须是第 {number} 版，并从 {after} 之后的月份起执行。"
    en = "The next loan table is number {number} and holds from a month after {after}."


class ReceiptedEarnsNoPoints(Refused):
    """R-0 [law]: a receipt is for gratuitous gifts."""

    code = "points.receipted_earns_no_points"
    zh = "开具捐赠票据的捐赠不能产生可兑积分（{type}）。"
    en = "What carries a donation receipt earns no spendable points ({type})."


class RateUnfit(Refused):
    """A line of the card counts by another measure than its type does, or stands there twice."""

    code = "points.rate_unfit"
    kind = Kind.INVALID
    zh = "积分标准里 {type} 这一行不对。"
    en = "The line for {type} does not fit."


class ParameterUnknown(Refused):
    """The rulebook has no such parameter, or the card names it twice. What the law says is no parameter."""

    code = "points.parameter_unknown"
    kind = Kind.INVALID
    zh = "没有可由议事会调整的参数 {name}，或它被列出了两次。"
    en = "There is no parameter {name} that the council sets, or it stands there twice."


class ParameterOutOfBounds(Refused):
    """The parameter has bounds of its own, or may not pass another one."""

    code = "points.parameter_out_of_bounds"
    kind = Kind.INVALID
    zh = "参数 {name} 须在 {least} 至 {most} 之间。"
    en = "The parameter {name} lies between {least} and {most}."


class LoanTableUnfit(Refused):
    """The table is empty, or names a thing twice."""

    code = "points.loan_table_unfit"
    kind = Kind.INVALID
    zh = "出借标准不能为空，每种物品只能列一次（{item}）。"
    en = "A loan table is not empty and names each thing once ({item})."


class RateProposalNotFound(NotFound):
    """There is no such proposal in this community."""

    code = "points.rate_proposal_not_found"
    zh = "没有找到这项标准的提议。"
    en = "There is no such proposal."


class RateProposalIdTaken(Refused):
    """The id belongs to a proposal with other content."""

    code = "points.rate_proposal_id_taken"
    zh = "这个编号已用于另一项提议。"
    en = "This id belongs to another proposal."


class RateProposalDecided(Refused):
    """It was agreed or rejected before."""

    code = "points.rate_proposal_decided"
    zh = "这项提议已有结论（{state}）。"
    en = "This proposal was decided before ({state})."


class OwnRateProposal(Refused):
    """Nobody puts in force what they proposed, or what somebody close to them did."""

    code = "points.own_rate_proposal"
    kind = Kind.FORBIDDEN
    zh = "须由与提议人无关的另一位议事会成员同意。"
    en = "Another council member, not close to whoever proposed it, has to agree."
