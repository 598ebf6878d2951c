"""The company's monthly statement of credit notes, held against what it acknowledged (rulebook §9, §21)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import DifferenceKind, StatementState
from services.points.fee_rewards.refusals import OwnLine
from services.points.fee_statements import refusals
from services.points.parties.rules import Hand


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A month's credit notes of one programme, received in parts and then matched once. Amounts in fen, undone ones negative."""

    statement_id: str
    programme_id: str
    company_id: PartyId
    month: str
    state: StatementState
    parts: int
    their_count: int
    their_total: int
    our_count: int
    our_total: int
    matched: int
    imported_by: PartyId
    imported_at: datetime
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Row:
    """One credit note as the company booked it."""

    household_number: str
    billing_period: str
    credit_note: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Where the two sides do not say the same of a household and period; closed by a second person with a reason."""

    difference_id: str
    statement_id: str
    kind: DifferenceKind
    household_number: str
    billing_period: str
    ours: int
    theirs: int
    closed_by: PartyId | None = None
    closed_at: datetime | None = None
    closing: str | None = None
    version: int = 1


def receive(statement: Statement, *, part: int, count: int, total: int) -> Statement:
    """The statement with its next part. Refuses StatementMatched, PartNotNext."""
    if statement.state is not StatementState.RECEIVING:
        raise refusals.StatementMatched
    if part != statement.parts + 1:
        raise refusals.PartNotNext(expected=statement.parts + 1)
    return replace(
        statement,
        parts=part,
        their_count=statement.their_count + count,
        their_total=statement.their_total + total,
    )


def check_not_own(notes: Sequence[Row], *, own: Collection[str]) -> None:
    """Refuse OwnLine for a note of a household that whoever hands it in is too close to; the line counts from 1 in its part."""
    for line, note in enumerate(notes, start=1):
        if note.household_number in own:
            raise OwnLine(line=line)


def kind_of(*, ours: int, theirs: int) -> DifferenceKind:
    """What is different about two sums that differ."""
    if theirs == 0:
        return DifferenceKind.MISSING_IN_BILLING
    return DifferenceKind.UNKNOWN_HERE if ours == 0 else DifferenceKind.AMOUNT_DIFFERS


def close(difference: Difference, *, statement: Statement, by: Hand, own: Collection[str], reason: str) -> Difference:
    """Closed by somebody close neither to who imported the statement, nor to the company, nor to the household it is about (`own`).

    Refuses DifferenceClosed, OwnStatement.
    """
    if difference.closed_at is not None:
        raise refusals.DifferenceClosed
    if by.concerned(statement.imported_by, statement.company_id) or difference.household_number in own:
        raise refusals.OwnStatement
    return replace(difference, closed_by=by.party_id, closed_at=by.at, closing=reason)
