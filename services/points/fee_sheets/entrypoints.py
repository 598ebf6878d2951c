"""What can be asked about a property company's files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.clock import civil_day, civil_month
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.answers import RowFault
from contracts.points.kinds import (
    ANNUAL_FEE_COLUMNS,
    ANSWER_COLUMNS,
    STATEMENT_COLUMNS,
    FeeSheetKind,
    FeeSheetState,
    StatementState,
)
from contracts.roles import Role
from services.points.annual_fees import store as fee_store
from services.points.fee_rewards import settling
from services.points.fee_rewards.nearness import own_numbers
from services.points.fee_rewards.refusals import BatchNotFound, MonthNotBegun, ProgrammeNotFound
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.store import batches as batch_store
from services.points.fee_rewards.store import programmes as programme_store
from services.points.fee_sheets import fees, refusals, rules, store
from services.points.fee_sheets.rules import Judged, Sheet
from services.points.fee_statements import matching
from services.points.fee_statements import rules as statement_rules
from services.points.fee_statements import store as statement_store
from services.points.fee_statements.refusals import StatementTaken
from services.points.fee_statements.rules import Statement
from services.points.imports.rules import cells
from services.points.parties import store as party_store
from services.points.parties.rules import Hand

OFFICER = (Role.PROPERTY_BILLING_OFFICER,)
IMPORTERS = (*OFFICER, Role.COMMUNITY_STAFF)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
READERS = (*OFFICER, *SEES_ALL)
Piece = requests.TakeAnswerSheet | requests.TakeStatementSheet | requests.TakeAnnualFeeSheet
FORGOTTEN_AT_ONCE = 50


class FeeSheets:
    """A batch filled in, a month's credit notes: as a file, checked row by row, taken once (rulebook §9)."""

    @command(requests.TakeAnswerSheet, may=OFFICER)
    def take_answer_sheet(self, work: Work, asked: requests.TakeAnswerSheet) -> answers.FeeSheet:
        """Take one piece of a filled-in batch: what fits its line is an answer, the rest is refused row by row.

        Refuses BatchNotFound (another company's too), PieceOutOfTurn, PieceMalformed, ActorUnknown.
        """
        by = party_store.hand_of(work)
        batch = batch_store.require_batch(work, asked.batch_number, lock=True)
        if batch.company_id not in by.ties:
            raise BatchNotFound
        work.expect_version(batch.version)
        sheet = _begun(work, asked, FeeSheetKind.ANSWERS, batch.programme_id, about=batch.batch_number, by=by.party_id)
        if asked.number < sheet.pieces:
            return shown(sheet)
        texts = cells.rows_of(asked.rows, columns=len(ANSWER_COLUMNS))
        rules.check_turn(sheet, number=asked.number, rows=len(texts), rows_total=asked.rows_total, last=asked.last)
        desk = settling.desk_of(work, batch, by=by)
        before = store.seen(work, sheet.sheet_id, rules.keys_of(sheet.kind, texts))
        rows, new = rules.judge_answers(texts, desk=desk, seen=before, first_turn=sheet.rows_received)
        store.add_rows(work, sheet.sheet_id, rows)
        settling.take(work, batch, new, desk, by=by.party_id)
        return shown(store.save(work, rules.received(sheet, rows)))

    @command(requests.TakeStatementSheet, may=IMPORTERS)
    def take_statement_sheet(self, work: Work, asked: requests.TakeStatementSheet) -> answers.FeeSheet:
        """Take one piece of a month's credit notes, and with the last one match the month, unless a row was refused.

        Refuses ProgrammeNotFound (another company's too), MonthNotBegun, StatementTaken, PieceOutOfTurn, PieceMalformed, ActorUnknown.
        """
        by = party_store.hand_of(work)
        programme = programme_store.require_programme(work, asked.programme_id)
        if programme.company_id not in by.ties and not work.actor.is_any(Role.COMMUNITY_STAFF):
            raise ProgrammeNotFound
        if asked.month > civil_month(work.now):
            raise MonthNotBegun
        sheet = _begun(work, asked, FeeSheetKind.STATEMENT, programme.programme_id, about=asked.month, by=by.party_id)
        if asked.number < sheet.pieces:
            return shown(sheet)
        if statement_store.has_month(work, programme.programme_id, asked.month):
            raise StatementTaken
        texts = cells.rows_of(asked.rows, columns=len(STATEMENT_COLUMNS))
        rules.check_turn(sheet, number=asked.number, rows=len(texts), rows_total=asked.rows_total, last=asked.last)
        before = store.seen(work, sheet.sheet_id, rules.keys_of(sheet.kind, texts))
        own = own_numbers(work, by, company_id=programme.company_id)
        rows = rules.judge_notes(texts, seen=before, own=own, first_turn=sheet.rows_received)
        store.add_rows(work, sheet.sheet_id, rows)
        saved = store.save(work, rules.received(sheet, rows))
        if saved.state is FeeSheetState.TAKEN:
            _match(work, saved, programme, by=by.party_id)
        return shown(saved)

    @command(requests.TakeAnnualFeeSheet, may=OFFICER)
    def take_annual_fee_sheet(self, work: Work, asked: requests.TakeAnnualFeeSheet) -> answers.FeeSheet:
        """Take one piece of a sheet of households' fees: what is fit counts, the rest is refused row by row.

        The same file on the same day is one file. Refuses ProgrammeNotFound (another company's too), PieceOutOfTurn, PieceMalformed, ActorUnknown.
        """
        by = party_store.hand_of(work)
        programme = programme_store.require_programme(work, asked.programme_id)
        if programme.company_id not in by.ties:
            raise ProgrammeNotFound
        today = civil_day(work.now).isoformat()
        sheet = _begun(work, asked, FeeSheetKind.FEES, programme.programme_id, about=today, by=by.party_id)
        if asked.number < sheet.pieces:
            return shown(sheet)
        texts = cells.rows_of(asked.rows, columns=len(ANNUAL_FEE_COLUMNS))
        rules.check_turn(sheet, number=asked.number, rows=len(texts), rows_total=asked.rows_total, last=asked.last)
        rows, new = fees.judge(
            texts,
            register=_register(work, programme, texts, by=by),
            seen=store.seen(work, sheet.sheet_id, fees.keys_of(texts)),
            first_turn=sheet.rows_received,
        )
        store.add_rows(work, sheet.sheet_id, rows)
        fee_store.tell(work, programme.company_id, new, by=by.party_id)
        return shown(store.save(work, rules.received(sheet, rows)))

    @query(requests.GetFeeSheet, may=READERS)
    def get_fee_sheet(self, work: Work, asked: requests.GetFeeSheet) -> answers.FeeSheet:
        """What became of a file, for its company and staff. Refuses FeeSheetNotFound."""
        return shown(_visible(work, asked.sheet_id))

    @query(requests.ListFeeSheetRows, may=READERS)
    def list_fee_sheet_rows(self, work: Work, asked: requests.ListFeeSheetRows) -> answers.FeeSheetRowPage:
        """Its rows with what is wrong with each, as long as they are kept, for its company and staff. Refuses FeeSheetNotFound."""
        sheet = _visible(work, asked.sheet_id)
        after = int(asked.after) if asked.after and asked.after.isdecimal() and len(asked.after) < 10 else -1
        rows, turn = store.rows_page(work, sheet.sheet_id, state=asked.state, after=after, limit=asked.limit)
        return answers.FeeSheetRowPage(
            kind=sheet.kind, items=tuple(map(row_shown, rows)), next_key=None if turn is None else str(turn)
        )

    @sweep(seconds=600)
    def forget_fee_sheet_rows(self, work: Work) -> None:
        """Let go of the rows of files that came in long ago."""
        store.forget(work, sent_before=work.now - rules.ROWS_KEPT, limit=FORGOTTEN_AT_ONCE)


