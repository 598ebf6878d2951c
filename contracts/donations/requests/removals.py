"""What can be asked about goods that leave the store without a recipient."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.donations.answers import removals as answers
from contracts.donations.kinds import GoodsId, PositiveQuantity
from contracts.donations.removal_kinds import GoodsRemovalId, RemovalCause, RemovalKind, RemovalState
from contracts.kinds import Code, LongText, ShortText
from contracts.request import Command, PageQuery


@dataclass(frozen=True, kw_only=True)
class ProposeGoodsRemoval(Command[answers.GoodsRemoval]):
    """Propose that some of the goods in store go back to who gave them, or are written off; they are set aside meanwhile (rulebook §12)."""

    service = "donations"
    answer = answers.GoodsRemoval

    removal_id: GoodsRemovalId
    goods_id: GoodsId
    kind: RemovalKind
    cause: RemovalCause
    quantity: PositiveQuantity
    reason: LongText
    document: ShortText
    receipt_note: Code | None = None


@dataclass(frozen=True, kw_only=True)
class ApproveGoodsRemoval(Command[answers.GoodsRemoval]):
    """Agree to a removal, as another person."""

    service = "donations"
    answer = answers.GoodsRemoval

    removal_id: GoodsRemovalId


@dataclass(frozen=True, kw_only=True)
class RejectGoodsRemoval(Command[answers.GoodsRemoval]):
    """Refuse a removal with a reason, as another person; the goods are on the shelf again."""

    service = "donations"
    answer = answers.GoodsRemoval

    removal_id: GoodsRemovalId
    answer_text: LongText


@dataclass(frozen=True, kw_only=True)
class ListGoodsRemovals(PageQuery[answers.GoodsRemovalPage]):
    """Removals, perhaps of certain goods or in one state."""

    service = "donations"
    answer = answers.GoodsRemovalPage

    goods_id: GoodsId | None = None
    state: RemovalState | None = None
