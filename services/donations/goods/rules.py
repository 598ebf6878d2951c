"""How goods are offered, appraised by others, taken over and stored (rulebook §2, §12)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from operator import attrgetter

from contracts.donations.kinds import AppraisalBasis, DeclineReason, GoodsKind, GoodsState, Measure
from contracts.donations.requests import AppraiseGoods, OfferGoods, ReceiveGoods
from contracts.rural_link.events import LotDonated
from services.donations.goods import refusals
from services.donations.parties.rules import KnownParty, one_group

SECOND_APPRAISER_FEN = 200_000  # Above ¥2,000 per piece a second person appraises.
BEST_FIRST = tuple(AppraisalBasis)
SAID = attrgetter(
    *("donor_id", "fund_code", "project_code", "kind", "title", "measure", "offered", "wants_receipt", "activity_id"),
    *("cost", "cost_document"),
)
KEPT_PERCENT = {
    GoodsKind.NEW: (100, 100),
    GoodsKind.SERVICE: (100, 100),
    GoodsKind.SECOND_HAND: (30, 50),
    GoodsKind.NEAR_EXPIRY: (1, 50),
}


@dataclass(frozen=True, kw_only=True)
class Goods:
    """Goods or a service as they are kept. `appraised` in fen, for `offered` before and for `received` after they came; at most `cost`."""

    goods_id: str
    donor_id: str
    fund_code: str
    project_code: str | None
    kind: GoodsKind
    title: str
    measure: Measure
    offered: int
    received: int
    remaining: int
    grams: int
    appraised: int
    basis: AppraisalBasis | None
    wants_receipt: bool
    state: GoodsState
    declined: DeclineReason | None
    lot: str | None
    place: str | None
    source_id: str | None
    recorded_by: str | None
    first_appraiser: str | None
    version: int
    set_aside: int = 0
    returned: int = 0
    written_off: int = 0
    cost: int | None = None
    activity_id: str | None = None
    cost_document: str | None = None
    accepted_by: str | None = None
    received_by: str | None = None


def offer(asked: OfferGoods, *, by: str | None) -> Goods:
    """Goods that somebody would give."""
    return Goods(
        goods_id=asked.goods_id,
        donor_id=asked.donor_id,
        fund_code=asked.fund_code,
        project_code=asked.project_code,
        kind=asked.kind,
        title=asked.title,
        measure=asked.measure,
        offered=asked.quantity,
        received=0,
        remaining=0,
        grams=0,
        appraised=0,
        basis=None,
        wants_receipt=asked.wants_receipt,
        state=GoodsState.OFFERED,
        declined=None,
        lot=None,
        place=None,
        source_id=None,
        recorded_by=by,
        first_appraiser=None,
        version=1,
        cost=asked.own_goods.cost if asked.own_goods else None,
        activity_id=asked.activity_id,
        cost_document=asked.own_goods.document if asked.own_goods else None,
    )


def from_lot(event: LotDonated, *, goods_id: str) -> Goods:
    """Part of a village's lot, weighed already. What the village says it cost is the most that others may say it is worth."""
    return Goods(
        goods_id=goods_id,
        donor_id=event.donor_id,
        fund_code=event.fund_code,
        project_code=None,
        kind=GoodsKind.NEW,
        title=event.product,
        measure=Measure.GRAMS,
        offered=event.grams,
        received=0,
        remaining=0,
        grams=0,
        appraised=0,
        basis=None,
        wants_receipt=False,
        state=GoodsState.OFFERED,
        declined=None,
        lot=event.lot_id,
        place=None,
        source_id=event.donation_id,
        recorded_by=None,
        first_appraiser=None,
        version=1,
        cost=event.cost,
        activity_id=event.activity_id,
    )


def check_donor(donor_id: str, *, speaks_for: Collection[str], staff: bool) -> None:
    """A donor offers its own goods; staff may write down what others offer. Raises GoodsNotFound."""
    if not staff and donor_id not in speaks_for:
        raise refusals.GoodsNotFound


