"""What rural_link can be asked about produce lots: their life, what is in them, and their trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from contracts.kinds import (
    ActivityId,
    Code,
    Grams,
    Hundredths,
    LongText,
    PositiveCount,
    PositiveFen,
    PositiveGrams,
    Sha256,
    ShortText,
    Written,
)
from contracts.request import Command, PageQuery, Query
from contracts.rural_link import answers
from contracts.rural_link.ids import LotDonationId, LotId, OutflowId, PartnerId, StepId
from contracts.rural_link.kinds import DocumentKind, LotState, MassUnit, ProduceCategory, RecordedOutflow

Amount = Annotated[int, Hundredths(least=1, most=10**11)]
"""A weight as a village writes it, in hundredths of its unit: "12.50" 斤."""

Contact = Annotated[str, Written(3, 40)]


@dataclass(frozen=True, kw_only=True)
class DraftLot(Command[answers.Lot]):
    """Announce a lot before its harvest."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId
    partner_id: PartnerId
    category: ProduceCategory
    product: ShortText


@dataclass(frozen=True, kw_only=True)
class ReviseLot(Command[answers.Lot]):
    """Change what a draft says; from commissioning on a lot is locked."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId
    category: ProduceCategory
    product: ShortText


@dataclass(frozen=True, kw_only=True)
class CommissionLot(Command[answers.Lot]):
    """State the harvest: from here on the lot has a number, a weight and a trace."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId
    lot_number: Code
    grower_name: ShortText
    plot: ShortText
    variety: ShortText
    harvested_on: date
    grams: PositiveGrams


@dataclass(frozen=True, kw_only=True)
class LotRow:
    """One row of a village's harvest sheet, weight and unit as written there."""

    lot_id: LotId
    lot_number: Code
    category: ProduceCategory
    product: ShortText
    grower_name: ShortText
    plot: ShortText
    variety: ShortText
    harvested_on: date
    amount: Amount
    unit: MassUnit


@dataclass(frozen=True, kw_only=True)
class PostLots(Command[answers.PostedLots]):
    """Commission the lots of a whole harvest sheet, at most 200 rows: all of them, or none if any row is wrong."""

    service = "rural_link"
    answer = answers.PostedLots

    partner_id: PartnerId
    rows: tuple[LotRow, ...]


@dataclass(frozen=True, kw_only=True)
class StatedDocument:
    """What is written on a paper that vouches for a lot. The contact is masked before it is kept; the picture stays with the village."""

    kind: DocumentKind
    number: Code
    product: ShortText
    grams: PositiveGrams
    place: ShortText
    issued_on: date
    promisor: ShortText
    contact: Contact
    file_sha256: Sha256 | None = None


@dataclass(frozen=True, kw_only=True)
class CertifyLot(Command[answers.Lot]):
    """Hand in every paper the lot's category needs."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId
    documents: tuple[StatedDocument, ...]


@dataclass(frozen=True, kw_only=True)
class PublishLot(Command[answers.Lot]):
    """Offer a certified lot in packs. `grower_shown_as` is the name the village chose to show; the price is for one pack."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId
    price: PositiveFen
    pack_grams: PositiveGrams
    packs: PositiveCount
    grower_shown_as: ShortText


@dataclass(frozen=True, kw_only=True)
class HoldLot(Command[answers.Lot]):
    """Stop everything that happens to a lot, at once."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class ReleaseLot(Command[answers.Lot]):
    """Let a held lot go on where it stopped."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class RecallLot(Command[answers.Lot]):
    """Take a held lot back for good."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class RecordOutflow(Command[answers.Lot]):
    """Write down what became a dish or was lost. A lot that lost more than it had is held."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId
    outflow_id: OutflowId
    kind: RecordedOutflow
    grams: PositiveGrams
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class CountLot(Command[answers.Lot]):
    """Weigh what is there, packs that wait for their buyers included. A difference beyond tolerance holds the lot."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId
    outflow_id: OutflowId
    on_hand_grams: Grams


@dataclass(frozen=True, kw_only=True)
class DonateFromLot(Command[answers.LotDonation]):
    """Offer part of a lot to a fund; `cost` is what it cost to grow, the most it may be appraised at. It is given once staff accepted it.

    `activity_id`: the shared act of charity it is for (rulebook §10).
    """

    service = "rural_link"
    answer = answers.LotDonation

    donation_id: LotDonationId
    lot_id: LotId
    grams: PositiveGrams
    cost: PositiveFen
    fund_code: Code
    activity_id: ActivityId | None = None


@dataclass(frozen=True, kw_only=True)
class AcceptLotDonation(Command[answers.LotDonation]):
    """Take what a village offers, as somebody else than who offered it. What it is worth, others say (donations: AppraiseGoods)."""

    service = "rural_link"
    answer = answers.LotDonation

    donation_id: LotDonationId


@dataclass(frozen=True, kw_only=True)
class ListLotDonations(PageQuery[answers.LotDonationPage]):
    """What villages offered and gave of their lots, newest first: a village sees its own, staff and auditors all."""

    service = "rural_link"
    answer = answers.LotDonationPage


@dataclass(frozen=True, kw_only=True)
class GetLot(Query[answers.Lot]):
    """One lot with all it says: for its village, staff and auditors."""

    service = "rural_link"
    answer = answers.Lot

    lot_id: LotId


@dataclass(frozen=True, kw_only=True)
class ListLots(PageQuery[answers.LotPage]):
    """Lots, newest first: a village sees its own, staff and auditors all."""

    service = "rural_link"
    answer = answers.LotPage

    state: LotState | None = None


@dataclass(frozen=True, kw_only=True)
class ListOffers(PageQuery[answers.OfferPage]):
    """What anybody may order now, newest first."""

    service = "rural_link"
    answer = answers.OfferPage

    category: ProduceCategory | None = None


@dataclass(frozen=True, kw_only=True)
class CorrectStep(Command[answers.TraceStep]):
    """Declare one step of a trace wrong and say what is right; the original stays visible beside its correction."""

    service = "rural_link"
    answer = answers.TraceStep

    lot_id: LotId
    step_id: StepId
    correction_id: StepId
    reason: LongText
    happened_at: datetime
    place: ShortText


@dataclass(frozen=True, kw_only=True)
class TraceLot(Query[answers.LotTrace]):
    """Where a lot came from and what happened to it: for anybody who scans a pack."""

    service = "rural_link"
    answer = answers.LotTrace

    lot_id: LotId


@dataclass(frozen=True, kw_only=True)
class ExportTrace(Query[answers.EpcisDocument]):
    """The same trace as an EPCIS 2.0 JSON-LD document, for other people's systems."""

    service = "rural_link"
    answer = answers.EpcisDocument

    lot_id: LotId
