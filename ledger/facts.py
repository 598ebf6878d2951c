"""Facts = postings: every business row has its posting, and every posting its business row (both ways, amounts included)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from chassis.database import Work
from ledger.store import rows

BY_REFERENCE = text("""
SELECT reference, sum(amount) AS amount
  FROM ledger_transfers
 WHERE community = :community AND kind = ANY(:kinds) AND (CAST(:unit AS text) IS NULL OR unit = :unit)
 GROUP BY reference
""")


@dataclass(frozen=True, kw_only=True, slots=True)
class Unmatched:
    """References of business rows without posting, of postings without business row, and of pairs whose amounts differ."""

    not_posted: tuple[str, ...]
    not_known: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many references do not match."""
        return len(self.not_posted) + len(self.not_known) + len(self.differing)


def postings_by_reference(work: Work, kinds: Sequence[str], *, unit: str | None = None) -> dict[str, int]:
    """What was posted for each reference under these kinds of transfers, in the smallest unit."""
    return {row["reference"]: int(row["amount"]) for row in rows(work, BY_REFERENCE, kinds=list(kinds), unit=unit)}


def unmatched(
    work: Work, kinds: Sequence[str], business: Iterable[tuple[str, int]], *, unit: str | None = None
) -> Unmatched:
    """Compare business rows, as (reference, amount), with the postings of these kinds; several rows of one reference are added."""
    known: dict[str, int] = {}
    for reference, amount in business:
        known[reference] = known.get(reference, 0) + amount
    posted = postings_by_reference(work, kinds, unit=unit)
    return Unmatched(
        not_posted=tuple(sorted(known.keys() - posted.keys())),
        not_known=tuple(sorted(posted.keys() - known.keys())),
        differing=tuple(
            sorted(reference for reference in known.keys() & posted.keys() if known[reference] != posted[reference])
        ),
    )
