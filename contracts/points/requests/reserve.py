"""What points can be asked about its reserve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import LongText, PartyId, PositiveFen, ShortText
from contracts.points.answers import reserve as answers
from contracts.points.ids import ReserveSourceId
from contracts.points.kinds import ReserveKind
from contracts.request import Command, PageQuery


@dataclass(frozen=True, kw_only=True)
class RecordReserveSource(Command[answers.ReserveSource]):
    """Write down value that may be used for redemptions, at cost; it counts once a second person has approved it (rulebook §6)."""

    service = "points"
    answer = answers.ReserveSource

    source_id: ReserveSourceId
    kind: ReserveKind
    provider_id: PartyId | None = None
    title: ShortText
    amount: PositiveFen
    document: ShortText
    usable_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class DecideReserveSource(Command[answers.ReserveSource]):
    """Approve a recorded source, or reject it, as another person than who recorded it."""

    service = "points"
    answer = answers.ReserveSource

    source_id: ReserveSourceId
    approve: bool
    reason: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class EndReserveSource(Command[answers.ReserveSource]):
    """Count a source no longer, e.g. because a pledge was withdrawn; what was drawn stays drawn."""

    service = "points"
    answer = answers.ReserveSource

    source_id: ReserveSourceId
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class ListReserveSources(PageQuery[answers.ReserveSourcePage]):
    """The sources of the reserve."""

    service = "points"
    answer = answers.ReserveSourcePage


@dataclass(frozen=True, kw_only=True)
class ListReserveStates(PageQuery[answers.ReserveStatePage]):
    """The coverage of points as it was published day by day; public."""

    service = "points"
    answer = answers.ReserveStatePage
