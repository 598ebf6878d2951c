"""Does a lot add up? What came in = sold + transformed + donated + lost + on hand (rulebook §18). All weights are grams."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.rural_link import answers
from contracts.rural_link.kinds import LotState, OutflowKind
from contracts.shape import decimal_text
from services.rural_link.lots.refusals import NotEnoughLeft, WrongLotState
from services.rural_link.lots.rules import Lot, harvest_of, hold, overdrawn, take_out, tolerance
from services.rural_link.stocks.refusals import AcceptingOwnOffer, CostAbovePrice

GIVEN_FROM = (LotState.CERTIFIED, LotState.PUBLISHED)
MOVING = (LotState.COMMISSIONED, LotState.CERTIFIED, LotState.PUBLISHED)
OVERDRAWN = "出多于进，自动扣留：实际流出超过采收重量与允许误差。"
MISCOUNTED = "盘点不符，自动扣留：实称与账面相差超过允许误差。"


@dataclass(frozen=True, kw_only=True)
class Outflow:
    """Grams that left a lot; a WEIGHING outflow is what a count found missing (or, negative, found again)."""

    outflow_id: str
    lot_id: str
    kind: OutflowKind
    grams: int
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """Somebody of the staff took the gift. What it is worth, others say."""

    accepted_by: str
    donated_on: date


@dataclass(frozen=True, kw_only=True)
class Donation:
    """Part of a lot that a village offers to a fund; `cost` is fen, as the village states it: the most it may be appraised at."""

    donation_id: str
    lot_id: str
    donor_id: str
    product: str
    grams: int
    cost: int
    fund_code: str
    offered_by: str
    offered_on: date
    acceptance: Acceptance | None = None
    activity_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Balance:
    """One lot's mass balance."""

    inflow: int
    sold: int = 0
    transformed: int = 0
    donated: int = 0
    lost: int = 0
    on_hand: int = 0

    @property
    def difference(self) -> int:
        """What is missing; negative: more than came in."""
        return self.inflow - self.sold - self.transformed - self.donated - self.lost - self.on_hand

    @property
    def closes(self) -> bool:
        """Is the difference within what scales can err?"""
        return abs(self.difference) <= tolerance(self.inflow)


def record(lot: Lot, *, grams: int) -> Lot:
    """Something was lost or became a dish. A lot out of which more went than came in is held at once. Refuses WrongLotState."""
    if lot.state not in MOVING:
        raise WrongLotState(state=lot.state.value)
    after = take_out(lot, grams=grams)
    return hold(after, because=OVERDRAWN) if overdrawn(after) else after


def count(lot: Lot, *, on_hand: int) -> tuple[Lot, int]:
    """What is there was weighed. Returns the lot, and the grams to write down as weighing difference.

    Within tolerance the books follow the scales. Beyond it nothing is written off: the lot is held, and people look for the reason.
    A held lot may be counted too, so that a mistaken count can be set right. Refuses WrongLotState.
    """
    if lot.state not in (*MOVING, LotState.HELD):
        raise WrongLotState(state=lot.state.value)
    missing = lot.left_grams + lot.promised_grams - on_hand
    if abs(missing) <= tolerance(harvest_of(lot).grams):
        return take_out(lot, grams=missing), missing
    return (lot if lot.state is LotState.HELD else hold(lot, because=MISCOUNTED)), 0


def check_giving(lot: Lot, *, grams: int, cost: int) -> None:
    """May a village offer this? Refuses WrongLotState before the certificate gate, NotEnoughLeft, CostAbovePrice above the price."""
    if lot.state not in GIVEN_FROM:
        raise WrongLotState(state=lot.state.value)
    if grams > lot.left_grams:
        raise NotEnoughLeft(left_grams=lot.left_grams)
    if lot.offer is not None:
        # Rounded up to the next fen, so that a gift that cost exactly its price passes.
        most = -(-lot.offer.price * grams // lot.offer.pack_grams)
        if cost > most:
            raise CostAbovePrice(most=decimal_text(most))


def accept(lot: Lot, donation: Donation, acceptance: Acceptance, *, selves: Collection[str]) -> tuple[Lot, Donation]:
    """The gift leaves the lot. `selves`: all identities of who accepts.

    Refuses AcceptingOwnOffer to who offered it or is one identity with the donor, and what may have changed since the offer (check_giving).
    """
    if {acceptance.accepted_by, *selves} & {donation.offered_by, donation.donor_id}:
        raise AcceptingOwnOffer
    check_giving(lot, grams=donation.grams, cost=donation.cost)
    return take_out(lot, grams=donation.grams), replace(donation, acceptance=acceptance)


def come_back(lot: Lot, *, grams: int) -> Lot:
    """What was given is on hand again. It is not on offer by itself: the packs stay as they are, and what is spoiled is recorded as lost."""
    return replace(lot, left_grams=lot.left_grams + grams)


def donation_answer(donation: Donation) -> answers.LotDonation:
    """The donation as its village and staff see it."""
    given = donation.acceptance
    return answers.LotDonation(
        donation_id=donation.donation_id,
        lot_id=donation.lot_id,
        product=donation.product,
        grams=donation.grams,
        cost=donation.cost,
        fund_code=donation.fund_code,
        donated_on=given.donated_on if given else None,
    )
