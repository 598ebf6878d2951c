"""Rate cards, loan tables and the proposals they come from, as points answers them to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import CentiPoints, Code, Count, Month, PageKey, PartyId, PositiveFen, ShortText, Version
from contracts.points.ids import Percent, RateProposalId
from contracts.points.kinds import ContributionType, Measure, ParameterUnit, RateProposalState


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One line of a rate card: contribution value and spendable points per measure."""

    contribution_type: ContributionType
    measure: Measure
    cv: CentiPoints
    sp: CentiPoints


@dataclass(frozen=True, kw_only=True)
class RateParameter:
    """One of the rulebook's numbers that the council sets, by name and in whole units; what it means: `RateParameterMeaning`."""

    name: Code
    value: Count


@dataclass(frozen=True, kw_only=True)
class RateParameterMeaning:
    """What a parameter says, in what it is counted, between what it may be set, and what holds until a council sets it otherwise.

    `source`: the section of the rulebook.
    """

    name: Code
    zh: ShortText
    en: ShortText
    unit: ParameterUnit
    first: Count
    least: Count
    most: Count
    source: ShortText


@dataclass(frozen=True, kw_only=True)
class RateParameterPage:
    """All parameters, in the order of the rulebook."""

    items: tuple[RateParameterMeaning, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class RateCard:
    """What contributions performed from a month on earn (rulebook §2), and the council's parameters from then on (§0).

    `heavy_cv_percent` multiplies H3 hours, value only. `parameters`: all of them, by which limits, deadlines and looks are kept.
    `proposed_by`, `agreed_by`: the two council members. The rulebook's own first card has neither.
    """

    number: Version
    in_force_from: Month
    heavy_cv_percent: Percent
    sp_hours_per_month: Count
    rates: tuple[Rate, ...]
    parameters: tuple[RateParameter, ...] = ()
    proposed_by: PartyId | None = None
    agreed_by: PartyId | None = None
    agreed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RateCardPage:
    """Rate cards, the first one first."""

    items: tuple[RateCard, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class LoanRate:
    """What an hour of a venue, a vehicle or a thing on loan counts as (rulebook §2, V1)."""

    code: Code
    name: ShortText
    hourly: PositiveFen


@dataclass(frozen=True, kw_only=True)
class LoanTable:
    """What can be lent from a month on, and what an hour of it counts as; what the table does not name, does not count.

    `proposed_by`, `agreed_by`: the two council members. The first table has neither.
    """

    number: Version
    in_force_from: Month
    items: tuple[LoanRate, ...]
    proposed_by: PartyId | None = None
    agreed_by: PartyId | None = None
    agreed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class LoanTablePage:
    """Loan tables, the first one first."""

    items: tuple[LoanTable, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class RateProposal:
    """A rate card (`card`) or a loan table (`loans`) that a council member proposed, and what became of it.

    A card names the lines and parameters that would change; what it leaves out stays as it is.
    """

    proposal_id: RateProposalId
    card: RateCard | None
    loans: LoanTable | None
    reason: ShortText
    state: RateProposalState
    proposed_by: PartyId
    proposed_at: datetime
    decided_by: PartyId | None
    decided_at: datetime | None
    answer: ShortText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class RateProposalPage:
    """Proposals, the newest id first."""

    items: tuple[RateProposal, ...]
    next_key: PageKey | None
