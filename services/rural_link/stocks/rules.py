"""Does a lot add up? What came in = sold + transformed + donated + lost + on hand (rulebook §18). All weights are grams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.rural_link.kinds import LotState, OutflowKind
from contracts.shape import decimal_text
from services.rural_link.lots.refusals import NotEnoughLeft, WrongLotState
from services.rural_link.lots.rules import Lot, harvest_of, hold, overdrawn, take_out, tolerance
from services.rural_link.stocks.refusals import AppraisedAbovePrice

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
class Donation:
    """Part of a lot given to a fund; `appraised` is fen, at cost."""

    donation_id: str
    lot_id: str
    donor_id: str
    product: str
    grams: int
    appraised: int
    fund_code: str
    donated_on: date


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


def donate(lot: Lot, *, grams: int, appraised: int) -> Lot:
    """Part of the lot goes to a fund. Refuses WrongLotState before the certificate gate, NotEnoughLeft, AppraisedAbovePrice."""
    if lot.state not in GIVEN_FROM:
        raise WrongLotState(state=lot.state.value)
    if grams > lot.left_grams:
        raise NotEnoughLeft(left_grams=lot.left_grams)
    if lot.offer is not None:
        # Rounded up to the next fen, so that a gift appraised at exactly its price passes.
        most = -(-lot.offer.price * grams // lot.offer.pack_grams)
        if appraised > most:
            raise AppraisedAbovePrice(most=decimal_text(most))
    return take_out(lot, grams=grams)
