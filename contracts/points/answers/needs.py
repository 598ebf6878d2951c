"""What the community needs, as points answers it: groups only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import Count, LongText, PageKey, PartyId, Version
from contracts.points.ids import NeedProfileId, ShareOfHundred
from contracts.points.kinds import NeedGroup


@dataclass(frozen=True, kw_only=True)
class NeedShare:
    """One need group: its share of the need in percent, and how many people it has."""

    group: NeedGroup
    percent: ShareOfHundred
    size: Count


@dataclass(frozen=True, kw_only=True)
class NeedProfile:
    """One version of what the community needs; in force since `approved_at`, until a later one is approved."""

    profile_id: NeedProfileId
    source: LongText
    shares: tuple[NeedShare, ...]
    proposed_by: PartyId
    proposed_at: datetime
    approved_by: PartyId | None
    approved_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class NeedProfilePage:
    """Profiles, newest first."""

    items: tuple[NeedProfile, ...]
    next_key: PageKey | None
