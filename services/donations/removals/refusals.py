"""Why goods do not leave the store (rulebook §12)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class RemovalNotFound(NotFound):
    """There is no such removal in this community."""

    code = "removals.not_found"
    zh = "没有找到这项退回或核销。"
    en = "There is no such return or write-off."


class RemovalIdTaken(Refused):
    """The id belongs to a removal of other content."""

    code = "removals.id_taken"
    zh = "这个编号已用于另一项退回或核销。"
    en = "The id belongs to another return or write-off."


class CauseUnfit(Refused):
    """What is spoiled does not go back, and what was given wrongly is not written off."""

    code = "removals.cause_unfit"
    kind = Kind.INVALID
    zh = "原因与处理方式不符：退回与核销各有其原因。"
    en = "This is no cause for this: goods go back for other causes than they are written off for."


class ReceiptNoteUnfit(Refused):
    """Returned goods with a receipt, and no others, name the paper by which the federation voids or corrects it."""

    code = "removals.receipt_note_unfit"
    kind = Kind.INVALID
    zh = "退回已要求票据的物资，须填写慈善会作废或更正票据的文件编号；其他情况不应填写。"
    en = "Name the paper that voids or corrects the receipt exactly where returned goods have one."


class RemovalDecided(Refused):
    """It was done or rejected before."""

    code = "removals.decided"
    zh = "这项退回或核销已有结论。"
    en = "This return or write-off was decided before."


class OwnRemoval(Refused):
    """Who proposed it or gave the goods, or is close to one of them, does not decide."""

    code = "removals.own"
    kind = Kind.FORBIDDEN
    zh = "提议人、捐赠人及其同一组织、同一家庭的人员不能决定退回或核销。"
    en = "Who proposed it or gave the goods, or is of the same organisation or household, does not decide."
