"""What can be asked about a company's statements."""

from __future__ import annotations

from chassis.clock import civil_month
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.kinds import StatementState
from contracts.roles import Role
from services.points.fee_rewards.nearness import own_numbers
from services.points.fee_rewards.refusals import MonthNotBegun, ProgrammeNotFound
from services.points.fee_rewards.store import programmes as programme_store
from services.points.fee_statements import refusals, rules, store
from services.points.fee_statements.matching import match
from services.points.fee_statements.rules import Difference, Row, Statement
from services.points.parties import store as party_store

IMPORTERS = (Role.PROPERTY_BILLING_OFFICER, Role.COMMUNITY_STAFF)
READERS = (*IMPORTERS, Role.AUDITOR)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
SHOWN = 1000


class FeeStatements:
    """What the company says it booked, held against what it acknowledged (rulebook §9)."""

    @command(requests.ImportCreditNotes, may=IMPORTERS)
    def import_credit_notes(self, work: Work, asked: requests.ImportCreditNotes) -> answers.Reconciliation:
        """Take one part of a month's credit notes, and with the last one match the month; the same part again changes nothing.

        Refuses ProgrammeNotFound (another company's too), MonthNotBegun, StatementTaken, StatementMatched, PartNotNext, NoteTwice,
        OwnLine, ActorUnknown.
        """
        by = party_store.hand_of(work)
        programme = programme_store.require_programme(work, asked.programme_id)
        if programme.company_id not in by.ties and not work.actor.is_any(Role.COMMUNITY_STAFF):
            raise ProgrammeNotFound
        if asked.month > civil_month(work.now):
            raise MonthNotBegun
        new = Statement(
            statement_id=asked.statement_id,
            programme_id=programme.programme_id,
            company_id=programme.company_id,
            month=asked.month,
            state=StatementState.RECEIVING,
            parts=0,
            their_count=0,
            their_total=0,
            our_count=0,
            our_total=0,
            matched=0,
            imported_by=by.party_id,
            imported_at=work.now,
        )
        statement = store.begin(work, new)
        notes = [_row(note) for note in asked.rows]
        if asked.part <= statement.parts and store.rows_of(work, statement.statement_id, asked.part) == notes:
            return _reconciliation(work, statement)
        statement = rules.receive(
            statement, part=asked.part, count=len(notes), total=sum(note.amount for note in notes)
        )
        _check_notes(work, statement.statement_id, notes)
        rules.check_not_own(notes, own=own_numbers(work, by, company_id=programme.company_id))
        store.add_rows(work, statement.statement_id, asked.part, notes)
        if asked.last:
            statement = match(work, statement)
        return _reconciliation(work, store.save(work, statement))

    @query(requests.GetReconciliation, may=READERS)
    def get_reconciliation(self, work: Work, asked: requests.GetReconciliation) -> answers.Reconciliation:
        """Both sides of a programme's month and what differs. Refuses ProgrammeNotFound (another company's too), StatementNotFound."""
        programme = programme_store.require_programme(work, asked.programme_id)
        if programme.company_id not in work.actor.parties and not work.actor.is_any(*SEES_ALL):
            raise ProgrammeNotFound
        return _reconciliation(work, store.of_month(work, asked.programme_id, asked.month))

    @command(requests.CloseDifference, may=(Role.COMMUNITY_STAFF,))
    def close_difference(self, work: Work, asked: requests.CloseDifference) -> answers.FeeDifference:
        """Say why the two sides differ; the books do not change. Not by whoever imported the statement, nor of one's own household.

        Refuses DifferenceNotFound, DifferenceClosed, OwnStatement, ActorUnknown.
        """
        difference = store.require_difference(work, asked.difference_id)
        work.expect_version(difference.version)
        by = party_store.hand_of(work)
        statement = store.require(work, difference.statement_id)
        own = own_numbers(work, by, company_id=statement.company_id)
        closed = rules.close(difference, statement=statement, by=by, own=own, reason=asked.reason)
        return _difference(store.save_difference(work, closed))


def _check_notes(work: Work, statement_id: str, notes: list[Row]) -> None:
    numbers = [note.credit_note for note in notes]
    if len(set(numbers)) < len(numbers) or store.notes_known(work, statement_id, numbers):
        raise refusals.NoteTwice


def _row(note: requests.CreditNoteRow) -> Row:
    return Row(
        household_number=note.household_number,
        billing_period=note.billing_period,
        credit_note=note.credit_note,
        amount=note.amount,
    )


def _reconciliation(work: Work, statement: Statement) -> answers.Reconciliation:
    found = store.differences_of(work, statement.statement_id, limit=SHOWN)
    return answers.Reconciliation(
        statement_id=statement.statement_id,
        programme_id=statement.programme_id,
        month=statement.month,
        state=statement.state,
        parts=statement.parts,
        our_count=statement.our_count,
        our_total=statement.our_total,
        their_count=statement.their_count,
        their_total=statement.their_total,
        matched=statement.matched,
        open_differences=store.open_differences(work, statement.statement_id),
        differences=tuple(_difference(one) for one in found),
        version=statement.version,
    )


def _difference(difference: Difference) -> answers.FeeDifference:
    return answers.FeeDifference(
        difference_id=difference.difference_id,
        kind=difference.kind,
        household_number=difference.household_number,
        billing_period=difference.billing_period,
        ours=difference.ours,
        theirs=difference.theirs,
        closed_by=difference.closed_by,
        closed_at=difference.closed_at,
        closing=difference.closing,
        version=difference.version,
    )
