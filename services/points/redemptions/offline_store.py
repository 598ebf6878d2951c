"""Every statement about what shops took without network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from chassis.database import Work
from contracts.kinds import PartyId
from services.points import rows
from services.points.redemptions.offline_rules import IN_VAIN, Use
from services.points.redemptions.tables import offline_uses


def find_uses(work: Work, use_ids: Collection[str]) -> dict[str, Use]:
    """Those of the uses that were uploaded before, by id."""
    return rows.find_all(work, offline_uses, Use, use_ids)


def earlier(work: Work, redemption_ids: Collection[str]) -> list[Use]:
    """What was reported before of these redemptions."""
    wanted = select(offline_uses).where(
        offline_uses.c.community == work.community, offline_uses.c.redemption_id.in_(sorted(redemption_ids))
    )
    return [rows.thing_of(Use, row) for row in work.connection.execute(wanted).mappings()]


def taken_in_vain(work: Work, redemption_ids: Collection[str]) -> dict[str, datetime]:
    """When it was first reported that a code was taken in vain, by redemption; the others are left out."""
    wanted = (
        select(offline_uses.c.redemption_id, func.min(offline_uses.c.uploaded_at))
        .where(
            offline_uses.c.community == work.community,
            offline_uses.c.redemption_id.in_(sorted(redemption_ids)),
            offline_uses.c.outcome.in_(IN_VAIN),
        )
        .group_by(offline_uses.c.redemption_id)
    )
    return {redemption_id: at for redemption_id, at in work.connection.execute(wanted)}  # noqa: C416 - rows are no pairs to mypy


def page(work: Work, provider_id: PartyId, *, after: str | None, limit: int) -> tuple[list[Use], str | None]:
    """A shop's uses, newest id first."""
    mine = offline_uses.c.provider_id == provider_id
    return rows.page(work, offline_uses, Use, mine, after=after, limit=limit, newest_first=True)


def add_uses(work: Work, uses: Sequence[Use]) -> None:
    """Keep what was judged; a use of an unknown code that is uploaded twice at once is kept once."""
    rows.add_missing(work, offline_uses, uses)
