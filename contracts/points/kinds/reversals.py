"""The closed lists of reversals."""

from __future__ import annotations

from enum import StrEnum


class ReversalReason(StrEnum):
    """Why something that was credited is taken back (rulebook §5)."""

    ERROR = "ERROR"
    DUPLICATE = "DUPLICATE"
    FRAUD = "FRAUD"
    DISPUTE_LOST = "DISPUTE_LOST"
    RETURNED_GOODS = "RETURNED_GOODS"
    DONATION_REFUNDED = "DONATION_REFUNDED"
    EVIDENCE_WITHDRAWN = "EVIDENCE_WITHDRAWN"
