"""Points that lapse, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import PageKey, PartyId, PositiveCentiPoints, PositiveCount
from contracts.points.ids import LapseNoticeId
from contracts.points.kinds import LapseTo


@dataclass(frozen=True, kw_only=True)
class LapseChoice:
    """Where a party's points go when they lapse."""

    party_id: PartyId
    to: LapseTo


@dataclass(frozen=True, kw_only=True)
class LapseNotice:
    """So many points lapse after `expires_on`, said 30, 7 or 1 days before."""

    notice_id: LapseNoticeId
    party_id: PartyId
    noticed_on: date
    expires_on: date
    days_before: PositiveCount
    sp: PositiveCentiPoints


@dataclass(frozen=True, kw_only=True)
class LapseNoticePage:
    """Notices, the newest first."""

    items: tuple[LapseNotice, ...]
    next_key: PageKey | None
