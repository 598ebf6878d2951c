"""The closed lists of patterns that are looked for."""

from __future__ import annotations

from enum import StrEnum


class FindingKind(StrEnum):
    """What was found (rulebook §7): two who confirm each other often, a closed ring of confirmers, one confirmer for too much.

    TWICE: what somebody put forward may be what another service told as well, e.g. a gift on the fund's bank statement.
    """

    MUTUAL = "mutual"
    RING = "ring"
    SHARE = "share"
    TWICE = "twice"


class ConsequenceKind(StrEnum):
    """What follows from an upheld finding: a second confirmer for a time, or a proposal to take a contribution back."""

    SECOND_CONFIRMER = "second_confirmer"
    REVERSAL_PROPOSED = "reversal_proposed"


class FindingState(StrEnum):
    """A finding waits for the council, which clears or upholds it."""

    OPEN = "open"
    CLEARED = "cleared"
    UPHELD = "upheld"
