"""What points can be asked about what the community needs."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Count, LongText
from contracts.points.answers import needs as answers
from contracts.points.ids import NeedProfileId, ShareOfHundred
from contracts.points.kinds import NeedGroup
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class NeedShare:
    """One need group: its share of the need in percent, and how many people it has."""

    group: NeedGroup
    percent: ShareOfHundred
    size: Count


@dataclass(frozen=True, kw_only=True)
class ProposeNeedProfile(Command[answers.NeedProfile]):
    """Propose shares and sizes of the need groups; `source` says where the numbers come from."""

    service = "points"
    answer = answers.NeedProfile

    profile_id: NeedProfileId
    source: LongText
    shares: tuple[NeedShare, ...]


@dataclass(frozen=True, kw_only=True)
class ApproveNeedProfile(Command[answers.NeedProfile]):
    """Put a proposed profile in force."""

    service = "points"
    answer = answers.NeedProfile

    profile_id: NeedProfileId


@dataclass(frozen=True, kw_only=True)
class GetNeedGroups(Query[answers.NeedProfile]):
    """What the community needs now, as published."""

    service = "points"
    answer = answers.NeedProfile


@dataclass(frozen=True, kw_only=True)
class ListNeedProfiles(PageQuery[answers.NeedProfilePage]):
    """All versions."""

    service = "points"
    answer = answers.NeedProfilePage
