"""What can be asked about goods given and the gift packs made of them."""

from __future__ import annotations

import dataclasses
from typing import Annotated

from contracts.donations import answers
from contracts.donations.kinds import (
    AppraisalBasis,
    DeclineReason,
    GoodsId,
    GoodsKind,
    GoodsState,
    HouseholdToken,
    Measure,
    PackRunId,
    PackSerial,
    Percent,
    PositiveQuantity,
)
from contracts.kinds import ActivityId, Code, Grams, PartyId, PositiveFen, ShortText, Whole
from contracts.request import Command, PageQuery, Query


@dataclasses.dataclass(frozen=True, kw_only=True)
class AtCost:
    """What goods cost whoever gives and trades in them, or sell for wholesale: fen for all that is offered, and the paper that says so."""

    cost: PositiveFen
    document: Code


@dataclasses.dataclass(frozen=True, kw_only=True)
class OfferGoods(Command[answers.Goods]):
    """Offer goods or a service; nothing is taken over yet. `activity_id`: the shared act of charity it is for (rulebook §10).

    `own_goods`: the giver trades in them; others then appraise them at their cost or wholesale price, never at the shelf price (rulebook §2).
    """

    service = "donations"
    answer = answers.Goods

    goods_id: GoodsId
    donor_id: PartyId
    fund_code: Code
    kind: GoodsKind
    title: ShortText
    measure: Measure
    quantity: PositiveQuantity
    wants_receipt: bool
    project_code: Code | None = None
    activity_id: ActivityId | None = None
    own_goods: AtCost | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class AppraiseGoods(Command[answers.Goods]):
    """Say what goods are worth: their price as new, and the percentage of it that they still have.

    `document` proves the price; two quotations are two documents.
    """

    service = "donations"
    answer = answers.Goods

    goods_id: GoodsId
    price: PositiveFen
    kept_percent: Percent
    basis: AppraisalBasis
    document: Code
    second_document: Code | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class AcceptGoods(Command[answers.Goods]):
    """Agree to take appraised goods."""

    service = "donations"
    answer = answers.Goods

    goods_id: GoodsId


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeclineGoods(Command[answers.Goods]):
    """Say no to offered goods, with the reason."""

    service = "donations"
    answer = answers.Goods

    goods_id: GoodsId
    reason: DeclineReason


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReceiveGoods(Command[answers.Goods]):
    """Take goods over: how much came (at most what was offered), what it weighs, and its lot."""

    service = "donations"
    answer = answers.Goods

    goods_id: GoodsId
    quantity: PositiveQuantity
    grams: Grams = 0
    lot: Code | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class StoreGoods(Command[answers.Goods]):
    """Put received goods on a shelf, from where packs can be made."""

    service = "donations"
    answer = answers.Goods

    goods_id: GoodsId
    place: ShortText


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetGoods(Query[answers.Goods]):
    """One gift in kind."""

    service = "donations"
    answer = answers.Goods

    goods_id: GoodsId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListGoods(PageQuery[answers.GoodsPage]):
    """Gifts in kind; who is not of the staff sees own ones only."""

    service = "donations"
    answer = answers.GoodsPage

    donor_id: PartyId | None = None
    state: GoodsState | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class BillLine:
    """So many pieces, or grams, of these goods in each pack."""

    goods_id: GoodsId
    each: PositiveQuantity


PACKS_MAX = 500


@dataclasses.dataclass(frozen=True, kw_only=True)
class PackGiftPacks(Command[answers.PackRun]):
    """Make packs out of goods in store; `carriers` are the volunteers who may hand them out."""

    service = "donations"
    answer = answers.PackRun

    run_id: PackRunId
    fund_code: Code
    title: ShortText
    packs: Annotated[int, Whole(1, PACKS_MAX)]
    contents: tuple[BillLine, ...]
    carriers: tuple[PartyId, ...]
    project_code: Code | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetPackRun(Query[answers.PackRun]):
    """The packs of one run."""

    service = "donations"
    answer = answers.PackRun

    run_id: PackRunId


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandOutPack(Command[answers.Pack]):
    """Record that a pack reached a household, once."""

    service = "donations"
    answer = answers.Pack

    serial: PackSerial
    household_token: HouseholdToken


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetPack(Query[answers.Pack]):
    """One gift pack."""

    service = "donations"
    answer = answers.Pack

    serial: PackSerial


@dataclasses.dataclass(frozen=True, kw_only=True)
class TracePacks(PageQuery[answers.PackTrace]):
    """Find every pack and household that certain goods reached: the recall."""

    service = "donations"
    answer = answers.PackTrace

    goods_id: GoodsId
