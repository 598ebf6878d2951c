"""Checks the rows of a sheet, and enters those of an approved one: a piece at a time, each in a transaction of its own.

Rows are judged by `contributions.submitting` itself: what it would refuse when they are entered, it refuses now. So an import knows no rule
of its own but how cells are written and that rows repeat. Killed between two pieces, the next run goes on
with the next piece; within one, with the same: a row and its contribution become true in one commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chassis.actor import system
from chassis.database import Work
from chassis.ids import new_id
from contracts.points.kinds import Channel, ContributionType, RowState
from contracts.refused import Refused
from services.points.acts import store as act_store
from services.points.contributions import submitting
from services.points.contributions.rules.claims import Claim, Wanted
from services.points.imports import naming, refusals, store
from services.points.imports.rules import rows, sheets
from services.points.imports.rules.rows import Row
from services.points.imports.rules.sheets import Import
from services.points.parties import store as party_store
from services.points.parties.rules import Hand

ENTERED_AT_ONCE = 500


def check_piece(work: Work, found: Import) -> Import | None:
    """Check the next piece of the import's file and count its rows; None if there is none."""
    piece = store.take_unchecked(work, found)
    if piece is None:
        return None
    number, first_turn, texts = piece
    new = _judged(work, found, texts, first_turn=first_turn)
    store.add_rows(work, found, new)
    store.mark_checked(work, found, number=number)
    sound = sum(row.state is RowState.SOUND for row in new)
    return store.save_import(work, sheets.checked(found, sound=sound, faulty=len(new) - sound))


def enter_piece(work: Work, found: Import) -> Import:
    """Put the next sound rows of an approved import forward as contributions, and write down what became of each."""
    next_rows = store.next_sound(work, found, limit=ENTERED_AT_ONCE)
    known = store.known_rows(work, {row.fingerprint for row in next_rows})
    turns = [row.turn for row in next_rows]
    wanted = dict(zip(turns, _listed(work, [_wanted_of(row, found) for row in next_rows]), strict=True))
    free = [row for row in next_rows if known[row.fingerprint] == (found.import_id, row.line)]
    by, second = _hands(work, found)
    told = work.on_behalf(replace(system(work.community), party_id=found.opened_by), work.cause)
    outcomes = submitting.submit(told, [wanted[row.turn] for row in free], by=by, channel=Channel.IMPORT, second=second)
    became = {row.turn: outcome for row, outcome in zip(free, outcomes, strict=True)}
    changed = [_entered(row, became.get(row.turn), known[row.fingerprint]) for row in next_rows]
    store.set_rows(work, found, changed)
    entered = sum(row.state is RowState.ENTERED for row in changed)
    return store.save_import(work, sheets.entered(found, entered=entered, refused=len(changed) - entered))


def _judged(work: Work, found: Import, texts: Sequence[list[Any]], *, first_turn: int) -> list[Row]:
    read: list[tuple[Row, Wanted | None]] = []
    unnamed = naming.name_persons(work, found, texts)
    for place, (line, *cells) in enumerate(texts):
        turn, contribution_id = first_turn + place, new_id("ctb")
        wanted, faults = rows.read_row(
            cells, contribution_id=contribution_id, reason=found.reason, unnamed=unnamed.get(place)
        )
        row = Row(
            line=line,
            turn=turn,
            cells=tuple(cells),
            state=RowState.FAULTY if faults else RowState.SOUND,
            fingerprint=rows.fingerprint_of(wanted) if wanted else "",
            faults=tuple(faults),
            contribution_id=None if faults else contribution_id,
        )
        read.append((row, wanted))
    return _without_unfit(work, found, _without_repeated(work, found, read))


def _without_repeated(
    work: Work, found: Import, read: Sequence[tuple[Row, Wanted | None]]
) -> list[tuple[Row, Wanted | None]]:
    """The rows, those marked that stand somewhere already: earlier in this sheet, or in another import that was not rejected."""
    known = store.known_rows(work, {row.fingerprint for row, wanted in read if wanted})
    seen = []
    for row, wanted in read:
        place = known.get(row.fingerprint) if wanted else None
        if wanted and place is None:
            known[row.fingerprint] = store.Place(found.import_id, row.line)
        seen.append((row, wanted) if place is None else (_faulty(row, _repeated(found, place)), None))
    return seen


