"""Every statement about what follows from upheld findings."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ConsequenceKind
from services.points import rows
from services.points.contributions.rules.consequences import Consequence
from services.points.contributions.tables import consequences


def add_consequences(work: Work, new: Sequence[Consequence]) -> None:
    """Keep what follows, in one statement."""
    rows.add_all(work, consequences, new)


def watched(work: Work, party_id: PartyId) -> frozenset[PartyId]:
    """Who needs a second confirmer for this party now."""
    wanted = select(consequences.c.confirmer_id).where(
        consequences.c.community == work.community,
        consequences.c.party_id == party_id,
        consequences.c.kind == ConsequenceKind.SECOND_CONFIRMER.value,
        consequences.c.until > work.now,
    )
    return frozenset(work.connection.execute(wanted).scalars())


def consequence_page(
    work: Work, *, about: Collection[PartyId] | None, finding_id: str | None, after: str | None, limit: int
) -> tuple[list[Consequence], str | None]:
    """Consequences for these parties, or all; newest id first, and where the next page begins."""
    where = [] if finding_id is None else [consequences.c.finding_id == finding_id]
    if about is not None:
        where.append(or_(consequences.c.party_id.in_(about), consequences.c.confirmer_id.in_(about)))
    return rows.page(work, consequences, Consequence, *where, after=after, limit=limit, newest_first=True)
