"""What a company may say of fees: pure decisions (rulebook §9). Fees in fen, a whole year's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from contracts.kinds import PartyId
from services.points.annual_fees import refusals

FEES_MAX = 200


class Told(NamedTuple):
    """What was said of one household number."""

    household_number: str
    year: str
    annual_fee: int


@dataclass(frozen=True, kw_only=True)
class AnnualFee:
    """A household's fee of a year, as somebody of the company told it; the last one counts, and those before it stay on record."""

    fee_id: str
    company_id: PartyId
    household_id: PartyId
    year: str
    annual_fee: int
    told_by: PartyId
    told_at: datetime


def check_fees(told: Sequence[Told]) -> None:
    """Refuse AnnualFeesUnfit for none, too many, or one twice."""
    if not 0 < len(told) <= FEES_MAX or len({(one.household_number, one.year) for one in told}) < len(told):
        raise refusals.AnnualFeesUnfit(most=FEES_MAX)


def check_known(told: Told, households: Mapping[str, Collection[PartyId]]) -> None:
    """Refuse HouseholdUnknown: of whom the platform does not know it keeps no fee."""
    if told.household_number not in households:
        raise refusals.HouseholdUnknown(number=told.household_number[:40])


def changed(
    told: Sequence[Told], households: Mapping[str, Collection[PartyId]], *, before: Mapping[tuple[PartyId, str], int]
) -> list[tuple[PartyId, Told]]:
    """By household what says something new. Should a number belong to several households, it is said of each."""
    return [
        (household_id, one)
        for one in told
        for household_id in sorted(households[one.household_number])
        if before.get((household_id, one.year)) != one.annual_fee
    ]


def check_shown(fee: int | None, *, shown: int, year: str) -> int:
    """The fee in force, if it is what was shown. Refuses AnnualFeeUntold, AnnualFeeDiffers."""
    if fee is None:
        raise refusals.AnnualFeeUntold(year=year)
    if fee != shown:
        raise refusals.AnnualFeeDiffers(told=f"{fee // 100}.{fee % 100:02d}")
    return fee