def same(stored: Goods, wanted: Goods) -> None:
    """A second offer under the same id must say the same. Raises GoodsIdTaken."""
    if SAID(stored) != SAID(wanted):
        raise refusals.GoodsIdTaken


def appraise(goods: Goods, asked: AppraiseGoods, *, by: KnownParty, donor: KnownParty) -> Goods:
    """The goods with their value: price × what is kept of it. Dear ones wait for a second appraiser; the lower value counts.

    Raises WrongState, OwnGoods, RecorderJudges, QuotationMissing, KeptPercentWrong, AppraisedAboveCost, SecondAppraiserNeeded,
    BetterBasisExists.
    """
    if goods.state not in (GoodsState.OFFERED, GoodsState.FIRST_APPRAISED):
        raise refusals.WrongState(state=goods.state.value)
    _check_judge(goods, by, donor=donor)
    if asked.basis is AppraisalBasis.TWO_QUOTATIONS and asked.second_document in {None, asked.document}:
        raise refusals.QuotationMissing
    value = kept_value(goods.kind, price=asked.price, kept_percent=asked.kept_percent)
    # By the price itself: what is used up of own goods is taken off what they cost, not off the shelf price.
    if goods.cost is not None and asked.price > goods.cost:
        raise refusals.AppraisedAboveCost(most=goods.cost)
    if goods.state is GoodsState.FIRST_APPRAISED:
        if goods.first_appraiser in by.selves:
            raise refusals.SecondAppraiserNeeded
        if goods.basis is not None and BEST_FIRST.index(asked.basis) > BEST_FIRST.index(goods.basis):
            raise refusals.BetterBasisExists(basis=goods.basis.value)
        return replace(goods, appraised=min(value, goods.appraised), state=GoodsState.APPRAISED)
    # By the price itself: what is used up of a dear piece makes it no easier to judge.
    dear = _per_piece(goods, asked.price) > SECOND_APPRAISER_FEN
    state = GoodsState.FIRST_APPRAISED if dear else GoodsState.APPRAISED
    return replace(goods, appraised=value, basis=asked.basis, first_appraiser=by.party_id, state=state)


def _check_judge(goods: Goods, by: KnownParty, *, donor: KnownParty) -> None:
    """Neither the donor, nor one of the same household or organisation, nor who wrote the goods down judges them."""
    if one_group(by, donor):
        raise refusals.OwnGoods
    if goods.recorded_by in by.selves:
        raise refusals.RecorderJudges


def kept_value(kind: GoodsKind, *, price: int, kept_percent: int) -> int:
    """What goods are worth, in whole fen, never more than the exact value. Raises KeptPercentWrong."""
    least, most = KEPT_PERCENT[kind]
    if not least <= kept_percent <= most:
        raise refusals.KeptPercentWrong(least=least, most=most)
    value = price * kept_percent // 100
    if value == 0:
        raise refusals.KeptPercentWrong(least=least, most=most)
    return value


def accept(goods: Goods, *, by: KnownParty, donor: KnownParty, appraisers: Collection[str]) -> Goods:
    """Agree to take them: somebody who neither gives, wrote down nor appraised them.

    Raises WrongState, OwnGoods, RecorderJudges, AppraiserAccepts.
    """
    _require(goods, GoodsState.APPRAISED)
    _check_judge(goods, by, donor=donor)
    if by.selves & set(appraisers):
        raise refusals.AppraiserAccepts
    return replace(goods, state=GoodsState.ACCEPTED, accepted_by=by.party_id)


def decline(goods: Goods, *, reason: DeclineReason) -> Goods:
    """Say no, any time before they come. Raises WrongState."""
    _require(goods, GoodsState.OFFERED, GoodsState.FIRST_APPRAISED, GoodsState.APPRAISED, GoodsState.ACCEPTED)
    return replace(goods, state=GoodsState.DECLINED, declined=reason)


