"""What points can be asked about balances."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import (
    PartyId,
)
from contracts.points.answers import balances as answers
from contracts.points.kinds import Unit
from contracts.request import PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class GetBalance(Query[answers.Balance]):
    """A party's contribution value and spendable points."""

    service = "points"
    answer = answers.Balance

    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class ListEntries(PageQuery[answers.EntryPage]):
    """A party's statement in one unit."""

    service = "points"
    answer = answers.EntryPage

    party_id: PartyId
    unit: Unit
