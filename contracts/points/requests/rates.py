"""What points can be asked about rate cards and loan tables."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Count, Month, ShortText, Version
from contracts.points.answers import rates as answers
from contracts.points.ids import Percent, RateProposalId
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ProposeRateCard(Command[answers.RateProposal]):
    """Propose the next rate card, for a later month and never backwards (rulebook §2).

    A rate or a parameter that is left out stays as it was.
    """

    service = "points"
    answer = answers.RateProposal

    proposal_id: RateProposalId
    number: Version
    in_force_from: Month
    heavy_cv_percent: Percent
    sp_hours_per_month: Count
    rates: tuple[answers.Rate, ...]
    reason: ShortText
    parameters: tuple[answers.RateParameter, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProposeLoanTable(Command[answers.RateProposal]):
    """Propose the next table of what can be lent, whole and for a later month (rulebook §2, V1)."""

    service = "points"
    answer = answers.RateProposal

    proposal_id: RateProposalId
    number: Version
    in_force_from: Month
    items: tuple[answers.LoanRate, ...]
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class DecideRateProposal(Command[answers.RateProposal]):
    """Put a proposed card or table in force as a second council member, or reject it; who proposed it may take it back."""

    service = "points"
    answer = answers.RateProposal

    proposal_id: RateProposalId
    accept: bool
    answer_text: ShortText | None = None


@dataclass(frozen=True, kw_only=True)
class ListRateProposals(PageQuery[answers.RateProposalPage]):
    """All that was proposed, whatever became of it."""

    service = "points"
    answer = answers.RateProposalPage


@dataclass(frozen=True, kw_only=True)
class GetRateCard(Query[answers.RateCard]):
    """The rate card that holds for what is performed in a month."""

    service = "points"
    answer = answers.RateCard

    month: Month


@dataclass(frozen=True, kw_only=True)
class ListRateCards(PageQuery[answers.RateCardPage]):
    """All rate cards, those of later months too."""

    service = "points"
    answer = answers.RateCardPage


@dataclass(frozen=True, kw_only=True)
class ListRateParameters(PageQuery[answers.RateParameterPage]):
    """What the council may set by a rate card, and between which bounds. All are on one page."""

    service = "points"
    answer = answers.RateParameterPage


@dataclass(frozen=True, kw_only=True)
class GetLoanTable(Query[answers.LoanTable]):
    """The loan table that holds for what is lent in a month."""

    service = "points"
    answer = answers.LoanTable

    month: Month


@dataclass(frozen=True, kw_only=True)
class ListLoanTables(PageQuery[answers.LoanTablePage]):
    """All loan tables, those of later months too."""

    service = "points"
    answer = answers.LoanTablePage
