"""The life of a lot and the grams in it (rulebook §18). Weights are grams, prices fen for one pack.

DRAFT → COMMISSIONED → CERTIFIED → PUBLISHED; from any of these but DRAFT to HELD, and from there back (released) or to RECALLED.
At every instant harvest = left + promised + delivered + donated - returned + recorded outflows; `left_grams` is the counter, the others are facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from contracts.rural_link import answers
from contracts.rural_link.kinds import LotState, ProduceCategory
from services.rural_link.certificates.rules import NEEDED, Document
from services.rural_link.lots.refusals import (
    HarvestInFuture,
    LotLocked,
    NotEnoughLeft,
    SoldOut,
    StillOutOfBalance,
    WrongLotState,
)

HOLDABLE = (LotState.COMMISSIONED, LotState.CERTIFIED, LotState.PUBLISHED)
TOLERANCE_GRAMS = 500
TOLERANCE_PERCENT = 2


@dataclass(frozen=True, kw_only=True)
class Harvest:
    """What was stated when the lot was commissioned; locked from then on."""

    lot_number: str
    grower_name: str
    plot: str
    variety: str
    harvested_on: date
    grams: int


@dataclass(frozen=True, kw_only=True)
class PackOffer:
    """How the lot was published; locked from then on. `price` is fen for one pack of `pack_grams`."""

    price: int
    pack_grams: int
    packs: int
    grower_shown_as: str
    published_on: date


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Why the lot stands still, and where it goes on when it is released."""

    state_before: LotState
    because: str


@dataclass(frozen=True, kw_only=True)
class Lot:
    """A lot. `left_grams` is promised to nobody (negative: more went out than came in), `promised_grams` waits for its buyers."""

    lot_id: str
    partner_id: str
    category: ProduceCategory
    product: str
    state: LotState = LotState.DRAFT
    harvest: Harvest | None = None
    offer: PackOffer | None = None
    left_grams: int = 0
    promised_grams: int = 0
    packs_left: int = 0
    hold: Hold | None = None
    version: int = 1


def harvest_of(lot: Lot) -> Harvest:
    """What was harvested. Refuses WrongLotState for a draft."""
    if lot.harvest is None:
        raise WrongLotState(state=lot.state.value)
    return lot.harvest


def offer_of(lot: Lot) -> PackOffer:
    """How it was published. Refuses WrongLotState for a lot that never was."""
    if lot.offer is None:
        raise WrongLotState(state=lot.state.value)
    return lot.offer


def revise(lot: Lot, *, category: ProduceCategory, product: str) -> Lot:
    """Change a draft. Refuses LotLocked."""
    if lot.state is not LotState.DRAFT:
        raise LotLocked
    return replace(lot, category=category, product=product)


def commission(lot: Lot, *, harvest: Harvest, today: date) -> Lot:
    """State what was harvested: all of it is left. Refuses LotLocked, HarvestInFuture."""
    if lot.state is not LotState.DRAFT:
        raise LotLocked
    if harvest.harvested_on > today:
        raise HarvestInFuture
    return replace(lot, state=LotState.COMMISSIONED, harvest=harvest, left_grams=harvest.grams)


def certify(lot: Lot) -> Lot:
    """The lot's papers were checked. Refuses WrongLotState."""
    return replace(_in_state(lot, LotState.COMMISSIONED), state=LotState.CERTIFIED)


def publish(lot: Lot, *, offer: PackOffer) -> Lot:
    """Offer what is left of the lot, or part of it, in packs. Refuses WrongLotState, NotEnoughLeft."""
    _in_state(lot, LotState.CERTIFIED)
    if offer.packs * offer.pack_grams > lot.left_grams:
        raise NotEnoughLeft(left_grams=lot.left_grams)
    return replace(lot, state=LotState.PUBLISHED, offer=offer, packs_left=offer.packs)


def hold(lot: Lot, *, because: str) -> Lot:
    """Let nothing more happen to the lot. Refuses WrongLotState."""
    _in_state(lot, *HOLDABLE)
    return replace(lot, state=LotState.HELD, hold=Hold(state_before=lot.state, because=because))


def release(lot: Lot) -> Lot:
    """Let it go on where it stopped. Refuses WrongLotState, and StillOutOfBalance while more went out than came in."""
    _in_state(lot, LotState.HELD)
    if lot.hold is None:
        raise WrongLotState(state=lot.state.value)
    if overdrawn(lot):
        raise StillOutOfBalance(overdrawn_grams=-lot.left_grams)
    return replace(lot, state=lot.hold.state_before, hold=None)


