"""What a row of a property company's file says, and how a file comes in (rulebook §9).

A filled-in batch is taken row by row: what fits is an answer; so are households' fees. A month's credit notes are taken as a whole: matched without a row that was refused,
the month would show differences that there are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from contracts.kinds import PartyId
from contracts.points.kinds import (
    ANSWER_COLUMNS,
    STATEMENT_COLUMNS,
    AckResult,
    FeeRowState,
    FeeSheetKind,
    FeeSheetState,
)
from contracts.refused import Refused
from services.points.fee_rewards.refusals import AcksUnfit, OwnLine
from services.points.fee_rewards.rules import acks
from services.points.fee_rewards.rules.acks import Answer, Desk
from services.points.fee_rewards.rules.batches import Line
from services.points.fee_sheets import refusals
from services.points.fee_statements.rules import Row as Note
from services.points.imports.refusals import CellMissing, PieceOutOfTurn, RowRepeated
from services.points.imports.rules import cells as read_as
from services.points.imports.rules.cells import Fault, Reading

ANSWERS = {column.name: column for column in ANSWER_COLUMNS}
NOTES = {column.name: column for column in STATEMENT_COLUMNS}
UNANSWERED = {"", "待回执"}
"""What a line that was not answered has in its cell, as it was given out or emptied."""
RESULTS = {"已抵扣": AckResult.APPLIED, "已拒绝": AckResult.REJECTED, "暂缓": AckResult.DEFERRED}
ROWS_KEPT = timedelta(days=90)
"""How long the cells of a file are kept: its own month, the next one's reconciliation, and one more in which a refused row is still
corrected and a difference explained. What was taken from them stands in the books; numbers of households and amounts need no second copy."""
PERIOD = re.compile(r"(20\d\d)(?:[-/.](\d{1,2})(?:[-/.]0?1)?)?", re.ASCII)
"""A year, or a month; an office program may have made the month's first day of it."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A file. `about`: the batch's number, or the month; `pieces` of it came, and its rows are counted by what became of each."""

    sheet_id: str
    kind: FeeSheetKind
    programme_id: str
    about: str
    file_sha256: str
    rows_total: int
    sent_by: PartyId
    sent_at: datetime
    state: FeeSheetState = FeeSheetState.RECEIVING
    pieces: int = 0
    rows_sound: int = 0
    rows_unchanged: int = 0
    rows_open: int = 0
    rows_refused: int = 0
    rows_gone_at: datetime | None = None
    version: int = 1

    @property
    def rows_received(self) -> int:
        """How many rows came so far."""
        return self.rows_sound + self.rows_unchanged + self.rows_open + self.rows_refused


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One row: its line in the file and its turn among the rows, its cells, what it is about, and what became of it."""

    turn: int
    line: int
    cells: tuple[str, ...]
    state: FeeRowState
    key: str | None = None
    faults: tuple[Fault, ...] = ()


def check_turn(sheet: Sheet, *, number: int, rows: int, rows_total: int, last: bool) -> None:
    """Refuse PieceOutOfTurn unless it is the next piece of the file that was begun."""
    received = sheet.rows_received + rows
    fits = received <= sheet.rows_total == rows_total and last == (received == rows_total)
    if sheet.state is not FeeSheetState.RECEIVING or number != sheet.pieces or not fits:
        raise PieceOutOfTurn


def received(sheet: Sheet, rows: Sequence[Judged]) -> Sheet:
    """The file with one more piece; complete, it is taken, or returned if it had to be taken as a whole and a row was refused."""
    found = Counter(row.state for row in rows)
    after = replace(
        sheet,
        pieces=sheet.pieces + 1,
        rows_sound=sheet.rows_sound + found[FeeRowState.SOUND],
        rows_unchanged=sheet.rows_unchanged + found[FeeRowState.UNCHANGED],
        rows_open=sheet.rows_open + found[FeeRowState.OPEN],
        rows_refused=sheet.rows_refused + found[FeeRowState.REFUSED],
    )
    if after.rows_received < after.rows_total:
        return after
    whole = after.kind is not FeeSheetKind.STATEMENT or not after.rows_refused
    return replace(after, state=FeeSheetState.TAKEN if whole else FeeSheetState.RETURNED)


def keys_of(kind: FeeSheetKind, texts: Sequence[Sequence[Any]]) -> list[str]:
    """What the rows say they are about, unread: for a look whether the file has said so before."""
    place = list(ANSWERS if kind is FeeSheetKind.ANSWERS else NOTES).index(
        "line_number" if kind is FeeSheetKind.ANSWERS else "credit_note"
    )
    return [str(row[place + 1]) for row in texts]


