"""Points that lapse, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import PageKey, PartyId, PositiveCentiPoints, PositiveCount, ShortText
from contracts.points.ids import LapseNoticeId
from contracts.points.kinds import LapseTo, NoticeChannel


@dataclass(frozen=True, kw_only=True)
class LapseChoice:
    """Where a party's points go when they lapse, and how it is told before. `channel_by`: who said so last; nobody: as it is for all."""

    party_id: PartyId
    to: LapseTo
    channel: NoticeChannel = NoticeChannel.ACCOUNT
    channel_by: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class LapseNotice:
    """So many points lapse after `expires_on`, said 30, 7 or 1 days before, or as many as the council set."""

    notice_id: LapseNoticeId
    party_id: PartyId
    noticed_on: date
    expires_on: date
    days_before: PositiveCount
    sp: PositiveCentiPoints
    channel: NoticeChannel = NoticeChannel.ACCOUNT


@dataclass(frozen=True, kw_only=True)
class LapseNoticePage:
    """Notices, the newest first."""

    items: tuple[LapseNotice, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class PaperNotice:
    """A notice that the office brings on paper; `public_name` is a person's mask. Without `brought_on` it is still to bring."""

    notice_id: LapseNoticeId
    party_id: PartyId
    public_name: ShortText
    noticed_on: date
    expires_on: date
    days_before: PositiveCount
    sp: PositiveCentiPoints
    brought_on: date | None = None
    brought_by: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class PaperNoticesBrought:
    """Notices that were brought, in the order of their ids."""

    items: tuple[PaperNotice, ...]


@dataclass(frozen=True, kw_only=True)
class PaperNoticePage:
    """Notices on paper, in the order of their ids."""

    items: tuple[PaperNotice, ...]
    next_key: PageKey | None