def _without_unfit(work: Work, found: Import, read: Sequence[tuple[Row, Wanted | None]]) -> list[Row]:
    """The rows, those marked that would be refused as contributions."""
    fit = _listed(work, [wanted for _, wanted in read if wanted])
    refused: dict[str, Refused] = {}
    if fit:
        by, _ = _hands(work, found)
        outcomes = submitting.judge(work, fit, by=by, channel=Channel.IMPORT)
        refused = {
            wanted.contribution_id: outcome
            for wanted, outcome in zip(fit, outcomes, strict=True)
            if isinstance(outcome, Refused)
        }
    unknown = _without_organisation(work, [wanted for wanted in fit if wanted.contribution_id in refused])
    return [
        _faulty(
            row,
            refused[wanted.contribution_id],
            column="on_behalf_of" if wanted.contribution_id in unknown else None,
        )
        if wanted and wanted.contribution_id in refused
        else row
        for row, wanted in read
    ]


def _without_organisation(work: Work, refused: Sequence[Wanted]) -> set[str]:
    """Those of the refused that are for somebody whom nobody knows."""
    for_others = {wanted.on_behalf_of for wanted in refused if wanted.on_behalf_of is not None}
    known = party_store.find_parties(work, for_others) if for_others else {}
    return {
        wanted.contribution_id
        for wanted in refused
        if wanted.on_behalf_of in for_others and wanted.on_behalf_of not in known
    }


def _listed(work: Work, wanted: Sequence[Wanted]) -> list[Wanted]:
    """The rows with what their activity had been listed as."""
    heavy = [one for one in wanted if one.contribution_type is ContributionType.H3 and one.activity_id is not None]
    shifts = act_store.listed(work, {one.activity_id for one in heavy if one.activity_id is not None})
    return [rows.as_listed(one, shifts) for one in wanted]


def _repeated(found: Import, place: store.Place) -> Refused:
    if place.import_id == found.import_id:
        return refusals.RowRepeated(row=place.line)
    return refusals.RowKnown(import_id=place.import_id, row=place.line)


def _faulty(row: Row, refusal: Refused, *, state: RowState = RowState.FAULTY, column: str | None = None) -> Row:
    fault = rows.fault_of(refusal, column="party_id" if refusal.code.startswith("points.import_row") else column)
    return replace(
        row, state=state, faults=(fault,), contribution_id=None if state is RowState.FAULTY else row.contribution_id
    )


def _wanted_of(row: Row, found: Import) -> Wanted:
    wanted, _ = rows.read_row(row.cells, contribution_id=row.contribution_id or "", reason=found.reason)
    assert wanted is not None  # noqa: S101 - it was read when it was checked, by the same code and from the same cells
    return wanted


def _entered(row: Row, outcome: Claim | Refused | None, place: store.Place) -> Row:
    if outcome is None:
        return _faulty(row, refusals.RowKnown(import_id=place.import_id, row=place.line), state=RowState.REFUSED)
    if isinstance(outcome, Refused):
        return _faulty(row, outcome, state=RowState.REFUSED)
    return replace(row, state=RowState.ENTERED)


def _hands(work: Work, found: Import) -> tuple[Hand, Hand | None]:
    """Whoever brought the sheet in, at the instant it came in: that is when its rows were submitted; and whoever approved it."""
    known = party_store.find_parties(work, [found.opened_by, found.decided_by])
    opener = known[found.opened_by]
    by = Hand(party_id=opener.party_id, ties=opener.ties, at=found.uploaded_at or work.now)
    second = known.get(found.decided_by or "")
    return by, Hand(party_id=second.party_id, ties=second.ties, at=found.decided_at or work.now) if second else None
