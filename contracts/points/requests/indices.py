"""What points can be asked about indices (rulebook §10, §11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import ActivityId, Count, LongText, Minutes, Month, PartyId, PositiveCentiPoints
from contracts.points.answers import community_indices, indices
from contracts.points.answers.community_indices import IndicatorTarget, TargetsNumber
from contracts.points.answers.indices import Level
from contracts.points.kinds import HoursType
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class GetPartyIndex(Query[indices.PartyIndex]):
    """A party's indices now, explained: of the last twelve months, or of any period, as known now or at any past instant."""

    service = "points"
    answer = indices.PartyIndex

    party_id: PartyId
    since: date | None = None
    until: date | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PreviewPartyIndex(Query[indices.PartyIndexPreview]):
    """What if I add …: hours (a type and minutes) or a contribution value, to an activity that is there or to a new one.

    `partner_ids` would give `partner_cv` each to it as well; people are reached by a new activity only.
    """

    service = "points"
    answer = indices.PartyIndexPreview

    party_id: PartyId
    activity_id: ActivityId | None = None
    hours_type: HoursType | None = None
    minutes: Minutes | None = None
    skilled: bool = False
    cv: PositiveCentiPoints | None = None
    level: Level = 2
    partner_ids: tuple[PartyId, ...] = ()
    partner_cv: PositiveCentiPoints | None = None
    elders: Count = 0
    children: Count = 0
    hardship: Count = 0
    others: Count = 0


@dataclass(frozen=True, kw_only=True)
class ListPartyIndices(PageQuery[indices.PublishedIndexPage]):
    """What was published of a party, month by month."""

    service = "points"
    answer = indices.PublishedIndexPage

    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class GetCommunityIndex(Query[community_indices.CommunityIndex]):
    """The community's own figures as published last, or last in a month."""

    service = "points"
    answer = community_indices.CommunityIndex

    month: Month | None = None


@dataclass(frozen=True, kw_only=True)
class GetCommunityIndexOfPeriod(Query[community_indices.CommunityIndex]):
    """The community's own figures of any period, computed now, as known now or at any past instant; the last twelve months if nothing is said."""

    service = "points"
    answer = community_indices.CommunityIndex

    since: date | None = None
    until: date | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ListCommunityIndices(PageQuery[community_indices.CommunityIndexPage]):
    """The community's own figures, month by month."""

    service = "points"
    answer = community_indices.CommunityIndexPage


@dataclass(frozen=True, kw_only=True)
class ProposeIndexTargets(Command[community_indices.IndexTargets]):
    """Put a version of targets forward: every indicator once."""

    service = "points"
    answer = community_indices.IndexTargets

    number: TargetsNumber
    targets: tuple[IndicatorTarget, ...]
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class ApproveIndexTargets(Command[community_indices.IndexTargets]):
    """Let a proposed version hold from now on: by another person."""

    service = "points"
    answer = community_indices.IndexTargets

    number: TargetsNumber


@dataclass(frozen=True, kw_only=True)
class WithdrawIndexTargets(Command[community_indices.IndexTargets]):
    """Take a proposed version back."""

    service = "points"
    answer = community_indices.IndexTargets

    number: TargetsNumber


@dataclass(frozen=True, kw_only=True)
class ListIndexTargets(PageQuery[community_indices.IndexTargetsPage]):
    """All versions of the targets; public, because they decide what the degree means."""

    service = "points"
    answer = community_indices.IndexTargetsPage