def shown(sheet: Sheet) -> answers.FeeSheet:
    """The file as everybody who may see it sees it."""
    return answers.FeeSheet(
        sheet_id=sheet.sheet_id,
        kind=sheet.kind,
        state=sheet.state,
        programme_id=sheet.programme_id,
        batch_number=sheet.about if sheet.kind is FeeSheetKind.ANSWERS else None,
        month=sheet.about if sheet.kind is FeeSheetKind.STATEMENT else None,
        file_sha256=sheet.file_sha256,
        rows_total=sheet.rows_total,
        rows_sound=sheet.rows_sound,
        rows_unchanged=sheet.rows_unchanged,
        rows_open=sheet.rows_open,
        rows_refused=sheet.rows_refused,
        sent_by=sheet.sent_by,
        sent_at=sheet.sent_at,
        version=sheet.version,
        rows_gone_at=sheet.rows_gone_at,
    )


def row_shown(row: Judged) -> answers.FeeSheetRow:
    """A row with what is wrong with it."""
    faults = tuple(RowFault(column=one.column, code=one.code, zh=one.zh, en=one.en) for one in row.faults)
    return answers.FeeSheetRow(row=row.line, state=row.state, cells=row.cells, faults=faults)


def _begun(work: Work, asked: Piece, kind: FeeSheetKind, programme_id: str, *, about: str, by: PartyId) -> Sheet:
    new = Sheet(
        sheet_id=new_id("fsh"),
        kind=kind,
        programme_id=programme_id,
        about=about,
        file_sha256=asked.file_sha256,
        rows_total=asked.rows_total,
        sent_by=by,
        sent_at=work.now,
    )
    return store.begin(work, new)


def _visible(work: Work, sheet_id: str) -> Sheet:
    sheet = store.require(work, sheet_id)
    company_id = programme_store.require_programme(work, sheet.programme_id).company_id
    if company_id not in work.actor.parties and not work.actor.is_any(*SEES_ALL):
        raise refusals.FeeSheetNotFound
    return sheet


def _register(work: Work, programme: Programme, texts: Sequence[Sequence[Any]], *, by: Hand) -> fees.Register:
    known = fee_store.households(work, [str(row[1]) for row in texts])
    everybody = {household_id for ids in known.values() for household_id in ids}
    told = fee_store.in_force(work, programme.company_id, everybody, {str(row[2]) for row in texts})
    return fees.Register(
        households=known,
        told={key: one.annual_fee for key, one in told.items()},
        own=own_numbers(work, by, company_id=programme.company_id),
    )


def _match(work: Work, sheet: Sheet, programme: Programme, *, by: PartyId) -> None:
    notes = [note for row in store.all_rows(work, sheet.sheet_id) if (note := rules.read_note(row.cells)[0])]
    begun = Statement(
        statement_id=new_id("fst"),
        programme_id=programme.programme_id,
        company_id=programme.company_id,
        month=sheet.about,
        state=StatementState.RECEIVING,
        parts=0,
        their_count=0,
        their_total=0,
        our_count=0,
        our_total=0,
        matched=0,
        imported_by=by,
        imported_at=work.now,
    )
    statement = statement_rules.receive(
        statement_store.begin(work, begun), part=1, count=len(notes), total=sum(note.amount for note in notes)
    )
    statement_store.add_rows(work, statement.statement_id, 1, notes)
    statement_store.save(work, matching.match(work, statement))
