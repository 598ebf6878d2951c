"""What a row of households' fees says: every row that is fit counts (rulebook §9)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.kinds import PartyId
from contracts.points.kinds import ANNUAL_FEE_COLUMNS, FeeRowState
from contracts.refused import Refused
from services.points.annual_fees import rules as fee_rules
from services.points.annual_fees.rules import Told
from services.points.fee_rewards.refusals import OwnLine
from services.points.fee_sheets.rules import Judged
from services.points.imports.refusals import RowRepeated
from services.points.imports.rules import cells as read_as

COLUMNS = {column.name: column for column in ANNUAL_FEE_COLUMNS}
YEAR = re.compile(r"20\d\d", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Register:
    """What rows are held against: the registered households by number, what was told of them, and the numbers one says nothing of."""

    households: Mapping[str, Collection[PartyId]]
    told: Mapping[tuple[PartyId, str], int]
    own: Collection[str]


def keys_of(texts: Sequence[Sequence[Any]]) -> list[str]:
    """What the rows say they are about, unread: for a look whether the file has said so before."""
    return [f"{row[1]} {row[2]}" for row in texts]


def judge(
    texts: Sequence[Sequence[Any]], *, register: Register, seen: Mapping[str, int], first_turn: int
) -> tuple[list[Judged], list[Told]]:
    """The rows of a piece as they are judged, and what is new. `seen`: in which row the file was about a household's year before."""
    rows, new, places = [], [], dict(seen)
    for turn, (line, *cells) in enumerate(texts, start=first_turn):
        reading = read_as.reading_of(COLUMNS, cells)
        number = reading.read("household_number", read_as.words, needed=True)
        year = reading.read("year", read_as.matching(YEAR), needed=True)
        fee = reading.read("annual_fee", read_as.fen, needed=True)
        told = Told(number or "", year or "", fee or 0)
        key: str | None = f"{number} {year}"
        if number is not None:
            _check_number(reading, told, line=line, register=register)
        if key in places:
            reading.complain("household_number", RowRepeated(row=places[key]))
        if reading.faults:
            state, key = FeeRowState.REFUSED, None
        else:
            places[f"{number} {year}"] = line
            fresh = fee_rules.changed([told], register.households, before=register.told)
            state = FeeRowState.SOUND if fresh else FeeRowState.UNCHANGED
            if fresh:
                new.append(told)
        faults = tuple(reading.faults)
        rows.append(Judged(turn=turn, line=line, cells=tuple(cells), state=state, key=key, faults=faults))
    return rows, new


def _check_number(reading: read_as.Reading, told: Told, *, line: int, register: Register) -> None:
    try:
        fee_rules.check_known(told, register.households)
        if told.household_number in register.own:
            raise OwnLine(line=line)
    except Refused as refusal:
        reading.complain("household_number", refusal)
