"""The indices as points answers them: a party's own with everything they come from, and published ones (rulebook §10).

Indices go from 0 to 100 with one decimal; other figures are decimal strings too. They are output indices: they say what was given, with whom
and for whom, not what would have happened without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from contracts.kinds import ActivityId, CentiPoints, Code, Count, Month, PageKey, PartyId, Pattern, ShortText, Whole
from contracts.points.kinds import NeedGroup
from contracts.sectors import Sector

IndexValue = Annotated[str, Pattern(r"(100|[1-9]?\d)\.\d", "46.8")]
Factor = Annotated[str, Pattern(r"[01]\.\d{3}", "0.631")]
Decimal = Annotated[str, Pattern(r"\d{1,12}\.\d{1,3}", "20.4")]
People = Annotated[str, Pattern(r"<5|\d{1,9}(\.\d)?", "18.1")]
Level = Annotated[int, Whole(1, 5)]
Part = Annotated[int, Whole(0, 100)]


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The composite is never told without the three that it is made of."""

    coordination: IndexValue
    depth: IndexValue
    breadth: IndexValue
    composite: IndexValue


@dataclass(frozen=True, kw_only=True)
class Tie:
    """How much of the party's contribution met a partner's, in CV, and how much of a full partner that makes.

    Persons by their masked names and without an id; an identity of several parties counts, and is named, once.
    """

    public_name: ShortText
    party_id: PartyId | None
    sector: Sector
    cv: Decimal
    counts_for: Factor


@dataclass(frozen=True, kw_only=True)
class SectorReached:
    """How much of the party's contribution met that of another sector."""

    sector: Sector
    cv: Decimal
    counts_for: Factor


@dataclass(frozen=True, kw_only=True)
class CoordinationExplained:
    """100 · K/(K+3) · (1+X)/2. `ties` are the strongest, `ties_left_out` the number of the others."""

    partners: Decimal
    reach: Factor
    ties: tuple[Tie, ...]
    ties_left_out: Count
    sectors: tuple[SectorReached, ...]


@dataclass(frozen=True, kw_only=True)
class MonthGiven:
    """What was given in a civil month."""

    month: Month
    cv: CentiPoints


@dataclass(frozen=True, kw_only=True)
class LevelGiven:
    """What was given at a level: 1 attended, 2 contributed, 3 organised, 4 decided with others, 5 steward."""

    level: Level
    cv: CentiPoints


@dataclass(frozen=True, kw_only=True)
class DepthExplained:
    """100 · (A · P · L)^(1/3): amount against the sector's full one, months of twelve, highest level with 20 CV or more."""

    cv: CentiPoints
    full_amount: CentiPoints
    amount: Factor
    regularity: Factor
    role: Factor
    months: tuple[MonthGiven, ...]
    levels: tuple[LevelGiven, ...]


@dataclass(frozen=True, kw_only=True)
class GroupReached:
    """People of one need group, fractional so that over all parties nobody is counted twice, and what they add to breadth.

    Fewer than five, none too, are told as "<5" and without points. None: not told, because from it the others could be computed.
    """

    group: NeedGroup
    need_percent: Part
    size: Count
    people: People | None
    points: IndexValue | None


@dataclass(frozen=True, kw_only=True)
class GroupPeople:
    """People of one need group whom an activity reached, and those of them that are due to the party's share; "<5" below five."""

    group: NeedGroup
    people: People
    due_to_party: People


@dataclass(frozen=True, kw_only=True)
class ActivityShare:
    """What the party gave to one activity.

    Without an id, all in one: what belongs to no activity, each gift standing alone, and to whoever asks for themselves what only others of the
    same identity gave.
    """

    activity_id: ActivityId | None
    name: ShortText | None
    gifts: Count
    cv: CentiPoints
    cv_of_all: CentiPoints
    groups: tuple[GroupPeople, ...]


@dataclass(frozen=True, kw_only=True)
class BreadthExplained:
    """100 · Σ p · ln(1+U)/ln(1+N)."""

    groups: tuple[GroupReached, ...]


@dataclass(frozen=True, kw_only=True)
class PartyIndex:
    """A party's indices for a period, as known at an instant, with all they come from.

    With fewer than 3 activities or 30 days `sufficient` is false, `note` says 数据不足, and there is no number. `identities`: how many
    registered parties count as this one (same household, legal representative, payment account or address).
    """

    party_id: PartyId
    name: ShortText
    sector: Sector
    identities: Count
    since: date
    until: date
    as_of: datetime
    rulebook: Code
    activity_count: Count
    days: Count
    sufficient: bool
    note: ShortText
    scores: Scores | None
    coordination: CoordinationExplained | None
    depth: DepthExplained | None
    breadth: BreadthExplained | None
    activities: tuple[ActivityShare, ...]
    activities_left_out: Count


@dataclass(frozen=True, kw_only=True)
class PartyIndexPreview:
    """What all four numbers are and would be; None where there is too little to say."""

    party_id: PartyId
    since: date
    until: date
    added_cv: CentiPoints
    before: Scores | None
    after: Scores | None
    note: ShortText


@dataclass(frozen=True, kw_only=True)
class PublishedIndex:
    """What was published of a party in a night; of each month the last night stays."""

    month: Month
    day: date
    computed_at: datetime
    rulebook: Code
    activity_count: Count
    days: Count
    sufficient: bool
    scores: Scores | None


@dataclass(frozen=True, kw_only=True)
class PublishedIndexPage:
    """A party's published indices, the latest month first."""

    items: tuple[PublishedIndex, ...]
    next_key: PageKey | None
