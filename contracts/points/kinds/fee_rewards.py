"""The closed lists of property-fee rewards."""

from __future__ import annotations

from enum import StrEnum


class ProgrammeState(StrEnum):
    """The way of a property-fee programme (rulebook §9)."""

    DRAFT = "draft"
    SIGNED = "signed"
    ACTIVE = "active"
    EXHAUSTED = "exhausted"
    CLOSED = "closed"


class RewardState(StrEnum):
    """The way of one household's reward (rulebook §9): offered, accepted with consent, put into a sealed batch, answered, on the bill.

    Withdrawn before the seal, or reversed by a negative line of a later batch.
    """

    OFFERED = "offered"
    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    APPLIED = "applied"
    REJECTED = "rejected"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"


class ArrearsRule(StrEnum):
    """What the company does about arrears (its choice, published): nothing, or the discount waits until the oldest bill is paid."""

    IGNORED = "ignored"
    WAITS = "waits"


class RewardLimit(StrEnum):
    """What bounds a discount: the cap of the fee, points from unpaid work, the programme's budget, the own wish."""

    CAP = "cap"
    POINTS = "points"
    BUDGET = "budget"
    WISH = "wish"


class Confirmation(StrEnum):
    """How a discount was seen on the bill."""

    RESIDENT = "resident"
    STATEMENT = "statement"


class UndoReason(StrEnum):
    """Why a discount is taken back (rulebook §5)."""

    ERROR = "ERROR"
    DUPLICATE = "DUPLICATE"
    FRAUD = "FRAUD"
    DISPUTE_LOST = "DISPUTE_LOST"
    EVIDENCE_WITHDRAWN = "EVIDENCE_WITHDRAWN"


class UndoState(StrEnum):
    """The way of an undo: it waits for a batch, is submitted, and done or refused by the company."""

    WAITING = "waiting"
    SUBMITTED = "submitted"
    DONE = "done"
    REFUSED = "refused"


class SuspenseCause(StrEnum):
    """Why an answer is in no books: its line is unknown, was closed otherwise, it lacks what its result needs, or it is of one's own household."""

    UNKNOWN_LINE = "unknown_line"
    ANSWERED_OTHERWISE = "answered_otherwise"
    UNFIT = "unfit"
    OWN_LINE = "own_line"


class StatementState(StrEnum):
    """A company's monthly statement comes in parts, and is matched once."""

    RECEIVING = "receiving"
    MATCHED = "matched"


class DifferenceKind(StrEnum):
    """Where the company's statement and the acknowledged discounts differ."""

    MISSING_IN_BILLING = "missing_in_billing"
    UNKNOWN_HERE = "unknown_here"
    AMOUNT_DIFFERS = "amount_differs"


class AckResult(StrEnum):
    """What the property company says of one line of a batch. A deferred line stays open."""

    APPLIED = "applied"
    REJECTED = "rejected"
    DEFERRED = "deferred"
