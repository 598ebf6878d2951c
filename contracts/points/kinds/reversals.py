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


class ProposalState(StrEnum):
    """A reversal by hand: proposed by one person, decided by another."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"


class SuspensionState(StrEnum):
    """A suspension of earning: proposed, then imposed or declined by the council; after an appeal upheld or lifted by another member."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    IMPOSED = "imposed"
    APPEALED = "appealed"
    UPHELD = "upheld"
    LIFTED = "lifted"
