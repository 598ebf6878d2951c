"""What points says of its reserve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.event import Event
from contracts.kinds import CentiPoints, Count, Fen
from contracts.points.ids import Percent
from contracts.points.kinds import Band


@dataclass(frozen=True, kw_only=True)
class ReserveStateChanged(Event):
    """The coverage of points went into another band (rulebook §6); what is performed from `in_force_from` on is minted accordingly.

    `redemption_rate` and `coverage` in hundredths of a percent: 6200 is 62 %, 11166 is 1.1166. No coverage: nothing is outstanding.
    """

    source = "points"
    subject = "community"

    published_on: date
    reserve: Fen
    outstanding: CentiPoints
    redemption_rate: Count
    coverage: Count | None
    band: Band
    mint_percent: Percent
    in_force_from: date
