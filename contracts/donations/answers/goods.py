"""What can be read about goods given and the gift packs made of them."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

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
    PackState,
    Quantity,
)
from contracts.kinds import ActivityId, Code, Fen, Grams, PartyId, PositiveCount, ShortText, Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class Goods:
    """Goods or a service given in kind. `received` = `remaining` + `set_aside` + `returned` + `written_off` + what went into packs, always.

    What is set aside waits for the decision whether it leaves. `donor_id` is empty where it is not yours to see. `cost`: of own
    produce or a merchant's own goods, the most they may be appraised at; `cost_document` is the giver's paper for it.
    """

    goods_id: GoodsId
    donor_id: PartyId | None
    fund_code: Code
    project_code: Code | None
    kind: GoodsKind
    title: ShortText
    measure: Measure
    offered: Quantity
    received: Quantity
    remaining: Quantity
    grams: Grams
    appraised: Fen
    basis: AppraisalBasis | None
    wants_receipt: bool
    state: GoodsState
    declined: DeclineReason | None
    lot: Code | None
    place: ShortText | None
    version: Version
    set_aside: Quantity = 0
    returned: Quantity = 0
    written_off: Quantity = 0
    cost: Fen | None = None
    activity_id: ActivityId | None = None
    cost_document: Code | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class GoodsPage:
    """Goods, newest first."""

    items: tuple[Goods, ...]
    next_key: str | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class PackContent:
    """One line of a pack's bill of materials: so many pieces, or grams, of these goods in each pack."""

    goods_id: GoodsId
    each: Quantity


@dataclasses.dataclass(frozen=True, kw_only=True)
class PackRun:
    """Packs made at one time, all alike."""

    run_id: PackRunId
    fund_code: Code
    project_code: Code | None
    title: ShortText
    packs: PositiveCount
    contents: tuple[PackContent, ...]
    serials: tuple[PackSerial, ...]
    packed_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pack:
    """One gift pack (体验包). The household that got it is known only by its token, and only to staff."""

    serial: PackSerial
    run_id: PackRunId
    state: PackState
    handed_out_at: datetime | None
    version: Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class TracedPack:
    """A pack that holds recalled goods, and the household to warn."""

    serial: PackSerial
    state: PackState
    household_token: HouseholdToken | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class PackTrace:
    """Every pack into which the goods went: what a recall needs (rulebook §12)."""

    items: tuple[TracedPack, ...]
    next_key: str | None