def recall(lot: Lot) -> Lot:
    """Take a held lot back for good. Refuses WrongLotState: hold first, it takes one step."""
    _in_state(lot, LotState.HELD)
    return replace(lot, state=LotState.RECALLED, hold=None, packs_left=0)


def promise(lot: Lot, *, packs: int) -> Lot:
    """Set packs aside for a buyer. Refuses WrongLotState (not published), SoldOut."""
    _in_state(lot, LotState.PUBLISHED)
    if packs > lot.packs_left:
        raise SoldOut(packs_left=lot.packs_left)
    grams = packs * offer_of(lot).pack_grams
    left = lot.left_grams - grams
    return replace(lot, packs_left=lot.packs_left - packs, left_grams=left, promised_grams=lot.promised_grams + grams)


def hand_over(lot: Lot, *, grams: int) -> Lot:
    """Promised grams reach their buyer. Refuses WrongLotState: nothing leaves a lot that is held or recalled."""
    _in_state(lot, LotState.PUBLISHED)
    return replace(lot, promised_grams=lot.promised_grams - grams)


def give_back(lot: Lot, *, packs: int) -> Lot:
    """Promised packs are free again, in whatever state the lot is; a recalled lot offers none."""
    grams = packs * offer_of(lot).pack_grams
    freed = replace(lot, left_grams=lot.left_grams + grams, promised_grams=lot.promised_grams - grams)
    if lot.state is LotState.RECALLED:
        return freed
    return _with_packs(freed, lot.packs_left + packs)


def take_out(lot: Lot, *, grams: int) -> Lot:
    """Grams leave the lot other than by order. Packs for which no grams are left are no longer on offer.

    `left_grams` may become negative: what was weighed cannot be undone, and a lot overdrawn beyond tolerance is held.
    """
    return _with_packs(replace(lot, left_grams=lot.left_grams - grams), lot.packs_left)


def tolerance(inflow_grams: int) -> int:
    """How far weights may differ, in grams: 2 % of what came in, and 500 g for small lots (rulebook §18)."""
    return max(TOLERANCE_GRAMS, inflow_grams * TOLERANCE_PERCENT // 100)


def overdrawn(lot: Lot) -> bool:
    """Did more go out than came in, beyond what scales can err?"""
    return -lot.left_grams > tolerance(harvest_of(lot).grams)


def answer_of(lot: Lot, documents: Sequence[Document]) -> answers.Lot:
    """All the lot says, for its village and staff."""
    return answers.Lot(
        lot_id=lot.lot_id,
        partner_id=lot.partner_id,
        state=lot.state,
        category=lot.category,
        product=lot.product,
        harvest=answers.Harvest(**asdict(lot.harvest)) if lot.harvest else None,
        needed_documents=NEEDED[lot.category].documents,
        documents=tuple(
            shown(document, promisor=document.promisor, contact=document.contact_masked) for document in documents
        ),
        offer=_offer_answer(lot, lot.offer) if lot.offer else None,
        left_grams=lot.left_grams,
        promised_grams=lot.promised_grams,
        held_because=lot.hold.because if lot.hold else None,
        version=lot.version,
    )


def shown(document: Document, *, promisor: str, contact: str) -> answers.LotDocument:
    """A paper as it may be shown, with promisor and contact under these names."""
    return answers.LotDocument(
        kind=document.kind,
        number=document.number,
        product=document.product,
        grams=document.grams,
        place=document.place,
        issued_on=document.issued_on,
        promisor=promisor,
        contact_masked=contact,
    )


def offer_answer(lot: Lot, *, partner_name: str) -> answers.Offer:
    """What anybody may order of the lot. Refuses WrongLotState for one that is not published."""
    offer = offer_of(lot)
    return answers.Offer(
        lot_id=lot.lot_id,
        partner_id=lot.partner_id,
        partner_name=partner_name,
        category=lot.category,
        product=lot.product,
        harvested_on=harvest_of(lot).harvested_on,
        price=offer.price,
        pack_grams=offer.pack_grams,
        packs_left=lot.packs_left,
    )


def _offer_answer(lot: Lot, offer: PackOffer) -> answers.PackOffer:
    return answers.PackOffer(
        price=offer.price,
        pack_grams=offer.pack_grams,
        packs_left=lot.packs_left,
        grower_shown_as=offer.grower_shown_as,
    )


def _with_packs(lot: Lot, packs: int) -> Lot:
    if lot.offer is None:
        return lot
    return replace(lot, packs_left=min(packs, max(lot.left_grams, 0) // lot.offer.pack_grams))


def _in_state(lot: Lot, *states: LotState) -> Lot:
    if lot.state not in states:
        raise WrongLotState(state=lot.state.value)
    return lot
