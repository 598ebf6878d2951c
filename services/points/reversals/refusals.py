"""Why nothing is taken back (rulebook §5)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class GrantNotFound(NotFound):
    """Nothing was credited for this source, or it is not the caller's to see."""

    code = "points.grant_not_found"
    zh = "没有找到这笔积分记录。"
    en = "Nothing was credited for this source."


class ReversalIsFinal(Refused):
    """What was taken back is not given back by reversing again: a new grant corrects it."""

    code = "points.reversal_is_final"
    zh = "冲正不能再被冲正，如有差错请重新记入。"
    en = "A reversal is not reversed; credit anew what is right."


class ReversalKeyTaken(Refused):
    """The source was taken back for this reason and turn before, by another amount."""

    code = "points.reversal_key_taken"
    zh = "同一来源、原因和序号的冲正已按其他数额入账。"
    en = "This source, reason and turn were used for a reversal of another amount."


class ReversesMoreThanIsLeft(Refused):
    """Less is left of the source than should be taken back; minutes or fen."""

    code = "points.reverses_more_than_is_left"
    zh = "可冲正的数量只剩 {left}。"
    en = "Only {left} is left to take back."


class ReversedInWholeOnly(Refused):
    """What was credited without minutes and without a value in money has no parts."""

    code = "points.reversed_in_whole_only"
    kind = Kind.INVALID
    zh = "这笔积分只能整笔冲正。"
    en = "This can be taken back in whole only."


class ReversalProposalNotFound(NotFound):
    """There is no such proposal in this community."""

    code = "points.reversal_proposal_not_found"
    zh = "没有找到这项冲正提议。"
    en = "There is no such proposal."


class ReversalProposalIdTaken(Refused):
    """The id belongs to a proposal with other content."""

    code = "points.reversal_proposal_id_taken"
    zh = "这个编号已用于另一项冲正提议。"
    en = "This id is taken by a proposal with other content."


class ReversalProposalDecided(Refused):
    """It was accepted or declined before."""

    code = "points.reversal_proposal_decided"
    zh = "这项冲正提议已有结论。"
    en = "This proposal was decided before."


class OwnReversal(Refused):
    """Who proposed it, whose it is, who is close to either, or who had a hand in what was credited does not decide."""

    code = "points.own_reversal"
    kind = Kind.FORBIDDEN
    zh = "提议人、当事人及与其同住户同组织者、经手过这项贡献的人不能决定冲正。"
    en = "Who proposed it, is concerned, is close to either, or had a hand in what was credited does not decide."
