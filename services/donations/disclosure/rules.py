"""What of a fund's numbers everybody may see: never a count from which a household could be guessed (rulebook §14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.donations.answers import Fund, Project, PublicTotals, PurposeTotals
from services.donations.gifts.rules import Confirmed

HOUSEHOLDS_MIN = 5  # Counts of recipients from one up to here are not told.
UNRESTRICTED = "非限定用途"
NOTHING = Confirmed(gifts=0, amount=0)


def totals(
    fund: Fund,
    projects: Sequence[Project],
    *,
    received: Mapping[str | None, Confirmed],
    handed_out: Mapping[str | None, int],
) -> PublicTotals:
    """The public numbers of a fund, by project; the unrestricted part (None) comes first."""
    names: dict[str | None, str] = {None: UNRESTRICTED}
    names.update({project.project_code: project.name for project in projects})
    counts = {code: handed_out.get(code, 0) for code in names}
    purposes = tuple(
        PurposeTotals(
            project_code=code,
            name=name,
            received=received.get(code, NOTHING).amount,
            gifts=received.get(code, NOTHING).gifts,
            packs_handed_out=told(counts[code]),
        )
        for code, name in names.items()
    )
    return PublicTotals(
        fund_code=fund.fund_code,
        name=fund.name,
        received=sum(purpose.received for purpose in purposes),
        gifts=sum(purpose.gifts for purpose in purposes),
        packs_handed_out=told_total(list(counts.values())),
        purposes=purposes,
    )


def told(households: int) -> int | None:
    """The count, or None where it is so small that it points at people. Nobody at all points at nobody."""
    return None if 0 < households < HOUSEHOLDS_MIN else households


def told_total(parts: Sequence[int]) -> int | None:
    """The sum, or None where it is too small itself or would give away the one part that is not told."""
    hidden = [part for part in parts if told(part) is None]
    return None if len(hidden) == 1 else told(sum(parts))
