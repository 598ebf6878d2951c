"""Refunds as donations answers them."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.donations.kinds import GiftId, RefundId, RefundKind, RefundState
from contracts.kinds import LongText, PageKey, PartyId, ShortText, Version


@dataclass(frozen=True, kw_only=True)
class Refund:
    """That a gift goes back to who gave it, whole, and what became of it; `document` names what proves the reason."""

    refund_id: RefundId
    gift_id: GiftId
    kind: RefundKind
    reason: LongText
    document: ShortText
    state: RefundState
    proposed_by: PartyId | None
    decided_by: PartyId | None
    answer: LongText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class RefundPage:
    """Refunds, the newest first."""

    items: tuple[Refund, ...]
    next_key: PageKey | None
