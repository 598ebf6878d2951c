"""What can be read about goods that leave the store without a recipient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.donations.kinds import GoodsId, PositiveQuantity
from contracts.donations.removal_kinds import GoodsRemovalId, RemovalCause, RemovalKind, RemovalState
from contracts.kinds import Code, Fen, LongText, PageKey, PartyId, ShortText, Version


@dataclass(frozen=True, kw_only=True)
class GoodsRemoval:
    """That goods go back to who gave them, or are written off, and what became of it.

    `quantity` is in the measure of the goods. `document` names what proves the cause, `receipt_note` the federation's paper that voids or
    corrects the receipt. `appraised` is the value that went back to the giver, in fen; empty unless it did.
    """

    removal_id: GoodsRemovalId
    goods_id: GoodsId
    kind: RemovalKind
    cause: RemovalCause
    quantity: PositiveQuantity
    reason: LongText
    document: ShortText
    receipt_note: Code | None
    state: RemovalState
    proposed_by: PartyId
    proposed_on: date
    decided_by: PartyId | None
    decided_on: date | None
    answer: LongText | None
    appraised: Fen | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class GoodsRemovalPage:
    """Removals, the newest first."""

    items: tuple[GoodsRemoval, ...]
    next_key: PageKey | None
