"""What can be asked about imports: begun by one person, decided by another, checked and entered by the service itself."""

from __future__ import annotations

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.points import answers, requests
from contracts.points.answers import RowFault
from contracts.points.events import ImportApproved, ImportEntered
from contracts.points.kinds import IMPORT_COLUMNS
from contracts.points.kinds import ImportState as State
from contracts.roles import Role
from services.points.imports import checking, naming, refusals, store
from services.points.imports.rules import cells, sheets
from services.points.imports.rules.rows import Row
from services.points.imports.rules.sheets import Import, Piece
from services.points.parties import store as party_store
from services.points.parties.rules import Hand
from services.points.personal.entrypoints.keyed import Keyed

OFFICE = (Role.COMMUNITY_STAFF,)
OPENERS = (*OFFICE, Role.ACTIVITY_ORGANISER)
DECIDERS = (Role.APPROVER, Role.COUNCIL_MEMBER)
READERS = (*OPENERS, *DECIDERS, Role.AUDITOR)
CHECKED_AT_ONCE_ROWS = 500


class Imports(Keyed):
    """Contributions in bulk, by sheet (rulebook §3): every row checked, two persons, publicly listed as manual entries."""

    @command(requests.OpenImport, may=OPENERS)
    def open_import(self, work: Work, asked: requests.OpenImport) -> answers.Import:
        """Begin, with a reason. Refuses ImportIdTaken, ActorUnknown."""
        new = Import(
            import_id=asked.import_id,
            title=asked.title,
            reason=asked.reason,
            state=State.OPEN,
            opened_by=party_store.hand_of(work).party_id,
            opened_at=work.now,
        )
        return shown(store.add_import(work, new))

    @command(requests.AddImportPiece, may=OPENERS)
    def add_import_piece(self, work: Work, asked: requests.AddImportPiece) -> answers.Import:
        """Take one piece of the sheet; a small sheet is checked with its last piece, a large one in the seconds after.

        Of a telephone number that names somebody nothing is kept in clear.

        Refuses ImportNotFound, NotYourImport, ImportDecided, FileKnown, PieceOutOfTurn, PieceMalformed.
        """
        found = store.require_import(work, asked.import_id, lock=True)
        work.expect_version(found.version)
        same = found.file_sha256 == asked.file_sha256 and found.rows_total == asked.rows_total
        if same and work.actor.party_id == found.opened_by and asked.number < found.pieces:
            return shown(found)
        rows = cells.rows_of(asked.rows, columns=len(IMPORT_COLUMNS))
        count = len(rows)
        if known := store.import_of_file(work, asked.file_sha256, but=found.import_id):
            raise refusals.FileKnown(import_id=known)
        piece = Piece(
            file_sha256=asked.file_sha256,
            number=asked.number,
            rows=count,
            rows_total=asked.rows_total,
            last=asked.last,
        )
        taken = sheets.take_piece(found, piece, by=work.actor.party_id, at=work.now)
        first_turn = taken.rows_received - count
        # Only the office names people by their numbers.
        keys = self.keys if work.actor.is_any(*OFFICE) else None
        naming.without_numbers(rows, community=work.community, keys=keys)
        store.add_piece(work, taken, number=asked.number, rows=rows, first_turn=first_turn)
        saved = store.save_import(work, taken)
        if asked.last and asked.rows_total <= CHECKED_AT_ONCE_ROWS:
            while (more := checking.check_piece(work, saved)) is not None:
                saved = more
        return shown(saved)

    @command(requests.ApproveImport, may=DECIDERS)
    def approve_import(self, work: Work, asked: requests.ApproveImport) -> answers.Import:
        """Agree, as a second person, that the sound rows are entered; that happens in the seconds after.

        Refuses ImportNotFound, ImportDecided, ImportNotChecked, OwnImport, OtherFile, FaultyRows, NoSoundRows, ActorUnknown.
        """
        found = store.require_import(work, asked.import_id, lock=True)
        work.expect_version(found.version)
        opener = party_store.require_party(work, found.opened_by)
        approved = sheets.approve(
            found,
            by=party_store.hand_of(work),
            opener=Hand(party_id=opener.party_id, ties=opener.ties, at=found.opened_at),
            file_sha256=asked.file_sha256,
            reason=asked.reason,
            without_faulty=asked.without_faulty,
        )
        saved = store.save_import(work, approved)
        work.emit(
            ImportApproved(
                community=work.community,
                import_id=saved.import_id,
                rows=saved.rows_sound,
                opened_by=saved.opened_by,
                approved_by=saved.decided_by or "",
                approved_on=civil_day(work.now),
            )
        )
        return shown(saved)

    @command(requests.RejectImport, may=(*OPENERS, *DECIDERS))
    def reject_import(self, work: Work, asked: requests.RejectImport) -> answers.Import:
        """Decline it. Refuses ImportNotFound, ImportDecided, NotYourImport, ActorUnknown."""
        found = store.require_import(work, asked.import_id, lock=True)
        work.expect_version(found.version)
        by = party_store.hand_of(work)
        if by.party_id != found.opened_by and not work.actor.is_any(*DECIDERS):
            raise refusals.NotYourImport
        return shown(store.save_import(work, sheets.reject(found, by=by, reason=asked.reason)))

    @query(requests.GetImport, may=READERS)
    def get_import(self, work: Work, asked: requests.GetImport) -> answers.Import:
        """How far it has come. Refuses ImportNotFound."""
        return shown(store.require_import(work, asked.import_id))

    @query(requests.ListImports, may=READERS)
    def list_imports(self, work: Work, asked: requests.ListImports) -> answers.ImportPage:
        """Imports of the community."""
        found, next_key = store.page(work, state=asked.state, after=asked.after, limit=asked.limit)
        return answers.ImportPage(items=tuple(map(shown, found)), next_key=next_key)

    @query(requests.ListImportRows, may=READERS)
    def list_import_rows(self, work: Work, asked: requests.ListImportRows) -> answers.ImportRowPage:
        """The rows of its present file, as far as they are checked. Refuses ImportNotFound."""
        found = store.require_import(work, asked.import_id)
        after = int(asked.after) if asked.after and asked.after.isdecimal() and len(asked.after) < 10 else -1
        rows, turn = store.rows_page(work, found, state=asked.state, after=after, limit=asked.limit)
        items = tuple(map(row_shown, rows))
        return answers.ImportRowPage(items=items, next_key=None if turn is None else str(turn))

    @sweep(seconds=0.3)
    def check_imports(self, work: Work) -> None:
        """Check the next piece of a sheet that came in."""
        if (waiting := store.waiting(work, State.CHECKING)) is not None:
            own = work.on_behalf(system(waiting.community), work.cause)
            checking.check_piece(own, store.require_import(own, waiting.import_id))

    @sweep(seconds=0.3)
    def enter_imports(self, work: Work) -> None:
        """Enter the next rows of an approved sheet."""
        if (waiting := store.waiting(work, State.ENTERING)) is None:
            return
        own = work.on_behalf(system(waiting.community), work.cause)
        saved = checking.enter_piece(own, store.require_import(own, waiting.import_id))
        if saved.state is State.ENTERED:
            own.emit(
                ImportEntered(
                    community=own.community,
                    import_id=saved.import_id,
                    entered=saved.rows_entered,
                    refused=saved.rows_refused,
                    entered_on=civil_day(own.now),
                )
            )


def shown(found: Import) -> answers.Import:
    """The import as everybody who may see it sees it."""
    return answers.Import(
        import_id=found.import_id,
        title=found.title,
        reason=found.reason,
        state=found.state,
        file_sha256=found.file_sha256,
        rows_total=found.rows_total,
        rows_checked=found.rows_checked,
        rows_sound=found.rows_sound,
        rows_faulty=found.rows_faulty,
        rows_entered=found.rows_entered,
        rows_refused=found.rows_refused,
        opened_by=found.opened_by,
        opened_at=found.opened_at,
        decided_by=found.decided_by,
        decided_at=found.decided_at,
        decision_reason=found.decision_reason,
        version=found.version,
    )


def row_shown(row: Row) -> answers.ImportRow:
    """A row with what is wrong with it."""
    return answers.ImportRow(
        row=row.line,
        state=row.state,
        cells=row.cells,
        faults=tuple(RowFault(column=one.column, code=one.code, zh=one.zh, en=one.en) for one in row.faults),
        contribution_id=row.contribution_id,
    )
