"""What points can be asked about the fees on which discounts are worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from contracts.kinds import PartyId, PositiveFen, Sha256, ShortText, Whole
from contracts.points.answers import annual_fees as answers
from contracts.points.answers import fee_sheets as sheet_answers
from contracts.points.ids import FeeYear, ProgrammeId
from contracts.points.requests.imports import PIECES_MAX, RowsText
from contracts.request import Command, Query

FEE_ROWS_MAX = 10_000


@dataclass(frozen=True, kw_only=True)
class NewAnnualFee:
    """What a household's fee of a year is, by the number that stands on its bill."""

    household_number: ShortText
    year: FeeYear
    annual_fee: PositiveFen


@dataclass(frozen=True, kw_only=True)
class TellAnnualFees(Command[answers.AnnualFeesTold]):
    """Say for the company what up to 200 households' fees are, all or none; what was said before changes nothing, another fee counts from now on."""

    service = "points"
    answer = answers.AnnualFeesTold

    programme_id: ProgrammeId
    fees: tuple[NewAnnualFee, ...]


@dataclass(frozen=True, kw_only=True)
class TakeAnnualFeeSheet(Command[sheet_answers.FeeSheet]):
    """One piece of a sheet of fees: every row that is fit counts, every other is refused with its reason. The same file again changes nothing."""

    service = "points"
    answer = sheet_answers.FeeSheet

    programme_id: ProgrammeId
    file_sha256: Sha256
    rows_total: Annotated[int, Whole(1, FEE_ROWS_MAX)]
    number: Annotated[int, Whole(0, PIECES_MAX)]
    rows: RowsText
    last: bool


@dataclass(frozen=True, kw_only=True)
class GetAnnualFee(Query[answers.AnnualFee]):
    """What the company has told of a household's fee: one's own, or any for the company and staff."""

    service = "points"
    answer = answers.AnnualFee

    programme_id: ProgrammeId
    household_id: PartyId
    year: FeeYear