def receive(goods: Goods, asked: ReceiveGoods, *, by: KnownParty, donor: KnownParty) -> Goods:
    """Take them over, counted by whoever may judge them. If less came than was offered, the value shrinks with it.

    Raises WrongState, OwnGoods, RecorderJudges, MoreThanOffered.
    """
    _require(goods, GoodsState.ACCEPTED)
    _check_judge(goods, by, donor=donor)
    if asked.quantity > goods.offered:
        raise refusals.MoreThanOffered
    grams = asked.quantity if goods.measure is Measure.GRAMS else asked.grams
    return replace(
        goods,
        state=GoodsState.RECEIVED,
        received_by=by.party_id,
        received=asked.quantity,
        # A service is rendered and gone: nothing of it can be packed.
        remaining=0 if goods.kind is GoodsKind.SERVICE else asked.quantity,
        grams=grams,
        appraised=max(1, goods.appraised * asked.quantity // goods.offered),
        # What is known of a village's lot stays: a recall finds it by that.
        lot=goods.lot or asked.lot,
    )


def check_safe(recalled: Collection[str], *, held: Collection[str] = ()) -> None:
    """Nothing of a recalled lot is taken over, nor packed or carried out while it is `held` (rulebook §18). Raises GoodsRecalled, GoodsHeld."""
    if recalled:
        raise refusals.GoodsRecalled
    if held:
        raise refusals.GoodsHeld


def keep(goods: Goods, *, place: str) -> Goods:
    """Put them on a shelf. Raises WrongState."""
    _require(goods, GoodsState.RECEIVED)
    if goods.remaining == 0:
        raise refusals.WrongState(state=goods.state.value)
    return replace(goods, state=GoodsState.STORED, place=place)


def draw(goods: Goods, *, fund_code: str, quantity: int) -> Goods:
    """Take some off the shelf; the last piece leaves them ALLOCATED. Raises NotInStore, NotEnoughLeft."""
    if goods.state is not GoodsState.STORED or goods.fund_code != fund_code:
        raise refusals.NotInStore
    left = goods.remaining - quantity
    if left < 0:
        raise refusals.NotEnoughLeft(left=goods.remaining, needed=quantity)
    # What is set aside may come back to the shelf.
    state = GoodsState.STORED if left or goods.set_aside else GoodsState.ALLOCATED
    return replace(goods, remaining=left, state=state)


def set_aside(goods: Goods, *, quantity: int) -> Goods:
    """Keep some of what is in store apart, so that nobody packs it until somebody has decided on it. Raises WrongState, NotEnoughLeft."""
    _require(goods, GoodsState.RECEIVED, GoodsState.STORED)
    if quantity > goods.remaining:
        raise refusals.NotEnoughLeft(left=goods.remaining, needed=quantity)
    return replace(goods, remaining=goods.remaining - quantity, set_aside=goods.set_aside + quantity)


def put_back(goods: Goods, *, quantity: int) -> Goods:
    """What was set aside stays after all."""
    return replace(goods, remaining=goods.remaining + quantity, set_aside=goods.set_aside - quantity)


def send_back(goods: Goods, *, quantity: int) -> tuple[Goods, int]:
    """What was set aside goes back to its giver. Returns the goods and the fen that fall away with it.

    Rounded down over all that has gone back so far, so that the parts add up to the whole in whatever pieces.
    """
    returned = goods.returned + quantity
    value = goods.appraised * returned // goods.received - goods.appraised * goods.returned // goods.received
    return _left(replace(goods, set_aside=goods.set_aside - quantity, returned=returned)), value


def write_off(goods: Goods, *, quantity: int) -> Goods:
    """What was set aside is no more."""
    gone = replace(goods, set_aside=goods.set_aside - quantity, written_off=goods.written_off + quantity)
    return _left(gone)


def _left(goods: Goods) -> Goods:
    if goods.remaining or goods.set_aside:
        return goods
    if goods.returned + goods.written_off < goods.received:
        return replace(goods, state=GoodsState.ALLOCATED)
    whole = goods.returned == goods.received
    return replace(goods, state=GoodsState.RETURNED if whole else GoodsState.WRITTEN_OFF)


def _per_piece(goods: Goods, value: int) -> int:
    return value if goods.measure is Measure.GRAMS else -(-value // goods.offered)


def _require(goods: Goods, *states: GoodsState) -> None:
    if goods.state not in states:
        raise refusals.WrongState(state=goods.state.value)
