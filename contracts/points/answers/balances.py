"""Balances and statements, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import (
    CentiPoints,
    Code,
    Count,
    PageKey,
    PartyId,
    ShortText,
    SignedCentiPoints,
)
from contracts.points.kinds import (
    Unit,
)


@dataclass(frozen=True, kw_only=True)
class PointsLot:
    """Spendable points that lapse together."""

    granted_on: date
    expires_on: date
    remaining: CentiPoints


@dataclass(frozen=True, kw_only=True)
class Balance:
    """A party's two balances (rulebook §0). `sp` includes what is held; `sp_available` is what can be used now.

    `lots` are those with something left, first to lapse first, 100 at most. `minutes` is the volunteer record of settled time.
    """

    party_id: PartyId
    cv: CentiPoints
    sp: CentiPoints
    sp_held: CentiPoints
    sp_available: CentiPoints
    sp_cap: CentiPoints
    minutes: Count
    lots: tuple[PointsLot, ...]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a statement: what changed the balance, by how much, and because of what."""

    amount: SignedCentiPoints
    unit: Unit
    kind: Code
    reference: ShortText
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """Lines of a statement, the latest first."""

    items: tuple[Entry, ...]
    next_key: PageKey | None
