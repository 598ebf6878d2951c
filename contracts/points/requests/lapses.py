"""What points can be asked about points that lapse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import PartyId
from contracts.points.answers import lapses as answers
from contracts.points.ids import LapseNoticeId
from contracts.points.kinds import LapseTo, NoticeChannel
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ChooseLapse(Command[answers.LapseChoice]):
    """Choose where points go when they lapse, one's own or an organisation's: to the mutual-aid pool, or to nothing (rulebook §4)."""

    service = "points"
    answer = answers.LapseChoice

    to: LapseTo
    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class GetLapseChoice(Query[answers.LapseChoice]):
    """Where points go when they lapse, one's own or an organisation's."""

    service = "points"
    answer = answers.LapseChoice

    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class ListLapseNotices(PageQuery[answers.LapseNoticePage]):
    """The notices that points are about to lapse, in one's own account or an organisation's."""

    service = "points"
    answer = answers.LapseNoticePage

    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class ChooseNoticeChannel(Command[answers.LapseChoice]):
    """Choose how one is told before points lapse, oneself or those for whom one acts; the office notes it for whoever has not chosen."""

    service = "points"
    answer = answers.LapseChoice

    channel: NoticeChannel
    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class ListPaperNotices(PageQuery[answers.PaperNoticePage]):
    """The notices that the office brings on paper: those of one day, or of all days what is still to bring. `open_only`: also of one day."""

    service = "points"
    answer = answers.PaperNoticePage

    day: date | None = None
    open_only: bool = False


@dataclass(frozen=True, kw_only=True)
class MarkNoticesBrought(Command[answers.PaperNoticesBrought]):
    """Say that one brought up to 200 notices on paper on that day, all or none. The same again changes nothing."""

    service = "points"
    answer = answers.PaperNoticesBrought

    notice_ids: tuple[LapseNoticeId, ...]
    brought_on: date
