"""The way of an import, and who may take which step (rulebook §3: two persons, a reason, publicly listed).

OPEN → CHECKING → CHECKED → ENTERING → ENTERED, REJECTED until somebody approved. Another file begins at CHECKING again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import ImportState as State
from services.points.imports import refusals
from services.points.parties.rules import Hand

DECIDED = frozenset({State.ENTERING, State.ENTERED, State.REJECTED})


@dataclass(frozen=True, kw_only=True)
class Import:
    """A bulk entry. `upload` counts the files it had, `pieces` those of the present file that came; the rows are counted as they are checked."""

    import_id: str
    title: str
    reason: str
    state: State
    opened_by: PartyId
    opened_at: datetime
    upload: int = 0
    file_sha256: str | None = None
    uploaded_at: datetime | None = None
    pieces: int = 0
    complete: bool = False
    rows_total: int = 0
    rows_received: int = 0
    rows_checked: int = 0
    rows_sound: int = 0
    rows_faulty: int = 0
    rows_entered: int = 0
    rows_refused: int = 0
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
    version: int = 1

    def same_as(self, other: Import) -> bool:
        """Was the other one begun with the same content?"""
        return (self.title, self.reason, self.opened_by) == (other.title, other.reason, other.opened_by)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What is said of one piece of a file: its place among the pieces, how many rows it has, and how many the whole file has."""

    file_sha256: str
    number: int
    rows: int
    rows_total: int
    last: bool


def take_piece(found: Import, piece: Piece, *, by: PartyId | None, at: datetime) -> Import:
    """The import with one more piece of its file, or of another file that replaces it.

    Refuses NotYourImport, ImportDecided, PieceOutOfTurn.
    """
    if by != found.opened_by:
        raise refusals.NotYourImport
    if found.state in DECIDED:
        raise refusals.ImportDecided
    if piece.number == 0:
        found = Import(
            import_id=found.import_id,
            title=found.title,
            reason=found.reason,
            state=State.CHECKING,
            opened_by=found.opened_by,
            opened_at=found.opened_at,
            upload=found.upload + 1,
            file_sha256=piece.file_sha256,
            rows_total=piece.rows_total,
            version=found.version,
        )
    if (piece.file_sha256, piece.rows_total, piece.number) != (found.file_sha256, found.rows_total, found.pieces):
        raise refusals.PieceOutOfTurn
    received = found.rows_received + piece.rows
    if found.complete or received > found.rows_total or piece.last != (received == found.rows_total):
        raise refusals.PieceOutOfTurn
    return replace(
        found,
        pieces=found.pieces + 1,
        rows_received=received,
        complete=piece.last,
        uploaded_at=at if piece.last else None,
    )


def checked(found: Import, *, sound: int, faulty: int) -> Import:
    """The import with some more rows checked; all of them make it CHECKED."""
    rows = found.rows_checked + sound + faulty
    done = found.complete and rows >= found.rows_total
    return replace(
        found,
        rows_checked=rows,
        rows_sound=found.rows_sound + sound,
        rows_faulty=found.rows_faulty + faulty,
        state=State.CHECKED if done else found.state,
    )


def approve(found: Import, *, by: Hand, opener: Hand, file_sha256: str, reason: str, without_faulty: bool) -> Import:
    """Agreed to by a second person. Refuses ImportDecided, ImportNotChecked, OwnImport, OtherFile, FaultyRows, NoSoundRows."""
    if found.state in DECIDED:
        raise refusals.ImportDecided
    # Nobody of the same household or organisation, nor another identity of theirs: that would be one interest, not two persons (rulebook §3).
    if by.concerned(*opener.ties):
        raise refusals.OwnImport
    if found.state is not State.CHECKED:
        raise refusals.ImportNotChecked
    if file_sha256 != found.file_sha256:
        raise refusals.OtherFile
    if not found.rows_sound:
        raise refusals.NoSoundRows
    if found.rows_faulty and not without_faulty:
        raise refusals.FaultyRows(faulty=found.rows_faulty)
    return replace(found, state=State.ENTERING, decided_by=by.party_id, decided_at=by.at, decision_reason=reason)


def reject(found: Import, *, by: Hand, reason: str) -> Import:
    """Declined, also by whoever began it. Refuses ImportDecided."""
    if found.state in DECIDED:
        raise refusals.ImportDecided
    return replace(found, state=State.REJECTED, decided_by=by.party_id, decided_at=by.at, decision_reason=reason)


def entered(found: Import, *, entered: int, refused: int) -> Import:
    """The import with some more rows put forward; all of them make it ENTERED."""
    now = replace(found, rows_entered=found.rows_entered + entered, rows_refused=found.rows_refused + refused)
    return replace(now, state=State.ENTERED) if now.rows_entered + now.rows_refused >= now.rows_sound else now
