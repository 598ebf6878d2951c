"""What one row of the sheet says: every cell read strictly, every fault found, none guessed away."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from contracts.points.kinds import (
    IMPORT_COLUMNS,
    ContributionType,
    DocumentKind,
    Evidence,
    GoodsCondition,
    PriceSource,
    RowState,
)
from contracts.refused import Refused
from services.points.acts.rules import Listed
from services.points.contributions.rules.claims import GOODS, HOURS, Document, Goods, Wanted
from services.points.imports import refusals
from services.points.imports.rules import cells as read_as
from services.points.imports.rules import numbers
from services.points.imports.rules.cells import CODE, Fault, Reading

COLUMNS = {column.name: column for column in IMPORT_COLUMNS}
ID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
PARTY, ACTIVITY = re.compile(rf"pty_{ID}"), re.compile(rf"act_{ID}")
DOCUMENT = re.compile(r"([a-z_]+):([0-9a-f]{64})", re.ASCII)
PRICE_SOURCES = {"发票": PriceSource.INVOICE, "公开价目": PriceSource.PRICE_LIST, "两份报价": PriceSource.QUOTATIONS}
CONDITIONS = {"几乎全新": GoodsCondition.LIKE_NEW, "良好": GoodsCondition.GOOD, "有磨损": GoodsCondition.WORN}
YES_NO = {"是": True, "否": False}
TYPES = {code: ContributionType(code) for code in COLUMNS["contribution_type"].choices}

BY_CODE = {
    "points.party_not_found": "party_id",
    "points.hours_are_personal": "party_id",
    "points.qualification_missing": "qualification",
    "points.qualification_not_verified": "qualification",
    "points.not_listed": "started_at",
    "points.activity_unknown": "activity_id",
    "points.role_not_held": "level",
    "points.too_short": "minutes",
    "points.too_long": "minutes",
    "points.not_yet_performed": "started_at",
    "points.submitted_too_late": "started_at",
    "points.time_overlaps": "started_at",
    "points.reference_taken": "reference",
    "points.document_missing": "documents",
    "points.loan_unknown": "loan",
    "points.not_of_this_organisation": "on_behalf_of",
    "points.staff_earn_nothing": "off_duty",
    "points.at_cost_only": "price_source",
    "points.better_source_exists": "price_source",
}
"""In which column a refusal of the contribution shows; any other is a matter of its type."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: its line in the sheet and its turn among the rows, its cells, and what became of it."""

    line: int
    turn: int
    cells: tuple[str, ...]
    state: RowState
    fingerprint: str
    faults: tuple[Fault, ...] = ()
    contribution_id: str | None = None


def fault_of(refusal: Refused, *, column: str | None = None) -> Fault:
    """The refusal as a fault of the row, in the column that it is about."""
    name = column or BY_CODE.get(refusal.code, "contribution_type")
    return read_as.fault_of(refusal, title=COLUMNS[name].title)


