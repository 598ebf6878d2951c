"""Rate cards, contributions and their public notices, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import (
    CentiPoints,
    Code,
    Count,
    Minutes,
    Month,
    PageKey,
    PartyId,
    ShortText,
    Version,
)
from contracts.points.ids import (
    ContributionId,
    Percent,
)
from contracts.points.kinds import (
    ContributionState,
    ContributionType,
    Evidence,
    Measure,
)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One line of a rate card: contribution value and spendable points per measure."""

    contribution_type: ContributionType
    measure: Measure
    cv: CentiPoints
    sp: CentiPoints


@dataclass(frozen=True, kw_only=True)
class RateCard:
    """What contributions performed from a month on earn (rulebook §2). `heavy_cv_percent` multiplies H3 hours, value only."""

    number: Version
    in_force_from: Month
    heavy_cv_percent: Percent
    sp_hours_per_month: Count
    rates: tuple[Rate, ...]


@dataclass(frozen=True, kw_only=True)
class RateCardPage:
    """Rate cards, the first one first."""

    items: tuple[RateCard, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """Somebody's unpaid time and what became of it. Until it is settled, `cv` and `sp` are what it would earn now.

    `minutes` is the raw time of the volunteer record and never rewritten. `due_at` is when the next step should be taken: an
    unanswered step is never approved by itself.
    """

    contribution_id: ContributionId
    party_id: PartyId
    contribution_type: ContributionType
    activity: ShortText
    qualification: Code | None
    started_at: datetime
    minutes: Minutes
    evidence: Evidence
    state: ContributionState
    rate_card: Version
    cv: CentiPoints
    sp: CentiPoints
    submitted_by: PartyId
    confirmed_by: PartyId | None
    decided_by: PartyId | None
    notice_ends_at: datetime | None
    due_at: datetime | None
    reason: ShortText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class ContributionPage:
    """Contributions, the newest id first."""

    items: tuple[Contribution, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A confirmed contribution under public notice: who (masked), what, how long, and until when anybody may object."""

    contribution_id: ContributionId
    public_name: ShortText
    contribution_type: ContributionType
    activity: ShortText
    minutes: Minutes
    notice_ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class NoticePage:
    """Notices that run now, the newest id first."""

    items: tuple[Notice, ...]
    next_key: PageKey | None