def judge_answers(
    texts: Sequence[Sequence[Any]], *, desk: Desk, seen: Mapping[str, int], first_turn: int
) -> tuple[list[Judged], list[Answer]]:
    """The rows of a piece as they are judged, and the answers to take. `seen`: in which row the file was about a line before."""
    rows, new, places = [], [], dict(seen)
    for turn, (line, *cells) in enumerate(texts, start=first_turn):
        reading = read_as.reading_of(ANSWERS, cells)
        answer = _read_answer(reading, desk, places)
        key, before = None, None
        if not reading.faults:
            key = reading.cells["line_number"]
            places[key] = line
            before = desk.before.get(int(key))
        if reading.faults:
            state = FeeRowState.REFUSED
        elif answer is None:
            state = FeeRowState.OPEN
        elif answer == before:
            state = FeeRowState.UNCHANGED
        else:
            state = FeeRowState.SOUND
            new.append(answer)
        rows.append(
            Judged(turn=turn, line=line, cells=tuple(cells), state=state, key=key, faults=tuple(reading.faults))
        )
    return rows, new


def judge_notes(
    texts: Sequence[Sequence[Any]], *, seen: Mapping[str, int], own: Collection[str], first_turn: int
) -> list[Judged]:
    """The rows of a piece of credit notes as they are judged. `seen`: in which row the file had a note before.

    `own`: the household numbers that whoever hands it in is too close to.
    """
    rows, places = [], dict(seen)
    for turn, (line, *cells) in enumerate(texts, start=first_turn):
        note, faults = read_note(cells)
        key = note.credit_note if note else None
        if key in places:
            faults = [read_as.fault_of(RowRepeated(row=places[key]), title=NOTES["credit_note"].title)]
            key = None
        if note is not None and note.household_number in own:
            faults = [*faults, read_as.fault_of(OwnLine(line=line), title=NOTES["household_number"].title)]
            key = None
        if key is not None:
            places[key] = line
        state = FeeRowState.REFUSED if faults else FeeRowState.SOUND
        rows.append(Judged(turn=turn, line=line, cells=tuple(cells), state=state, key=key, faults=tuple(faults)))
    return rows


def read_note(cells: Sequence[str]) -> tuple[Note | None, list[Fault]]:
    """The credit note of a row, or everything that is wrong with its cells."""
    reading = read_as.reading_of(NOTES, cells)
    household_number = reading.read("household_number", read_as.words, needed=True)
    billing_period = reading.read("billing_period", _period, needed=True)
    credit_note = reading.read("credit_note", read_as.matching(read_as.CODE), needed=True)
    amount = reading.read("amount", read_as.signed_fen, needed=True)
    if reading.faults:
        return None, reading.faults
    note = Note(
        household_number=household_number, billing_period=billing_period, credit_note=credit_note, amount=amount
    )
    return note, []


def begins_on(billing_period: str) -> date:
    """The first day of a year or a month."""
    return date.fromisoformat(f"{billing_period}-01-01"[:10])


def _read_answer(reading: Reading, desk: Desk, places: Mapping[str, int]) -> Answer | None:
    """What the row answers; None if nothing yet, or if something is wrong with it."""
    number = reading.read("line_number", read_as.whole, needed=True)
    line = desk.lines.get(number or 0)
    if number is not None and line is None:
        reading.complain("line_number", refusals.LineUnknown(line=number))
    if number is not None and str(number) in places:
        reading.complain("line_number", RowRepeated(row=places[str(number)]))
    _compare(reading, line)
    credit_note = reading.read("credit_note", read_as.matching(read_as.CODE))
    applied = reading.read("applied", read_as.signed_fen)
    reason = reading.read("reason", read_as.matching(read_as.CODE))
    if reading.cells.get("result", "") in UNANSWERED:
        if any(reading.cells.get(name) for name in ("credit_note", "applied", "reason")):
            reading.complain("result", CellMissing())
        return None
    result = reading.read("result", read_as.choice(ANSWERS["result"], RESULTS))
    if reading.faults:
        return None
    answer = Answer(line_number=number, result=result, applied=applied, credit_note=credit_note, reason=reason)
    try:
        acks.check_ack(answer, desk=desk)
        if acks.is_new(answer, before=desk.before.get(number)):
            acks.check_not_own(answer, desk=desk)
    except AcksUnfit:
        reading.complain("result", refusals.AnswerUnfit())
    except Refused as refusal:
        reading.complain("result", refusal)
    return answer


def _compare(reading: Reading, line: Line | None) -> None:
    """Complain wherever the row does not repeat its line: it is of another batch, or somebody changed it."""
    household_number = reading.read("household_number", read_as.words, needed=True)
    day = reading.read("begins_on", read_as.day, needed=True)
    amount = reading.read("amount", read_as.signed_fen, needed=True)
    if line is None:
        return
    first = begins_on(line.billing_period)
    for name, said, there, shown in (
        ("household_number", household_number, line.household_number, line.household_number),
        ("begins_on", day, first, first.isoformat()),
        ("amount", amount, line.amount, f"{line.amount / 100:.2f}"),
    ):
        if said is not None and said != there:
            reading.complain(name, refusals.LineDiffers(expected=shown))


def _period(cell: str) -> str:
    found = PERIOD.fullmatch(cell)
    if found is None or not 0 < int(found[2] or 1) <= 12:
        raise ValueError
    return f"{found[1]}-{int(found[2]):02d}" if found[2] else found[1]
