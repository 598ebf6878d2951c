"""The reserve as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import CentiPoints, Count, Fen, LongText, PageKey, PartyId, PositiveFen, ShortText, Version
from contracts.points.ids import Percent, ReserveSourceId
from contracts.points.kinds import Band, ReserveKind, ReserveSourceState


@dataclass(frozen=True, kw_only=True)
class ReserveSource:
    """Value that stands behind points, at cost. `left` is what has not been drawn for redemptions. It counts until `usable_until`."""

    source_id: ReserveSourceId
    kind: ReserveKind
    provider_id: PartyId | None
    title: ShortText
    amount: PositiveFen
    left: Fen
    usable_until: date | None
    document: ShortText
    state: ReserveSourceState
    recorded_by: PartyId
    decided_by: PartyId | None
    reason: LongText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class ReserveSourcePage:
    """Sources, the newest first."""

    items: tuple[ReserveSource, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class ReserveState:
    """The coverage of points as it was published on a day (rulebook §6): coverage = reserve / (outstanding × redemption rate).

    `redemption_rate` and `coverage` in hundredths of a percent: 6200 is 62 %, 11166 is 1.1166. `rate_measured` is false while less than
    twelve months of data stand behind the rate and 80 % is assumed. `coverage` is empty where nothing is outstanding. What is
    performed from `in_force_from` on mints `mint_percent` of its spendable points; contribution value is never cut.
    """

    published_on: date
    reserve: Fen
    outstanding: CentiPoints
    redemption_rate: Count
    rate_measured: bool
    coverage: Count | None
    band: Band
    mint_percent: Percent
    in_force_from: date


@dataclass(frozen=True, kw_only=True)
class ReserveStatePage:
    """What was published, the latest day first."""

    items: tuple[ReserveState, ...]
    next_key: PageKey | None
