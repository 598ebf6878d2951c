"""The community's own figures as points answers them, and the targets they are held against (rulebook §11).

Parts of one have three decimals. They are output figures: they say what was given, not what would have happened without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from contracts.kinds import CentiPoints, Code, Count, LongText, Month, PageKey, PartyId, ShortText, Version, Whole
from contracts.points.answers.indices import Decimal, Factor, Part, People
from contracts.points.kinds import CouplingGrade, Indicator, NeedGroup, Subsystem, TargetsState

Target = Annotated[int, Whole(1, 10**9)]
TargetsNumber = Annotated[int, Whole(1, 10_000)]


@dataclass(frozen=True, kw_only=True)
class IndicatorLevel:
    """A count of the period against its published target; `level` is at most 1."""

    indicator: Indicator
    measured: Count
    target: Target
    level: Factor


@dataclass(frozen=True, kw_only=True)
class SubsystemLevel:
    """One of the five of 五社联动: the mean of its indicators."""

    subsystem: Subsystem
    level: Factor
    indicators: tuple[IndicatorLevel, ...]


@dataclass(frozen=True, kw_only=True)
class CouplingExplained:
    """Coupling C, development T, degree D = √(C·T); the grade is a guide only. `targets` is the version they are held against."""

    targets: TargetsNumber
    coupling: Factor
    development: Factor
    degree: Factor
    grade: CouplingGrade
    subsystems: tuple[SubsystemLevel, ...]


@dataclass(frozen=True, kw_only=True)
class GroupServed:
    """People of a need group who were served, and their part of all, against the group's part of the need."""

    group: NeedGroup
    need_percent: Part
    people: People
    served_percent: Decimal | None


@dataclass(frozen=True, kw_only=True)
class CommunityIndex:
    """The community's own figures for the days from `since` to `day`.

    Published are the twelve months up to a night, of each month the last; of any other period they are computed when somebody asks.

    `party_count` counts identities that gave. What would point at persons (fewer than five of them) is None. `coupling` is None before
    targets are approved, `coverage` (R/(O·r̂), rulebook §6) while there is none.
    """

    month: Month
    day: date
    since: date
    computed_at: datetime
    rulebook: Code
    party_count: Count
    party_count_with_index: Count
    cv: CentiPoints
    coupling: CouplingExplained | None
    tie_count: Count
    tie_density: Factor | None
    ties_across_sectors: Factor | None
    gini: Factor | None
    top_five_share: Factor | None
    newcomers_share: Factor | None
    groups: tuple[GroupServed, ...]
    approval_hours_median: Decimal | None
    coverage: Decimal | None
    note: ShortText


@dataclass(frozen=True, kw_only=True)
class CommunityIndexPage:
    """Published figures of the community, the latest month first."""

    items: tuple[CommunityIndex, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class IndicatorTarget:
    """What counts as fully reached."""

    indicator: Indicator
    target: Target


@dataclass(frozen=True, kw_only=True)
class IndexTargets:
    """One version of the targets. It holds from its approval by a second person until the next one does."""

    number: TargetsNumber
    targets: tuple[IndicatorTarget, ...]
    reason: LongText
    state: TargetsState
    proposed_by: PartyId
    proposed_at: datetime
    decided_by: PartyId | None
    decided_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class IndexTargetsPage:
    """All versions, the first one first."""

    items: tuple[IndexTargets, ...]
    next_key: PageKey | None
