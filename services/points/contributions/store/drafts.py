"""Every statement about drafts: what somebody keeps for themselves, to be put forward later."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from services.points.contributions import refusals
from services.points.contributions.tables import contribution_drafts, contributions


def save_draft(work: Work, contribution_id: str, content: dict[str, Any], *, by: PartyId) -> None:
    """Keep a draft, or keep it anew. Refuses ContributionIdTaken for somebody else's."""
    values = {
        "community": work.community,
        "contribution_id": contribution_id,
        "saved_by": by,
        "saved_at": work.now,
        "content": content,
    }
    kept = (
        insert(contribution_drafts)
        .values(values)
        .on_conflict_do_update(
            constraint="contribution_drafts_pkey",
            set_={"saved_at": work.now, "content": content},
            where=contribution_drafts.c.saved_by == by,
        )
        .returning(contribution_drafts.c.contribution_id)
    )
    if work.connection.execute(kept).first() is None:
        raise refusals.ContributionIdTaken


def delete_draft(work: Work, contribution_id: str, *, by: PartyId) -> None:
    """Forget one of somebody's drafts."""
    mine = contribution_drafts.c
    work.connection.execute(
        delete(contribution_drafts).where(
            mine.community == work.community, mine.contribution_id == contribution_id, mine.saved_by == by
        )
    )


def delete_drafts_about(work: Work, persons: Collection[PartyId]) -> None:
    """Forget the drafts that these persons wrote, and those that others wrote for them; older ones have no part in it that is named."""
    mine = contribution_drafts.c
    answer = func.coalesce(mine.content["contribution"], mine.content)
    about = [answer[name].astext.in_(sorted(persons)) for name in ("party_id", "performed_by")]
    work.connection.execute(
        delete(contribution_drafts).where(
            mine.community == work.community, or_(mine.saved_by.in_(sorted(persons)), *about)
        )
    )


def drafts_of(
    work: Work, party_id: PartyId, *, only: str | None = None, after: str | None = None, limit: int = 1
) -> list[dict[str, Any]]:
    """Somebody's drafts that were not put forward yet, newest id first."""
    mine = contribution_drafts.c
    put_forward = select(contributions.c.contribution_id).where(
        contributions.c.community == mine.community, contributions.c.contribution_id == mine.contribution_id
    )
    wanted = select(mine.content).where(
        mine.community == work.community, mine.saved_by == party_id, ~put_forward.exists()
    )
    if only is not None:
        wanted = wanted.where(mine.contribution_id == only)
    if after is not None:
        wanted = wanted.where(mine.contribution_id < after)
    return list(work.connection.execute(wanted.order_by(mine.contribution_id.desc()).limit(limit)).scalars())
