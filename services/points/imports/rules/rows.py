"""What one row of the sheet says: every cell read strictly, every fault found, none guessed away."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from contracts.kinds import HUNDREDTHS_MAX
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
from services.points.contributions.rules.claims import GOODS, HOURS, Document, Goods, Wanted
from services.points.imports import refusals

CIVIL = ZoneInfo("Asia/Shanghai")
COLUMNS = {column.name: column for column in IMPORT_COLUMNS}
ID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
PARTY, ACTIVITY = re.compile(rf"pty_{ID}"), re.compile(rf"act_{ID}")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", re.ASCII)
WHOLE = re.compile(r"[1-9]\d{0,5}", re.ASCII)
YUAN = re.compile(r"(0|[1-9]\d{0,9})(\.\d{1,2})?", re.ASCII)
INSTANT = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::00)?", re.ASCII)
DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?: 00:00)?", re.ASCII)
DOCUMENT = re.compile(r"([a-z_]+):([0-9a-f]{64})", re.ASCII)
TEXT_LETTERS = 120
PRICE_SOURCES = {"发票": PriceSource.INVOICE, "公开价目": PriceSource.PRICE_LIST, "两份报价": PriceSource.QUOTATIONS}
CONDITIONS = {"几乎全新": GoodsCondition.LIKE_NEW, "良好": GoodsCondition.GOOD, "有磨损": GoodsCondition.WORN}
TYPES = {code: ContributionType(code) for code in COLUMNS["contribution_type"].choices}
SHOWN_LETTERS = 40

BY_CODE = {
    "points.party_not_found": "party_id",
    "points.hours_are_personal": "party_id",
    "points.qualification_missing": "qualification",
    "points.too_short": "minutes",
    "points.too_long": "minutes",
    "points.not_yet_performed": "started_at",
    "points.submitted_too_late": "started_at",
    "points.time_overlaps": "started_at",
    "points.reference_taken": "reference",
    "points.document_missing": "documents",
}
"""In which column a refusal of the contribution shows; any other is a matter of its type."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong in a column (named by its title), in both languages under a stable code."""

    column: str
    code: str
    zh: str
    en: str


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


@dataclass
class Reading:
    """Reads the cells of one row and collects what is wrong with them."""

    cells: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def read(self, name: str, take: Callable[[str], Any], *, needed: bool = False) -> Any:
        """The cell as `take` reads it; None if it is empty or `take` cannot."""
        cell = self.cells.get(name, "")
        if not cell:
            if needed:
                self.complain(name, refusals.CellMissing())
            return None
        try:
            return take(cell)
        except Refused as refusal:
            self.complain(name, refusal)
        except ValueError:
            shown = cell[:SHOWN_LETTERS]
            self.complain(name, refusals.CellMalformed(cell=shown, note=COLUMNS[name].note))
        return None

    def complain(self, name: str, refusal: Refused) -> None:
        """Remember a fault of a column."""
        self.faults.append(fault_of(refusal, column=name))


def fault_of(refusal: Refused, *, column: str | None = None) -> Fault:
    """The refusal as a fault of the row, in the column that it is about."""
    name = column or BY_CODE.get(refusal.code, "contribution_type")
    wire = refusal.to_wire()
    return Fault(column=COLUMNS[name].title, code=wire["code"], zh=wire["zh"][:500], en=wire["en"][:500])


def read_row(cells: Sequence[str], *, contribution_id: str, reason: str) -> tuple[Wanted | None, list[Fault]]:
    """What the row puts forward, or everything that is wrong with its cells. `reason`: why it is entered in bulk."""
    reading = Reading(dict(zip(COLUMNS, cells, strict=False)))
    read = reading.read
    party_id = read("party_id", _matching(PARTY), needed=True)
    kind = read("contribution_type", _choice("contribution_type", TYPES), needed=True)
    activity = read("activity", _text, needed=True)
    started_at = read("started_at", _instant, needed=True)
    timed = kind in HOURS or kind is ContributionType.V1
    minutes = read("minutes", _whole, needed=timed)
    fen = read("money", _fen, needed=kind in {ContributionType.F1, ContributionType.F1W})
    words: dict[str, Any] = {
        "qualification": read("qualification", _matching(CODE)),
        "evidence": read("evidence", _choice("evidence", {one.value: one for one in Evidence})) or Evidence.E0,
        "activity_id": read("activity_id", _matching(ACTIVITY)),
        "level": read("level", _choice("level", {str(level): level for level in range(1, 6)})),
        "loan": read("loan", _matching(CODE), needed=kind is ContributionType.V1),
        "reference": read("reference", _matching(CODE)),
        "documents": read("documents", _documents) or (),
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


def fingerprint_of(wanted: Wanted) -> str:
    """What makes two rows the same, however they are written: who, what, when, how much, by which proof."""
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


def _goods(reading: Reading, kind: ContributionType | None) -> Goods | None:
    if kind not in GOODS:
        return None
    read = reading.read
    item, quantity = read("item", _text, needed=True), read("quantity", _whole, needed=True)
    unit_fen = read("unit_price", _fen, needed=True)
    source = read("price_source", _choice("price_source", PRICE_SOURCES), needed=True)
    used = kind is ContributionType.G3
    condition = read("condition", _choice("condition", CONDITIONS), needed=used)
    best_before = read("best_before", _day, needed=kind is ContributionType.G4)
    if item is None or quantity is None or unit_fen is None or source is None:
        return None
    return Goods(
        item=item,
        quantity=quantity,
        unit_fen=unit_fen,
        source=source,
        condition=condition if used else None,
        best_before=best_before if kind is ContributionType.G4 else None,
    )


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def take(cell: str) -> str:
        if not pattern.fullmatch(cell):
            raise ValueError
        return cell

    return take


def _choice(name: str, choices: Mapping[str, Any]) -> Callable[[str], Any]:
    def take(cell: str) -> Any:
        if cell not in choices:
            raise refusals.CellChoice(cell=cell[:SHOWN_LETTERS], choices="、".join(COLUMNS[name].choices))
        return choices[cell]

    return take


def _text(cell: str) -> str:
    if len(cell) > TEXT_LETTERS or not cell.replace(" ", "").isprintable():
        raise ValueError
    return cell


def _whole(cell: str) -> int:
    if not WHOLE.fullmatch(cell):
        raise ValueError
    return int(cell)


def _fen(cell: str) -> int:
    found = YUAN.fullmatch(cell)
    fen = 0 if found is None else int(found[1]) * 100 + int((found[2] or ".0")[1:].ljust(2, "0"))
    if not 0 < fen <= HUNDREDTHS_MAX:
        raise ValueError
    return fen


def _instant(cell: str) -> datetime:
    found = INSTANT.fullmatch(cell)
    if found is None:
        raise ValueError
    year, month, day, hour, minute = (int(part) for part in found.groups())
    return datetime(year, month, day, hour, minute, tzinfo=CIVIL)


def _day(cell: str) -> date:
    found = DAY.fullmatch(cell)
    if found is None:
        raise ValueError
    year, month, day = (int(part) for part in found.groups())
    return date(year, month, day)


def _documents(cell: str) -> tuple[Document, ...]:
    named = []
    for word in cell.split():
        found = DOCUMENT.fullmatch(word)
        if found is None:
            raise ValueError
        named.append(Document(sha256=found[2], kind=DocumentKind(found[1])))
    return tuple(named)
