"""What points can be asked about settling with providers."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Month, PartyId, ShortText
from contracts.points.answers import settlements as answers
from contracts.points.ids import SettlementId
from contracts.points.kinds import SettlementChoice
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ChooseSettlement(Command[answers.ChosenSettlement]):
    """Say, as the provider, how a month is to be settled; until somebody prepares it, the last word counts."""

    service = "points"
    answer = answers.ChosenSettlement

    provider_id: PartyId
    month: Month
    choice: SettlementChoice


@dataclass(frozen=True, kw_only=True)
class PrepareSettlement(Command[answers.Settlement]):
    """Draw up a provider's month that is over: what was handed over until its end and is neither disputed nor settled."""

    service = "points"
    answer = answers.Settlement

    settlement_id: SettlementId
    provider_id: PartyId
    month: Month


@dataclass(frozen=True, kw_only=True)
class ApproveSettlement(Command[answers.Settlement]):
    """Settle, as another person than who prepared it."""

    service = "points"
    answer = answers.Settlement

    settlement_id: SettlementId


@dataclass(frozen=True, kw_only=True)
class RejectSettlement(Command[answers.Settlement]):
    """Send it back: it may be prepared anew, under another id."""

    service = "points"
    answer = answers.Settlement

    settlement_id: SettlementId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class GetSettlement(Query[answers.Settlement]):
    """One settlement, for its provider and those who decide."""

    service = "points"
    answer = answers.Settlement

    settlement_id: SettlementId


@dataclass(frozen=True, kw_only=True)
class ListSettlements(PageQuery[answers.SettlementPage]):
    """One's own settlements as a provider, or all for those who decide."""

    service = "points"
    answer = answers.SettlementPage


@dataclass(frozen=True, kw_only=True)
class ListSettlementLines(PageQuery[answers.SettlementLinePage]):
    """The lines of one settlement; while it is only prepared, as they stand now."""

    service = "points"
    answer = answers.SettlementLinePage

    settlement_id: SettlementId
