"""The fees on which discounts are worked out, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import Count, PartyId, PositiveFen
from contracts.points.ids import FeeYear, ProgrammeId


@dataclass(frozen=True, kw_only=True)
class AnnualFee:
    """A household's fee of a year, as the company told it last."""

    programme_id: ProgrammeId
    household_id: PartyId
    year: FeeYear
    annual_fee: PositiveFen
    told_at: datetime


@dataclass(frozen=True, kw_only=True)
class AnnualFeesTold:
    """How many of the fees were new, and how many had been told just so before."""

    told: Count
    unchanged: Count
