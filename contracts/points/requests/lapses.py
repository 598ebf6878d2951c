"""What points can be asked about points that lapse."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.points.answers import lapses as answers
from contracts.points.kinds import LapseTo
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ChooseLapse(Command[answers.LapseChoice]):
    """Choose where the own points go when they lapse: to the mutual-aid pool, or to nothing (rulebook §4)."""

    service = "points"
    answer = answers.LapseChoice

    to: LapseTo


@dataclass(frozen=True, kw_only=True)
class GetLapseChoice(Query[answers.LapseChoice]):
    """Where the own points go when they lapse."""

    service = "points"
    answer = answers.LapseChoice


@dataclass(frozen=True, kw_only=True)
class ListLapseNotices(PageQuery[answers.LapseNoticePage]):
    """The notices in the own account that points are about to lapse."""

    service = "points"
    answer = answers.LapseNoticePage