def read_row(
    cells: Sequence[str], *, contribution_id: str, reason: str, unnamed: Refused | None = None
) -> tuple[Wanted | None, list[Fault]]:
    """What the row puts forward, or everything that is wrong with its cells.

    `reason`: why it is entered in bulk. `unnamed`: why the number in it names nobody.
    """
    reading = read_as.reading_of(COLUMNS, cells)
    read = reading.read
    party_id = read("party_id", _party if unnamed is None else _refusing(unnamed), needed=True)
    kind = read("contribution_type", read_as.choice(COLUMNS["contribution_type"], TYPES), needed=True)
    activity = read("activity", read_as.words, needed=True)
    started_at = read("started_at", read_as.instant, needed=True)
    timed = kind in HOURS or kind is ContributionType.V1
    minutes = read("minutes", read_as.whole, needed=timed)
    fen = read("money", read_as.fen, needed=kind in {ContributionType.F1, ContributionType.F1W})
    words: dict[str, Any] = {
        "qualification": read("qualification", read_as.matching(CODE)),
        "evidence": read("evidence", read_as.choice(COLUMNS["evidence"], {one.value: one for one in Evidence}))
        or Evidence.E0,
        "activity_id": read("activity_id", read_as.matching(ACTIVITY)),
        "level": read("level", read_as.choice(COLUMNS["level"], {str(level): level for level in range(1, 6)})),
        "loan": read("loan", read_as.matching(CODE), needed=kind is ContributionType.V1),
        "reference": read("reference", read_as.matching(CODE)),
        "documents": read("documents", _documents) or (),
        "on_behalf_of": read("on_behalf_of", read_as.matching(PARTY)),
        "off_duty": read("off_duty", read_as.choice(COLUMNS["off_duty"], YES_NO)) or False,
        "goods": _goods(reading, kind),
    }
    if reading.faults:
        return None, reading.faults
    wanted = Wanted(
        contribution_id=contribution_id,
        party_id=party_id,
        contribution_type=kind,
        activity=activity,
        started_at=started_at,
        minutes=minutes or 0,
        fen=fen or 0,
        entry_reason=reason,
        **words,
    )
    return wanted, []


def as_listed(wanted: Wanted, shifts: Iterable[Listed]) -> Wanted:
    """The row with the strain of the shift of its activity in which all of it lies; a sheet never says of itself what was heavy."""
    if wanted.contribution_type is not ContributionType.H3:
        return wanted
    begins, ends = wanted.started_at, wanted.started_at + timedelta(minutes=wanted.minutes)
    mine = (one for one in shifts if one.activity_id == wanted.activity_id)
    strain = next((one.strain for one in mine if one.starts_at <= begins and ends <= one.ends_at), None)
    return replace(wanted, strain=strain)


def fingerprint_of(wanted: Wanted) -> str:
    """What makes two rows the same, however they are written: who, what, when, how much, by which proof.

    For whom it was given is not part of it: the same hour is no other one because somebody else is credited.
    """
    goods = wanted.goods
    parts = (
        wanted.party_id,
        wanted.contribution_type.value,
        wanted.activity.casefold(),
        wanted.started_at.isoformat(),
        wanted.minutes,
        wanted.fen,
        wanted.loan,
        wanted.reference,
        (goods.item.casefold(), goods.quantity, goods.unit_fen) if goods else None,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _refusing(refusal: Refused) -> Callable[[str], Any]:
    """Takes nothing, for this reason."""

    def take(cell: str) -> Any:
        del cell
        raise refusal

    return take


def _party(cell: str) -> str:
    if numbers.is_mask(cell):
        raise refusals.PhoneNotWhole
    return read_as.matching(PARTY)(cell)


def _goods(reading: Reading, kind: ContributionType | None) -> Goods | None:
    if kind not in GOODS:
        return None
    read = reading.read
    item, quantity = read("item", read_as.words, needed=True), read("quantity", read_as.whole, needed=True)
    unit_fen = read("unit_price", read_as.fen, needed=True)
    source = read("price_source", read_as.choice(COLUMNS["price_source"], PRICE_SOURCES), needed=True)
    used = kind is ContributionType.G3
    condition = read("condition", read_as.choice(COLUMNS["condition"], CONDITIONS), needed=used)
    best_before = read("best_before", read_as.day, needed=kind is ContributionType.G4)
    own = read("own_goods", read_as.choice(COLUMNS["own_goods"], YES_NO)) or False
    if item is None or quantity is None or unit_fen is None or source is None:
        return None
    return Goods(
        item=item,
        quantity=quantity,
        unit_fen=unit_fen,
        source=source,
        condition=condition if used else None,
        best_before=best_before if kind is ContributionType.G4 else None,
        own=own,
    )


def _documents(cell: str) -> tuple[Document, ...]:
    named = []
    for word in cell.split():
        found = DOCUMENT.fullmatch(word)
        if found is None:
            raise ValueError
        named.append(Document(sha256=found[2], kind=DocumentKind(found[1])))
    return tuple(named)
