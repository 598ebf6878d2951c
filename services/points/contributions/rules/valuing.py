"""What goods and things on loan count as, in fen (rulebook §2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from contracts.kinds import PartyId
from contracts.points.answers import LoanTable
from contracts.points.kinds import ContributionType as Type
from contracts.points.kinds import DocumentKind, Evidence, GoodsCondition, PriceSource
from services.points.contributions import refusals
from services.points.contributions.rules.claims import GOODS, Document, Goods
from services.points.rate_cards.rules import STEP_MINUTES, Rulebook, hourly

FLOORS = {Type.H4: Evidence.E1, Type.V1: Evidence.E1, Type.G1: Evidence.E3, Type.F3: Evidence.E3}
FLOOR = Evidence.E2

NEEDED = {
    PriceSource.INVOICE: (DocumentKind.INVOICE, 1),
    PriceSource.PRICE_LIST: (DocumentKind.PRICE_LIST, 1),
    PriceSource.QUOTATIONS: (DocumentKind.QUOTATION, 2),
}
INDEPENDENT = frozenset(
    {
        DocumentKind.INVOICE,
        DocumentKind.DONATION_RECEIPT,
        DocumentKind.BANK_LINE,
        DocumentKind.WEIGHBRIDGE_SLIP,
    }
)
"""The documents that make evidence E3 (rulebook §3)."""


@dataclass(frozen=True, kw_only=True)
class Appraisal:
    """What somebody other than the donor says a piece is worth."""

    contribution_id: str
    appraised_by: PartyId
    unit_fen: int
    source: PriceSource
    appraised_at: datetime


class Needs(NamedTuple):
    """What a contribution needs: at least this evidence, and so many more who appraise."""

    floor: Evidence
    appraisals: int


def floor(contribution_type: Type, *, fen: int, rulebook: Rulebook) -> Evidence:
    """The evidence it needs at least (rulebook §2): E2 for most, E1 for governance and loans, E3 for G1, F3, and G2 over ¥2,000."""
    if contribution_type is Type.G2 and fen > rulebook.independent_fen:
        return Evidence.E3
    return FLOORS.get(contribution_type, FLOOR)


def percent(contribution_type: Type, goods: Goods, *, given_on: date, rulebook: Rulebook) -> int:
    """How much of the price counts. Refuses DocumentMissing when condition or end of life is not told."""
    if contribution_type is Type.G3:
        if goods.condition is None:
            raise refusals.DocumentMissing(kind="condition")
        return {
            GoodsCondition.LIKE_NEW: rulebook.like_new_percent,
            GoodsCondition.GOOD: rulebook.good_percent,
            GoodsCondition.WORN: rulebook.worn_percent,
        }[goods.condition]
    if contribution_type is Type.G4:
        if goods.best_before is None:
            raise refusals.DocumentMissing(kind="best_before")
        return _by_days_left((goods.best_before - given_on).days, rulebook)
    return 100


def check_goods(
    contribution_type: Type, goods: Goods, documents: Sequence[Document], *, given_on: date, rulebook: Rulebook
) -> int:
    """What the goods count as by the price they were put forward with, in fen.

    Refuses ReceiptMeansG1, AtCostOnly, NothingCounts, and what `check_source` refuses.
    """
    kinds = {document.kind for document in documents}
    receipted = DocumentKind.DONATION_RECEIPT in kinds
    # R-0 [law]: the receipt decides the type, not whoever fills the form in.
    if receipted and contribution_type not in {Type.G1, Type.G4}:
        raise refusals.ReceiptMeansG1
    if goods.own and goods.source is PriceSource.PRICE_LIST:
        raise refusals.AtCostOnly
    check_source(goods.source, kinds=[document.kind for document in documents])
    share = percent(contribution_type, goods, given_on=given_on, rulebook=rulebook)
    fen = worth(goods, unit_fen=goods.unit_fen, percent=share)
    if fen == 0:
        raise refusals.NothingCounts
    return fen


def check_source(source: PriceSource, *, kinds: Collection[DocumentKind]) -> None:
    """Invoice, else published price list, else two quotations, each with its document. Refuses BetterSourceExists, DocumentMissing."""
    there = Counter(kinds)
    for better, (kind, least) in NEEDED.items():
        if better is source:
            if there[kind] < least:
                raise refusals.DocumentMissing(kind=kind.value)
            return
        if there[kind] >= least:
            raise refusals.BetterSourceExists


def worth(goods: Goods, *, unit_fen: int, percent: int) -> int:
    """Pieces times price times factor, in fen; parts of a fen fall away."""
    return goods.quantity * unit_fen * percent // 100


def appraised(
    contribution_type: Type, goods: Goods, appraisals: Sequence[Appraisal], *, given_on: date, rulebook: Rulebook
) -> int:
    """What goods count as after these appraisals: by the lowest price anybody named."""
    lowest = min([goods.unit_fen, *(appraisal.unit_fen for appraisal in appraisals)])
    share = percent(contribution_type, goods, given_on=given_on, rulebook=rulebook)
    return worth(goods, unit_fen=lowest, percent=share)


def appraisals_missing(goods: Goods, appraisals: Sequence[Appraisal], *, rulebook: Rulebook) -> int:
    """How many more persons have to appraise; two for dear pieces, by whoever names the highest price."""
    highest = max([goods.unit_fen, *(appraisal.unit_fen for appraisal in appraisals)])
    return max(0, (2 if highest > rulebook.second_appraiser_fen else 1) - len(appraisals))


def needs(
    contribution_type: Type, goods: Goods | None, appraisals: Sequence[Appraisal], *, fen: int, rulebook: Rulebook
) -> Needs:
    """What it needs by the rulebook that held when it was performed."""
    missing = 0 if goods is None else appraisals_missing(goods, appraisals, rulebook=rulebook)
    return Needs(floor(contribution_type, fen=fen, rulebook=rulebook), missing)


def loan_fen(table: LoanTable, code: str, *, minutes: int) -> int:
    """What so much time of a thing of the table counts as. Refuses LoanUnknown, NothingCounts."""
    per_hour = hourly(table, code)
    if per_hour is None:
        raise refusals.LoanUnknown(item=code)
    fen = per_hour * (minutes // STEP_MINUTES * STEP_MINUTES) // 60
    if fen == 0:
        raise refusals.NothingCounts
    return fen


def is_goods(contribution_type: Type) -> bool:
    """Is it one of the goods?"""
    return contribution_type in GOODS


def _by_days_left(left: int, rulebook: Rulebook) -> int:
    """How much of the price of food counts, within the rulebook's 0-0.5. On its last day it counts nothing."""
    steps = (
        (15, rulebook.food_15_days_percent),
        (8, rulebook.food_8_days_percent),
        (4, rulebook.food_4_days_percent),
        (2, rulebook.food_2_days_percent),
        (1, rulebook.food_1_day_percent),
    )
    return next((share for days, share in steps if left >= days), 0)
